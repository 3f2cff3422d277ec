"""A record that a history brings back has a name, whatever of what it names is gone."""

import pytest
from django.urls import reverse
from simple_history.models import registered_models

from orgunits.models import Placement
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", registered_models.values(), ids=lambda model: model.__name__)
def test_it_has_a_name_when_all_it_names_is_gone(model):
    keys = {field.attname: 999_999 for field in model._meta.concrete_fields if field.many_to_one}

    assert isinstance(str(model(**keys)), str)


def test_the_history_of_a_place_opens_when_its_draft_is_deleted(admin_client):
    draft = make_structure("draft", "gs\n  osg")
    key = place(draft, "osg").pk
    admin_client.post(reverse("admin:orgunits_structure_delete", args=[draft.pk]), {"post": "yes"})
    assert not Placement.objects.exists()

    page = admin_client.get(reverse("admin:orgunits_placement_history", args=[key]))

    assert page.status_code == 200
    assert "Osg in “(deleted)”" in page.content.decode()
