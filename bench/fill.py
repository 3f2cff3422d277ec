"""Fills a migrated, empty database; bench/pages.py runs this in the folder of the checkout that is measured.

    python bench/fill.py units=20000
    python bench/fill.py editions=200
    python bench/fill.py editions=200x500

One edition of so many units; or so many editions of the same units (61, or as many as are named after the x), every
seventh named otherwise in each.
"""

import contextlib
import os
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

START = date(2020, 1, 1)


UNITS = 61  # of an edition where nothing else is said


def units(count, factories):
    factories.make_large_structure(units=count, effective_from=START)


def editions(count, factories, *, units=UNITS):
    for number in range(count):
        lines = ["gs"]
        for unit in range(units - 1):
            indent = "  " if unit % 6 == 0 else "    "
            changed = f" and {number}" if (unit + number) % 7 == 0 else ""
            lines.append(f"{indent}unit-{unit} | department | Department of Matter {unit}{changed} | D{unit}")
        day = START + timedelta(days=10 * number)
        factories.make_structure(f"edition-{number}", "\n".join(lines), status="adopted", effective_from=day)


def main(size):
    project = Path.cwd()
    sys.path.insert(0, os.getcwd())
    import django

    django.setup()
    from django.db import connection

    found = next((project / "tests").rglob("factories.py"))  # not in the same folder in every checkout
    factories = import_module(".".join(found.relative_to(project).with_suffix("").parts))
    noun, _, numbers = size.partition("=")
    count, _, of_each = numbers.partition("x")
    if noun == "units":
        units(int(count), factories)
    else:
        editions(int(count), factories, units=int(of_each or UNITS))
    with contextlib.suppress(ImportError):  # not in every checkout
        from orgunits.search_index import writing

        writing.build()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1])
