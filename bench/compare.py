"""How long it takes to compare two structures of many units: the difference, the page, the downloads.

    python bench/compare.py [units]

Settings and database as in bench/large_structure.py. The second structure is a clone of the first in which every
seventh unit is named otherwise, the last unit below every third department is put first, and one large branch is put
under another.
"""

import sys

from large_structure import FOLDER, measure


def main(units):
    import django

    django.setup()
    from datetime import date

    from django.core.management import call_command
    from django.db.models import F, Value
    from django.db.models.functions import Concat, Mod
    from django.test import Client

    from orgunits.comparison.diff import diff
    from orgunits.comparison.snapshot import read_snapshots
    from orgunits.models import Placement, PlacementTheme, Structure, Theme, UnitFunction
    from orgunits.tree import trees
    from orgunits.tree.clone import clone
    from tests.helpers.factories import make_large_structure

    call_command("migrate", verbosity=0)
    before = make_large_structure(units=units, effective_from=date(2020, 1, 1))
    placements = list(Placement.objects.of_structure(before))
    theme = Theme.objects.create(slug="theme", name="Theme")
    PlacementTheme.objects.bulk_create(PlacementTheme(placement=each, theme=theme) for each in placements[::5])
    UnitFunction.objects.bulk_create(
        UnitFunction(placement=each, position=1, text_en=f"Assist member states in matter {number}.")
        for number, each in enumerate(placements[::2])
    )
    after = clone(before, slug="after", name="After")
    copies = Placement.objects.of_structure(after)
    with trees.edit(after):
        seventh = copies.annotate(rest=Mod("pk", 7)).filter(rest=0).values("pk")
        copies.filter(pk__in=list(seventh.values_list("pk", flat=True))).update(
            name_en=Concat(F("name_en"), Value("*"))
        )
        for parent in copies.filter(level=2)[::3]:
            last = parent.get_children().last()
            if last:
                trees.move(last, parent, "first-child")
    top = list(copies.filter(level=1))
    trees.move(top[0], top[-1])
    Structure.objects.filter(pk=after.pk).update(
        status=Structure.Status.ADOPTED, effective_from=date(2021, 1, 1), effective_from_precision="day"
    )
    client = Client(headers={"host": "localhost"})

    def get(address):
        response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
        return response.content

    print(f"{units} units, milliseconds{'median':>22} {'slowest':>8}")
    measure("both structures read", lambda: read_snapshots(before, after), runs=3)
    found = measure("the difference", lambda: diff(before, after), runs=3)
    print(f"{len(found.renamed)} renamed, {len(found.reordered)} reordered, {len(found.moved)} moved")
    query = f"?from={before.slug}&to={after.slug}"
    for name, path in (("the page", "/"), ("the table (CSV)", ".csv"), ("the data (JSON)", ".json")):
        content = measure(name, lambda path=path: get(f"/en/compare{path}{query}"), runs=3)
        print(f"{len(content) / 1000:.0f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20000)
    FOLDER.cleanup()
