"""A structure is adopted while somebody edits a change that leads to it: what was entered stays."""

from datetime import date

import pytest
from django.db import connection

from orgunits.adoption import status as adoption
from orgunits.models import ChangeEvent
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.adoption import DAY, TODAY, answered, draft_of
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, place
from tests.helpers.locks import while_held
from tests.helpers.people import person

pytestmark = pytest.mark.django_db(transaction=True)

ENTERED = {"earliest": date(2026, 11, 1), "latest": date(2026, 11, 30), "description_en": "As the order says"}


@pytest.fixture
def change():
    draft = draft_of(make_structure("in-force", status="adopted"))
    trees.change(place(draft, "sla"), name_en="Secretariat for Justice", name_es="Secretaría de Justicia")
    return make_change("renamed", ["sla"], to=draft)


def while_somebody_edits(change, act):
    """`act` begins while an editor has written and not yet committed."""

    def write():
        ChangeEvent.objects.filter(pk=change.pk).update(**ENTERED)

    while_held(write, act)
    change.refresh_from_db()
    if connection.vendor == "postgresql":  # on SQLite the editor came first, or comes after
        assert entered(change) == ENTERED


def entered(record):
    return {name: getattr(record, name) for name in ENTERED}


def test_an_adoption_leaves_the_day_that_an_editor_enters_meanwhile(change):
    adopter, act = person("adopter", "change_structure", "adopt_structure"), make_act("order", kind="executive_order")
    answered(change.structure, day=DAY, by=adopter, acts=[act], today=TODAY)

    while_somebody_edits(change, lambda: adoption.adopt(change.structure, day=DAY, acts=[act], by=adopter, today=TODAY))

    assert (change.structure.status, change.only_proposed) == ("adopted", False)


def test_a_withdrawal_brings_no_old_text_into_the_history(change):
    ChangeEvent.objects.update(only_proposed=False)

    while_somebody_edits(
        change,
        lambda: adoption.withdraw(
            change.structure, reason="Not now", by=person("editor", "change_structure"), today=TODAY
        ),
    )

    assert change.only_proposed
    if connection.vendor == "postgresql":
        assert entered(change.history.first()) == ENTERED
