"""Taking a unit, with all below it, out of a structure."""

import pytest

from orgunits.models import OrganizationalUnit
from orgunits.tree.check import faults
from tests.helpers.admin_forms import messages_in
from tests.helpers.admin_placements import WHOLE, url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db


def test_before_a_deletion_the_units_below_are_counted_and_named(admin_client):
    sedi = place(make_structure(), "sedi")

    page = admin_client.get(url_of(sedi, "delete")).content.decode()

    assert "Take “Sedi” and the 2 units below it out of “Structure draft”?" in page
    assert "<li>Trade</li>" in page


def test_a_deletion_takes_the_units_below_along_and_leaves_a_sound_tree(admin_client):
    draft = make_structure()

    response = admin_client.post(url_of(place(draft, "sedi"), "delete"), {"post": "yes"})

    assert response.url == tree_of(draft)
    assert drawn(draft) == "gs\n  osg\n  sla"
    assert faults(draft) == []
    assert OrganizationalUnit.objects.filter(slug="trade").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_deleted_from_a_locked_structure(admin_client, method):
    locked = make_structure("locked", status="adopted")
    url = url_of(place(locked, "sedi"), "delete")

    response = getattr(admin_client, method)(url, {"post": "yes"}, follow=True)

    assert messages_in(response) == [
        "The structure “Structure locked” is adopted: no unit is taken out of it any more."
    ]
    assert drawn(locked) == WHOLE


def test_deleting_needs_the_permission(client):
    draft = make_structure()
    log_in(client, "view_placement", "change_placement")

    assert client.post(url_of(place(draft, "sedi"), "delete"), {"post": "yes"}).status_code == 403
    assert drawn(draft) == WHOLE
