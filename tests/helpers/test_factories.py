"""The factories write what the application's own doors would."""

import pytest

from orgunits.models import Placement, Structure
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.factories import drawn, make_structure, make_unit, read_lines

pytestmark = pytest.mark.django_db

TREE = """
gs | general_secretariat | General Secretariat | GS
  osg
    press | office | Press Office
  sedi | executive_secretariat | Executive Secretariat for Integral Development
    education
      scholarships
    trade
  sla
"""
KEYS = {"id", "structure_id", "tree_id", "parent_id", "history_id", "history_date"}


def rows(queryset):
    return [{name: value for name, value in row.items() if name not in KEYS} for row in queryset.values()]


def test_a_drawn_structure_is_the_one_the_door_would_write():
    step_by_step = make_structure("by-the-door", "")
    above = []
    for level, slug, columns in read_lines(TREE):
        name, parent = columns.pop("name_en"), above[level - 1] if level else None
        above[level:] = [trees.add(step_by_step, make_unit(slug), parent=parent, name=name, **columns)]

    at_once = make_structure("at-once", TREE)

    assert drawn(at_once) == drawn(step_by_step)
    assert faults(at_once) == []
    assert rows(Placement.objects.of_structure(at_once)) == rows(Placement.objects.of_structure(step_by_step))
    assert rows(first_of_history(at_once)) == rows(first_of_history(step_by_step))
    assert Structure.objects.get(pk=at_once.pk).revision == Structure.objects.get(pk=step_by_step.pk).revision


def first_of_history(structure):
    return Placement.history.filter(structure=structure).order_by("unit__slug")


def test_a_drawn_unit_is_the_one_that_make_unit_would_make():
    make_structure("draft", "gs")
    drawn_unit, made = make_unit("gs"), make_unit("by-itself")

    assert (drawn_unit.label, made.label) == ("GS", "BY-ITSELF")
    names = ("history_type", "history_change_reason", "history_user")
    assert list(drawn_unit.history.values(*names)) == list(made.history.values(*names))
