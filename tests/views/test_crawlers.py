"""What search engines are given: robots.txt, the sitemap, and which address stands for a page."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from orgunits.adoption.status import propose
from orgunits.models import Body, Person, PlacementTheme, Structure
from orgunits.views import crawlers
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import parsed
from tests.helpers.offices import make_office
from tests.helpers.pages import PAGES
from tests.helpers.themes import make_theme

pytestmark = pytest.mark.django_db

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}
ADOPTED = Structure.Status.ADOPTED


@pytest.fixture
def editions():
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26))
    return make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1))


def read(client, address):
    """The sitemap's elements at an address."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def listed(client, section, page=1):
    """[(address, {language: address of the alternate})] of a section."""
    found = []
    for url in read(client, f"/sitemap-{section}.xml?p={page}").findall("map:url", NAMES):
        alternates = {link.get("hreflang"): link.get("href") for link in url.findall("xhtml:link", NAMES)}
        found.append((url.findtext("map:loc", namespaces=NAMES), alternates))
    return found


def every_address(client):
    """Of all sections, as the index names them."""
    index = read(client, "/sitemap.xml").findall(".//map:loc", NAMES)
    urls = [url for each in index for url in read(client, each.text).findall("map:url", NAMES)]
    return [url.findtext("map:loc", namespaces=NAMES) for url in urls]


def kept(response):
    """What a search engine is to keep of a page: its address, and that in each language."""
    page = parsed(response)
    links = [link for link in page.iter("link") if link.get("rel") in ("canonical", "alternate")]
    return {link.get("hreflang", "canonical"): link.get("href") for link in links if link.get("type") is None}


# --- which address stands for a page ---


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("units/gs/?on=2010-06-01", "?structure=old"),
        ("structure/?on=2010-06-01", "?structure=old"),
        ("mandates/?on=2010-06-01&page=2", "?structure=old"),
        ("units/gs/?on=2020-06-01", ""),
        ("agreements/?on=2999-01-01", ""),
    ],
)
def test_a_day_is_not_indexed_and_its_edition_stands_for_it(client, editions, page, query):
    response = client.get(f"/en/{page}")

    path = page.partition("?")[0]
    english, spanish = (f"http://testserver/{code}/{path}{query}" for code in ("en", "es"))
    assert response["X-Robots-Tag"] == "noindex"
    assert kept(response) == {"canonical": english, "en": english, "es": spanish}
    # The address that stands for it is there, stands for itself and may be indexed.
    stands_for_it = client.get(english)
    assert "X-Robots-Tag" not in stands_for_it
    assert kept(stands_for_it)["canonical"] == english


def test_nothing_stands_for_a_day_before_the_first_edition(client, editions):
    response = client.get("/en/structures/?on=1990-05-01")

    assert (response["X-Robots-Tag"], kept(response)) == ("noindex", {})


def test_a_drawing_of_a_day_has_no_head_and_is_not_indexed_either(client, editions):
    assert client.get("/en/chart.svg?on=2010-06-01")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/en/chart.svg?structure=old")


def test_a_comparison_of_two_days_is_that_of_their_editions(client, editions):
    response = client.get("/en/compare/?from=2010-01-01&to=2020-01-01")

    english, spanish = (f"http://testserver/{code}/compare/?from=old&to=new" for code in ("en", "es"))
    assert response["X-Robots-Tag"] == "noindex"
    assert kept(response) == {"canonical": english, "en": english, "es": spanish}
    assert "X-Robots-Tag" not in client.get(english)


def test_filters_and_languages_do_not_make_further_pages(client, editions):
    english, spanish = (f"http://testserver/{code}/units/?structure=old" for code in ("en", "es"))

    page = client.get("/es/units/?structure=old&kind=office&page=3")

    assert kept(page) == {"canonical": spanish, "en": english, "es": spanish}


# --- robots.txt ---


def test_robots_are_kept_from_staff_secrets_forms_and_what_is_worked_out(client):
    response = client.get("/robots.txt")

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = [line.partition(": ") for line in response.content.decode().splitlines()]
    rules = tuple(value for name, _colon, value in lines if name == "Disallow")
    assert [value for name, _colon, value in lines if name == "Sitemap"] == ["http://testserver/sitemap.xml"]
    for code in ("en", "es"):
        closed = [
            "agreements/follow/secret/", "agreements/follow/secret/document/", "agreements/propose/?unit=sedi",
            "agreements/propose/sent/", "find/?q=rivers", "compare/?from=old&to=new", "compare.csv?from=old&to=new",
            "compare.json?from=old&to=new", "chart.pdf?paper=a3", "search/?q=rivers",
        ]  # fmt: skip
        assert [path for path in closed if not f"/{code}/{path}".startswith(rules)] == []
        # A page that says noindex has to be read.
        open_to_all = ["", "agreements/propose/", "find/", "compare/", "chart/", "units/sedi/?on=2010-01-01"]
        assert [path for path in open_to_all if f"/{code}/{path}".startswith(rules)] == []
    assert reverse("admin:login").startswith(rules)
    assert "\n\n\n" not in response.content.decode()


def test_robots_txt_asks_the_database_nothing(client, costs):
    with costs("robots"):
        client.get("/robots.txt")


# --- the sitemap ---


def make_one_of_everything():
    source = make_source("report")
    make_mandate("mandate", act=make_act("act"), units=["sedi"]).sources.add(source)
    post = make_post("head", unit="sedi", heads=["sedi"])
    appoint(post, "Ada", "2010", person=Person.objects.create(slug="ada", name="Ada"))
    Person.objects.create(slug="nobody", name="Nobody")
    PlacementTheme.objects.create(placement=place(Structure.objects.get(slug="new"), "sedi"), theme=make_theme("Trade"))
    make_theme("Nothing")
    Body.objects.create(slug="nobodys", kind="organ", name="Nobody’s council")
    assembly = Body.objects.create(slug="assembly", kind="organ", name="Assembly")
    make_post("elected", unit="sedi", elected_by=assembly)
    make_office("office-bb")
    make_agreement("rivers", unit=make_unit("sedi"))


def test_the_sitemap_lists_each_public_page_in_both_languages_and_each_is_there(client, editions):
    make_one_of_everything()

    found = every_address(client)

    assert len(found) == len(set(found))
    records = {
        "structures/old/", "structures/new/", "units/gs/", "posts/head/", "people/ada/", "themes/trade/",
        "bodies/assembly/",
        "offices/office-bb/", "member-states/bb/", "mandates/mandate/", "instruments/act/", "agreements/rivers/",
        "sources/report/",
    }  # fmt: skip
    paths = {address.removeprefix("http://testserver/en/") for address in found if "/en/" in address}
    assert records <= paths
    assert {address.replace("/es/", "/en/") for address in found if "/es/" in address} == {
        f"http://testserver/en/{path}" for path in paths
    }
    for address in found:
        response = client.get(address)
        assert (address, response.status_code, "X-Robots-Tag" in response) == (address, 200, False)
        assert (address, kept(response)["canonical"]) == (address, address)


def test_no_page_that_is_there_once_is_forgotten():
    once = {page.name for page in PAGES if not page.slug} - {"search"}  # which says noindex

    assert {*crawlers.OF_THE_STRUCTURE, *crawlers.OTHERS} == once


def test_each_address_names_the_same_page_in_each_language(client, editions):
    unit = {code: f"http://testserver/{code}/units/gs/" for code in ("en", "es")}

    found = dict(listed(client, "units"))

    assert (found[unit["en"]], found[unit["es"]]) == (unit, unit)


def test_nothing_that_only_staff_know_is_in_the_sitemap(client, admin_client, editions):
    before = every_address(client)
    plan = make_structure("plan", "gs\n  zyx", name="Plan")
    make_source("zyx-source", draft=plan)
    make_mandate("zyx-mandate", act=make_act("zyx-act", draft=plan), draft=plan)
    make_post("zyx-post", unit="zyx", draft=plan)
    make_agreement("zyx-proposal", stage="under_review")

    assert every_address(client) == before
    assert every_address(admin_client) == before


def test_before_any_structure_is_in_force_only_pages_that_answer_are_listed(client):
    make_structure("wish", status="proposed")

    found = every_address(client)

    assert "http://testserver/en/structures/wish/" in found
    assert [address for address in found if client.get(address).status_code != 200] == []


def test_when_a_page_changed_is_said_only_where_it_is_known(client, editions, admin_user):
    plan = make_structure("plan", effective_from=date(2030, 1, 1))
    propose(plan, by=admin_user)

    urls = read(client, "/sitemap-editions.xml").findall("map:url", NAMES)

    said = {url.findtext("map:loc", namespaces=NAMES): url.findtext("map:lastmod", namespaces=NAMES) for url in urls}
    day = plan.steps.get().at.date().isoformat()
    assert {address.split("/")[-2]: when for address, when in said.items()} == {"old": None, "new": None, "plan": day}


def test_a_page_of_the_sitemap_is_bounded(client, editions, monkeypatch):
    monkeypatch.setattr(crawlers.InEachLanguage, "limit", 2)
    for number in range(5):
        make_source(f"source-{number}")

    index = [each.text for each in read(client, "/sitemap.xml").findall(".//map:loc", NAMES) if "sources" in each.text]

    assert index == [f"http://testserver/sitemap-sources.xml{page}" for page in ("", "?p=2", "?p=3")]
    assert [len(listed(client, "sources", page)) for page in (1, 2, 3)] == [4, 4, 2]
    assert client.get("/sitemap-sources.xml?p=4").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_sitemap_costs_the_same_however_many_records_there_are(client, count, costs, editions):
    for number in range(count):
        make_source(f"source-{number}")
        make_agreement(f"agreement-{number}", unit=make_unit(f"u{number}"))

    with costs("sitemap"):
        client.get("/sitemap.xml")
    for section in ("sources", "agreements"):
        with costs("sitemap, a section"):
            assert len(listed(client, section)) == 2 * count
