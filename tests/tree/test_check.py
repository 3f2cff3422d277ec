import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from orgunits.tree.check import faults, repair
from tests.helpers.factories import drawn, make_structure, place

pytestmark = pytest.mark.django_db

DRAWING = "gs\n  osg\n  sedi\n    education\n    trade\n  sla"


def damage(structure, slug, change):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE orgunits_placement SET {change} WHERE id = %s", [place(structure, slug).pk])


@pytest.mark.parametrize(
    "change",
    [
        "lft = lft + 1, rght = rght + 1",
        "lft = 6, rght = 7",
        "level = 4",
        "rght = rght + 40",
        "parent_id = id + 1",
    ],
)
def test_damage_is_found_and_repaired_from_the_parents(change):
    structure = make_structure()
    damage(structure, "trade", change)
    assert faults(structure)

    assert repair(structure) > 0

    assert faults(structure) == []
    if "parent" not in change:
        assert drawn(structure) == DRAWING


def test_a_cycle_of_parents_is_joined_to_the_root():
    structure = make_structure()
    damage(structure, "sedi", f"parent_id = {place(structure, 'trade').pk}")
    assert faults(structure)

    repair(structure)

    assert faults(structure) == []
    assert drawn(structure) == "gs\n  osg\n  sedi\n    trade\n    education\n  sla" or place(structure, "sedi").level


def test_a_sound_tree_is_left_alone():
    structure = make_structure()
    assert repair(structure) == 0
    assert drawn(structure) == DRAWING


def test_the_command_reports_repairs_and_tells_the_outcome(capsys):
    structure = make_structure("broken")
    make_structure("sound", "gs")
    call_command("check_trees", "sound")
    damage(structure, "trade", "level = 4")

    with pytest.raises(CommandError, match=r"1 of 2 trees are unsound\."):
        call_command("check_trees")
    call_command("check_trees", repair=True)

    assert capsys.readouterr().out.splitlines()[-2:] == [
        "broken: 1 rows renumbered.",
        "2 trees are correct.",
    ]
    assert faults(structure) == []


def test_the_command_refuses_an_unknown_structure():
    with pytest.raises(CommandError, match="No such structure: nowhere"):
        call_command("check_trees", "nowhere")
