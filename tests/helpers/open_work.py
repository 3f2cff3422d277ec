"""A unit with open work of every kind, which a draft ends."""

from django.core import mail

from orgunits.models import Structure
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act, make_mandate
from tests.helpers.admin_agreements import proposed
from tests.helpers.adoption import draft_of
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_unit, place
from tests.helpers.offices import make_office as make_country_office
from tests.helpers.proposals import make_office, make_officer, today

TREE = """
gs | general_secretariat | General Secretariat
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
    social | department | Department of Social Inclusion
    rights | department | Department of Rights
  spa | secretariat | Secretariat for Political Affairs | SPA
    votes | department | Department of Votes
"""
ENDED = "social"
ADDRESS = "{}@example.org"


def make_people():
    """An officer of the unit that ends, of the one it becomes, and of a branch elsewhere; the office."""
    people = {name: make_officer(name, name, email=ADDRESS.format(name)) for name in ("social", "rights", "spa")}
    return people | {"office": make_office(email=ADDRESS.format("office"))}


def make_work(client, unit=ENDED):
    """Everything that a unit can hold: {kind: record}; the drafts made before don't know of it."""
    return {
        "proposal": proposed(client, unit=unit),
        "office": make_country_office("office-in-lima", coordinating_unit=make_unit(unit)),
        "mandate": make_mandate("equality", units=[unit], starts="2010"),
        "agreements": make_agreement("signed", unit=make_unit(unit), signed_on="2020", open_ended=True),
    }


def ending(*, into=("rights",), kind="merged", slug="next"):
    """A draft of today's structure without the unit, and the act it rests on."""
    draft = draft_of(Structure.objects.get(slug="today"), slug)
    trees.remove(place(draft, ENDED))
    originals = [ENDED, *into] if kind == "merged" else [ENDED]
    if into:
        make_change(kind, originals, into, slug=f"{slug}-change", to=draft, draft=draft)
    return draft


def make_today():
    return today(TREE)


def make_order():
    return make_act("order", kind="executive_order", symbol="Executive Order 26-01")


def mails_since(number, *, to=None):
    """(receiver, subject) of the mails after so many."""
    return sorted(
        (receiver, each.subject.partition(": ")[2] or each.subject)
        for each in mail.outbox[number:]
        for receiver in each.to
        if to is None or receiver == to
    )
