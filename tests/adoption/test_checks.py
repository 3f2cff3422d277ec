"""What the check before adoption finds: each rule provoked, and what mends it."""

from datetime import date

import pytest
from django.utils.translation import override

from orgunits.adoption import status as adoption
from orgunits.adoption.checks import check
from orgunits.models import ChangeEvent, LegalInstrument, PlacementTheme, Theme
from orgunits.tree import trees
from orgunits.tree.clone import clone
from tests.helpers.acts_and_posts import make_act, make_mandate, make_post
from tests.helpers.adoption import DAY, TODAY
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.offices import make_office

pytestmark = pytest.mark.django_db

TREE = """
gs | general_secretariat | General Secretariat | GS
  osg | head_office | Office of the Secretary General | OSG
  sedi | executive_secretariat | Executive Secretariat | SEDI
    education | department | Department of Education | DE
    trade | department | Department of Trade | DT
  sla | secretariat | Secretariat for Legal Affairs | SLA
"""


@pytest.fixture
def in_force():
    structure = make_structure("in-force", TREE, status="adopted")
    with trees.edit(structure):
        for row in structure.placements.all():
            for language in ("es", "fr", "pt"):
                setattr(row, f"name_{language}", f"{row.name_en} ({language})")
            row.save()
    return structure


@pytest.fixture
def draft(in_force):
    return clone(in_force, slug="next", name="Next")


def found(draft, *, day=DAY, acts=None, today=TODAY):
    acts = [LegalInstrument.objects.filter(slug="act").first() or make_act()] if acts is None else acts
    checked = check(draft, day=day, acts=acts, today=today)
    return [obstacle.key for obstacle in checked.errors], [obstacle.key for obstacle in checked.warnings]


def kinds(draft, **kwargs):
    return [[key.partition(":")[0] for key in keys] for keys in found(draft, **kwargs)]


def record(draft, kind, originals=(), results=(), **fields):
    slug = f"{kind}-{'-'.join([*originals, *results])}"
    event = ChangeEvent.objects.create(slug=slug, kind=kind, structure=draft, **fields)
    event.originals.set([make_unit(slug) for slug in originals])
    event.results.set([make_unit(slug) for slug in results])
    return event


def test_an_untouched_clone_has_nothing_in_its_way(draft):
    assert found(draft) == ([], [])


def end_holding(draft, hold):
    hold()
    trees.remove(place(draft, "trade"))


@pytest.mark.parametrize(
    ("hold", "words"),
    [
        (lambda: make_mandate("m", units=["trade"], starts="2010"), "1 mandate."),
        (lambda: make_agreement("a", unit=make_unit("trade"), signed_on="2010"), "1 agreement."),
        (lambda: make_office("o", coordinating_unit=make_unit("trade")), "1 country office."),
        (lambda: make_post("p", unit="trade"), "1 post."),
    ],
)
def test_a_unit_that_ends_and_still_holds_something_blocks_until_somebody_takes_over(draft, hold, words):
    end_holding(draft, hold)

    error = check(draft, day=DAY, acts=[make_act()], today=TODAY).errors[0]
    assert f"“Department of Trade” would end, and nobody is named to take over: {words}" in error.text
    assert [row.name for row in error.places] == ["Department of Trade"]
    record(draft, "functions_transferred", ["trade"], ["sedi"])
    assert kinds(draft) == [[], []]


def test_who_takes_over_must_stand_in_the_draft(draft):
    end_holding(draft, lambda: make_post("p", unit="trade"))
    record(draft, "functions_transferred", ["trade"], ["elsewhere"])

    assert kinds(draft) == [["ends", "event"], []]


def test_what_is_over_or_shared_with_a_unit_that_stands_keeps_nobody(draft):
    make_mandate("over", units=["trade"], starts="2010", ends="2012")
    make_mandate("shared", units=["trade", "sedi"], starts="2010")
    make_agreement("expired", unit=make_unit("trade"), signed_on="2010", ends_on="2012")
    trees.remove(place(draft, "trade"))

    assert kinds(draft) == [[], []]


def test_a_theme_that_no_unit_of_the_draft_ever_had_is_lost(in_force, draft):
    theme = Theme.objects.create(slug="ports", name="Ports")
    PlacementTheme.objects.create(placement=place(in_force, "trade"), theme=theme)
    trees.remove(place(draft, "trade"))

    error = check(draft, day=DAY, acts=[make_act()], today=TODAY).errors[0]
    assert "to take over: the theme “Ports”." in error.text
    PlacementTheme.objects.create(placement=place(draft, "sedi"), theme=theme)
    assert kinds(draft) == [[], []]


def test_a_new_name_is_needed_in_the_languages_of_the_pages_and_missed_in_the_others(draft):
    trees.add(draft, make_unit("new"), parent=place(draft, "sla"), kind="office", name="New")

    assert kinds(draft) == [["names-es-new"], ["names-fr", "names-pt"]]


def test_a_name_that_was_missing_before_only_warns(in_force, draft):
    for structure in (in_force, draft):
        with trees.edit(structure):
            structure.placements.filter(unit__slug="trade").update(name_es=None)

    assert kinds(draft) == [[], ["names-es"]]


def test_a_unit_renamed_in_english_only_warns(draft):
    trees.change(place(draft, "trade"), name_en="Department of Commerce")

    assert kinds(draft) == [[], ["renamed-es", "renamed-fr", "renamed-pt"]]


def test_an_acronym_two_units_share_blocks_unless_it_was_so_before(in_force, draft):
    trees.change(place(draft, "trade"), acronym_en="DE")
    assert kinds(draft) == [["acronym"], []]

    with trees.edit(in_force):
        in_force.placements.filter(unit__slug="trade").update(acronym_en="DE")
    assert kinds(draft) == [[], ["acronym"]]


def test_a_kind_above_the_rank_of_the_unit_over_it_warns(draft):
    trees.change(place(draft, "trade"), kind="head_office")

    assert kinds(draft) == [[], ["rank"]]


@pytest.mark.parametrize("change", ["end", "create", "kind"])
def test_creating_or_ending_a_secretariat_asks_for_the_resolution_of_the_general_assembly(draft, change):
    if change == "end":
        trees.remove(place(draft, "sla"))
    elif change == "kind":
        trees.change(place(draft, "trade"), kind="secretariat")
    else:
        name = {"name": "New", "name_es": "Nueva", "name_fr": "Neuve", "name_pt": "Nova"}
        trees.add(draft, make_unit("new"), parent=place(draft, "gs"), kind="secretariat", **name)

    assert "assembly" in kinds(draft)[0]
    council = make_act("cp", symbol="CP/RES. 1 (1/26)", body="Permanent Council")
    assert "assembly" in kinds(draft, acts=[council])[0]
    assembly = make_act("ag", symbol="AG/RES. 3000 (LVI-O/26)", body="General Assembly")
    assert "assembly" not in kinds(draft, acts=[assembly])[0]


@pytest.mark.parametrize(
    ("kind", "originals", "results", "fields", "words"),
    [
        ("merged", ["trade"], ["sedi"], {}, "is incomplete. A merger has two or more units before it."),
        ("abolished", ["trade"], [], {}, "ends a unit that is still in this edition."),
        ("created", [], ["trade"], {}, "creates a unit that is already in the edition before."),
        ("renamed", ["trade"], ["trade"], {}, "renames a unit that has the same name in both editions."),
        ("functions_transferred", ["elsewhere"], ["trade"], {}, "isn't in the edition before."),
        (
            "functions_transferred",
            ["sla"],
            ["trade"],
            {"earliest": date(2020, 1, 1), "latest": date(2020, 1, 1)},
            "has a different date from the adoption.",
        ),
    ],
)
def test_a_recorded_change_that_does_not_fit_the_trees_blocks(draft, kind, originals, results, fields, words):
    event = record(draft, kind, originals, results, **fields)

    errors = check(draft, day=DAY, acts=[make_act()], today=TODAY).errors
    assert [(error.event, error.text.endswith(words)) for error in errors] == [(event, True)]


def test_a_recorded_move_to_where_the_unit_does_not_stand_blocks(draft):
    trees.move(place(draft, "trade"), place(draft, "sla"))
    record(draft, "moved", ["trade"], ["trade"], moved_to=make_unit("osg"))

    (error,) = check(draft, day=DAY, acts=[make_act()], today=TODAY).errors
    assert error.text.endswith("moves a unit under one that isn't above it in this edition.")
    ChangeEvent.objects.update(moved_to=make_unit("sla"))
    assert kinds(draft) == [[], []]


def test_a_unit_is_named_in_the_reader_s_language_else_in_the_first_that_is_recorded(draft):
    trees.change(place(draft, "education"), kind="head_office")
    trees.change(place(draft, "trade"), kind="head_office", name_es="")

    for language, name in (("en", "Department of Education"), ("es", "Department of Education (es)")):
        with override(language):
            rank = next(row for row in check(draft, day=DAY, acts=[], today=TODAY).warnings if row.kind == "rank")
            assert [row.name for row in rank.places] == [name, "Department of Trade"]


def test_a_past_day_is_to_be_answered_for(draft):
    assert kinds(draft, day=date(2026, 11, 1)) == [[], ["past"]]


def test_a_correction_of_the_base_since_the_draft_was_made_is_to_be_looked_at(in_force, draft, admin_user):
    trees.correct(in_force, make_unit("trade"), fact="name_en", after="Department for Trade", reason="A slip.")

    assert "corrected" in kinds(draft)[1]


def test_an_answer_counts_until_the_warning_says_something_else(draft, admin_user):
    trees.change(place(draft, "trade"), kind="head_office")
    checked = check(draft, day=DAY, acts=[make_act()], today=TODAY)
    adoption.acknowledge(draft, checked.warnings, by=admin_user)
    acts = [make_act("another")]
    assert check(draft, day=DAY, acts=acts, today=TODAY).open_warnings == []
    with override("es"):
        assert check(draft, day=DAY, acts=acts, today=TODAY).open_warnings == []

    trees.change(place(draft, "education"), kind="head_office")

    assert [row.kind for row in check(draft, day=DAY, acts=acts, today=TODAY).open_warnings] == ["rank"]
