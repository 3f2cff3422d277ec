"""The mandates of a unit: its own, listed, and how many it has with all below it."""

import pytest

from orgunits.unit_page.mandates import LISTED, mandates_of_unit
from tests.helpers.acts_and_posts import day, make_act, make_mandate
from tests.helpers.factories import make_structure, make_unit, place

TREE = """
    gs
      sedi
        education
      sla
"""


@pytest.fixture
def reader(django_user_model):
    return django_user_model(is_staff=False)


@pytest.fixture
def structure(db):
    return make_structure("today", TREE, status="adopted")


def of_unit(unit, *, place, user):
    return mandates_of_unit(unit, place=place, day=day("2021-01-01"), user=user).alone()


def test_a_unit_has_its_own_mandates_and_the_number_with_all_below_it(structure, reader):
    charter = make_act("charter", kind="charter", adopted="1948-04-30")
    make_mandate(
        "quoted", act=charter, units=["sedi"], wording="quoted", text="Doing", provision="Article 1", position=2
    )
    make_mandate("summarized", act=charter, units=["sedi"], wording="summarized", provision="Article 2", position=1)
    make_mandate("later", units=["sedi"], starts="2010")
    make_mandate("below", units=["education", "sedi"])
    make_mandate("far-below", units=["education"])
    make_mandate("elsewhere", units=["sla"])

    found = of_unit(make_unit("sedi"), place=place(structure, "sedi"), user=reader)

    assert [row.mandate.slug for row in found.responsibilities] == ["quoted"]
    assert [(row.mandate.slug, row.force) for row in found.others] == [
        ("summarized", "not_dated"),
        ("below", "not_dated"),
        ("later", "end_not_recorded"),
    ]
    assert (found.own_count, found.within_count) == (4, 5)


def test_a_unit_that_is_not_in_the_structure_has_only_its_own(structure, reader):
    make_structure("old", "gs\n  gone", status="adopted", effective_from=day("1999-01-01"))
    make_mandate(units=["gone"])

    found = of_unit(make_unit("gone"), place=None, user=reader)
    assert (found.own_count, found.within_count, bool(found)) == (1, None, True)


def test_a_unit_without_mandates_has_nothing_to_show(structure, reader):
    assert not of_unit(make_unit("sla"), place=place(structure, "sla"), user=reader)


@pytest.mark.parametrize("count", [1, 3, LISTED + 1])
def test_the_mandates_of_a_unit_cost_the_same_however_many(structure, reader, count, costs):
    for number in range(count):
        make_mandate(f"mandate-{number:02}", units=["sedi"])
    unit, standing = make_unit("sedi"), place(structure, "sedi")

    with costs("mandates of a unit"):
        found = of_unit(unit, place=standing, user=reader)

    assert (found.own_count, found.listed) == (count, min(count, LISTED))
