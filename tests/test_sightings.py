"""When a carried-over unit was last seen: every dated record that names it counts, on its page and in the tree."""

import re
from datetime import date

from orgunits.models import (
    Appointment,
    CooperationAgreement,
    Mandate,
    MandateAssignment,
    OrganizationalUnit,
    Post,
    Structure,
)
from tests.helpers.html import texts


def seen(client, query=""):
    page = texts(client.get(f"/en/units/press-communication/{query}"), ".//main")[0]
    tree = texts(client.get(f"/en/structure/{query}"), ".//main")[0]
    # What names it after the edition's own day is no absence.
    words, year = re.search(r"(not confirmed since|place not confirmed; last named in) (\d{4})", page).groups()
    assert words.endswith("last named in") == (int(year) >= 2019)
    assert f"Press and Communication DPC Department {words} {year}" in tree
    return year


def test_each_dated_record_that_names_a_unit_counts_on_its_page_and_in_the_tree(client, demo):
    unit = OrganizationalUnit.objects.get(slug="press-communication")
    director = Post.objects.get(slug="director")
    assert seen(client) == "2016"

    MandateAssignment.objects.create(
        mandate=Mandate.objects.first(), unit=unit, starts=date(2019, 3, 1), starts_precision="day"
    )
    assert seen(client) == "2019"

    agreement = CooperationAgreement.objects.get(slug="agr-25")
    agreement.unit, agreement.unit_basis, agreement.signed_on = unit, "stated", date(2020, 5, 1)
    agreement.save()
    assert seen(client) == "2020"

    Appointment.objects.create(slug="one", post=director, unit=unit, name="Ada", seen_on=date(2021, 1, 1))
    assert seen(client) == "2021"
    assert seen(client, "?on=2020-12-31") == "2020"

    OrganizationalUnit.objects.filter(pk=unit.pk).update(named_on=date(2023, 1, 1), named_on_precision="year")
    assert seen(client) == "2023"


def test_what_only_a_draft_knows_and_what_is_inferred_does_not_count(client, demo):
    unit = OrganizationalUnit.objects.get(slug="press-communication")
    draft = Structure.objects.create(slug="secret", name="Secret")
    Appointment.objects.create(
        slug="two", post=Post.objects.get(slug="director"), unit=unit, name="Bo", seen_on=date(2022, 1, 1), draft=draft
    )
    agreement = CooperationAgreement.objects.get(slug="agr-25")
    agreement.unit, agreement.unit_basis = unit, "inferred"
    agreement.save()

    assert seen(client) == "2016"
