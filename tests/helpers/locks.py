"""Several who write at the same moment, made certain: a lock held from outside makes them wait for each other."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction

# Of this database: others may be at work on the same server. (Unlike pg_stat_activity, pg_locks is read anew each time,
# within a transaction too.)
WAITING = """
    SELECT count(DISTINCT waiting.pid) FROM pg_locks waiting JOIN pg_locks held USING (pid)
    WHERE NOT waiting.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def held_up(hold, *, until, keep=True):
    """What `hold()` locks, or has written, is held until `until` others wait for it; then all go on at once.

    In an order nobody knows. What `hold` wrote is undone where it is not to `keep`. On SQLite there is one writer at a
    time, and none to be held: `hold` isn't called.
    """
    if connection.vendor == "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        hold()
        yield
        deadline, waiting = time.monotonic() + 300, 0
        while waiting < until:
            assert time.monotonic() < deadline, f"{waiting} of {until} wait for the lock"
            time.sleep(0.02)
            cursor.execute(WAITING)
            (waiting,) = cursor.fetchone()
        transaction.set_rollback(not keep)


def at_once(record, *requests):
    """The answers to requests, each a function, that all wait for the record's row before one of them goes on."""

    def hold():
        type(record)._base_manager.select_for_update().get(pk=record.pk)

    return while_held(hold, *requests)


def while_held(hold, *requests, keep=True):
    """The answers to requests, each a function, that all wait for what `hold()` has locked or written."""

    def asked(request):
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        with held_up(hold, until=len(requests), keep=keep):
            answers = [pool.submit(asked, request) for request in requests]
        return [answer.result() for answer in answers]
