"""Dragging in the tree of one structure in the admin."""

import pytest
from django.urls import reverse

from tests.helpers.admin_tree import drag, messages_after, tree_of
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db


def test_a_drag_in_a_draft_moves_the_unit_with_all_below(admin_client):
    draft = make_structure()

    response = drag(admin_client, place(draft, "sedi"), place(draft, "sla"))

    assert response.content == b"OK, moved."
    assert drawn(draft) == "gs\n  osg\n  sla\n    sedi\n      education\n      trade"
    assert messages_after(admin_client, draft) == ["“Sedi” was moved."]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("left", "gs\n  sla\n  osg\n  sedi\n    education\n    trade"),
        ("right", "gs\n  osg\n  sla\n  sedi\n    education\n    trade"),
    ],
)
def test_a_drag_beside_a_unit_keeps_the_order(admin_client, position, expected):
    draft = make_structure()

    drag(admin_client, place(draft, "sla"), place(draft, "osg"), position)

    assert drawn(draft) == expected


def test_a_drag_is_in_the_history_with_its_editor(admin_client, admin_user):
    draft = make_structure()

    drag(admin_client, place(draft, "sla"), place(draft, "osg"))

    moved = place(draft, "sla").history.first()
    assert (moved.history_user, moved.history_change_reason) == (admin_user, "last under Osg")
    assert place(draft, "sedi").history.count() == 1


def test_a_drag_in_a_proposal_works(admin_client):
    proposal = make_structure(status="proposed")

    drag(admin_client, place(proposal, "sla"), place(proposal, "osg"))

    assert place(proposal, "sla").parent == place(proposal, "osg")


@pytest.mark.parametrize("status", ["adopted", "observed", "withdrawn"])
def test_a_drag_on_a_locked_shape_is_refused_with_a_link_to_the_correction(admin_client, status):
    locked = make_structure("locked", status=status)
    before = drawn(locked)
    sla = place(locked, "sla")

    response = drag(admin_client, sla, place(locked, "osg"))

    assert response.content == b"FAIL, refused."
    assert drawn(locked) == before
    [message] = messages_after(admin_client, locked)
    assert message.startswith(f"The edition “Structure locked” is {status}: its tree is locked.")
    form = reverse("admin:orgunits_correction_add")
    assert f'<a href="{form}?structure={locked.pk}&amp;unit={sla.unit_id}&amp;fact=parent">' in message


@pytest.mark.parametrize("status", ["adopted", "observed", "withdrawn"])
def test_a_locked_tree_offers_no_drag_and_no_deletion_and_says_how_to_correct_it(admin_client, status):
    locked = make_structure("locked", status=status)

    page = admin_client.get(tree_of(locked)).content.decode()

    assert "tree-node" in page
    assert "drag-handle" not in page
    assert "delete_selected" not in page
    assert "its tree is locked" in page
    assert f'{reverse("admin:orgunits_correction_add")}?structure={locked.pk}"' in page


def test_a_drag_below_itself_is_refused(admin_client):
    draft = make_structure()

    drag(admin_client, place(draft, "sedi"), place(draft, "trade"))

    assert drawn(draft) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert messages_after(admin_client, draft) == ["A unit can't be under itself or under a unit below it."]


def test_a_drag_beside_the_top_is_refused(admin_client):
    draft = make_structure()

    drag(admin_client, place(draft, "sedi"), place(draft, "gs"), "right")

    assert messages_after(admin_client, draft) == ["An edition has one unit at the top; place this one under another."]


def test_a_drag_into_another_structure_is_refused(admin_client):
    draft, other = make_structure("one"), make_structure("two")

    drag(admin_client, place(draft, "sedi"), place(other, "sla"))

    assert drawn(draft) == drawn(other)
    assert messages_after(admin_client, draft) == ["The unit above must be in the same edition."]


@pytest.mark.parametrize("extra", [{"cut_item": "x"}, {"pasted_on": ""}, {"cut_item": "9" * 30}])
def test_a_drag_of_what_is_gone_is_refused(admin_client, extra):
    draft = make_structure()

    drag(admin_client, place(draft, "sedi"), place(draft, "sla"), **extra)

    assert messages_after(admin_client, draft) == ["This unit has since been removed. Reload the page."]


def test_a_drag_to_an_unknown_position_is_refused(admin_client):
    draft = make_structure()

    drag(admin_client, place(draft, "sedi"), place(draft, "sla"), "inside")

    assert messages_after(admin_client, draft) == ["Unknown position: inside."]


def test_a_drag_needs_the_permission_to_change(client):
    draft = make_structure()
    log_in(client, "view_placement")

    response = drag(client, place(draft, "sedi"), place(draft, "sla"))

    assert response.status_code == 403
    assert place(draft, "sedi").parent == place(draft, "gs")


def test_a_stranger_is_asked_to_log_in(client):
    draft = make_structure()

    response = drag(client, place(draft, "sedi"), place(draft, "sla"))

    assert response.url.startswith(reverse("admin:login"))
    assert place(draft, "sedi").parent == place(draft, "gs")
