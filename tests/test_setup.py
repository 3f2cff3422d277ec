"""The set-up: lock files, oasdir/settings.py, and the demo's door."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import django
import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from packaging.requirements import Requirement

from oasdir.settings import database, mail_settings, mailer

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["run.txt", "dev.txt"]


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
        ({"IDENTITY": "mine"}, "IDENTITY must be official or independent, not 'mine'."),
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
    ("variables", "was_loaded", "demo"),
    [({}, True, "True"), ({}, False, "False"), ({"DEMO": "0"}, True, "False"), ({"DEMO": "1"}, False, "True")],
)
def test_a_site_whose_folder_loaded_the_demo_is_a_demonstration_unless_told_otherwise(
    tmp_path, variables, was_loaded, demo
):
    (tmp_path / "oasdir").mkdir()
    (tmp_path / "var").mkdir()
    shutil.copy(ROOT / "oasdir" / "settings.py", tmp_path / "oasdir")
    if was_loaded:
        (tmp_path / "var" / "demo-logins.txt").touch()
    environment = {name: value for name, value in os.environ.items() if name != "DEMO"}

    loaded = subprocess.run(
        [sys.executable, "-c", "from oasdir.settings import DEMO; print(DEMO)"],
        cwd=tmp_path,
        env={**environment, "HTTPS": "0", **variables},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert loaded.stdout.strip() == demo


@pytest.mark.parametrize(
    ("asked", "options"),
    [("", "-c jit=off"), ("?options=-c%20work_mem%3D8MB", "-c jit=off -c work_mem=8MB")],
)
def test_queries_are_not_compiled_by_postgresql(monkeypatch, asked, options):
    monkeypatch.setenv("DATABASE_URL", f"postgres://user@host/directory{asked}")

    assert database()["OPTIONS"]["options"] == options


def test_whether_queries_are_prepared_can_be_said_in_the_address_of_the_database(monkeypatch):
    found = []
    for asked in ("", "?prepare_threshold=None", "?prepare_threshold=10"):
        monkeypatch.setenv("DATABASE_URL", f"postgres://user@host/directory{asked}")
        found.append(database()["OPTIONS"]["prepare_threshold"])

    assert found == [3, None, 10]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a setting of PostgreSQL; its own run tests it")
@pytest.mark.django_db
def test_what_is_asked_again_and_again_is_prepared(client):
    for _visit in range(4):
        client.get("/en/about/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%orgunits_source%'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a setting of PostgreSQL; its own run tests it")
@pytest.mark.django_db
def test_connections_to_postgresql_have_no_jit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


SMTP = "django.core.mail.backends.smtp.EmailBackend"
SERVER = {"host": "host", "timeout": 10}


@pytest.mark.parametrize(
    ("url", "backend", "options"),
    [
        ("", "django.core.mail.backends.console.EmailBackend", {}),
        ("smtp://host", SMTP, {**SERVER, "port": 25}),
        ("smtp+ssl://host", SMTP, {**SERVER, "port": 465, "use_ssl": True}),
        (
            "smtp+tls://user:pass%40word@host:2525",
            SMTP,
            {**SERVER, "port": 2525, "username": "user", "password": "pass@word", "use_tls": True},
        ),
    ],
)
def test_mails_go_where_email_url_says_on_each_line_of_django(monkeypatch, url, backend, options):
    monkeypatch.setenv("EMAIL_URL", url)

    assert mailer() == {"BACKEND": backend, "OPTIONS": options}
    with override_settings(**mail_settings(mailer())):
        server = mail.get_connection() if django.VERSION < (6, 1) else mail.mailers.default
        given = {name: getattr(server, name) for name in options}
    assert (f"{type(server).__module__}.EmailBackend", given) == (backend, options)


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
        command = [sys.executable, ROOT / "oasdir" / "free_port.py", port, *at_work]
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
        output, _errors = first.communicate("\n")

    assert output == "['--bind', 'fd://3']"
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith(f"Port {port} of 127.0.0.1 can't be used (Address already in use).")


def test_two_demos_get_ready_one_after_the_other(tmp_path):
    command = [sys.executable, ROOT / "oasdir" / "one_at_a_time.py", sys.executable, "-c"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": tmp_path}

    with subprocess.Popen([*command, "print('at work', flush=True); input()"], **pipes) as first:
        works = first.stdout.readline()  # it has the lock by now
        with subprocess.Popen([*command, "input()"], **pipes) as second:
            waits = second.stdout.readline()
            first.communicate("\n")
            second.communicate("\n")

    assert (works, waits) == ("at work\n", "Another 'make demo' is at work in this folder; waiting for it ...\n")
    assert (first.returncode, second.returncode) == (0, 0)
