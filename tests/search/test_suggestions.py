"""What is suggested to one who types: which documents, by which of their names, in which order."""

from datetime import date

import pytest

from orgunits.models import OrganizationalUnit, Placement, PlacementTheme, SearchPending, Structure, Theme, UnitAlias
from orgunits.search import suggestions
from orgunits.search.suggestions import suggest
from orgunits.search_index import writing
from orgunits.search_index.documents import Kind
from orgunits.tree import trees
from tests.helpers.factories import make_source, make_structure, place

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)
TREE = """
gs
  ssd | secretariat | Secretariat for Strengthening Democracy | SRD
  legal | department | Department of Legal Services
  women | department | Women | CIM
  human | department | Department of Human Resources
"""


@pytest.fixture
def now():
    """The structure in force, indexed."""
    structure = make_structure("now", TREE, status=Structure.Status.ADOPTED)
    with_spanish(structure, "ssd", name_es="Secretaría para el Fortalecimiento de la Democracia", acronym_es="SFD")
    writing.build()
    return structure


def with_spanish(structure, slug, **names):
    with trees.edit(structure):
        Placement.objects.filter(structure=structure, unit__slug=slug).update(**names)


def suggested(text, structure, language="en", **options):
    """[(name, note)] of units."""
    found = suggest(text, language=language, structure=structure, day=TODAY, **options)
    return [(each.hit.name, each.note) for each in found if each.hit.kind == Kind.UNIT]


@pytest.mark.parametrize("typed", ["sec", "Secretariat for Str", "SECRETARÍAT  for", "strength dem", "democ", "dem"])
def test_a_beginning_of_a_name_or_of_words_in_it_is_enough(now, typed):
    assert ("Secretariat for Strengthening Democracy", "") in suggested(typed, now)


@pytest.mark.parametrize("typed", ["SRD", "srd", "s.r.d."])
def test_an_acronym_leads_to_the_name(now, typed):
    assert suggested(typed, now) == [("Secretariat for Strengthening Democracy", "SRD")]


def test_names_of_every_language_are_searched_and_the_readers_is_shown(now):
    english, spanish = "Secretariat for Strengthening Democracy", "Secretaría para el Fortalecimiento de la Democracia"

    assert suggested("fortale", now) == [(english, spanish)]
    assert suggested("fortale", now, "es") == [(spanish, "")]
    assert suggested("strengthening", now, "es") == [(spanish, english)]
    found = suggest("fortale", language="en", structure=now, day=TODAY)
    assert [each.note_language for each in found if each.hit.kind == Kind.UNIT] == ["es"]


@pytest.mark.parametrize("typed", ["", "s", " s ", "…", "zz", "ecretariat", "xyz dem", "0"])
def test_nothing_is_suggested_for_one_letter_or_what_no_word_begins_with(now, typed):
    assert suggest(typed, language="en", structure=now, day=TODAY) == []


def test_an_exact_acronym_comes_before_names_that_begin_so():
    structure = make_structure(
        "now", "gs\n  a | department | Cimarron\n  b | department | Women | CIM", status="adopted"
    )
    writing.build()

    assert suggested("cim", structure) == [("Women", "CIM"), ("Cimarron", "")]


def test_the_beginning_of_a_name_comes_before_that_of_a_word_in_it(now):
    assert [name for name, _note in suggested("de", now)] == [
        "Department of Legal Services",
        "Department of Human Resources",
        "Secretariat for Strengthening Democracy",
    ]


def test_what_is_of_the_shown_structure_comes_before_what_is_past():
    before = "gs\n  old | department | Migration\n  both | department | Migrants and more"
    make_structure("before", before, status="adopted", effective_from=date(2000, 1, 1))
    now = make_structure("now", "gs\n  both | department | Migrants and more", status="adopted")
    theme = Theme.objects.create(slug="policy", name="Migration policy")
    PlacementTheme.objects.create(placement=place(now, "both"), theme=theme)
    writing.build()

    found = suggest("migra", language="en", structure=now, day=TODAY)

    assert [(each.hit.name, each.hit.when) for each in found] == [
        ("Migrants and more", 0),
        ("Migration policy", 0),
        ("Migration", 1),
    ]


def test_a_unit_that_changed_its_name_is_one_row_under_the_name_it_has_now():
    make_structure("before", "gs\n  unit | department | Tourism", status="adopted", effective_from=date(2000, 1, 1))
    now = make_structure("now", "gs\n  unit | department | Culture and Tourism", status="adopted")
    UnitAlias.objects.create(unit=OrganizationalUnit.objects.get(slug="unit"), kind="alias", text="Tourist board")
    writing.build()

    assert suggested("tourism", now) == [("Culture and Tourism", "")]
    assert suggested("tourist b", now) == [("Culture and Tourism", "Tourist board")]


def test_what_was_typed_is_noted_only_where_the_shown_name_does_not_have_it(now):
    UnitAlias.objects.create(unit=OrganizationalUnit.objects.get(slug="legal"), kind="alias", text="Legal Unit")
    writing.catch_up()

    assert suggested("legal", now) == [("Department of Legal Services", "")]
    assert suggested("legal u", now) == [("Department of Legal Services", "Legal Unit")]


def test_titles_of_documents_come_after_names_of_which_a_word_begins_so(now):
    make_source("legal", title="Legal matters", cited_by=[now])
    writing.catch_up()

    found = suggest("legal", language="en", structure=now, day=TODAY)
    assert [each.hit.kind for each in found] == [Kind.PAGE, Kind.PAGE, Kind.UNIT, Kind.SOURCE]


def test_no_more_than_the_limit_are_suggested():
    lines = [f"  unit-{number} | department | Migration {number}" for number in range(12)]
    now = make_structure("now", "\n".join(["gs", *lines]), status="adopted")
    writing.build()

    assert len(suggest("migr", language="en", structure=now, day=TODAY)) == 8
    assert len(suggest("migr", language="en", structure=now, day=TODAY, limit=3)) == 3


def test_what_a_unit_works_on_is_not_a_name_of_it(now):
    theme = Theme.objects.create(slug="ports", name="Ports")
    PlacementTheme.objects.create(placement=place(now, "legal"), theme=theme)
    writing.catch_up()

    assert suggested("ports", now) == []
    assert [each.hit.kind for each in suggest("ports", language="en", structure=now, day=TODAY)] == [Kind.THEME]


def test_what_is_due_is_suggested_as_it_was_written_last(now):
    SearchPending.objects.all().delete()
    UnitAlias.objects.create(unit=OrganizationalUnit.objects.get(slug="legal"), kind="alias", text="Solicitors")
    assert SearchPending.objects.exists()

    assert suggested("solic", now) == [("Department of Legal Services", "Solicitors")]


def test_nothing_of_a_draft_is_suggested(now):
    draft = make_structure("hidden", "gs\n  zyx | department | Zyxomma of Zyx | ZYX\n  legal | department | Zyxen")
    UnitAlias.objects.create(unit=OrganizationalUnit.objects.get(slug="zyx"), kind="alias", text="Zyxolot")
    for built in (False, True):
        if built:
            writing.build()
        for typed in ("zy", "zyx", "zyxo", "zyxomma", "of zyx", "zyxe"):
            for structure in (now, draft, None):
                assert suggest(typed, language="en", structure=structure, day=TODAY) == []


def test_without_a_structure_names_are_those_of_the_latest_edition(now):
    assert suggested("legal", None) == [("Department of Legal Services", "")]


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_cost_the_same_however_many(number, costs):
    lines = [f"  unit-{each} | department | Migration {each}" for each in range(number)]
    now = make_structure("now", "\n".join(["gs", *lines]), status="adopted")
    writing.build()

    for typed in ("mi", "migration", "migr 0", f"migration {number - 1}"):
        with costs("suggestions"):
            found = suggest(typed, language="en", structure=now, day=TODAY)
        assert found


def test_of_a_list_that_was_cut_short_nothing_is_known_of_what_it_lacks(monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_ROWS", 4)

    assert suggestions._intersection([[1, 2, 3], [3, 2]]) == [3, 2]
    assert suggestions._intersection([[1, 2, 3, 4], [9, 3]]) == [9, 3]
    assert suggestions._intersection([[1, 2, 3, 4], [4, 5, 6, 7]]) == [4]


HOSTILE = ["'", '"', "%", "_", "\\", "a%", "se' OR 1=1", "😀😀", "\u202ese", "s\u200be", "se\0", "*" * 200, "of and"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_there_is_an_answer(now, typed):
    assert isinstance(suggest(typed, language="en", structure=now, day=TODAY), list)
