"""The history of a record in the admin, in words."""

import pytest
from django.urls import reverse

from orgunits.models import Source, UnitFunction
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.adoption import adopt, draft_of
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.people import person

pytestmark = pytest.mark.django_db


def history_of(client, placement):
    page = client.get(reverse("admin:orgunits_placement_history", args=[placement.pk]))
    assert page.status_code == 200
    return page


def lines(page, table):
    return texts(page, f".//table[@id='{table}']//li")


def test_a_change_is_told_once_in_the_words_of_the_form(admin_client):
    sedi = place(make_structure(), "sedi")
    trees.change(sedi, name_en="Development", sub_units_complete=True)

    page = history_of(admin_client, sedi)

    assert lines(page, "change-history") == [
        "Official name (English): Sedi → Development",
        "All its sub-units are on record: No → Yes",
    ]
    assert "None" not in texts(page, ".//table[@id='change-history']//td")


def test_of_a_list_only_what_came_and_went_is_told(admin_client):
    sedi = place(make_structure(), "sedi")
    stays, goes, comes = (Source.objects.create(slug=slug, kind="page", title=slug) for slug in ("a", "b", "c"))
    sedi.sources.set([stays, goes])
    sedi.sources.set([stays, comes])

    assert lines(history_of(admin_client, sedi), "change-history")[:2] == ["Sources: – → c", "Sources: b → –"]


def test_the_functions_of_a_unit_have_their_history_beside_its_own(admin_client):
    sedi = place(make_structure(), "sedi")
    function = UnitFunction.objects.create(placement=sedi, position=1, text_en="Assist.")
    function.text_en = "Assist member states."
    function.save()
    function.delete()

    page = history_of(admin_client, sedi)

    assert_valid_html(page)
    assert lines(page, "rows-history") == [
        "Position: 1 → –",
        "Text (English): Assist member states. → –",
        "Text (English): Assist. → Assist member states.",
        "Position: – → 1",
        "Text (English): – → Assist.",
    ]


def test_neither_a_clone_nor_an_adoption_seems_to_bring_or_take_sources(admin_client):
    in_force = make_structure("in-force", status="adopted")
    sedi = trees.change(place(in_force, "sedi"), basis="inferred")
    sedi.sources.add(Source.objects.create(slug="report", kind="page", title="The report"))
    draft = draft_of(in_force)

    adopt(draft, person("adopter", "change_structure", "adopt_structure"), make_act("order"))

    page = history_of(admin_client, place(draft, "sedi"))
    assert lines(page, "change-history") == ["Basis: inferred → stated by a source"]
