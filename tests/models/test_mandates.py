"""Mandates: what is known of them on a day, whom they concern, what the public may see."""

import pytest
from django.db import IntegrityError, transaction

from orgunits.models import Force, LegalInstrument, Mandate, MandateAssignment
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


def slugs(mandates):
    return sorted(mandates.values_list("slug", flat=True))


# == On a day


@pytest.mark.parametrize(
    ("period", "on", "force"),
    [
        ({"starts": "2010-03-01", "ends": "2012-05-31"}, "2010-02-28", Force.LATER),
        ({"starts": "2010-03-01", "ends": "2012-05-31"}, "2010-03-01", Force.IN_FORCE),
        ({"starts": "2010-03-01", "ends": "2012-05-31"}, "2012-05-31", Force.IN_FORCE),
        ({"starts": "2010-03-01", "ends": "2012-05-31"}, "2012-06-01", Force.ENDED),
        ({"starts": "2010", "ends": "2012"}, "2012-12-31", Force.IN_FORCE),
        ({"starts": "2010"}, "2010-01-01", Force.END_NOT_RECORDED),
        ({"starts": "2010"}, "2009-12-31", Force.LATER),
        ({"starts": "2010", "open_ended": True}, "2030-01-01", Force.IN_FORCE),
        ({}, "2010-01-01", Force.NOT_DATED),
        ({"open_ended": True}, "2010-01-01", Force.NOT_DATED),
        ({"ends": "2012"}, "2012-06-01", Force.NOT_DATED),
        ({"ends": "2012"}, "2013-01-01", Force.ENDED),
    ],
)
def test_a_mandate_is_in_force_only_on_days_its_dates_are_known_to_include(structure, reader, period, on, force):
    make_mandate(units=["sla"], **period)

    assert Mandate.objects.with_force_on(day(on), user=reader).get().force == force
    assert MandateAssignment.objects.with_force_on(day(on)).get().force == force
    assert MandateAssignment.objects.in_force_on(day(on)).exists() is (force == Force.IN_FORCE)


def test_a_mandate_is_in_force_as_soon_as_it_is_for_one_of_its_units(structure, reader):
    mandate = make_mandate(units=["sla"])
    MandateAssignment.objects.create(
        mandate=mandate, unit=make_unit("sedi"), starts=day("2010-01-01"), starts_precision="day", open_ended=True
    )

    assert Mandate.objects.with_force_on(day("2011-01-01"), user=reader).get().force == Force.IN_FORCE


def test_a_mandate_without_units_is_not_dated(structure, reader):
    make_mandate()
    assert Mandate.objects.with_force_on(day("2011-01-01"), user=reader).get().force == Force.NOT_DATED


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": day("2010-01-01")},
        {"starts": day("2010-01-01"), "starts_precision": "day", "ends": day("2009-01-01"), "ends_precision": "day"},
        {"ends": day("2010-01-01"), "ends_precision": "day", "open_ended": True},
    ],
    ids=["a date without its precision", "an end before the beginning", "an open end that is known"],
)
def test_the_database_refuses_a_wrong_period(structure, wrong):
    mandate = make_mandate()

    with pytest.raises(IntegrityError), transaction.atomic():
        MandateAssignment.objects.create(mandate=mandate, unit=make_unit("sla"), **wrong)


# == Units


def test_mandates_of_a_branch_are_those_of_the_unit_and_of_all_below_it(structure):
    make_mandate("of-sedi", units=["sedi"])
    make_mandate("of-education", units=["education", "sla"])
    make_mandate("of-sla", units=["sla"])

    assert slugs(Mandate.objects.assigned_within(place(structure, "sedi"))) == ["of-education", "of-sedi"]
    assert slugs(Mandate.objects.assigned_within(place(structure, "education"))) == ["of-education"]


def test_an_orphan_is_a_mandate_of_which_no_unit_stands_in_the_structure(structure):
    make_structure("old", "gs\n  gone", status="adopted", effective_from=day("1999-01-01"))
    make_mandate("living", units=["sla", "gone"])
    make_mandate("orphan", units=["gone"])
    make_mandate("without-units")

    assert slugs(Mandate.objects.living_in(structure)) == ["living"]
    assert slugs(Mandate.objects.orphaned_in(structure)) == ["orphan", "without-units"]


def test_words_are_found_in_the_mandate_and_its_act_accents_aside(structure):
    act = make_act(symbol="AG/RES. 2814", title="Visión Estratégica")
    make_mandate("one", act=act, title="Objectives", text="For each pillar")
    make_mandate("two", title="Other")

    for words in ("vision", "2814 pillar", "OBJECTIVES"):
        assert slugs(Mandate.objects.matching(words)) == ["one"], words
    assert slugs(Mandate.objects.matching("vision nothing")) == []


# == What the public may see


def test_acts_that_only_a_draft_knows_and_their_mandates_are_not_public(structure, reader, admin_user):
    draft = make_structure("draft", "gs\n  sla")
    hidden, shared = make_act("hidden", draft=draft), make_act("shared")
    draft.authorities.add(hidden, shared)
    structure.authorities.add(shared)
    make_mandate("of-hidden", act=hidden, units=["sla"])
    make_mandate("of-shared", act=shared, units=["sla"])

    assert sorted(act.slug for act in LegalInstrument.objects.visible_to(reader)) == ["shared"]
    assert slugs(Mandate.objects.visible_to(reader)) == ["of-shared"]
    assert slugs(Mandate.objects.visible_to(admin_user)) == ["of-hidden", "of-shared"]


def test_a_mandate_that_only_a_draft_knows_is_not_public_nor_what_it_is_to_a_hidden_unit(structure, reader, admin_user):
    draft = make_structure("draft", "gs\n  secret")
    make_mandate("of-both", units=["sla", "secret"], starts="2010")
    make_mandate("of-secret", units=["secret"], draft=draft)
    make_mandate("of-nobody")

    assert slugs(Mandate.objects.visible_to(reader)) == ["of-both", "of-nobody"]
    assert slugs(Mandate.objects.visible_to(admin_user)) == ["of-both", "of-nobody", "of-secret"]
    shown = MandateAssignment.objects.visible_to(reader)
    assert sorted(shown.values_list("unit__slug", flat=True)) == ["sla"]
