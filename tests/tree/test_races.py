"""Many writers at once in one tree, through orgunits/tree/trees.py: real threads, a connection each."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from orgunits.models import Kind, OrganizationalUnit, Placement, Structure
from orgunits.models.placements import open_structures
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.factories import drawn, make_structure, make_unit, place

WRITERS, WRITES = 6, 50
SHARED = ("osg", "sedi", "sla")
TREE = "gs\n  osg\n  sedi\n  sla"
LONG = 300  # seconds: never waited for, but by a test that fails


def writers(number):
    """Threads, each of which waits for its turn to write as long as it takes.

    SQLite hands its one lock to whoever asks for it next, not to whoever asked first: one of many may wait for long.
    """

    def be_patient():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.execute(f"PRAGMA busy_timeout = {LONG * 1000}")

    return ThreadPoolExecutor(number, initializer=be_patient)


def write(structure, writer):
    """One writer's adds, moves and removals of units of its own, and moves of the branches all share.

    Returns {slug: slug of the parent} as it must be in the end.
    """
    choose = random.Random(writer)
    mine = {}
    try:
        for number in range(WRITES):
            act = choose.choice(["add", "add", "move", "move", "branch", "remove"])
            if act == "add" or not mine:
                slug, parent = f"w{writer}-{number}", choose.choice(SHARED)
                unit = OrganizationalUnit.objects.create(slug=slug, label=slug)
                trees.add(structure, unit, parent=place(structure, parent), kind=Kind.OFFICE, name=slug)
                mine[slug] = parent
            elif act == "move":
                slug, parent = choose.choice(sorted(mine)), choose.choice(SHARED)
                position = choose.choice(["first-child", "last-child"])
                trees.move(place(structure, slug), place(structure, parent), position)
                mine[slug] = parent
            elif act == "branch":
                branch, other = choose.sample(SHARED, 2)
                trees.move(place(structure, branch), place(structure, other), choose.choice(["left", "right"]))
            else:
                slug = choose.choice(sorted(mine))
                trees.remove(place(structure, slug))
                del mine[slug]
    finally:
        connection.close()
    return mine


@pytest.mark.django_db(transaction=True)
def test_six_writers_in_one_draft_leave_it_sound_and_lose_no_write():
    structure = make_structure(tree=TREE)

    expected = {"osg": "gs", "sedi": "gs", "sla": "gs", "gs": None}
    with writers(WRITERS) as pool:
        outcomes = [pool.submit(write, structure, writer) for writer in range(WRITERS)]
    for outcome in outcomes:
        expected |= outcome.result()

    assert faults(structure) == []
    assert dict(Placement.objects.of_structure(structure).values_list("unit__slug", "parent__unit__slug")) == expected


def race(structure, monkeypatch, *, patience):
    """One writer makes room for a unit, and another then writes before the unit stands there, if the door lets it.

    The first waits `patience` seconds for the other, which it would do in vain where the other waits for its lock.
    """
    room, written, insert_at = Event(), Event(), Placement.insert_at
    first, other = make_unit("first"), make_unit("other")

    def make_room_and_wait(placement, *arguments, **options):
        insert_at(placement, *arguments, **options)
        if placement.unit == first:
            room.set()
            written.wait(patience)

    def write_first():
        try:
            trees.add(structure, first, parent=place(structure, "sla"), kind=Kind.OFFICE, name="First")
        finally:
            connection.close()

    def write_other():
        try:
            assert room.wait(LONG)
            trees.add(structure, other, parent=place(structure, "osg"), kind=Kind.OFFICE, name="Other")
        finally:
            written.set()
            connection.close()

    monkeypatch.setattr(Placement, "insert_at", make_room_and_wait)
    with writers(2) as pool:
        outcomes = [pool.submit(write_first), pool.submit(write_other)]
    for outcome in outcomes:
        outcome.result()


@pytest.mark.django_db(transaction=True)
def test_a_writer_holds_up_the_others_until_it_has_written(monkeypatch):
    structure = make_structure(tree=TREE)

    race(structure, monkeypatch, patience=0.5)

    assert faults(structure) == []
    assert drawn(structure) == "gs\n  osg\n    other\n  sedi\n  sla\n    first"


@contextmanager
def unlocked(structure):
    """What trees.edit() would be without its lock and its transaction."""
    pk = getattr(structure, "pk", structure)
    token = open_structures.set(open_structures.get() | {pk})
    try:
        yield Structure.objects.get(pk=pk)
    finally:
        open_structures.reset(token)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_damages_the_tree(monkeypatch):
    """Proves that the race above is one: it would fail if the lock were taken out."""
    structure = make_structure(tree=TREE)
    monkeypatch.setattr(trees, "edit", unlocked)

    race(structure, monkeypatch, patience=LONG)

    assert faults(structure)


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_place_the_same_unit_twice():
    structure = make_structure(tree=TREE)
    unit = make_unit("new")

    def add(parent):
        try:
            trees.add(structure, unit, parent=place(structure, parent), kind=Kind.OFFICE, name="New")
        except ValidationError as error:
            return error.messages
        finally:
            connection.close()
        return "added"

    with writers(2) as pool:
        outcomes = list(pool.map(add, ["osg", "sla"]))

    assert sorted(outcomes, key=str, reverse=True) == [
        "added",
        ["This unit is already in the edition."],
    ]
    assert faults(structure) == []


@pytest.mark.django_db(transaction=True)
def test_locking_and_moving_at_once_never_changes_a_locked_tree():
    structure = make_structure(tree=TREE)

    def lock():
        try:
            with trees.edit(structure):
                Structure.objects.filter(pk=structure.pk).update(status=Structure.Status.WITHDRAWN)
        finally:
            connection.close()

    def move():
        moved = 0
        try:
            for position in ["left", "right"] * 20:
                trees.move(place(structure, "osg"), place(structure, "sla"), position)
                moved += 1
        except trees.ShapeLockedError:
            return moved
        finally:
            connection.close()
        return moved

    with writers(2) as pool:
        moves, locked = pool.submit(move), pool.submit(lock)
        moved = moves.result()
        locked.result()

    structure.refresh_from_db()
    assert structure.revision == 4 + moved + 1
    assert faults(structure) == []
