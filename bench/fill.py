"""Fills a migrated, empty database; bench/pages.py runs this in the folder of the checkout that is measured.

    python bench/fill.py units=20000
    python bench/fill.py editions=200

One edition of so many units; or so many editions of the same 61 units, every seventh named otherwise in each.
"""

import os
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

START = date(2020, 1, 1)


def units(count, factories):
    factories.make_large_structure(units=count, effective_from=START)


def editions(count, factories):
    for number in range(count):
        lines = ["gs"]
        for unit in range(60):
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
    noun, count = size.split("=")
    {"units": units, "editions": editions}[noun](int(count), factories)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1])
