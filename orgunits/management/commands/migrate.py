"""Django's own migrate, of which one at a time is at work on a database: the second waits, and finds nothing to do."""

import sqlite3
from contextlib import closing, contextmanager

from django.core.management.commands import migrate
from django.db import connections

LOCK = 7_161_971_116  # among PostgreSQL's advisory locks


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        alone = alone_on_sqlite if connection.vendor == "sqlite" else alone_on_postgresql
        with alone(connection, self.say_that_it_waits):
            return super().handle(*args, **options)

    def say_that_it_waits(self):
        self.stdout.write("Another migrate is running on this database; waiting for it ...")
        self.stdout.flush()


@contextmanager
def alone_on_postgresql(connection, say):
    """The lock is the session's: it goes with it, however the process ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone() == (False,):
            say()
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def alone_on_sqlite(connection, say):
    """The lock is one of SQLite on a second file, as migrate itself takes and leaves those of the first."""
    with connection.cursor() as cursor:
        file = cursor.execute("PRAGMA database_list").fetchone()[2]
    if not file:  # in memory, where nobody else is
        yield
        return
    with closing(sqlite3.connect(f"{file}-migrate", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            say()
            lock.execute(f"PRAGMA busy_timeout = {24 * 3600 * 1000}")
            lock.execute("BEGIN EXCLUSIVE")
        yield
