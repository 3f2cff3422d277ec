"""Several who write at the same moment, made certain: a lock held from outside makes them wait for each other."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

# Of this database: others may be at work on the same server. (Unlike pg_stat_activity, pg_locks is read each time,
# within a transaction too.)
WAITING = """
    SELECT count(DISTINCT waiting.pid) FROM pg_locks waiting JOIN pg_locks held USING (pid)
    WHERE NOT waiting.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def at_once(record, *requests):
    """The answers to requests, each a function, that all wait for the record's row before one of them goes on."""

    def hold():
        type(record)._base_manager.select_for_update().get(pk=record.pk)

    return while_held(hold, *requests)


def while_held(hold, *requests, keep=True):
    """The answers to requests, each a function, that all wait for what `hold()` locks or has written.

    Then all go on at once, in an order nobody knows. What `hold` wrote is undone where it is not to `keep`. On SQLite
    there is one writer at a time, and none to be held: `hold` isn't called.
    """

    def asked(request):
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        if connection.vendor == "sqlite":
            return list(pool.map(asked, requests))
        with transaction.atomic(), connection.cursor() as cursor:
            hold()
            answers = [pool.submit(asked, request) for request in requests]
            deadline, waiting = time.monotonic() + 300, 0
            while waiting < len(requests):
                for answer in answers:
                    assert not answer.done(), f"It didn't wait for the lock: {answer.exception() or answer.result()}"
                assert time.monotonic() < deadline, f"{waiting} of {len(requests)} wait for the lock"
                time.sleep(0.02)
                cursor.execute(WAITING)
                (waiting,) = cursor.fetchone()
            transaction.set_rollback(not keep)
        return [answer.result() for answer in answers]
