"""What a search finds, in which order and why, on which day; what is due; what readers may type."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgunits.models import OrganizationalUnit, Placement, SearchPending, Structure, UnitAlias
from orgunits.search import candidates
from orgunits.search import search as the_search
from orgunits.search.results import Asked
from orgunits.search.search import search
from orgunits.search_index import writing
from orgunits.tree import trees
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.indexed import make_world

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)


def ask(text, language="en", *, on=TODAY, structure=None, **more):
    structure = structure or Structure.objects.up_to(on).first()
    return search(Asked(text, language, structure, on, **more))


def found(text, language="en", **more):
    """The names of what is found, in order."""
    return [hit.name for hit in ask(text, language, **more).hits]


def two_editions():
    """SEDI was called otherwise, and another unit is gone."""
    tree = """
    gs
      sedi | secretariat | Secretariat for Dreams | SFD
      gone | department | Department of Harbours | DH
    """
    make_structure("earlier", tree, status="adopted", effective_from=date(2010, 1, 1))
    tree = """
    gs | general_secretariat | General Secretariat | GS
      sedi | secretariat | Secretariat for Development | SEDI
      ports | department | Department of Ports and Harbours | DPH
    """
    today = make_structure("today", tree, status="adopted", effective_from=date(2020, 1, 1))
    change(today, "sedi", name_es="Secretaría de Desarrollo", acronym_es="SED")
    return today


@contextmanager
def unlocked(structure):
    """For a test, its shape may be changed though it is adopted."""
    Structure.objects.filter(pk=structure.pk).update(status=Structure.Status.DRAFT)
    yield
    Structure.objects.filter(pk=structure.pk).update(status=Structure.Status.ADOPTED)


def change(structure, slug, **columns):
    with unlocked(structure):
        trees.change(place(structure, slug), **columns)


def add(structure, *names):
    with unlocked(structure):
        for name in names:
            unit = make_unit(f"new-{name.replace(' ', '-').lower()}")
            trees.add(structure, unit, parent=place(structure, "gs"), kind="office", name=name)
    OrganizationalUnit.objects.filter(draft=structure).update(draft=None)


@pytest.fixture
def editions():
    today = two_editions()
    writing.build()
    return today


def test_an_exact_name_comes_before_a_beginning_before_a_name_with_the_words(editions):
    add(editions, "Small ports of islands", "Ports of call", "Ports")
    writing.build()

    assert found("ports") == ["Ports", "Ports of call", "Department of Ports and Harbours", "Small ports of islands"]


def test_a_former_name_finds_the_unit_under_its_name_today(editions):
    (hit,) = ask("secretariat for dreams").hits

    assert (hit.name, hit.why, hit.found, hit.when) == (
        "Secretariat for Development",
        "formerly",
        "Secretariat for Dreams",
        0,
    )


def test_on_a_past_day_a_unit_is_called_as_it_was_and_what_came_later_is_said_so(editions):
    (hit,) = ask("sedi", on=date(2012, 1, 1)).hits

    assert (hit.name, hit.acronym, hit.why, hit.found, hit.when) == (
        "Secretariat for Dreams",
        "SFD",
        "later",
        "SEDI",
        0,
    )


def test_a_unit_that_is_gone_comes_after_one_of_today_that_is_called_as_nearly(editions):
    add(editions, "Executive Office for Harbours")
    writing.build()

    assert [(hit.name, hit.when) for hit in ask("harbour").hits] == [
        ("Executive Office for Harbours", 0),
        ("Department of Harbours", 1),
        ("Department of Ports and Harbours", 0),
    ]


def test_a_name_in_another_language_finds_the_one_of_the_reader(editions):
    english, spanish = ask("secretaria de desarrollo").hits[0], ask("secretaria de desarrollo", "es").hits[0]

    assert (english.name, english.why, english.found_language) == ("Secretariat for Development", "language", "es")
    assert (spanish.name, spanish.why) == ("Secretaría de Desarrollo", "")


def test_a_short_word_finds_whole_words_alone(editions):
    add(editions, "DPHX")
    writing.build()

    assert found("po") == []
    assert found("DPH") == ["Department of Ports and Harbours"]


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("harbuors", "harbours"),
        ("department of harbuors", "department of harbours"),
        ("developmnt", "development"),
        ("SEDO", ""),  # an acronym
        ("portst", "ports"),
        ("PORTST", ""),  # in capitals it may be one
        ("port5", ""),
        ("prts", ""),  # too short
        ("harbours", ""),
    ],
)
def test_a_misspelt_word_is_corrected_but_no_acronym_number_or_short_word(editions, typed, instead):
    assert ask(typed).instead == instead


def test_one_misspelt_word_among_three_still_finds_what_has_the_others(editions):
    results = ask("ports xqzwvy harbours")

    assert [hit.name for hit in results.hits] == ["Department of Ports and Harbours"]
    assert results.missing == ("xqzwvy",)


def test_what_is_due_is_found_as_it_is_now_and_the_search_writes_nothing(editions):
    change(editions, "sedi", name_en="Secretariat for Progress")
    UnitAlias.objects.create(unit=make_unit("ports"), kind="name", text="Quays", language="en")
    due = list(SearchPending.objects.values())

    assert due
    assert found("progress") == ["Secretariat for Progress"]
    assert found("secretariat for development") == []
    assert found("quay") == found("quays") == ["Department of Ports and Harbours"]
    assert list(SearchPending.objects.values()) == due


def test_beyond_so_many_due_the_index_is_read_as_it_is(editions, monkeypatch):
    monkeypatch.setattr("orgunits.search.pending.MOST", 0)
    change(editions, "sedi", name_en="Secretariat for Progress")

    assert found("progress") == []
    assert found("secretariat for development") == ["Secretariat for Development"]


def test_a_search_only_reads(editions):
    change(editions, "sedi", name_en="Secretariat for Progress")

    with CaptureQueriesContext(connection) as queries:
        for text in ("progress", "harbuors", "xqzwvy", "department of"):
            ask(text)

    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT", "WITH"}


def test_nothing_of_a_draft_is_found_suggested_or_counted(editions):
    draft = make_structure("draft", "gs\n  sedi | secretariat | Zymurgy | ZYM\n  new | department | Zymology")
    writing.catch_up()
    trees.change(place(draft, "sedi"), name_en="Zymurgies")

    for text in ("zymurgy", "zymurgies", "zymo", "ZYM", "zymurgi"):
        results = ask(text)
        assert (results.hits, results.counts, results.instead) == ([], {}, "")
    assert Placement.objects.filter(structure=draft).count() == 3


def test_hits_are_of_the_asked_kinds_and_counts_of_all():
    make_world()

    every, bodies = ask("open"), ask("open", kinds=("unit",))

    assert {hit.kind for hit in bodies.hits} == {"unit"}
    assert bodies.counts == every.counts
    assert sum(every.counts.values()) == len(every.hits)
    assert set(every.counts) >= {"unit", "person"}


def test_only_what_is_ranked_is_bounded_and_that_is_said(editions, monkeypatch):
    monkeypatch.setattr(the_search, "MOST", 2)
    monkeypatch.setattr(candidates, "MOST", 3)
    add(editions, *(f"Harbours {number}" for number in range(5)))
    writing.build()

    results = ask("harbours")

    assert len(results.hits) == 2
    assert results.more


HOSTILE = [
    "'",
    '"harbours"',
    "'; DROP TABLE orgunits_searchdocument; --",
    "harbours' OR '1'='1",
    "harbours AND NOT (ports OR *)",
    "harbours:* & !ports | <-> ~ ^2",
    "%",
    "_" * 50,
    "\\",
    "🙂",
    "🙂 harbours",
    "\u202eharbours\u202c",
    "har\u200bbours",
    "h\u0301arbours",
    "harbours\0",
    "\0",
    "x" * 10_000,
    "harbours " * 2_000,
    " ".join(f"word{number}" for number in range(2_000)),
    "the of and",
    "de la el",
    "a",
    "7",
    "0" * 400,
    "1 2 3 4 5 6 7 8 9",
    "\n\t ",
    "",
    "\U0010ffff",
    "\ud7ff\ue000",
    "ﷺ" * 300,
    "{{ harbours }} {% now %}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "ß ﬁ ŒÆ ı",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_there_is_an_answer_or_nothing(editions, typed):
    results = ask(typed)

    assert all(hit.name for hit in results.hits)
    assert bool(results.hits) == bool(results.counts)


def test_marks_and_quotes_around_words_are_not_in_the_way(editions):
    names = found("harbours")

    for typed in ('"harbours"', "🙂 harbours", "\u202eharbours\u202c", "har\u200bbours", "harbours\0", "HARBOURS!"):
        assert found(typed) == names


def test_the_same_search_costs_the_same_however_many_words(editions):
    with CaptureQueriesContext(connection) as few:
        ask("development", structure=editions)
    with CaptureQueriesContext(connection) as many:
        ask("ports and harbours of the department of ports", structure=editions)

    assert len(few) == len(many) == 3
