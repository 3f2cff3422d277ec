"""What is asked: gunicorn with a copy of a checkout, and the databases that it reads.

A copy, because static files are collected into the checkout and a checkout that has them would serve old ones later,
and because somebody may be at work in it.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import psycopg
from clients import LONGEST

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
sys.path.insert(0, str(ROOT))

from tests import with_postgres  # noqa: E402

WORKERS = 2
QUIETLY = ("--log-level", "error", "--no-control-socket")
LONGEST_COMMAND = 1800  # seconds: a database of 100,000 units is long in the making
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", "var", "node_modules", "__pycache__", ".*_cache")
NOT_INHERITED = (
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PROXIES", "EMAIL_URL", "EMAIL_FROM", "DOCUMENTS_DIR", "DOCUMENT_MAX_MB",
    "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY", "PYTHONPATH",
)  # fmt: skip


class NotRun(Exception):
    """A program of the checkout ended with a failure."""


class Gunicorn:
    """gunicorn on a free port of 127.0.0.1, with sync workers."""

    postmaster = None  # the process of which all processes of PostgreSQL are children

    def __init__(self, folder, application, *, python=sys.executable, variables=None):
        self.folder, self.application, self.python = folder, application, python
        self.variables = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.variables |= variables or {}
        self.process = None

    def start(self):
        with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
            self.port = listener.getsockname()[1]
            handle = listener.fileno()
            options = f"--workers {WORKERS} --timeout {LONGEST + 5} --bind fd://{handle}"
            command = [self.python, "-m", "gunicorn", self.application, *options.split(), *QUIETLY]
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.variables, pass_fds=[handle])

    def stop(self):
        """Ends it, its workers too, whatever they are doing."""
        if self.process:
            workers = [worker for worker, _kilobytes in self.workers()]
            self.process.kill()
            self.process.wait()
            for worker in workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            self.process = None

    def restart(self):
        self.stop()
        self.start()

    def workers(self):
        """Process and resident kilobytes of each worker."""
        lines = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid=,rss="], text=True).splitlines()
        processes = [map(int, line.split()) for line in lines]
        return [(worker, kilobytes) for worker, parent, kilobytes in processes if parent == self.process.pid]

    def workers_megabytes(self):
        return [kilobytes / 1024 for _worker, kilobytes in self.workers()]

    def cpu_seconds(self):
        """{process: its processor time so far} of the workers, and of the database's processes; of Linux only."""
        ticks = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # a process that has ended meanwhile
                fields = path.read_text().rpartition(")")[2].split()  # behind the name: the third of proc(5), and on
                if int(fields[1]) in (self.process.pid, self.postmaster):
                    ticks[path.parent.name] = int(fields[11]) + int(fields[12])
        return {process: each / os.sysconf("SC_CLK_TCK") for process, each in ticks.items()}


class Site(Gunicorn):
    """The directory of a checkout, with its production settings and a database of its own."""

    def __init__(self, project, folder, database):
        self.copy = folder / "checkout"
        shutil.copytree(project, self.copy, ignore=NOT_COPIED)
        own = project / ".venv/bin/python"
        variables = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "oasdir.settings"}
        variables |= {"DEBUG": "0", "HTTPS": "1", "SECRET_KEY": secrets.token_urlsafe(60)}
        python = str(own) if own.exists() else sys.executable
        super().__init__(self.copy, "oasdir.wsgi", python=python, variables=variables)
        if database.startswith("postgres"):
            with connected(database) as cursor:
                status = Path(f"/proc/{cursor.connection.info.backend_pid}/stat")
                self.postmaster = int(status.read_text().rpartition(")")[2].split()[1]) if status.exists() else None

    def run(self, *command, longest=LONGEST_COMMAND):
        """What a program of Python says, run in the copy."""
        done = subprocess.run(
            [self.python, *map(str, command)],
            cwd=self.copy,
            env=self.variables,
            stdout=subprocess.PIPE,
            text=True,
            timeout=longest,
        )
        if done.returncode:
            raise NotRun(f"{' '.join(map(str, command))} failed in a copy of the checkout")
        return done.stdout

    def prepare(self, size):
        """A migrated database with the demo, or of that size; and the static files."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run(BENCH / "fill.py", size) if size else self.run("manage.py", "load_demo")
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")


# --- databases ---


@contextlib.contextmanager
def sqlite(folder):
    yield f"SQLite {sqlite3.sqlite_version}", lambda name: f"sqlite:///{folder}/{name}.sqlite3"


@contextlib.contextmanager
def postgresql(folder, *, name, programs, **options):
    """Says what it is, and gives a function that makes a database and says its address."""
    with with_postgres.server(programs, **options) as url:
        with connected(url) as cursor:
            version = cursor.execute("SHOW server_version").fetchone()[0].split()[0]
            jit = cursor.execute("SELECT pg_jit_available()").fetchone()[0]

        def make(database):
            with connected(url) as cursor:
                cursor.execute(f"CREATE DATABASE {database}")
            return url.replace("/postgres?", f"/{database}?")

        yield f"PostgreSQL {version} ({name}; JIT {'on' if jit else 'off'})", make


@contextlib.contextmanager
def connected(url):
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        yield cursor


def limit(url):
    """Ends what goes on when nobody waits for it any more, so that it is not measured with the next page."""
    if url.startswith("postgres"):
        with connected(url) as cursor:
            cursor.execute(f"ALTER DATABASE {cursor.connection.info.dbname} SET statement_timeout = '{LONGEST + 5}s'")


def databases():
    """{name: a function of a folder that opens it}, as far as this machine has them."""
    found = {"sqlite": sqlite}
    if places := list(with_postgres.places()):
        name, programs = places[0]
        found["test"] = partial(postgresql, name=f"of the tests, {name}", programs=programs)
    if systems := sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)):
        found["system"] = partial(postgresql, name="the system's, with its defaults", programs=systems[-1], options="")
    return found
