"""Acts and mandates in the admin."""

import pytest

from orgunits.models import LegalInstrument, MandateAssignment
from tests.helpers.acts_and_posts import day, make_act, make_mandate
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_structure

pytestmark = pytest.mark.django_db


def test_a_mandate_is_changed_with_its_units_and_keeps_its_history(admin_client):
    mandate = make_mandate("mandate", units=["sla"])

    save(
        admin_client,
        url("mandate", "change", mandate.pk),
        "mandate_form",
        **{"title_en": ["Visión"], "assignments-0-starts": ["2014-06-03"], "change_reason": ["Found the day."]},
    )

    mandate.refresh_from_db()
    assert (mandate.title, mandate.folded) == ("Visión", "vision")
    assert (mandate.history.first().history_change_reason, mandate.history.count()) == ("Found the day.", 2)
    made = MandateAssignment.objects.get()
    assert (made.starts, made.starts_precision) == (day("2014-06-03"), "day")


def test_mandates_are_found_without_accents(admin_client):
    make_mandate("one", title="Visión")
    make_mandate("two")

    response = admin_client.get(url("mandate"), {"q": "VISION"})
    assert [row.slug for row in response.context["cl"].result_list] == ["one"]


def test_an_act_can_not_revise_what_revises_it(admin_client):
    first = make_act("first")
    second = make_act("second", revises=first)

    response = save(
        admin_client, url("legalinstrument", "change", first.pk), "legalinstrument_form", revises=[second.pk]
    )

    assert errors_of(response) == ["The chain of revisions would lead back to this act."]
    assert LegalInstrument.objects.get(pk=first.pk).revises is None


def test_an_act_that_a_structure_rests_on_is_not_deleted(admin_client):
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", title="Order")
    make_structure().structureauthority_set.create(instrument=act)

    admin_client.post(url("legalinstrument", "delete", act.pk), {"post": "yes"})

    assert LegalInstrument.objects.get() == act
