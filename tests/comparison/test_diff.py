"""What differs between two structures, and that the difference is all there is."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from orgunits.comparison.diff import diff, diff_of
from orgunits.comparison.snapshot import Holding, PlaceInSnapshot, Snapshot
from orgunits.models import PlacementTheme, Theme, UnitFunction
from orgunits.tree import trees
from orgunits.tree.check import faults
from orgunits.tree.clone import clone
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.patches import apply

pytestmark = pytest.mark.django_db

BEFORE = """
gs
  osg
  sla | secretariat | Secretariat for Legal Affairs | SLA
    law
    facilitators | program
  sedi | executive_secretariat
    inclusion
  ser | secretariat
"""
AFTER = """
gs
  osg
  sedi | executive_secretariat
  sla | secretariat | Secretariat for Juridical Affairs | SLA
    law | office
  sare | secretariat
    facilitators | program
    inclusion
"""


def units(rows):
    return [row.unit for row in rows]


@pytest.fixture
def pair():
    return make_structure("before", BEFORE), make_structure("after", AFTER)


def test_each_difference_is_told_once_and_in_the_order_of_the_tree(pair):
    changes = diff(*pair)

    assert units(changes.entered) == ["sare"]
    assert units(changes.left) == ["ser"]
    assert [(row.unit, row.before.parent, row.after.parent) for row in changes.moved] == [
        ("facilitators", "sla", "sare"),
        ("inclusion", "sedi", "sare"),
    ]
    assert [(row.before.name_en, row.after.name_en) for row in changes.renamed] == [
        ("Secretariat for Legal Affairs", "Secretariat for Juridical Affairs")
    ]
    assert [(row.unit, row.before.kind, row.after.kind) for row in changes.changed_kind] == [
        ("law", "department", "office")
    ]
    assert units(changes.reordered) == ["sla"]
    assert (changes.half_named, changes.changed_purpose) == ((), ())


def test_a_unit_put_first_is_one_reordered_unit_and_not_all_its_sisters():
    before = make_structure("before", "gs\n  a\n  b\n  c\n  d\n  e")
    after = make_structure("after", "gs\n  d\n  a\n  b\n  c\n  e")

    assert units(diff(before, after).reordered) == ["d"]


def test_units_that_come_or_go_among_sisters_reorder_none():
    before = make_structure("before", "gs\n  a\n  b\n  c")
    after = make_structure("after", "gs\n  new\n  a\n  c\n    b")

    assert diff(before, after).reordered == ()


def test_a_name_in_any_language_or_an_acronym_counts_as_a_new_name(pair):
    before, after = pair
    for structure, name, acronym in ((before, "Asuntos", "DI"), (after, "Temas", "DI")):
        trees.change(place(structure, "osg"), name_es=name)
        trees.change(place(structure, "inclusion"), acronym_en=acronym)
    trees.change(place(after, "inclusion"), acronym_en="DSI")

    assert units(diff(before, after).renamed) == ["osg", "sla", "inclusion"]


def test_a_name_that_only_one_of_them_records_is_no_new_name(pair):
    before, after = pair
    trees.change(place(after, "osg"), name_es="Oficina", acronym_en="OSG")

    changes = diff(before, after)

    assert "osg" not in units(changes.renamed)
    assert units(changes.half_named) == ["osg"]


def test_our_own_sentence_on_what_a_unit_does_is_no_change_of_the_structure():
    before = make_structure("before", BEFORE)
    after = clone(before, slug="after", name="After")
    trees.change(place(after, "sla"), summary_en="Advises on law.")

    assert not diff(before, after)


def test_themes_and_functions_are_followed_from_unit_to_unit(pair):
    before, after = pair
    theme = Theme.objects.create(slug="youth", name="Youth")
    PlacementTheme.objects.create(placement=place(before, "sedi"), theme=theme)
    PlacementTheme.objects.create(placement=place(after, "inclusion"), theme=theme)
    UnitFunction.objects.create(placement=place(before, "ser"), position=1, text_en="Raise funds.")
    UnitFunction.objects.create(placement=place(after, "osg"), position=4, text_en="Raise  FUNDS")
    UnitFunction.objects.create(placement=place(before, "law"), position=1, title_en="Treaties")

    changes = diff(before, after)

    assert [(row.key, units(row.before), units(row.after)) for row in (*changes.themes, *changes.functions)] == [
        ("youth", ["sedi"], ["inclusion"]),
        ("raise funds", ["ser"], ["osg"]),
        ("treaties", ["law"], []),
    ]


def test_a_difference_costs_the_same_however_large(pair, costs):
    with costs("difference of two structures"):
        diff(*pair)


SLUGS = ("a", "b", "c", "d", "e", "f")


@st.composite
def outlines(draw):
    """A tree of some of the units under `gs`: [(slug, parent, kind, name, acronym, theme, function)]."""
    rows, placed = [], ["gs"]
    for slug in draw(st.permutations(SLUGS))[: draw(st.integers(0, len(SLUGS)))]:
        parent = draw(st.sampled_from(placed))
        kind, name = draw(st.sampled_from(["office", "section"])), draw(st.sampled_from(["One", "Two"]))
        acronym = draw(st.sampled_from(["", "X", "Y"]))
        theme, function = draw(st.sampled_from([None, "t", "u"])), draw(st.sampled_from([None, "Do this", "Do that"]))
        rows.append((slug, parent, kind, name, acronym, theme, function))
        placed.append(slug)
    return rows


def build(slug, rows):
    def lines(parent, level):
        for unit, above, kind, name, acronym, *_held in rows:
            if above == parent:
                yield f"{'  ' * level}{unit} | {kind} | {name} | {acronym}"
                yield from lines(unit, level + 1)

    structure = make_structure(slug, "\n".join(["gs", *lines("gs", 1)]))
    for unit, _above, _kind, _name, _acronym, theme, function in rows:
        if theme:
            theme = Theme.objects.get_or_create(slug=theme, defaults={"name": theme})[0]
            PlacementTheme.objects.create(placement=place(structure, unit), theme=theme)
        if function:
            UnitFunction.objects.create(placement=place(structure, unit), position=1, text_en=function)
    return structure


def snapshot(rows):
    """The same as build(), without a database."""
    places, last, held = {}, {}, {"themes": {}, "functions": {}}

    def put(unit, parent, kind="general_secretariat", name="", acronym="", theme=None, function=None):
        texts = (name, "", "", "", acronym, *[""] * 7)
        number = len(places)
        places[unit] = PlaceInSnapshot(unit, parent, last.get(parent), number, number, 0, kind, "stated", False, *texts)
        last[parent] = unit
        for kind_of, key in (("themes", theme), ("functions", function)):
            if key:
                held[kind_of][key] = (*held[kind_of].get(key, ()), Holding(unit, len(places)))
        for row in rows:
            if row[1] == unit:
                put(*row)

    put("gs", None)
    return Snapshot(places, **held)


@given(outlines(), outlines())
def test_a_difference_mirrors(before, after):
    before, after = snapshot(before), snapshot(after)
    changes = diff_of(before, after)

    assert not diff_of(before, before)
    assert diff_of(after, before) == changes.mirror()
    assert changes.mirror().mirror() == changes


# Each example builds three trees through the one door.
@settings(max_examples=12)
@given(outlines(), outlines())
def test_a_difference_put_on_a_clone_of_one_gives_the_other(before, after):
    with transaction.atomic():
        before, after = build("before", before), build("after", after)
        changes = diff(before, after)
        copy = clone(before, slug="copy", name="Copy")

        apply(changes, copy)

        assert drawn(copy) == drawn(after)
        assert faults(copy) == []
        assert not diff(copy, after)
        assert not diff(before, before)
        assert diff(after, before) == changes.mirror()
        transaction.set_rollback(True)
