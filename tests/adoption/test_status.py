"""From draft to history: what propose, adopt and withdraw do, and what they refuse with a sentence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from orgunits.adoption import status as adoption
from orgunits.adoption.events import propose_events
from orgunits.models import ChangeEvent, Structure
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.adoption import DAY, LATER, TODAY, adopt, answered, draft_of
from tests.helpers.factories import drawn, make_structure, make_unit, place
from tests.helpers.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopter():
    return person("adopter", "change_structure", "adopt_structure")


@pytest.fixture
def act():
    return make_act("order", kind="executive_order", symbol="Executive Order 26-01")


@pytest.fixture
def in_force():
    return make_structure("in-force", status="adopted")


def in_force_on(day):
    return Structure.objects.in_force_on(day).slug


def test_a_draft_is_proposed_then_adopted_for_a_day_and_takes_effect_by_itself(in_force, adopter, act):
    draft = draft_of(in_force)
    trees.move(place(draft, "trade"), place(draft, "sla"))
    trees.change(place(draft, "sla"), basis="carried_over")

    adoption.propose(draft, by=adopter)
    adopt(draft, adopter, act)

    draft.refresh_from_db()
    assert (draft.status, draft.was_proposed, draft.effective_from, list(draft.authorities.all())) == (
        "adopted",
        True,
        DAY,
        [act],
    )
    assert [in_force_on(day) for day in (TODAY, date(2026, 11, 30), DAY)] == ["in-force", "in-force", "next"]
    assert [(step.kind, step.day, step.by) for step in draft.steps.all()] == [
        ("proposed", None, adopter),
        ("adopted", DAY, adopter),
    ]
    assert draft.history.first().history_user == adopter
    assert (place(draft, "sla").basis, place(draft, "sla").history.first().history_user) == ("stated", adopter)
    with pytest.raises(trees.ShapeLockedError):
        trees.move(place(draft, "trade"), place(draft, "sedi"))


def test_the_changes_that_the_trees_show_are_recorded_once_with_day_and_act(in_force, adopter, act):
    draft = draft_of(in_force)
    trees.move(place(draft, "trade"), place(draft, "sla"))
    trees.change(place(draft, "osg"), name_en="Office of the Head", name_es="Oficina")
    trees.remove(place(draft, "education"))
    trees.add(draft, make_unit("new"), parent=place(draft, "sedi"), kind="office", name="New", name_es="Nueva")
    merger = ChangeEvent.objects.create(slug="merger", kind="merged", structure=draft)
    merger.originals.set([make_unit("education"), make_unit("sla")])
    merger.results.set([make_unit("sla")])

    adopt(draft, adopter, act)

    rows = [
        (
            event.kind,
            [unit.slug for unit in event.originals.all()],
            [unit.slug for unit in event.results.all()],
            event.moved_to and event.moved_to.slug,
        )
        for event in draft.changes.order_by("kind")
    ]
    assert rows == [
        ("created", [], ["new"], None),
        ("merged", ["education", "sla"], ["sla"], None),
        ("moved", ["trade"], ["trade"], "sla"),
        ("renamed", ["osg"], ["osg"], None),
    ]
    for event in draft.changes.all():
        assert (event.earliest, event.latest, event.only_proposed, event.basis) == (DAY, DAY, False, "stated")
        assert [row.instrument for row in event.change_authorities.all()] == [act]
        event.check_units()
    assert propose_events(draft, before=in_force) == []


def test_adoption_states_what_the_tree_shows_and_leaves_what_it_does_not(in_force, adopter, act):
    draft = draft_of(in_force)
    trees.move(place(draft, "trade"), place(draft, "sla"))
    adoption.propose(draft, by=adopter)
    propose_events(draft, before=in_force)
    passed = ChangeEvent.objects.create(
        slug="passed", kind="functions_transferred", structure=draft, basis="inferred", only_proposed=True
    )
    passed.originals.set([make_unit("trade")])
    passed.results.set([make_unit("sla")])
    kinds = draft.changes.order_by("kind").values_list("kind", "basis")
    assert list(kinds) == [("functions_transferred", "inferred"), ("moved", "inferred")]

    adopt(draft, adopter, act)

    assert list(kinds.all()) == [("functions_transferred", "inferred"), ("moved", "stated")]
    assert draft.changes.get(kind="moved").history.first().basis == "stated"


def refused(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return refusal.value.messages


def test_a_day_is_taken_once(in_force, adopter, act):
    first, second = draft_of(in_force, "first"), draft_of(in_force, "second")
    adopt(first, adopter, act)

    refusals = refused(adopt, second, adopter, act)

    assert refusals == ["“First” already takes effect on that day. Choose another day, or withdraw that one first."]


def test_adopting_asks_for_an_act(in_force, adopter):
    draft = draft_of(in_force)

    refusals = refused(adoption.adopt, answered(draft, day=DAY, by=adopter), day=DAY, acts=[], by=adopter, today=TODAY)

    assert refusals == ["Adoption needs an act: name the legal instrument the edition is based on."]
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, draft.steps.count()) == ("draft", None, 0)


def test_an_empty_tree_is_neither_proposed_nor_adopted(adopter, act):
    empty = make_structure("empty", "")

    sentence = "This edition has no units yet: build its tree first."
    assert refused(adoption.propose, empty, by=adopter) == [sentence]
    assert refused(adopt, empty, adopter, act) == [sentence]


def test_only_who_may_adopt_adopts(in_force, act):
    draft, editor = draft_of(in_force), person("editor", "change_structure")

    refusals = refused(adopt, draft, editor, act)

    assert refusals == ["You don't have permission to adopt editions. Ask someone who does, or an administrator."]


def test_who_may_not_change_structures_neither_proposes_nor_withdraws(in_force):
    draft, reader = draft_of(in_force), person("reader", "view_structure")

    assert refused(adoption.propose, draft, by=reader) == ["You don't have permission to change editions."]
    assert refused(adoption.withdraw, draft, reason=("x"), by=reader, today=TODAY) == [
        "You don't have permission to change editions."
    ]


def test_a_day_before_another_adopted_edition_asks_for_a_reason(in_force, adopter, act):
    adopt(draft_of(in_force, "later"), adopter, act, day=LATER)
    draft = draft_of(in_force)

    refusals = refused(adopt, draft, adopter, act)
    adopt(draft, adopter, act, reason="The interim order.")

    assert refusals == [
        "“Later” is already adopted, from 1 January 2027. This one would come before it and be in force only until "
        "then. Give the reason."
    ]
    assert draft.steps.get().reason == "The interim order."
    assert [in_force_on(day) for day in (TODAY, DAY, LATER)] == ["in-force", "next", "later"]


def test_a_draft_of_an_edition_that_is_not_in_force_waits_for_the_comparison(in_force, adopter, act):
    stale = draft_of(in_force, "stale")
    adopt(draft_of(in_force, "meanwhile"), adopter, act)

    answered(stale, day=DAY, by=adopter)  # of a day on which its base is in force: all but the comparison
    refusals = refused(adoption.adopt, stale, day=LATER, acts=[act], by=adopter, today=TODAY)
    adopt(stale, adopter, act, day=LATER)

    assert refusals == [
        "Not acknowledged yet: This draft was made from “Structure in-force”, but the edition in force the day "
        "before will be “Meanwhile”. Changes between the two may be lost. Compare the draft with “Meanwhile”, "
        "correct it, and acknowledge that you have seen the comparison."
    ]
    assert [row.by for row in stale.acknowledgements.filter(key__startswith="base:meanwhile:")] == [adopter]
    assert in_force_on(LATER) == "stale"


def test_what_is_in_force_or_was_is_not_withdrawn(in_force, adopter):
    refusals = refused(adoption.withdraw, in_force, reason="A mistake.", by=adopter, today=TODAY)

    assert refusals == [
        "“Structure in-force” took effect on 1 January 2020 and can't be withdrawn: adopt another one instead."
    ]


def test_an_adopted_one_is_withdrawn_before_its_day_with_a_reason_and_stays_public(in_force, adopter, act):
    draft = draft_of(in_force)
    trees.remove(place(draft, "trade"))
    adopt(draft, adopter, act)

    assert refused(adoption.withdraw, draft, reason=" ", by=adopter, today=TODAY) == ["Give a reason for withdrawing."]
    editor = person("editor", "change_structure")
    assert (
        "You don't have permission to adopt" in refused(adoption.withdraw, draft, reason="x", by=editor, today=TODAY)[0]
    )
    adoption.withdraw(draft, reason="The order was annulled.", by=adopter, today=date(2026, 11, 30))

    draft.refresh_from_db()
    assert (draft.status, draft.is_public, in_force_on(DAY)) == ("withdrawn", True, "in-force")
    assert [event.only_proposed for event in draft.changes.all()] == [True]
    assert [(step.kind, step.reason) for step in draft.steps.all()][-1] == ("withdrawn", "The order was annulled.")


@pytest.mark.parametrize("status", ["adopted", "observed", "withdrawn"])
def test_what_is_no_draft_and_no_proposal_is_not_proposed_or_adopted(adopter, act, status):
    structure = make_structure(status=status)

    for refusals in (refused(adoption.propose, structure, by=adopter), refused(adopt, structure, adopter, act)):
        assert f"“Structure draft” is {status} and can't become" in refusals[0]


def test_nothing_is_half_written_where_the_last_step_fails(in_force, adopter, act, monkeypatch):
    draft = draft_of(in_force)
    trees.remove(place(draft, "trade"))

    def fail(*args, **kwargs):
        raise ValidationError("No.")

    monkeypatch.setattr(adoption, "mark_events", fail)
    assert refused(adopt, draft, adopter, act) == ["No."]

    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, draft.authorities.count(), draft.changes.count()) == (
        "draft",
        None,
        0,
        0,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("base", ["in-force", None])
def test_two_people_adopt_for_one_day_at_once_and_one_is_told(base):
    """On both databases; also where no edition is adopted yet, which a lock on the adopted ones alone would miss."""
    act, adopter = make_act("order"), person("adopter", "change_structure", "adopt_structure")
    if base:
        in_force = make_structure(base, status="adopted")
        drafts = [draft_of(in_force, slug) for slug in ("one", "two")]
    else:
        drafts = [make_structure(slug) for slug in ("one", "two")]
    for draft in drafts:
        answered(draft, day=DAY, by=adopter, acts=[act])

    def attempt(draft):
        try:
            adoption.adopt(draft, day=DAY, acts=[act], by=adopter, today=TODAY)
        except ValidationError as refusal:
            return refusal.messages
        finally:
            connection.close()
        return "adopted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, drafts), key=str, reverse=True)

    assert outcomes[0] == "adopted"
    assert "already takes effect on that day" in outcomes[1][0]
    assert drawn(Structure.objects.in_force_on(DAY)) == drawn(drafts[0])
