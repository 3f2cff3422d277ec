"""about/: what the directory is, its words, and what the General Secretariat is."""

import pytest

from orgunits.models import Structure
from orgunits.views.pages import ON_THE_GENERAL_SECRETARIAT
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, parsed, texts

pytestmark = pytest.mark.django_db


def test_about_explains_the_directory_and_its_words(client):
    response = client.get("/en/about/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert texts(response, ".//main//h2") == [
        "On this page",
        "What it is, and what it is not",
        "The words it uses",
        "How a unit’s place is known",
        "How time works",
        "The General Secretariat",
        "To report an error",
    ]
    assert texts(response, ".//main//dt") == [
        "Structure, edition",
        "Unit",
        "Placement",
        "Theme",
        "Pillar",
        "inferred",
        "carried over",
        "observed",
        "Not recorded",
        "?on=2010-01-01",
        "?structure=2008-six-secretariats",
    ]


def test_its_table_of_contents_leads_to_what_is_there(client):
    page = parsed(client.get("/en/about/"))

    places = [link.get("href") for link in page.findall(".//nav[@class='toc']//a")]
    assert places
    assert [place for place in places if page.find(f".//h2[@id='{place[1:]}']") is None] == []


def test_the_eight_responsibilities_are_quoted_with_their_source(client):
    make_source("document-001", title="Document 001", file_name=ON_THE_GENERAL_SECRETARIAT)

    response = client.get("/en/about/")

    page = parsed(response)
    assert len(page.findall(".//blockquote//ol/li")) == 8
    assert page.find(".//main//a[@href='/en/sources/document-001/']").text == "Document 001"
    assert "in our translation" not in response.content.decode()


def test_a_source_that_only_a_draft_cites_is_named_by_its_file(client):
    draft = make_structure("draft", status=Structure.Status.DRAFT)
    make_source("leak", title="Leak", file_name=ON_THE_GENERAL_SECRETARIAT, cited_by=[draft], draft=draft)

    response = client.get("/en/about/")

    assert "Leak" not in response.content.decode()
    assert ON_THE_GENERAL_SECRETARIAT in texts(response, ".//code")


@pytest.mark.parametrize("query", ["", "?on=1900-01-01", "?on=nonsense", "?structure=nothing"])
def test_about_is_the_same_on_every_day(client, query, costs):
    with costs("about"):
        response = client.get(f"/en/about/{query}")

    assert response.status_code == 200
    assert texts(response, ".//div[@class='time-bar']") == []
