"""Whether a tree is sound, and how to repair it from its parent links."""

from django.db import connection

from ..models import Placement
from . import trees

COLUMNS = ("pk", "parent_id", "tree_id", "lft", "rght", "level", "structure_id")


def faults(structure):
    """What is wrong with the tree of `structure`, a sentence each; [] if it is sound."""
    rows = list(Placement.objects.filter(structure=structure).order_by("lft", "pk").values_list(*COLUMNS))
    by_pk = {row[0]: row for row in rows}
    found = [f"{pk}: stands in tree {tree}, not {own}" for pk, _, tree, _, _, _, own in rows if tree != own]
    ends = sorted(end for row in rows for end in row[3:5])
    if ends != list(range(1, 2 * len(rows) + 1)):
        found.append(f"the {2 * len(rows)} left and right numbers are not 1 to {2 * len(rows)}")
    if rows and sum(row[1] is None for row in rows) != 1:
        found.append(f"{sum(row[1] is None for row in rows)} roots instead of one")
    open_nodes = []
    for pk, parent, _tree, lft, rght, level, _own in rows:
        while open_nodes and open_nodes[-1][1] < lft:
            open_nodes.pop()
        around = open_nodes[-1][0] if open_nodes else None
        if parent != around:
            found.append(f"{pk}: is under {parent} by its parent, under {around} by its numbers")
        if parent is not None and parent not in by_pk:
            found.append(f"{pk}: its parent {parent} stands in another structure")
        if level != len(open_nodes):
            found.append(f"{pk}: level {level}, but {len(open_nodes)} units are above it")
        if lft >= rght:
            found.append(f"{pk}: left {lft} is not before right {rght}")
        open_nodes.append((pk, rght))
    return found


def repair(structure):
    """Renumbers the tree from its parent links, siblings in their order by lft; returns how many rows changed.

    A unit that no chain of parents joins to the root is put under the root.
    """
    with trees.edit(structure) as locked:
        rows = list(Placement.objects.filter(structure=locked).order_by("lft", "pk").values_list(*COLUMNS))
        if not rows:
            return 0
        parents = {row[0]: row[1] for row in rows}
        root = next((pk for pk, parent in parents.items() if parent is None), rows[0][0])
        parents = {pk: parent if parent in parents else root for pk, parent in parents.items()}
        _join_cycles(parents, root)
        numbers = _number(parents, root)
        changed = [
            (*numbers[pk], None if pk == root else parents[pk], locked.pk, pk)
            for pk, parent, tree, *now, _own in rows
            if (*now, tree, parent) != (*numbers[pk], locked.pk, None if pk == root else parents[pk])
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {Placement._meta.db_table} "  # no text of anybody's is in it
                "SET lft = %s, rght = %s, level = %s, parent_id = %s, tree_id = %s WHERE id = %s",
                changed,
            )
        return len(changed)


def _join_cycles(parents, root):
    """Puts the first unit of each chain that never reaches the root under the root."""
    joined = {root}
    for pk in parents:
        chain, here = {}, pk
        while here not in joined and here not in chain:
            chain[here] = True
            here = parents[here]
        if here not in joined:
            parents[here] = root
        joined.update(chain)


def _number(parents, root):
    """{pk: (lft, rght, level)} by one walk; `parents` is in the order of siblings."""
    children = {}
    for pk, parent in parents.items():
        if pk != root:
            children.setdefault(parent, []).append(pk)
    numbers, counter = {}, 0
    stack = [(root, 0, None)]
    while stack:
        pk, level, lft = stack.pop()
        counter += 1
        if lft is not None:
            numbers[pk] = (lft, counter, level)
            continue
        stack.append((pk, level, counter))
        stack.extend((child, level + 1, None) for child in reversed(children.get(pk, ())))
    return numbers
