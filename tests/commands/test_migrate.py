"""Two `manage.py migrate` at once: the second waits for the first, and both end well."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WAITING = "Another migrate is running on this database; waiting for it ...\n"
NAME = "two_migrates"
# Has the lock as migrate has it, until its input closes.
HOLD = """
import django; django.setup()
import sys
from django.db import connection
from orgunits.management.commands.migrate import alone_on_postgresql, alone_on_sqlite
alone = alone_on_sqlite if connection.vendor == "sqlite" else alone_on_postgresql
with alone(connection, print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def empty_database(db, tmp_path):
    """The address of a database without a table."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server, _slash, options = os.environ["DATABASE_URL"].partition("/postgres?")
    on_the_server(f"CREATE DATABASE {NAME}")
    yield f"{server}/{NAME}?{options}"
    on_the_server(f"DROP DATABASE {NAME} WITH (FORCE)")


def on_the_server(statement):
    """On a connection of its own: databases are made and dropped outside transactions."""
    with closing(connection.copy()) as server, server.cursor() as cursor:
        cursor.execute(statement)


def start(address, *arguments):
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "oasdir.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("end", ["close its input", "kill it"])
def test_of_two_migrates_one_goes_after_the_other(empty_database, end):
    """Both wait for a third, which ends well or is killed."""
    holder = start(empty_database, "-c", HOLD)
    assert holder.stdout.readline() == "held\n"
    # Django's own tables: ours take long.
    both = [start(empty_database, "manage.py", "migrate", "auth") for _each in range(2)]
    assert [process.stdout.readline() for process in both] == [WAITING] * 2

    if end == "kill it":
        holder.kill()
    holder.communicate(timeout=300)
    said = [process.communicate(timeout=300)[0] for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Applying auth.0001_initial... OK" in each for each in said) == [False, True]
    assert sorted("No migrations to apply." in each for each in said) == [False, True]
