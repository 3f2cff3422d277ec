"""Mandates: what is known of them on a day, whom they concern, what the public may see; acts and their revisions."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from orgunits.fixtures_from_facts.mandates import mandate_rows
from orgunits.fixtures_from_facts.posts import post_rows
from orgunits.models import Force, LegalInstrument, Mandate, MandateAssignment
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


# == For the page of a unit


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

    found = mandates_of_unit(make_unit("sedi"), place=place(structure, "sedi"), day=day("2021-01-01"), user=reader)

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

    found = mandates_of_unit(make_unit("gone"), place=None, day=day("2021-01-01"), user=reader)
    assert (found.own_count, found.within_count, bool(found)) == (1, None, True)


def test_a_unit_without_mandates_has_nothing_to_show(structure, reader):
    assert not mandates_of_unit(make_unit("sla"), place=place(structure, "sla"), day=day("2021-01-01"), user=reader)


@pytest.mark.parametrize("count", [1, 3, LISTED + 1])
def test_the_mandates_of_a_unit_cost_the_same_however_many(structure, reader, count, django_assert_num_queries):
    for number in range(count):
        make_mandate(f"mandate-{number:02}", units=["sedi"])
    unit, standing = make_unit("sedi"), place(structure, "sedi")

    with django_assert_num_queries(1):
        found = mandates_of_unit(unit, place=standing, day=day("2021-01-01"), user=reader)

    assert (found.own_count, found.listed) == (count, min(count, LISTED))


# == What the public may see


def test_acts_that_only_drafts_cite_and_their_mandates_are_not_public(structure, reader, admin_user):
    draft = make_structure("draft", "gs\n  sla")
    hidden, shared = make_act("hidden"), make_act("shared")
    draft.authorities.add(hidden, shared)
    structure.authorities.add(shared)
    make_mandate("of-hidden", act=hidden, units=["sla"])
    make_mandate("of-shared", act=shared, units=["sla"])

    assert sorted(act.slug for act in LegalInstrument.objects.visible_to(reader)) == ["shared"]
    assert slugs(Mandate.objects.visible_to(reader)) == ["of-shared"]
    assert slugs(Mandate.objects.visible_to(admin_user)) == ["of-hidden", "of-shared"]


def test_a_mandate_that_concerns_only_units_of_drafts_is_not_public(structure, reader, admin_user):
    make_structure("draft", "gs\n  secret")
    make_mandate("of-both", units=["sla", "secret"], starts="2010")
    make_mandate("of-secret", units=["secret"])
    make_mandate("of-nobody")

    assert slugs(Mandate.objects.visible_to(reader)) == ["of-both", "of-nobody"]
    assert slugs(Mandate.objects.visible_to(admin_user)) == ["of-both", "of-nobody", "of-secret"]
    shown = MandateAssignment.objects.visible_to(reader)
    assert sorted(shown.values_list("unit__slug", flat=True)) == ["sla"]


# == Revisions


def chain(*symbols):
    """Acts each of which revises the one before it."""
    acts = []
    for symbol in symbols:
        acts.append(make_act(symbol.lower(), symbol=symbol, revises=acts[-1] if acts else None))
    return acts


def test_the_chain_of_revisions_is_the_same_from_each_of_its_acts(db, django_assert_num_queries):
    acts = chain("E1", "E2", "E3", "E4")
    chain("Other1", "Other2")

    for act in acts:
        with django_assert_num_queries(1):
            assert LegalInstrument.objects.chain_of(act.slug) == acts


def test_an_act_that_neither_revises_nor_is_revised_is_its_own_chain(db):
    chain("E1", "E2")
    alone = make_act("alone")
    assert LegalInstrument.objects.chain_of(alone.slug) == [alone]


def test_two_revisions_of_the_same_act_stand_in_the_order_of_their_days(db):
    first = make_act("first", adopted="2008")
    late, early = make_act("late", adopted="2012", revises=first), make_act("early", adopted="2010", revises=first)

    assert LegalInstrument.objects.chain_of(late.slug) == [first, early, late]


def test_a_chain_that_leads_back_is_refused_and_harms_no_page(db):
    first, second, third = chain("E1", "E2", "E3")
    first.revises = third
    with pytest.raises(ValidationError) as refusal:
        first.full_clean()
    assert refusal.value.message_dict == {"revises": ["The chain of revisions would lead back to this act."]}

    LegalInstrument.objects.filter(pk=first.pk).update(revises=third)
    assert set(LegalInstrument.objects.chain_of(second.slug)) == {first, second, third}


# == The fixtures


def rows_of(rows, model):
    return [row["fields"] for row in rows if row["model"] == f"orgunits.{model}"]


def test_the_fixtures_hold_all_posts_and_mandates_of_the_facts():
    mandates, posts = mandate_rows(), post_rows()

    assert (len(rows_of(mandates, "mandate")), len(rows_of(mandates, "mandateassignment"))) == (67, 97)
    assert (len(rows_of(posts, "post")), len(rows_of(posts, "appointment"))) == (22, 54)
    assert len(rows_of(posts, "postresponsibility")) == 18


def test_the_fixtures_quote_the_eight_responsibilities_and_nothing_else():
    mandates = rows_of(mandate_rows(), "mandate")

    quoted = [row["slug"] for row in mandates if row.get("wording") == Mandate.Wording.QUOTED]
    assert quoted == [f"charter-art-112-{letter}" for letter in "abcdefgh"]


def test_what_the_fixtures_put_in_other_words_is_in_english_and_spanish():
    mandates, posts = mandate_rows(), post_rows()

    own = [row for row in rows_of(mandates, "mandate") if row.get("wording") == Mandate.Wording.SUMMARIZED]
    assert [row["slug"] for row in own if not row.get("text_es")] == []
    for model, rows, field in [
        ("mandate", mandates, "provision"),
        ("mandate", mandates, "note"),
        ("mandateassignment", mandates, "role"),
        ("post", posts, "title"),
        ("post", posts, "note"),
        ("appointment", posts, "seen"),
        ("appointment", posts, "note"),
    ]:
        found = rows_of(rows, model)
        assert [row for row in found if bool(row.get(f"{field}_en")) != bool(row.get(f"{field}_es"))] == [], field


def test_provisions_of_the_charter_have_no_day_for_it_was_amended_since():
    assignments = rows_of(mandate_rows(), "mandateassignment")

    provisions = [row for row in assignments if row["mandate"][0].startswith(("charter-art", "charter-ch"))]
    assert len(provisions) == 18
    assert [row for row in provisions if "starts" in row] == []


def test_a_mandate_is_open_only_where_a_source_says_so():
    assignments = rows_of(mandate_rows(), "mandateassignment")

    assert {row["mandate"][0] for row in assignments if row.get("open_ended")} == {"charter-of-the-oas"}
    assert {(row["mandate"][0], row["ends"]) for row in assignments if "ends" in row} == {
        ("ag-res-1-xxxvi-e-08", "2009-12-31"),
        ("ag-res-1-xl-e-10-corr-1", "2011-12-31"),
    }
