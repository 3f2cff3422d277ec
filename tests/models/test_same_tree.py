"""The database itself refuses a parent of another structure, whatever writes it."""

import pytest
from django.db import IntegrityError, connection, transaction

from orgunits.models import Placement
from orgunits.tree.clone import clone
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db


def write(placement, **columns):
    """Past all rules of the code, to the end of the transaction, when deferred keys are looked at."""
    with transaction.atomic():
        Placement._base_manager.filter(pk=placement.pk).update(**columns)
        connection.check_constraints()


def test_a_parent_of_another_structure_is_refused():
    ours, other = make_structure("ours"), make_structure("other")

    with pytest.raises(IntegrityError):
        write(place(ours, "sla"), parent=place(other, "osg"))

    write(place(ours, "sla"), parent=place(ours, "osg"))
    assert place(ours, "sla").parent == place(ours, "osg")


def test_a_placement_does_not_leave_for_another_tree():
    ours, other = make_structure("ours"), make_structure("other", "gs\n  osg")

    with pytest.raises(IntegrityError):
        write(place(ours, "trade"), tree_id=other.pk, structure=other)


def test_a_clone_stands_under_its_own_parents():
    copy = clone(make_structure("ours"), slug="clone", name="Clone")

    connection.check_constraints()
    assert set(Placement.objects.of_structure(copy).values_list("parent__tree_id", flat=True)) == {None, copy.pk}
