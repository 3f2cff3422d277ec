"""Whatever is done at whatever door: nothing public names what is hidden, and only hidden structures keep records."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgunits.adoption import status
from orgunits.drafts.check import kept_by_a_public_structure, public_naming_hidden
from orgunits.drafts.deletion import delete_draft
from orgunits.drafts.publishing import free
from orgunits.drafts.references import CITING, OWNED, references
from orgunits.models import LegalInstrument, OrganizationalUnit, Placement, Structure
from orgunits.tree import trees
from orgunits.tree.clone import clone
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.people import person

pytestmark = pytest.mark.django_db

VERBS = [
    "born", "born of a draft", "cite", "list", "place", "remove", "change", "clone", "propose", "withdraw", "delete",
    "free", "delete record",
]  # fmt: skip


def lists(model):
    """The lists of `model` that name what can be hidden, also those with a model of their own."""
    return [field for field in model._meta.local_many_to_many if field.related_model in OWNED]


STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 30), st.integers(0, 30)), max_size=14)


def nth(rows, number):
    rows = list(rows.order_by("pk"))
    return rows[number % len(rows)] if rows else None


class Operations:
    """What editors do, by name; `by` may do all of it."""

    def __init__(self):
        self.by, self.count = person("editor", "change_structure", "adopt_structure"), 0
        make_structure("today", "gs\n  open", status="adopted")
        make_structure("one", "gs\n  first")
        make_structure("two", "gs\n  second")

    def slug(self):
        self.count += 1
        return f"number-{self.count}"

    def step(self, verb, one, two):
        structure = nth(Structure.objects.all(), one)
        draft = structure if structure.status == Structure.Status.DRAFT else None
        match verb:
            case "born" | "born of a draft":
                self.make(two, draft if verb == "born of a draft" else None)
            case "cite" | "list":
                self.refer(one, two, many=verb == "list")
            case "place":
                unit = nth(OrganizationalUnit.objects.all(), two)
                trees.add(structure, unit, parent=place(structure, "gs"), kind="office", name="Placed")
            case "remove":
                if placement := nth(Placement.objects.filter(structure=structure, level=1), two):
                    trees.remove(placement)
            case "change":
                units = [unit.slug for unit in OrganizationalUnit.objects.all()]
                make_change("created", [], [units[two % len(units)]], slug=self.slug(), to=structure)
            case "clone":
                clone(structure, slug=self.slug(), name="Clone")
            case "propose":
                status.propose(structure, by=self.by)
            case "withdraw":
                status.withdraw(structure, reason="So it is.", by=self.by, today=date(2026, 11, 30))
            case "delete":
                delete_draft(structure)
            case "free":
                model = OWNED[two % len(OWNED)]
                free({model: set(model.objects.values_list("pk", flat=True)[:2])})
            case "delete record":
                if record := nth(OWNED[two % len(OWNED)].objects, one):
                    record.delete()

    def make(self, number, draft):
        unit = nth(OrganizationalUnit.objects.all(), number)
        match number % 5:
            case 0:
                make_act(self.slug(), revises=nth(LegalInstrument.objects.all(), number), draft=draft)
            case 1:
                make_source(self.slug(), draft=draft)
            case 2:
                appoint(make_post(self.slug(), unit=unit.slug, draft=draft), "Somebody")
            case 3:
                make_mandate(self.slug(), act=make_act(self.slug(), draft=draft), units=[unit.slug])
            case 4:
                make_unit(self.slug(), draft=draft)

    def refer(self, one, two, *, many):
        pairs = [(model, field) for model in CITING for field in (lists if many else references)(model)]
        pairs = [(model, field) for model, field in pairs if field.many_to_many == many]
        model, field = pairs[one * 31 % len(pairs)]
        row, target = nth(model.objects, two), nth(field.related_model.objects, one + two)
        if row is None or target is None:
            return
        if many:
            getattr(row, field.name).add(target)
        elif model is Placement:
            trees.change(row, **{field.name: target})
        else:
            setattr(row, field.name, target)
            row.save(update_fields=[field.name] if two % 2 else None)


@pytest.mark.any_django  # the rules are ours
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_nothing_public_names_what_is_hidden(steps):
    with transaction.atomic():
        operations = Operations()
        for step in steps:
            try:
                with transaction.atomic():
                    operations.step(*step)
            except (ValidationError, ProtectedError, IntegrityError):
                pass  # refused by a rule or by the database
            assert not list(public_naming_hidden())
            assert not list(kept_by_a_public_structure())
        transaction.set_rollback(True)
