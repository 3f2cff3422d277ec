"""How long the organizational chart takes: 60 boxes and 2,000, laid out and written, and as a page.

    python bench/chart.py

Production settings, a database of its own (SQLite in a temporary folder unless DATABASE_URL names another, which must
be empty), in this process. Prints the median and the slowest of several runs of each, in milliseconds; "first" is the
run that has to measure every name.
"""

import time
from datetime import date

from large_structure import FOLDER, measure


def boxes(number, fanout=12):
    from orgunits.charts.boxes import Box

    made = [Box(each, f"Department of Financial and Administrative Matters {each}") for each in range(number)]
    for place, box in enumerate(made[1:], 1):
        box.above = made[(place - 1) // fanout]
        box.above.below.append(box)
    return made


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from orgunits.charts.layout import arrange
    from orgunits.models import Structure
    from tests.helpers.factories import make_large_structure

    call_command("migrate", verbosity=0)
    client = Client(headers={"host": "localhost"})
    print(f"{'milliseconds':44} {'median':>8} {'slowest':>8}")
    for number in (60, 2000):
        root = boxes(number)[0]
        start = time.perf_counter()
        arrange(root)
        print(f"{f'layout of {number} boxes, first':44} {(time.perf_counter() - start) * 1000:8.0f}")
        measure(f"layout of {number} boxes", lambda root=root: arrange(root))
        structure = make_large_structure(
            units=number, slug=f"units-{number}", effective_from=date(1000 + number % 1000, 1, 1)
        )
        for form in ("chart/", "chart.svg"):
            address = f"/en/{form}?depth=9&structure={structure.slug}"
            content = measure(f"{form} of {number} boxes", lambda address=address: client.get(address).content)
            print(f"{'':44} {len(content) / 1000:8.0f} kB")
    assert Structure.objects.count() == 2


if __name__ == "__main__":
    main()
    FOLDER.cleanup()
