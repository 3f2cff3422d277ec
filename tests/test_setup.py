"""The set-up: lock files, settings, the demo's door, and the PostgreSQL the tests run on."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from packaging.requirements import Requirement

from oasdir.settings import database
from tests import with_postgres

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["run.txt", "dev.txt"]
LONG = 300  # seconds: never waited for, but by a test that fails


def pins(lock):
    """The lines `name==version ; marker` of a lock file, each with its hashes."""
    lines = (ROOT / "requirements" / lock).read_text().replace("\\\n", " ").splitlines()
    return [line for line in lines if re.match(r"\w", line)]


def requirements(lock):
    return [Requirement(pin.split("--hash")[0]) for pin in pins(lock)]


def asked_for(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"]
    if lock == "dev.txt":
        asked = asked + project["dependency-groups"]["dev"]
    return [Requirement(line) for line in asked]


# --- the lock files ---


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock):
    assert pins(lock)
    assert [pin for pin in pins(lock) if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry_and_no_folder(lock):
    text = (ROOT / "requirements" / lock).read_text()

    assert re.findall(r"\S*://\S*|^-\S+.*", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_pyproject_asks_for(lock):
    """After a change to pyproject.toml: make lock."""
    locked = requirements(lock)

    def is_locked(asked):
        versions = [pin.specifier for pin in locked if pin.name == asked.name]
        return versions and all(asked.specifier.contains(str(v).removeprefix("==")) for v in versions)

    assert [str(asked) for asked in asked_for(lock) if not is_locked(asked)] == []


def test_development_runs_on_the_very_versions_of_production():
    assert {str(pin) for pin in requirements("run.txt")} <= {str(pin) for pin in requirements("dev.txt")}


# --- the settings ---


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "maybe"}, "DEBUG must be 1 or 0, not 'maybe'."),
        ({"HTTPS": "2"}, "HTTPS must be 1 or 0, not '2'."),
        ({"HTTPS": "1", "SECRET_KEY": ""}, "SECRET_KEY must be set in the environment when HTTPS is on."),
        (
            {"DATABASE_URL": "mysql://user@localhost/directory"},
            "DATABASE_URL must name SQLite (sqlite:///…) or PostgreSQL (postgres://…).",
        ),
        (
            {"DATABASE_URL": "directory.sqlite3"},
            "DATABASE_URL must name SQLite (sqlite:///…) or PostgreSQL (postgres://…).",
        ),
        (
            {"DATABASE_URL": "postgres://user@host:port/directory"},
            "DATABASE_URL is not an address of a database, such as postgres://user:password@host/name.",
        ),
    ],
)
def test_settings_refuse_nonsense_with_a_sentence(variables, sentence):
    loaded = subprocess.run(
        [sys.executable, "-c", "import oasdir.settings"],
        cwd=ROOT,
        env={**os.environ, "HTTPS": "0", "DEBUG": "0", "PYTHONIOENCODING": "utf-8", **variables},
        capture_output=True,
        encoding="utf-8",
    )

    assert loaded.returncode == 1
    assert loaded.stderr.splitlines()[-1] == f"django.core.exceptions.ImproperlyConfigured: {sentence}"


@pytest.mark.parametrize(
    ("asked", "options"),
    [("", "-c jit=off"), ("?options=-c%20work_mem%3D8MB", "-c jit=off -c work_mem=8MB")],
)
def test_queries_are_not_compiled_by_postgresql(monkeypatch, asked, options):
    monkeypatch.setenv("DATABASE_URL", f"postgres://user@host/directory{asked}")

    assert database()["OPTIONS"]["options"] == options


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a setting of PostgreSQL; its own run tests it")
@pytest.mark.django_db
def test_connections_to_postgresql_have_no_jit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


# --- the demo's door ---


def make(*arguments):
    """As typed into a shell of its own, whatever options the make has that runs the tests."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    }
    return subprocess.run(["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("http", "PORT must be a number from 1 to 65535, not 'http'."),
        ("70000", "PORT must be a number from 1 to 65535, not '70000'."),
    ],
)
def test_demo_refuses_a_port_that_is_none(port, sentence):
    demo = make("port-free", f"PORT={port}")

    assert demo.returncode == 2
    assert demo.stderr.splitlines()[0] == sentence


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_demo_says_that_its_port_is_busy():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        demo = make("port-free", f"PORT={port}")

    assert demo.returncode == 2
    assert demo.stderr.startswith(f"Port {port} of 127.0.0.1 can't be used (Address already in use).")


def script(name):
    """A small program of the Makefile."""
    return re.search(rf"^define {name}\n(.*?)^endef", (ROOT / "Makefile").read_text(), re.MULTILINE | re.DOTALL)[1]


@contextlib.contextmanager
def demo_at_its_port():
    """The demo's door, the port it has, and the command that took it.

    A port that is free can be taken by another program before the door takes it: then the door tries the next.
    """
    at_work = [sys.executable, "-c", "import sys; input(sys.argv[1:])"]
    pipes = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.PIPE)
    for _attempt in range(20):
        with socket.create_server(("127.0.0.1", 0)) as once:
            port = str(once.getsockname()[1])
        command = [sys.executable, "-c", script("PORT_FREE"), port, *at_work]
        with subprocess.Popen(command, **pipes, text=True) as demo:
            if said := demo.stdout.readline():
                assert said == f"The directory is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
                yield demo, port, command
                return
            assert "can't be used (Address already in use)" in demo.stderr.read()
    pytest.fail("every port was taken")


def test_of_two_demos_that_found_the_port_free_the_second_is_told(tmp_path):
    with demo_at_its_port() as (first, port, command):
        second = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        told, _errors = first.communicate("\n")

    assert told == "['--bind', 'fd://3']"
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith(f"Port {port} of 127.0.0.1 can't be used (Address already in use).")


def test_two_demos_get_ready_one_after_the_other(tmp_path):
    command = [sys.executable, "-c", script("ONE_AT_A_TIME"), sys.executable, "-c"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": tmp_path}

    with subprocess.Popen([*command, "print('at work', flush=True); input()"], **pipes) as first:
        works = first.stdout.readline()  # it has the lock by now
        with subprocess.Popen([*command, "input()"], **pipes) as second:
            waits = second.stdout.readline()
            first.communicate("\n")
            second.communicate("\n")

    assert (works, waits) == ("at work\n", "Another 'make demo' is at work in this folder; waiting for it ...\n")
    assert (first.returncode, second.returncode) == (0, 0)


# --- the PostgreSQL of the tests ---


@pytest.mark.parametrize(("variables", "code"), [({}, 0), ({"CI": "true"}, 1), ({"REQUIRE_ALL": "1"}, 1)])
def test_no_postgresql_is_said_loudly_and_fails_where_it_is_required(variables, code, monkeypatch, tmp_path, capsys):
    for name in ("TEST_DATABASE_URL", "CI", "REQUIRE_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    program = tmp_path / "initdb"
    program.write_text("#!/bin/sh\necho this machine is too old >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(with_postgres, "places", lambda: [("a broken server", tmp_path)])

    assert with_postgres.run_with_postgres(["touch", str(tmp_path / "ran")]) == code

    assert "NOT RUN ON POSTGRESQL" in capsys.readouterr().out
    assert not (tmp_path / "ran").exists()


def hear_signals():
    """A test run in the background or under nohup ignores some signals, and so would all it starts."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def wrapper():
    """with_postgres.py around a command that prints its DATABASE_URL and sleeps."""
    command = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(3600)"
    with subprocess.Popen(
        [sys.executable, with_postgres.__file__, sys.executable, "-c", command],
        env={name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_signals,
    ) as process:
        if not process.stdout.readline().startswith("PostgreSQL of "):
            pytest.skip("no PostgreSQL can be started here")
        yield process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the command, which outlives a killed wrapper


def server_of(wrapper):
    """The server's folder and its process."""
    url = urlsplit(wrapper.stdout.readline().strip())
    home = Path(parse_qs(url.query)["host"][0])
    return home, int((home / "data" / "postmaster.pid").read_text().splitlines()[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_server_is_gone_when_its_wrapper_has_ended(wrapper, number):
    home, process = server_of(wrapper)

    os.killpg(wrapper.pid, number)  # the group, as a terminal does it

    assert wrapper.wait(timeout=LONG) == 128 + number
    assert not home.exists()
    assert is_gone(process)


def test_the_server_ends_even_when_its_wrapper_is_killed(wrapper):
    home, process = server_of(wrapper)

    wrapper.kill()

    until = time.monotonic() + LONG
    while home.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not home.exists()
    assert is_gone(process)


def is_gone(process):
    """A server removes the file with its number a moment before it ends."""
    until = time.monotonic() + LONG
    while is_running(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_running(process)


def is_running(process):
    """As Linux tells it; a process that has ended and waits to be buried has an empty command line."""
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):  # it may end while its file is read
        return False
