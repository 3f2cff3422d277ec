"""Suggestions as one types, and the description of the search for browsers."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import override_settings

from orgunits.models import SearchDocument
from orgunits.search_index import writing
from tests.helpers.factories import make_structure

pytestmark = pytest.mark.django_db

TREE = """
gs
  ssd | secretariat | Secretariat for Strengthening Democracy | SRD
  legal | department | Department of Legal Services
"""
NOTHING = {"suggestions": []}


@pytest.fixture
def now():
    structure = make_structure("now", TREE, status="adopted")
    writing.build()
    return structure


def suggested(client, typed, language="en", **query):
    return client.get(f"/{language}/search/suggest/", {"q": typed, **query}).json()["suggestions"]


def test_a_suggestion_leads_straight_to_the_page(client, now):
    assert suggested(client, "srd") == [
        {
            "name": "Secretariat for Strengthening Democracy",
            "kind": "unit",
            "address": "/en/units/ssd/",
            "note": "SRD",
        }
    ]
    assert client.get("/en/units/ssd/").status_code == 200


def test_in_the_readers_language_a_name_that_has_none_says_in_which_it_is(client, now):
    assert suggested(client, "department of leg", "es") == [
        {
            "name": "Department of Legal Services",
            "language": "en",
            "kind": "unidad",
            "address": "/es/units/legal/",
            "note": "",
        }
    ]


def test_every_kind_of_suggestion_of_the_demo_leads_to_a_page(client, demo):
    writing.build()
    found = {}
    for typed in (
        "se",
        "ma",
        "ag/res",
        "executive order",
        "peru",
        "luis",
        "director",
        "chart",
        "1-",
        "gobierno",
        "the",
    ):
        for each in suggested(client, typed):
            found.setdefault(each["kind"], each["address"])

    assert {*found} >= {"unit", "member state", "country office", "person", "legal act", "mandate", "page of the site"}
    assert {address: client.get(address).status_code for address in found.values()} == dict.fromkeys(
        found.values(), 200
    )


def test_the_moment_is_kept(client, now):
    before = "gs\n  ssd | secretariat | Unit for the Promotion of Democracy | UPD"
    make_structure("before", before, status="adopted", effective_from=date(2000, 1, 1))
    writing.build()

    (on,) = suggested(client, "promotion", on="2010-06-01")
    (chosen,) = suggested(client, "promotion", structure="before")
    (today,) = suggested(client, "promotion")

    assert (on["name"], on["address"]) == ("Unit for the Promotion of Democracy", "/en/units/ssd/?on=2010-06-01")
    assert (chosen["name"], chosen["address"]) == (on["name"], "/en/units/ssd/?structure=before")
    assert (today["name"], today["note"]) == ("Secretariat for Strengthening Democracy", on["name"])


def test_a_unit_that_is_gone_says_so(client, now):
    before = "gs\n  gone | department | Tourism\n  ssd | secretariat | Democracy"
    make_structure("before", before, status="adopted", effective_from=date(2000, 1, 1))
    make_structure("proposal", "gs\n  never | department | Tourists", status="proposed")
    writing.build()

    assert [(each["name"], each["kind"]) for each in suggested(client, "touris")] == [
        ("Tourism", "former unit"),
        ("Tourists", "unit, later or only proposed"),
    ]


@pytest.mark.parametrize(
    "typed", ["", "s", "   ", "zzzz", "a" * 201, "\u202esec", "'; DROP TABLE", "😀😀", "%", "legalx"]
)
def test_words_that_find_nothing_or_are_refused_get_an_empty_answer(client, now, typed):
    assert client.get("/en/search/suggest/", {"q": typed}).json() == NOTHING


def test_without_words_or_in_a_format_that_is_not_there_the_answer_is_empty(client, now):
    assert client.get("/en/search/suggest/").json() == NOTHING
    assert client.get("/en/search/suggest/?q=sec&format=xml").json() == NOTHING


def test_it_is_read_only_and_kept_by_the_readers_browser_for_a_moment(client, now):
    answer = client.get("/en/search/suggest/?q=sec")

    assert client.post("/en/search/suggest/?q=sec").status_code == 405
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer["X-Robots-Tag"] == "noindex"


def test_names_come_as_data_and_never_as_markup(client):
    make_structure("now", "gs\n  x | department | <script>alert(1)</script> & more", status="adopted")
    writing.build()

    assert [each["name"] for each in suggested(client, "script")] == ["<script>alert(1)</script> & more"]


def test_nothing_of_a_draft_is_suggested_to_anybody(client, admin_client, now):
    make_structure("hidden", "gs\n  zyx | department | Zyxomma | ZYX\n  legal | department | Zyxen")
    assert not SearchDocument.objects.filter(names__icontains="zyx").exists()

    for reader in (client, admin_client):
        for query in ({}, {"on": "2010-01-01"}, {"format": "opensearch"}):
            answer = reader.get("/en/search/suggest/", {"q": "zyx", **query})
            assert "omma" not in answer.content.decode()
    assert admin_client.get("/en/search/suggest/?q=zyx&structure=hidden").json() == NOTHING


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many_are_suggested(client, number, costs):
    lines = [f"  unit-{each} | department | Migration {each}" for each in range(number)]
    make_structure("now", "\n".join(["gs", *lines]), status="adopted")
    writing.build()

    with costs("suggest"):
        found = suggested(client, "migr")

    assert len(found) == number


@override_settings(SITE_URL="https://directory.example")
def test_browsers_get_names_and_absolute_addresses(client, now):
    answer = client.get("/en/search/suggest/?q=Strength&format=opensearch")

    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert answer.json() == [
        "Strength",
        ["Secretariat for Strengthening Democracy"],
        [],
        ["https://directory.example/en/units/ssd/"],
    ]


@override_settings(SITE_URL="https://directory.example")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_description_of_the_search_leads_to_both(client, language):
    page = client.get(f"/{language}/about/").content.decode()
    answer = client.get(f"/{language}/opensearch.xml")
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    description = ElementTree.fromstring(answer.content)

    assert f'type="application/opensearchdescription+xml" href="/{language}/opensearch.xml"' in page
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    assert len(description.find(f"{name}ShortName").text) <= 16
    assert len(description.find(f"{name}LongName").text) <= 48
    assert description.find(f"{name}Language").text == language
    site = f"https://directory.example/{language}"
    assert [(url.get("type"), url.get("template")) for url in description.findall(f"{name}Url")] == [
        ("text/html", f"{site}/search/?q={{searchTerms}}"),
        ("application/x-suggestions+json", f"{site}/search/suggest/?q={{searchTerms}}&format=opensearch"),
        ("application/opensearchdescription+xml", f"{site}/opensearch.xml"),
    ]


@pytest.mark.parametrize("address", ["/en/", "/en/about/", "/es/units/?on=2022-01-01", "/en/no-such-page/"])
def test_the_box_leads_to_the_search_and_names_what_suggests(client, now, address):
    language = address[1:3]
    page = client.get(address).content.decode()

    assert f'action="/{language}/search/"' in page
    assert f'data-suggest="/{language}/search/suggest/"' in page
    assert ('name="on" value="2022-01-01"' in page.partition("</form>")[0].partition('role="search"')[2]) == (
        "on=" in address
    )
