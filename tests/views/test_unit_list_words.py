"""units/?q=: how words are found in the index of searches, whether it is written or due."""

from datetime import date

import pytest

from orgunits.models import ThemeLabel
from orgunits.search_index import writing
from orgunits.tree import trees
from tests.helpers import both_ways
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html
from tests.helpers.listed_units import ADOPTED, give_theme, listed, today

pytestmark = pytest.mark.django_db
client = both_ways.client


def test_words_are_found_whole_in_other_forms_and_the_last_one_as_a_beginning(client):
    today(
        """
        gs
          women | office | Comisión Interamericana de Mujeres | CIM
          growth | office | Fortalecimiento institucional | FI
          ports | office | Office of Ports
        """
    )

    for words, units in {
        "cim": ["women"],
        "CI": [],
        "inter mujeres": [],
        "interamericana muje": ["women"],
        "mujer": ["women"],
        "fortalec": ["growth"],
        "port": ["ports"],
        "talecimiento": [],
    }.items():
        assert listed(client.get("/en/units/", {"q": words})) == units, words


def test_what_was_renamed_is_found_by_its_new_name_before_the_index_is_written(client):
    structure = today("gs\n  law | office | Legal Office")
    writing.catch_up()
    trees.correct(structure, make_unit("law"), fact="name_en", after="Bureau of Justice", reason="It was misread.")

    assert listed(client.get("/en/units/?q=justice")) == ["law"]
    assert listed(client.get("/en/units/?q=legal")) == []


def test_a_theme_is_found_by_another_word_for_it_which_is_said(client):
    held = give_theme(place(today(), "law"), "migration", "Migration and Development")
    ThemeLabel.objects.create(theme=held.theme, language="en", text="Refugees")

    response = client.get("/en/units/?q=refugee")

    assert listed(response) == ["law"]
    page = " ".join(response.content.decode().split())
    assert ">Migration and Development</span>” (also searched as “<span>Refugees</span>”, our term)" in page
    assert_valid_html(response)


def test_names_of_many_editions_are_read_once_a_unit(client):
    for year in (2001, 2002, 2003):
        make_structure(f"in-{year}", "gs\n  law | office | Jurists", status=ADOPTED, effective_from=date(year, 1, 1))
    today("gs\n  law | office | Legal Office")

    (row,) = client.get("/en/units/?q=jurists").context["page"]

    assert [(match.why, match.structure.slug) for match in row.matches] == [("formerly", "in-2003")]


def test_staff_find_what_only_a_draft_says_and_why(admin_client):
    today("gs\n  law | office | Legal Office")
    hidden = make_structure("hidden", "gs\n  law | office | Law of Secrets", effective_from=date(2019, 1, 1))
    give_theme(place(hidden, "law"), "whispering", "Whispering")
    writing.catch_up()

    for words, why in {"secrets": "Law of Secrets", "whispering": "Whispering"}.items():
        (row,) = admin_client.get("/en/units/", {"q": words}).context["page"]
        assert (row.unit.slug, [match.text for match in row.matches]) == ("law", [why])
