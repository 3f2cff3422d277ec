"""How long the check before adoption takes for a structure of many units: the page an editor sees, and the check alone.

    python bench/adoption.py [units]

Settings and database as in bench/large_structure.py. The draft is a clone of the structure in force in which every
seventh unit is named otherwise, and one in a thousand is taken out that holds a mandate and an agreement.
"""

import sys

from large_structure import FOLDER, measure


def main(units):
    import django

    django.setup()
    from datetime import date, timedelta

    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db.models import F, Value
    from django.db.models.functions import Concat, Mod
    from django.test import Client
    from django.urls import reverse
    from django.utils.timezone import localdate

    from orgunits.adoption.checks import check
    from orgunits.models import CooperationAgreement, LegalInstrument, Mandate, MandateAssignment, Placement
    from orgunits.tree import trees
    from orgunits.tree.clone import clone
    from tests.helpers.factories import make_large_structure

    call_command("migrate", verbosity=0)
    before = make_large_structure(units=units, effective_from=date(2020, 1, 1))
    act = LegalInstrument.objects.create(slug="act", kind="executive_order", title="Act")
    mandate = Mandate.objects.create(slug="mandate", instrument=act, title="Mandate")
    holders = list(Placement.objects.of_structure(before).values_list("unit", flat=True))[::10]
    MandateAssignment.objects.bulk_create(MandateAssignment(mandate=mandate, unit_id=unit) for unit in holders)
    CooperationAgreement.objects.bulk_create(
        CooperationAgreement(
            slug=f"agreement-{unit}", subject="Subject", type="general", stage="signed", signed_on=date(2020, 1, 1),
            signed_on_precision="day", unit_id=unit,
        )
        for unit in holders
    )  # fmt: skip
    draft = clone(before, slug="draft", name="Draft")
    copies = Placement.objects.of_structure(draft)
    with trees.edit(draft):
        seventh = copies.annotate(rest=Mod("pk", 7)).filter(rest=0).values_list("pk", flat=True)
        copies.filter(pk__in=list(seventh)).update(name_en=Concat(F("name_en"), Value("*")))
    leaves = copies.filter(rght=F("lft") + 1, unit__in=holders).order_by("-lft")
    for leaf in list(leaves[: units // 1000]):
        trees.remove(leaf)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("bench"))
    day = localdate() + timedelta(days=1)
    address = f"{reverse('admin:orgunits_structure_check', args=[draft.pk])}?day={day}"

    def page():
        response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
        return response.content

    print(f"{units} units, milliseconds{'median':>22} {'slowest':>8}")
    found = measure("the check", lambda: check(draft, day=day, acts=[act], today=localdate()), runs=3)
    print(f"{len(found.errors)} errors, {len(found.warnings)} warnings")
    print(f"{len(measure('the page of the check', page, runs=3)) / 1000:.0f} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20000)
    FOLDER.cleanup()
