from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from orgunits.models import ChangeEvent, LegalInstrument, Structure
from orgunits.succession.succession import Succession
from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED


def slugs(events):
    return [event.slug for event in events]


@pytest.mark.parametrize(
    ("kind", "originals", "results", "field"),
    [
        ("created", ["old"], ["new"], "originals"),
        ("created", [], [], "results"),
        ("abolished", ["old"], ["new"], "results"),
        ("abolished", [], [], "originals"),
        ("merged", ["old"], ["new"], "originals"),
        ("merged", ["old", "older"], [], "results"),
        ("split", ["old"], ["new"], "results"),
        ("split", [], ["new", "newer"], "originals"),
        ("seceded", ["old"], [], "results"),
        ("seceded", ["old"], ["old", "new"], "results"),
        ("seceded", [], ["new"], "originals"),
        ("reorganized", ["old"], ["new"], "originals"),
        ("reorganized", ["old", "older"], [], "results"),
        ("functions_transferred", ["old"], [], "results"),
        ("functions_transferred", ["old"], ["old", "new"], "results"),
        ("renamed", [], [], "originals"),
        ("renamed", ["old"], ["new"], "results"),
        ("moved", ["old"], ["old", "new"], "results"),
    ],
)
def test_a_change_needs_the_units_of_its_kind(kind, originals, results, field):
    with pytest.raises(ValidationError) as refusal:
        make_change(kind, originals, results)

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("kind", "originals", "results"),
    [
        ("created", [], ["new"]),
        ("abolished", ["old"], []),
        ("merged", ["old", "older"], ["new"]),
        ("split", ["old"], ["old", "new"]),
        ("seceded", ["old"], ["new"]),
        ("reorganized", ["old", "older"], ["older", "new"]),
        ("functions_transferred", ["old"], ["new"]),
        ("renamed", ["old"], ["old"]),
        ("moved", ["old", "older"], ["old", "older"]),
    ],
)
def test_a_change_with_the_units_of_its_kind_stands(kind, originals, results):
    make_change(kind, originals, results)


def test_history_may_say_that_not_all_units_of_a_merger_are_recorded():
    make_change("merged", ["old"], ["new"], units_incomplete=True)


def test_nothing_moves_under_itself():
    with pytest.raises(ValidationError) as refusal:
        make_change("moved", ["sedi"], moved_to="sedi")

    assert list(refusal.value.message_dict) == ["moved_to"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "created", "earliest": date(2008, 1, 1)},
        {"kind": "created", "earliest": date(2008, 1, 2), "latest": date(2008, 1, 1)},
        {"kind": "renamed", "moved_to": "sedi"},
        {"kind": "moved", "moved_from": "sedi", "moved_to": "sedi"},
    ],
)
def test_the_database_refuses_what_no_change_can_be(fields):
    fields = {name: make_unit(value) if name.startswith("moved") else value for name, value in fields.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeEvent.objects.create(slug="change", **fields)


@pytest.mark.parametrize(
    ("when", "words", "shown"),
    [
        ("2008-03-26", "", "26 March 2008"),
        ("2006-01", "", "January 2006"),
        ("2006", "", "2006"),
        (("2006", "2008"), "", "2006–2008"),
        (("2008-03-26", "2013-07"), "", "between 26 March 2008 and 31 July 2013"),
        (("2008-03-26", "2013-07"), "by July 2013", "by July 2013"),
        (None, "", ""),
    ],
)
def test_a_date_is_shown_as_the_source_tells_it(when, words, shown):
    with translation.override("en"):
        assert make_change("created", [], ["new"], when=when, when_words=words).when == shown


def test_changes_come_in_the_order_of_time_by_their_days_else_by_their_structure():
    make_structure("earlier", "gs", status=ADOPTED, effective_from=date(2008, 1, 1))
    later = make_structure("later", "gs", status=ADOPTED, effective_from=date(2016, 1, 1))
    make_change("created", [], ["a"], slug="undated")
    make_change("created", [], ["a"], slug="by-structure", to=later)
    make_change("created", [], ["a"], slug="in-2015", when="2015", to=later)
    make_change("created", [], ["a"], slug="by-2015", when=("2010", "2015"), to=later)

    assert slugs(ChangeEvent.objects.chronological()) == ["by-2015", "in-2015", "by-structure", "undated"]


def test_the_public_sees_no_change_of_a_draft_or_of_a_unit_that_only_drafts_know():
    adopted = make_structure("today", "gs\n  sedi", status=ADOPTED)
    draft = make_structure("draft", "gs\n  secret")
    make_change("created", [], ["sedi"], slug="known", to=adopted)
    make_change("abolished", ["sedi"], slug="nowhere")
    make_change("abolished", ["sedi"], slug="draft", to=draft)
    make_change("functions_transferred", ["sedi"], ["secret"], slug="names-a-secret", to=adopted)
    make_change("created", [], ["secret"], slug="secret", to=adopted)
    make_change("moved", ["sedi"], slug="moves-to-a-secret", moved_to="secret", to=adopted)

    assert {*slugs(ChangeEvent.objects.public())} == {"known", "nowhere"}
    assert ChangeEvent.objects.visible_to(User(is_staff=True)).count() == 6


def test_an_act_that_a_draft_s_change_cites_is_hidden_where_only_the_draft_knows_it():
    draft, public = make_structure("draft", "gs"), make_structure("today", "gs\n  sedi", status=ADOPTED)
    make_change("abolished", ["sedi"], slug="a", to=draft, acts=[make_act("secret", draft=draft), make_act("both")])
    make_change("abolished", ["sedi"], slug="b", to=public, acts=[LegalInstrument.objects.get(slug="both")])
    make_act("uncited")

    assert {act.slug for act in LegalInstrument.objects.public()} == {"both", "uncited"}


def three_editions():
    make_structure("one", "gs", status=ADOPTED, effective_from=date(2008, 1, 1))
    make_structure("two", "gs", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    make_structure("three", "gs", status=ADOPTED, effective_from=date(2016, 1, 1))
    return Structure.objects.order_by("pk")


def test_the_changes_between_two_editions_are_those_that_lead_to_it_and_what_happened_on_the_way():
    one, two, three = three_editions()
    make_change("created", [], ["a"], slug="to-one", to=one)
    make_change("created", [], ["b"], slug="proposed", to=two, only_proposed=True)
    make_change("created", [], ["c"], slug="seen-in-the-proposal", to=two)
    make_change("created", [], ["b"], slug="to-three", to=three)
    between = ChangeEvent.objects.order_by("slug").between

    assert slugs(between(one, two)) == ["proposed", "seen-in-the-proposal"]
    assert slugs(between(one, three)) == ["seen-in-the-proposal", "to-three"]
    assert slugs(between(two, three)) == ["to-three"]


def test_successors_are_found_through_any_number_of_changes_and_circles_end():
    make_structure("today", "gs\n  d\n  e", status=ADOPTED)
    make_structure("before", "gs\n  a\n  b\n  c", status=ADOPTED, effective_from=date(2008, 1, 1))
    make_change("merged", ["a", "b"], ["c"], slug="merger")
    make_change("abolished", ["c"], slug="end")
    make_change("functions_transferred", ["c"], ["d", "a"], slug="transfer")
    make_change("functions_transferred", ["c"], ["e"], slug="idea", only_proposed=True)
    a, b, c, d, e = (make_unit(slug).pk for slug in "abcde")

    slugs = dict(ChangeEvent.objects.values_list("pk", "slug"))
    succession = Succession(ChangeEvent.objects.filter(only_proposed=False).links())
    found = {unit: succession.heirs(unit, {d, e}) for unit in (a, b, c)}

    assert {unit: [heir.unit for heir in heirs] for unit, heirs in found.items()} == {a: [d], b: [d], c: [d]}
    assert [slugs[event] for event in found[a][0].events] == ["merger", "transfer"]
    assert [(slugs[step.event], step.before, step.away) for step in succession.steps_before(d)] == [
        ("transfer", c, 1),
        ("merger", a, 2),
        ("merger", b, 2),
        ("transfer", c, 3),
    ]
