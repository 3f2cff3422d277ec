"""Records whose documents are due: found as they are now; beyond so many, the pages say what they don't know yet."""

from datetime import date

import pytest

from orgunits import failed_searches
from orgunits.models import Appointment, Person, SearchPending, SearchPosting, Structure
from orgunits.search_index import writing
from tests.helpers.acts_and_posts import appoint, make_act, make_post
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.find import found
from tests.helpers.html import assert_valid_html, texts, words_of
from tests.helpers.offices import make_office

pytestmark = pytest.mark.django_db

BEING_WRITTEN = "The index of searches is being written."
NOTHING_FOUND = ("Nothing is found", "No unit is found", "No unit on record matches", "0 results")


@pytest.fixture
def today():
    tree = "gs | general_secretariat | General Secretariat\n  piers | department | Department of Piers | DP"
    return make_structure("today", tree, status=Structure.Status.ADOPTED, effective_from=date(2016, 1, 1))


def elsewhere(client, words):
    return client.get("/en/find/", {"q": words}).context["elsewhere"]


def test_the_finder_names_acts_people_and_offices_that_are_due(client, today):
    writing.build()
    post = make_post("director", unit="piers", heads=["piers"])
    ada = Person.objects.create(slug="ada", name="Ada Pilot")
    appoint(post, "Ada Pilot", "2018", person=ada)
    make_act("order", kind="executive_order", symbol="Executive Order 16-01", adopted="2016")
    make_office("harbour", name="Harbour House", city="Bridgetown")

    assert SearchPending.objects.exists()
    asked = ("ada pilot", "pilot", "executive order 16-01", "16-01", "harbour house")
    assert [elsewhere(client, words) for words in asked] == ["person", "person", "instrument", "instrument", "office"]


def test_and_not_those_that_were_called_so_when_the_index_was_written(client, today):
    ada = Person.objects.create(slug="ada", name="Ada Pilot")
    appoint(make_post("director", unit="piers", heads=["piers"]), "Ada Pilot", "2018", person=ada)
    writing.build()
    assert elsewhere(client, "ada pilot") == "person"

    Appointment.objects.update(name="Ada Sailor")
    Person.objects.update(name="Ada Sailor")

    assert [elsewhere(client, words) for words in ("ada pilot", "pilot", "sailor")] == ["", "", "person"]


@pytest.fixture
def unwritten(today, monkeypatch):
    """As after a load in bulk: nothing is in the index, and more is due than a search makes for itself."""
    monkeypatch.setattr("orgunits.search.pending.MOST", 1)
    make_unit("piers").aliases.create(kind="name", text="The Jetty Office", language="en")
    assert not SearchPosting.objects.exists()


@pytest.mark.parametrize("words", ["Department of Piers", "dp", "D.P.", "the jetty office", "department-of-piers"])
def test_without_an_index_units_are_found_by_whole_names(client, unwritten, words):
    pages = {name: client.get(f"/en/{name}/", {"q": words}) for name in ("search", "find", "units")}

    card = pages["search"].context["card"]
    assert (card.hit.placement.unit.slug, pages["search"].context["hits"]) == ("piers", [])
    assert found(pages["find"]) == ["piers"]
    assert [row.unit.slug for row in pages["units"].context["page"]] == ["piers"]
    suggested = client.get("/en/search/suggest/", {"q": words}).json()["suggestions"]
    assert [each["name"] for each in suggested] == ["Department of Piers"]
    for response in pages.values():
        assert BEING_WRITTEN in words_of(response)


@pytest.mark.parametrize("page", ["search", "find", "units"])
def test_without_an_index_no_page_says_that_there_is_nothing(client, unwritten, page, caplog):
    caplog.set_level("INFO")
    response = client.get(f"/en/{page}/", {"q": "piers"})

    assert BEING_WRITTEN in words_of(response)
    assert not [each for each in NOTHING_FOUND if each in words_of(response)]
    assert "No results yet" in " ".join(texts(response, ".//h2"))
    assert failed_searches.logger.name not in {record.name for record in caplog.records}
    assert_valid_html(response)


@pytest.mark.parametrize("page", ["search", "find", "units"])
def test_with_an_index_nothing_is_said_of_it(client, today, page):
    writing.build()

    assert BEING_WRITTEN not in words_of(client.get(f"/en/{page}/", {"q": "piers"}))


def test_a_draft_is_not_found_by_its_names_either(client, unwritten):
    draft = make_structure("plan", "gs\n  piers | department | Department of Whispers | DW\n  hush | office | Hush")
    assert place(draft, "hush")

    for words in ("department of whispers", "dw", "hush"):
        assert client.get("/en/search/", {"q": words}).context["hits"] == []
        assert found(client.get("/en/find/", {"q": words})) == []
        assert not client.get("/en/units/", {"q": words}).context["page"].object_list
        assert client.get("/en/search/suggest/", {"q": words}).json() == {"suggestions": []}
