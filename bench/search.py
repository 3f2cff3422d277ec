"""How long it takes to build what searches read, to bring it up to date after one edit, and to search.

    python bench/search.py build [units]
    python bench/search.py ask

Settings and database as in bench/large_structure.py; `ask` is for the database that `build` has filled, which
DATABASE_URL names.
"""

import statistics
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
    # From the lock of each batch until it is committed; on SQLite nobody else writes anything in that time.
    held, taken = [], []
    lock, let_others_write = writing.lock, writing._let_others_write

    def lock_at(**options):
        taken.append(time.monotonic())
        return lock(**options)

    def let_others_write_at():
        held.append(time.monotonic() - taken[-1])
        let_others_write()

    writing.lock, writing._let_others_write = lock_at, let_others_write_at
    began, processor = time.monotonic(), time.process_time()
    number = writing.build()
    print(
        f"build: {number} documents, {time.monotonic() - began:.1f} s, {time.process_time() - processor:.1f} s of CPU"
    )
    print(f"lock of a batch: {1000 * statistics.median(held):.0f} ms, at most {1000 * max(held):.0f}, of {len(held)}")
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


# What readers type, beside names of units; the words are those of the units of make_large_structure().
TYPED = {
    "common words": ["department", "section", "area", "health", "program of", "of and"],
    "several common": ["health water", "section ports trade", "area of health, water and energy", "education labour"],
    "a beginning of a word": ["department of hea", "section of wat", "educ", "labo"],
    "a typo": ["departmnt of helth", "educaton", "section of waterr", "heallth", "programm of cultture"],
    "nothing": ["zxqvbn", "saxophone karaoke", "847362000", "kubernetes"],
}
NAMES, ROUNDS = 10, 10


def ask(_units):
    import time
    from datetime import date

    import django

    django.setup()
    from orgunits.models import SearchDocument, Structure
    from orgunits.search.results import Asked
    from orgunits.search.search import search
    from orgunits.search_index.documents import Role

    structure = Structure.objects.adopted().last()
    rows = SearchDocument.objects.filter(kind="unit").order_by("pk")
    named = [row.names for row in rows[:: max(1, rows.count() // NAMES)]]
    called = {
        role: [next(name[2] for name in names if name[0] == role) for names in named]
        for role in (Role.NAME, Role.ACRONYM)
    }
    asked = {
        "a name": called[Role.NAME],
        "an acronym": called[Role.ACRONYM],
        "a beginning of a name": [name[: len(name) // 2] for name in called[Role.NAME]],
    }
    every = []
    print(f"{'ms':24} {'median':>8} {'p99':>8} {'CPU':>8}")
    for what, texts in (asked | TYPED).items():
        times, processor = [], []
        for _round in range(ROUNDS + 1):
            for text in texts:
                began, used = time.perf_counter(), time.process_time()
                search(Asked(text, "en", structure, date(2026, 1, 1)))
                times.append((time.perf_counter() - began) * 1000)
                processor.append((time.process_time() - used) * 1000)
        times, processor = times[len(texts) :], processor[len(texts) :]  # the first round is to warm up
        every += times
        print(f"{what:24} {statistics.median(times):8.1f} {_last(times):8.1f} {statistics.median(processor):8.1f}")
    print(f"{'all':24} {statistics.median(every):8.1f} {_last(every):8.1f}")


def _last(times):
    """That of which one in a hundred takes longer."""
    return sorted(times)[int(len(times) * 0.99)]


if __name__ == "__main__":
    _program, command, *sizes = sys.argv
    with FOLDER:
        {"build": build, "ask": ask}[command](int(sizes[0]) if sizes else 20_000)
