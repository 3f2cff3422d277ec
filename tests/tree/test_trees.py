"""The one door to a tree: every write leaves it sound, every wrong one is refused with a sentence."""

from textwrap import dedent

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from orgunits.models import Kind, OrganizationalUnit, Placement, Structure
from orgunits.models.placements import TreeWriteError
from orgunits.tree import trees
from orgunits.tree.check import faults
from orgunits.tree.clone import clone
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def test_units_stand_in_the_order_they_were_added():
    structure = make_structure()

    assert drawn(structure) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert faults(structure) == []


@pytest.mark.parametrize(
    ("moved", "target", "position", "after"),
    [
        ("trade", "sla", "last-child", "gs\n  osg\n  sedi\n    education\n  sla\n    trade"),
        ("sedi", "osg", "first-child", "gs\n  osg\n    sedi\n      education\n      trade\n  sla"),
        ("sla", "osg", "left", "gs\n  sla\n  osg\n  sedi\n    education\n    trade"),
        ("osg", "sedi", "right", "gs\n  sedi\n    education\n    trade\n  osg\n  sla"),
    ],
)
def test_a_unit_moves_with_all_below_it(moved, target, position, after):
    structure = make_structure()

    trees.move(place(structure, moved), place(structure, target), position)

    assert drawn(structure) == after
    assert faults(structure) == []


def test_a_stale_instance_moves_what_is_there_now():
    structure = make_structure()
    stale = place(structure, "trade")
    trees.move(place(structure, "sedi"), place(structure, "sla"))

    trees.move(stale, place(structure, "osg"))

    assert drawn(structure) == "gs\n  osg\n    trade\n  sla\n    sedi\n      education"
    assert faults(structure) == []


def test_removing_takes_everything_below_and_leaves_the_units():
    structure = make_structure()

    assert trees.remove(place(structure, "sedi")) == 3

    assert drawn(structure) == "gs\n  osg\n  sla"
    assert faults(structure) == []
    assert OrganizationalUnit.objects.filter(slug__in=["sedi", "education", "trade"]).count() == 3


def test_removing_the_root_empties_the_tree_for_a_new_one():
    structure = make_structure()

    assert trees.remove(place(structure, "gs")) == 6
    trees.add(structure, make_unit("gs"), kind=Kind.GENERAL_SECRETARIAT, name="General Secretariat")

    assert drawn(structure) == "gs"
    assert faults(structure) == []


def test_each_structure_has_a_tree_of_its_own():
    first, second = make_structure("first"), make_structure("second", "gs\n  osg")
    trees.remove(place(first, "sedi"))

    assert (drawn(first), drawn(second)) == ("gs\n  osg\n  sla", "gs\n  osg")
    assert set(Placement.objects.values_list("tree_id", "structure_id")) == {
        (first.pk, first.pk),
        (second.pk, second.pk),
    }


def sentence(refused):
    return " ".join(refused.value.messages)


def test_a_second_root_is_refused():
    structure = make_structure()
    with pytest.raises(ValidationError) as refused:
        trees.add(structure, make_unit("other"), kind=Kind.OFFICE, name="Other")
    assert sentence(refused) == "An edition has one unit at the top; place this one under another."


@pytest.mark.parametrize("position", ["left", "right"])
def test_nothing_is_put_beside_the_root(position):
    structure = make_structure()
    with pytest.raises(ValidationError) as refused:
        trees.move(place(structure, "osg"), place(structure, "gs"), position)
    assert sentence(refused) == "An edition has one unit at the top; place this one under another."


def test_a_unit_stands_once_in_a_structure():
    structure = make_structure()
    with pytest.raises(ValidationError) as refused:
        trees.add(structure, make_unit("osg"), parent=place(structure, "sla"), kind=Kind.OFFICE, name="Again")
    assert sentence(refused) == "This unit is already in the edition."
    assert faults(structure) == []


def test_a_parent_in_another_structure_is_refused():
    structure, other = make_structure("one"), make_structure("other", "gs\n  osg")
    with pytest.raises(ValidationError) as added:
        trees.add(structure, make_unit("new"), parent=place(other, "osg"), kind=Kind.OFFICE, name="New")
    with pytest.raises(ValidationError) as moved:
        trees.move(place(structure, "osg"), place(other, "gs"))
    assert sentence(added) == sentence(moved) == "The unit above must be in the same edition."


@pytest.mark.parametrize("target", ["sedi", "trade"])
def test_a_cycle_is_refused(target):
    structure = make_structure()
    with pytest.raises(ValidationError) as refused:
        trees.move(place(structure, "sedi"), place(structure, target))
    assert sentence(refused) == "A unit can't be under itself or under a unit below it."


def test_a_unit_removed_meanwhile_is_said_to_be_gone():
    structure = make_structure()
    trade, osg = place(structure, "trade"), place(structure, "osg")
    pk = osg.pk
    trees.remove(osg)
    osg.pk = pk
    with pytest.raises(ValidationError) as refused:
        trees.move(trade, osg)
    assert sentence(refused) == "This unit has since been removed from the edition."


@pytest.mark.parametrize("status", [Structure.Status.ADOPTED, Structure.Status.OBSERVED, Structure.Status.WITHDRAWN])
def test_a_locked_shape_refuses_every_change_and_lets_content_be_bettered(status):
    structure = make_structure(status=status)
    osg, sla = place(structure, "osg"), place(structure, "sla")

    for write in (
        lambda: trees.add(structure, make_unit("new"), parent=osg, kind=Kind.OFFICE, name="New"),
        lambda: trees.move(osg, sla),
        lambda: trees.remove(osg),
        lambda: trees.change(osg, name_en="Other"),
        lambda: trees.change(osg, acronym_es="OTRA"),
        lambda: trees.change(osg, kind=Kind.SECTION),
    ):
        with pytest.raises(trees.ShapeLockedError):
            write()
    trees.change(osg, purpose_en="To lead.")

    assert drawn(structure) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert place(structure, "osg").purpose == "To lead."


def test_a_structure_locked_meanwhile_refuses_a_writer_that_read_it_before():
    structure = make_structure()
    osg, sla = place(structure, "osg"), place(structure, "sla")
    Structure.objects.filter(pk=structure.pk).update(status=Structure.Status.WITHDRAWN)
    with pytest.raises(trees.ShapeLockedError):
        trees.move(osg, sla)


def test_the_tree_has_no_other_door():
    structure = make_structure()
    osg = place(structure, "osg")
    for write in (
        osg.save,
        osg.delete,
        Placement.objects.all().delete,
        lambda: Placement.objects.update(parent=None),
        lambda: Placement.objects.bulk_create([]),
        lambda: Placement.objects.bulk_update([osg], ["lft"]),
        lambda: osg.move_to(place(structure, "sla")),
        lambda: osg.history.first().instance.save(),
    ):
        with pytest.raises(TreeWriteError):
            write()
    with trees.edit(make_structure("other", "gs")), pytest.raises(TreeWriteError):
        osg.save()


def test_a_failed_write_leaves_no_hole():
    structure = make_structure()
    with pytest.raises(ValidationError):
        trees.add(structure, make_unit("new"), parent=place(structure, "sedi"), kind="nonsense", name="New")
    assert faults(structure) == []


@pytest.mark.parametrize(
    "change",
    [
        "tree_id = tree_id + 1",
        "parent_id = NULL, level = 0",
        "level = 0",
        "parent_id = id",
        "lft = rght",
        "unit_id = (SELECT MIN(unit_id) FROM orgunits_placement)",
    ],
)
def test_the_database_itself_refuses_a_broken_row(change):
    osg = place(make_structure(), "osg")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE orgunits_placement SET {change} WHERE id = %s", [osg.pk])


def test_a_unit_that_stands_somewhere_cannot_be_deleted():
    make_structure()
    with pytest.raises(IntegrityError):
        make_unit("osg").delete()


def test_a_structure_is_deleted_whole_and_its_units_stay():
    structure = make_structure(status=Structure.Status.PROPOSED)
    structure.delete()
    assert not Placement.objects.exists()
    assert OrganizationalUnit.objects.count() == 6


def test_every_edit_raises_the_revision():
    structure = make_structure(tree="gs\n  osg\n  sla")
    assert structure.revision == 3
    trees.move(place(structure, "osg"), place(structure, "sla"))
    structure.refresh_from_db()
    assert structure.revision == 4


def test_history_tells_the_move_and_leaves_the_neighbours_out():
    structure = make_structure()
    before = Placement.history.count()

    trees.move(place(structure, "trade"), place(structure, "sla"))

    assert Placement.history.count() == before + 1
    row = Placement.history.latest()
    assert (row.history_type, row.unit.slug, row.parent.unit.slug) == ("~", "trade", "sla")
    assert row.history_change_reason == "last under Sla"


def test_the_drawing_helper_draws_what_it_is_given():
    tree = dedent("""\
        gs
          sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
            trade""")
    structure = make_structure(tree=tree)
    sedi = place(structure, "sedi")
    assert (sedi.kind, sedi.name, sedi.acronym) == (
        Kind.EXECUTIVE_SECRETARIAT,
        "Executive Secretariat for Integral Development",
        "SEDI",
    )
    assert drawn(structure) == "gs\n  sedi\n    trade"


@pytest.mark.parametrize("field", ["structure", "unit", "parent"])
def test_a_change_of_columns_cannot_put_a_placement_elsewhere(field):
    structure = make_structure()
    with pytest.raises(TypeError, match="leaves a placement where it is"):
        trees.change(place(structure, "osg"), **{field: None})


def test_the_name_is_the_english_one_whatever_language_the_editor_reads():
    with override("es"):
        structure = make_structure(tree="gs | general_secretariat | General Secretariat")
        copy = clone(structure, slug="copy", name="Copy")
    assert (place(structure, "gs").name_en, place(structure, "gs").name_es) == ("General Secretariat", None)
    assert (copy.name_en, copy.name_es) == ("Copy", None)


def test_a_write_to_a_placement_that_is_gone_is_told_so():
    structure = make_structure()
    gone, target = place(structure, "trade"), place(structure, "sla")
    trees.remove(gone)

    for write in (
        lambda: trees.move(gone, target),
        lambda: trees.change(gone, kind="office"),
        lambda: trees.remove(gone),
    ):
        with pytest.raises(ValidationError, match="has since been removed from the edition"):
            write()
