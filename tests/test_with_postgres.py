"""The PostgreSQL the tests run on: tests/with_postgres.py."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import with_postgres

pytestmark = pytest.mark.once

LONG = 300  # seconds: never waited for, but by a test that fails


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
