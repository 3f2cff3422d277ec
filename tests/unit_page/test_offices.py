"""The offices that a unit coordinates."""

from datetime import date

import pytest

from orgunits.models import CountryOffice, Structure
from orgunits.unit_page.offices import offices_of_unit
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.offices import TREE, make_nicaragua, make_office, make_offices, make_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_offices_are_told_of_their_unit_and_counted_with_the_units_above(count, costs):
    structure = make_structure("today", TREE, status=Structure.Status.ADOPTED)
    make_offices(count)
    shown = {slug: place(structure, slug) for slug in ("coordinating-office", "oasg", "osg")}
    units = {slug: row.unit for slug, row in shown.items()}

    found = {}
    for slug, unit in units.items():
        with costs("offices of a unit" if slug == "coordinating-office" else "offices below a unit"):
            found[slug] = offices_of_unit(unit, shown=shown[slug], day=date(2020, 1, 1)).alone()

    assert {slug: (each.number, each.number_below) for slug, each in found.items()} == {
        "coordinating-office": (count, count),
        "oasg": (0, count),
        "osg": (0, 0),
    }
    assert len(found["coordinating-office"].established) == count


def test_what_is_not_dated_and_what_closed_stands_apart_and_what_comes_later_is_left_out():
    unit = make_unit("coordinating-office")
    make_nicaragua()
    make_office("office-pa", member_state=make_state("PA", "Panama"))
    make_office("office-bb", established=date(1969, 6, 21))
    CountryOffice.objects.update(coordinating_unit=unit)

    def slugs_on(day):
        found = offices_of_unit(unit, shown=None, day=day).alone()
        return [[office.slug for office in group] for group in (found.established, found.undated, found.closed)]

    assert slugs_on(date(1960, 1, 1)) == [[], ["office-ni", "office-pa"], []]
    assert slugs_on(date(2023, 1, 1)) == [["office-bb"], ["office-pa"], ["office-ni"]]
