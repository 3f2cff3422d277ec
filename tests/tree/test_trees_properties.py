"""Whatever editors do through orgunits/tree/trees.py, the tree is sound and is the one a plain nested list would be."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from orgunits.tree import trees
from orgunits.tree.check import faults, repair
from orgunits.tree.clone import clone
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db

POSITIONS = st.sampled_from(trees.POSITIONS)
NUMBERS = st.integers(0, 99)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NUMBERS, st.just(0), POSITIONS),
        st.tuples(st.just("move"), NUMBERS, NUMBERS, POSITIONS),
        st.tuples(st.just("remove"), NUMBERS, st.just(0), st.just("")),
    ),
    max_size=12,
)


class Outline:
    """The tree as a dictionary of lists, which can't be unsound."""

    def __init__(self):
        self.children = {"gs": []}

    def parent(self, slug):
        return next((parent for parent, children in self.children.items() if slug in children), None)

    def within(self, slug):
        return [slug] + [below for child in self.children[slug] for below in self.within(child)]

    def put(self, slug, target, position):
        """Whether it may; then it is."""
        parent = target if position.endswith("child") else self.parent(target)
        if parent is None or (slug in self.children and parent in self.within(slug)):
            return False
        if position.endswith("child"):
            self.take(slug)
            index = 0 if position == "first-child" else len(self.children[parent])
        elif slug == target:
            return True
        else:
            self.take(slug)
            index = self.children[parent].index(target) + (position == "right")
        self.children[parent].insert(index, slug)
        self.children.setdefault(slug, [])
        return True

    def take(self, slug):
        if parent := self.parent(slug):
            self.children[parent].remove(slug)

    def drawn(self, slug="gs", level=0):
        lines = ["  " * level + slug] + [self.drawn(child, level + 1) for child in self.children[slug]]
        return "\n".join(lines)


def perform(structure, outline, number, act):
    """Does one act to both; asserts that both refuse it or both do it."""
    verb, which, where, position = act
    slugs = outline.within("gs")
    chosen, target = slugs[which % len(slugs)], slugs[where % len(slugs)]
    if verb == "remove":
        if chosen != "gs":
            outline.take(chosen)
            trees.remove(place(structure, chosen))
        return
    allowed = outline.put(f"u{number}" if verb == "add" else chosen, chosen if verb == "add" else target, position)
    with nullcontext() if allowed else pytest.raises(ValidationError):
        if verb == "add":
            unit = make_unit(f"u{number}")
            trees.add(structure, unit, parent=place(structure, chosen), position=position, kind="office", name="New")
        else:
            trees.move(place(structure, chosen), place(structure, target), position)


@pytest.mark.any_django  # the rules are ours
@settings(max_examples=40)
@given(ACTS)
def test_any_sequence_of_edits_gives_the_tree_a_plain_outline_gives(acts):
    with transaction.atomic():
        structure, outline = make_structure(tree="gs"), Outline()
        for number, act in enumerate(acts):
            perform(structure, outline, number, act)

        assert drawn(structure) == outline.drawn()
        assert faults(structure) == []
        assert repair(structure) == 0
        copy = clone(structure, slug="copy", name="Copy")
        assert drawn(copy) == outline.drawn()
        assert faults(copy) == []
        transaction.set_rollback(True)
