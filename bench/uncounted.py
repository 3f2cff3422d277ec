"""How long each page of the demo takes on a database that has never counted its rows.

    python tests/with_postgres.py python bench/uncounted.py

So is a PostgreSQL right after `migrate` and `loaddata`, until its autovacuum comes by: its planner knows nothing of the
tables, and a query that only statistics make fast shows here. (The server of tests/with_postgres.py never counts by
itself.) Settings and database as in bench/large_structure.py. Prints the ten slowest addresses in milliseconds, the
faster of two visits each, and ends with a failure where one takes longer than half a second.
"""

import sys
import time

from large_structure import FOLDER, ROOT

MOST = 500


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from orgunits.data_quality import CHECKS
    from orgunits.models import OrganizationalUnit
    from tests.helpers.pages import PAGES, Page

    call_command("migrate", verbosity=0)
    call_command("loaddata", *sorted(ROOT.glob("fixtures/*.json")), verbosity=0)
    pages = [
        *PAGES,
        *(Page("unit_detail", slug) for slug in OrganizationalUnit.objects.values_list("slug", flat=True)),
        *(Page("data_quality_list", check.slug) for check in CHECKS),
    ]
    client = Client(headers={"host": "localhost"})
    times = {}
    for page in pages:
        for _visit in range(2):
            start = time.perf_counter()
            response = client.get(page.address())
            taken = (time.perf_counter() - start) * 1000
            times[page.address()] = min(taken, times.get(page.address(), taken))
            if response.status_code >= 500:
                sys.exit(f"{page.address()} answered {response.status_code}")
    slowest = sorted(times, key=times.get, reverse=True)
    print(f"{len(times)} pages, milliseconds; the slowest:")
    for address in slowest[:10]:
        print(f"{address:64} {times[address]:8.0f}")
    if times[slowest[0]] > MOST:
        sys.exit(1)


if __name__ == "__main__":
    main()
    FOLDER.cleanup()
