"""A draft that becomes public brings along all that only it knew, and all that this refers to."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from orgunits.adoption.status import propose, withdraw
from orgunits.drafts.check import kept_by_a_public_structure, public_naming_hidden
from orgunits.drafts.publishing import free, publish
from orgunits.models import (
    ChangeEvent,
    LegalInstrument,
    Source,
    UnitAlias,
)
from tests.helpers.acts_and_posts import make_act, make_post
from tests.helpers.changes import make_change
from tests.helpers.drafts import everything, hidden
from tests.helpers.factories import make_source, make_structure, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss")


def test_a_draft_that_is_proposed_brings_along_all_that_it_knew(draft, boss):
    expected = dict.fromkeys(everything(draft), "draft")
    assert hidden() == expected

    propose(draft, by=boss)

    assert hidden() == {}


def test_a_draft_that_is_withdrawn_keeps_all_that_it_knew(draft, boss):
    expected = dict.fromkeys(everything(draft), "draft")

    withdraw(draft, reason="Given up", by=boss, today=date(2026, 1, 1))

    assert hidden() == expected


def test_what_it_refers_to_comes_along_whichever_draft_had_it(draft, other, boss):
    first, second = make_act("first", draft=other), make_act("second", draft=draft)
    second.revises = first
    second.save()
    source = make_source("source", draft=other)
    first.sources.add(source)
    UnitAlias.objects.create(unit=make_unit("another"), kind="name", text="A", source=make_source("alias", draft=other))
    make_source("unused", draft=other)

    propose(draft, by=boss)

    assert hidden() == dict.fromkeys(["another", "alias", "unused"], "other")
    assert not list(public_naming_hidden())


def test_the_units_of_another_draft_come_along_with_what_belongs_to_them(draft, other, boss):
    UnitAlias.objects.create(unit=make_unit("another"), kind="name", text="A", source=make_source("alias", draft=other))
    make_post("head", unit="another")
    make_change("functions_transferred", ["secret"], ["another"], slug="change", draft_id=draft.pk)

    propose(draft, by=boss)

    assert hidden() == {"head": "other"}


def test_a_change_that_leads_to_another_draft_waits_for_it(draft, other, boss):
    change = make_change("functions_transferred", ["secret"], ["another"], slug="change", to=draft)
    change.structure = other
    change.save()
    assert hidden()["change"] == "draft"

    propose(draft, by=boss)

    assert hidden() == dict.fromkeys(["another", "change"], "other")


def test_a_change_that_leads_to_it_comes_along_whichever_draft_had_it(draft, other, boss):
    make_change("functions_transferred", ["another"], ["secret"], slug="change", to=draft, draft_id=other.pk)

    propose(draft, by=boss)

    assert hidden() == {}


def test_the_history_of_each_record_says_when_it_became_public_and_by_whom(draft, boss):
    everything(draft)
    act = LegalInstrument.objects.get(slug="order")
    act.sources.add(Source.objects.get(slug="source"))

    propose(draft, by=boss)

    latest, before = act.history.all()[:2]
    assert (latest.draft_id, latest.history_user, latest.history_change_reason) == (None, boss, "made public")
    assert before.draft == draft
    assert [row.source.slug for row in latest.sources.all()] == ["source"]


def test_publishing_twice_changes_nothing(draft):
    everything(draft)

    assert publish(draft) == 10
    assert publish(draft) == 0


def test_a_record_can_be_made_public_ahead_of_its_draft(draft):
    everything(draft)
    make_act("alone", draft=draft)

    assert free({LegalInstrument: {LegalInstrument.objects.get(slug="alone").pk}}) == 1
    assert hidden() == dict.fromkeys(
        {"gs", "secret", "order", "task", "head", "head-somebody", "theme", "change", "doubt", "source"}, "draft"
    )


def test_a_change_can_not_be_made_public_ahead_of_the_draft_it_leads_to(draft):
    everything(draft)

    with pytest.raises(ValidationError, match="leads to the draft “Structure draft” and becomes public with it"):
        free({ChangeEvent: {ChangeEvent.objects.get().pk}})

    assert hidden()["change"] == "draft"


def test_a_check_finds_what_plain_loads_got_wrong(draft, boss):
    everything(draft)
    public = make_structure("today", "top\n  open", status="adopted")
    assert not [*public_naming_hidden(), *kept_by_a_public_structure()]
    post = make_post("open-head", unit="open")
    type(post).objects.filter(pk=post.pk).update(unit=make_unit("secret"))
    LegalInstrument.objects.filter(slug="order").update(draft=public)

    assert [(record.slug, field.name) for record, field in public_naming_hidden()] == [("open-head", "unit")]
    assert [record.slug for record in kept_by_a_public_structure()] == ["order"]
