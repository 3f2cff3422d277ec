"""An acronym is found whole: no other word is a form of it, in searches, lists of units and the finder."""

from datetime import date

import pytest

from orgunits.models import SearchDocument, Structure, UnitAlias
from orgunits.models.folding import fold
from orgunits.search.results import Asked
from orgunits.search.search import search
from orgunits.search_index import writing
from orgunits.search_index.documents import Role
from orgunits.search_index.words import stems
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.find import found, give_function, give_theme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


def ask(text, language="en"):
    return search(Asked(text, language, Structure.objects.up_to(TODAY).first(), TODAY)).hits


@pytest.fixture
def seats():
    """A unit is called SEDI; others have "sede" in a name, a function and a theme, of which "sed" is the stem, too."""
    tree = """
    gs | general_secretariat | General Secretariat
      sedi | secretariat | Secretariat for Growth | SEDI
      host | office | Headquarters
      works | office | Office of Works
    """
    today = make_structure("today", tree, status="adopted", effective_from=date(2020, 1, 1), name="Today")
    give_theme(place(today, "host"), "seats", "Sede y sedes")
    give_function(place(today, "works"), "Cuida la sede.")
    Structure.objects.filter(pk=today.pk).update(name_es="La sede")
    writing.build()


def test_an_acronym_of_the_index_is_no_form_of_another_word(client, seats):
    for typed in ("sedi", "SEDI"):
        assert [hit.name for hit in ask(typed, "es")] == ["Secretariat for Growth"]
        response = client.get(f"/es/units/?q={typed}")
        assert [row.unit.slug for row in response.context["page"]] == ["sedi"]
        assert found(client.get(f"/es/find/?q={typed}")) == ["sedi"]


def test_a_word_that_is_no_acronym_is_found_in_its_forms(seats):
    assert (
        {hit.kind for hit in ask("sede", "es")}
        == {hit.kind for hit in ask("sedes", "es")}
        == {
            "unit",
            "theme",
            "edition",
        }
    )


def test_an_acronym_that_is_due_is_known(seats):
    assert "edition" in {hit.kind for hit in ask("sedes", "es")}

    UnitAlias.objects.create(unit=make_unit("works"), kind="acronym", text="SEDES", language="es")

    assert "edition" not in {hit.kind for hit in ask("sedes", "es")}


def test_of_every_acronym_of_the_demo_all_that_is_found_has_it(indexed_demo):
    words, acronyms = {}, set()
    for row in SearchDocument.objects.all():
        texts = [*row.shown["texts"].values()]
        of_row = words[row.kind, row.key] = set()
        for text in [name[2] for name in row.names] + [text for of_language in texts for text in of_language]:
            of_row.update(fold(text).split())
        acronyms.update(name[3] for name in row.names if name[0] == Role.ACRONYM and " " not in name[3])

    in_other_forms = sorted(each for each in acronyms if len(stems(each)) > 1)
    assert {"sedi", "cidi", "unifem"} <= set(in_other_forms)
    for each in in_other_forms:
        hits = ask(each, "es")
        assert hits
        assert [hit.key for hit in hits if hit.why != "heir" and each not in words[hit.kind, hit.key]] == [], each
