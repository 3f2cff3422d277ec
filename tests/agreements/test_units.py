"""Agreements beside the register: the names of their units then and now, and the parts of other pages."""

from datetime import date

import pytest

from orgunits.agreements.summaries import agreements_of_state, agreements_of_unit
from orgunits.agreements.units import name_units_of_agreements
from orgunits.models import LegalInstrument
from orgunits.models.structure import Structure
from tests.helpers.agreements import JUNE_2010, make_agreement, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED


# == Units then and now


def test_the_unit_is_named_as_of_the_signature_and_as_of_now():
    make_structure(
        "old", "gs\n  spa | secretariat | Political Affairs", status=ADOPTED, effective_from=date(2006, 1, 1)
    )
    new = make_structure(
        "new", "gs\n  spa | secretariat | Strengthening Democracy", status=ADOPTED, effective_from=date(2016, 1, 1)
    )
    agreements = [
        make_agreement("dated", unit=make_unit("spa"), signed_on="2013-12"),
        make_agreement("too-early", unit=make_unit("spa"), signed_on="2005"),
        make_agreement("undated", unit=make_unit("spa")),
        make_agreement("no-unit", signed_on="2013"),
    ]

    name_units_of_agreements(agreements, structure=new, to_staff=False)

    def name(placement):
        return placement and placement.name

    assert [(name(each.unit_then), name(each.unit_now)) for each in agreements] == [
        ("Political Affairs", "Strengthening Democracy"),
        (None, "Strengthening Democracy"),
        (None, "Strengthening Democracy"),
        (None, None),
    ]


def test_the_receivers_of_a_unit_that_is_gone_are_the_nearest_that_stand_in_the_structure_shown():
    make_structure(
        "old", "gs\n  spa | secretariat | Political Affairs", status=ADOPTED, effective_from=date(2006, 1, 1)
    )
    new = make_structure(
        "new",
        "gs\n  one | secretariat | One\n  two | secretariat | Two",
        status=ADOPTED,
        effective_from=date(2016, 1, 1),
    )
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", symbol="Executive Order 16-1")
    make_change("functions_transferred", ["spa"], ["short-lived"], when="2010", to=new)
    make_change("split", ["short-lived"], ["one", "two"], when="2016", to=new, acts=[act])
    make_change("functions_transferred", ["spa"], ["gs"], slug="dreamt", to=new, only_proposed=True)
    place_in_the_past = make_structure("between", "gs\n  short-lived", status=ADOPTED, effective_from=date(2010, 1, 1))
    gone, here = (
        make_agreement("gone", unit=make_unit("spa"), signed_on="2007"),
        make_agreement("here", unit=make_unit("one")),
    )

    name_units_of_agreements([gone, here], structure=new, to_staff=False)

    assert [(each.placement.name, each.event.act.symbol) for each in gone.receivers] == [
        ("One", "Executive Order 16-1"),
        ("Two", "Executive Order 16-1"),
    ]
    assert here.receivers == []

    name_units_of_agreements([gone], structure=place_in_the_past, to_staff=False)
    assert [each.placement.unit.slug for each in gone.receivers] == ["short-lived"]


def test_a_unit_that_only_drafts_know_gives_an_agreement_no_name():
    make_structure("plan", "gs\n  secret | office | Office of Secrets")
    agreement = make_agreement("one", signed_on="2013")
    agreement.unit = make_unit("secret")  # no door lets it be saved

    name_units_of_agreements([agreement], structure=None, to_staff=False)

    assert (agreement.unit_then, agreement.unit_now) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_naming_units_costs_the_same_however_many(count, costs):
    structure = make_structure("now", "gs\n" + "\n".join(f"  u{number}" for number in range(count)), status=ADOPTED)
    agreements = [
        make_agreement(f"a{number}", unit=make_unit(f"u{number}"), signed_on="2021") for number in range(count)
    ]

    with costs("names of the units of agreements"):
        name_units_of_agreements(agreements, structure=structure, to_staff=False)

    assert [each.unit_then.name for each in agreements] == [f"U{number}" for number in range(count)]


# == The parts of other pages


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_has_its_own_agreements_and_those_below(count, costs):
    structure = make_structure("now", "gs\n  sedi\n    education\n  sla", status=ADOPTED)
    for number in range(count):
        make_agreement(f"own-{number}", unit=make_unit("sedi"), signed_on=f"20{10 + number}")
        make_agreement(f"below-{number}", unit=make_unit("education"), signed_on="2009")
        make_agreement(f"beside-{number}", unit=make_unit("sla"), signed_on="2009")
        make_agreement(f"later-{number}", unit=make_unit("sedi"), signed_on="2030")
        make_agreement(f"draft-{number}", unit=make_unit("sedi"), stage="proposed")

    unit, shown = make_unit("sedi"), place(structure, "sedi")
    with costs("agreements of a unit"):
        found = agreements_of_unit(unit, shown=shown, day=date(2020, 6, 1)).alone()

    assert [each.slug for each in found.rows] == [f"own-{number}" for number in reversed(range(count))]
    assert (found.number, found.number_below, found.is_cut) == (count, 2 * count, False)


def test_a_unit_that_stands_nowhere_has_its_own_agreements_only():
    make_agreement("own", unit=make_unit("gone"), signed_on="2010")

    found = agreements_of_unit(make_unit("gone"), shown=None, day=JUNE_2010).alone()

    assert ([each.slug for each in found.rows], found.number, found.number_below) == (["own"], 1, 1)


def test_a_move_of_the_responsible_unit_loses_no_agreement():
    before = make_structure("before", "gs\n  sedi\n    social\n  sare", status=ADOPTED, effective_from=date(2008, 1, 1))
    after = make_structure("after", "gs\n  sedi\n  sare\n    social", status=ADOPTED, effective_from=date(2016, 1, 1))
    make_agreement("moved", unit=make_unit("social"), signed_on="2010")

    def below(structure, slug):
        return (
            agreements_of_unit(make_unit(slug), shown=place(structure, slug), day=date(2020, 1, 1)).alone().number_below
        )

    assert [below(before, "sedi"), below(before, "sare"), below(after, "sedi"), below(after, "sare")] == [1, 0, 0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_state_has_its_agreements(count, costs):
    state = make_state()
    for number in range(count):
        make_agreement(f"a{number}", member_states=[state], signed_on=f"20{10 + number}")

    with costs("agreements of a state"):
        found = agreements_of_state(state, day=date(2020, 1, 1))

    assert ([each.slug for each in found.rows], found.number) == ([f"a{n}" for n in reversed(range(count))], count)


def test_more_than_five_are_cut():
    unit = make_unit("sedi")
    for number in range(12):
        make_agreement(f"a{number}", unit=unit)

    found = agreements_of_unit(unit, shown=None, day=JUNE_2010).alone()

    assert (len(found.rows), found.number, found.is_cut) == (5, 12, True)
