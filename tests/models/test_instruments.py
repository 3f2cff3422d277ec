"""Acts: their revisions in order."""

import pytest
from django.core.exceptions import ValidationError

from orgunits.models import LegalInstrument
from tests.helpers.acts_and_posts import make_act


def chain(*symbols):
    """Acts each of which revises the one before it."""
    acts = []
    for symbol in symbols:
        acts.append(make_act(symbol.lower(), symbol=symbol, revises=acts[-1] if acts else None))
    return acts


def test_the_chain_of_revisions_is_the_same_from_each_of_its_acts(db, costs):
    acts = chain("E1", "E2", "E3", "E4")
    chain("Other1", "Other2")

    for act in acts:
        with costs("revisions of an act"):
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
