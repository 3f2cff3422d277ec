"""What one page asks of the database; bench/pages.py runs this in the folder of the checkout that is measured.

    python bench/statements.py ADDRESS

Production settings, Django's test client, no server. One visit to warm up, then three (fewer where they take long);
prints as JSON the number of statements, the kilobytes of their text without the values, and the median milliseconds in
which they were executed and their rows fetched.
"""

import json
import os
import statistics
import sys
import time

LONGEST = 20  # seconds, after which no further visit begins


class Watch:
    """Counts statements, and the time in them and in fetching their rows (SQLite finds most rows only then)."""

    def __init__(self):
        self.count = self.text = self.seconds = 0

    def timed(self, do, *args):
        start = time.perf_counter()
        try:
            return do(*args)
        finally:
            self.seconds += time.perf_counter() - start

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        self.text += len(sql.encode())
        return self.timed(execute, sql, params, many, context)


def main(address):
    sys.path.insert(0, os.getcwd())
    import django

    django.setup()
    from django.db import connection
    from django.db.backends.utils import CursorWrapper
    from django.test import Client

    class TimedCursor(CursorWrapper):
        """Django's own, whose fetches are timed, too: they can't be reached through execute_wrapper."""

        def fetchone(self):
            return watch.timed(self.cursor.fetchone)

        def fetchmany(self, *size):
            return watch.timed(self.cursor.fetchmany, *size)

        def fetchall(self):
            return watch.timed(self.cursor.fetchall)

    connection.make_cursor = lambda cursor: TimedCursor(cursor, connection)
    client = Client(
        raise_request_exception=False,
        headers={"host": "127.0.0.1", "x-forwarded-proto": "https", "accept-encoding": "gzip"},
    )
    watches, start = [], time.perf_counter()
    while len(watches) < 4 and (not watches or time.perf_counter() - start < LONGEST):
        watches.append(watch := Watch())
        with connection.execute_wrapper(watch):
            response = client.get(address)
            response.getvalue()
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
    seconds = statistics.median(each.seconds for each in watches[1:] or watches)
    print(json.dumps({"statements": watch.count, "text_kB": watch.text / 1000, "ms": seconds * 1000}))


if __name__ == "__main__":
    main(sys.argv[1])
