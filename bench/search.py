"""How long it takes to build what searches read, and to bring it up to date after one edit.

    python bench/search.py build [units]

Settings and database as in bench/large_structure.py.
"""

import sys

from large_structure import FOLDER


def build(units):
    import time
    from datetime import date

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from orgunits.models import Placement, SearchDocument, SearchPosting, SearchWord
    from orgunits.search_index import writing
    from orgunits.tree import trees
    from tests.helpers.factories import make_large_structure

    call_command("migrate", verbosity=0)
    edition = make_large_structure(units=units, effective_from=date(2020, 1, 1))
    held = [0.0]
    write = writing._write

    def timed(*args, **options):
        began = time.monotonic()
        write(*args, **options)
        held.append(time.monotonic() - began)

    writing._write = timed
    began, processor = time.monotonic(), time.process_time()
    number = writing.build()
    print(
        f"build: {number} documents, {time.monotonic() - began:.1f} s, {time.process_time() - processor:.1f} s of CPU"
    )
    print(f"longest batch: {1000 * max(held):.0f} ms")
    for model in (SearchDocument, SearchPosting, SearchWord):
        print(f"{model.__name__}: {model.objects.count()}")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    last = Placement.objects.of_structure(edition).last()
    for _round in range(3):
        began = time.monotonic()
        trees.change(last, purpose_en=f"Edited {began}")
        edited = time.monotonic()
        writing.catch_up()
        print(
            f"an edit: {1000 * (edited - began):.0f} ms, then caught up in {1000 * (time.monotonic() - edited):.0f} ms"
        )


if __name__ == "__main__":
    _program, command, *sizes = sys.argv
    with FOLDER:
        {"build": build}[command](int(sizes[0]) if sizes else 20_000)
