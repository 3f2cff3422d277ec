"""Many writers at once in one tree: real threads, a connection each."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from orgunits.models import Kind, OrganizationalUnit, Placement, Structure
from orgunits.models.placements import open_structures
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.factories import make_structure, make_unit, place

WRITERS, WRITES = 6, 50
SHARED = ("osg", "sedi", "sla")
TREE = "gs\n  osg\n  sedi\n  sla"


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


def race(structure):
    with ThreadPoolExecutor(WRITERS) as pool:
        return [pool.submit(write, structure, writer) for writer in range(WRITERS)]


@pytest.mark.django_db(transaction=True)
def test_six_writers_in_one_draft_leave_it_sound_and_lose_no_write():
    structure = make_structure(tree=TREE)

    expected = {"osg": "gs", "sedi": "gs", "sla": "gs", "gs": None}
    for outcome in race(structure):
        expected |= outcome.result()

    assert faults(structure) == []
    assert dict(Placement.objects.of_structure(structure).values_list("unit__slug", "parent__unit__slug")) == expected


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

    failed = [outcome for outcome in race(structure) if outcome.exception()]

    assert failed or faults(structure)


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

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(add, ["osg", "sla"]))

    assert sorted(outcomes, key=str, reverse=True) == [
        "added",
        ["This unit stands in the structure already."],
    ]
    assert faults(structure) == []


@pytest.mark.django_db(transaction=True)
def test_locking_and_moving_at_once_never_changes_a_locked_tree():
    structure = make_structure(tree=TREE)

    def lock():
        with trees.edit(structure):
            Structure.objects.filter(pk=structure.pk).update(status=Structure.Status.WITHDRAWN)
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

    with ThreadPoolExecutor(2) as pool:
        moves, locked = pool.submit(move), pool.submit(lock)
        moved = moves.result()
        locked.result()

    structure.refresh_from_db()
    assert structure.revision == 4 + moved + 1
    assert faults(structure) == []
