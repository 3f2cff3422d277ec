"""sources/: where statements come from; sources/<slug>/: what rests on one. Over 300 lines: two pages of one noun."""

from datetime import date

import pytest

from orgunits.drafts.ownership import draft_hiding
from orgunits.models import (
    Body,
    Discrepancy,
    DiscrepancyClaim,
    OrganizationalUnit,
    Pillar,
    Source,
    Structure,
    UnitAlias,
    UnitRelation,
)
from orgunits.tree import trees
from orgunits.views import sources as source_views
from tests.helpers.acts_and_posts import make_act
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, facts, parsed, text_of, texts

pytestmark = pytest.mark.django_db

ADOPTED, DRAFT = Structure.Status.ADOPTED, Structure.Status.DRAFT


def relation(structure, **fields):
    return UnitRelation.objects.create(structure=structure, unit=make_unit("osg"), **fields)


def discrepancy(slug, source, *units):
    draft = draft_hiding(OrganizationalUnit, {unit.pk for unit in units})
    found = Discrepancy.objects.create(slug=slug, topic=f"Topic {slug}", reading=f"Reading {slug}", draft_id=draft)
    found.units.set(units)
    return DiscrepancyClaim.objects.create(discrepancy=found, position=1, text=f"Claim {slug}", source=source)


def alias(source, text, unit="osg"):
    return UnitAlias.objects.create(unit=make_unit(unit), kind="name", text=text, source=source)


# Each makes one record that cites the source; all of them hang on the structure.
CITING = {
    "structure": lambda structure, source: structure.sources.add(source),
    "placement": lambda structure, source: place(structure, "osg").sources.add(source),
    "summary": lambda structure, source: trees.change(place(structure, "osg"), summary_source=source),
    "purpose": lambda structure, source: trees.change(place(structure, "osg"), purpose_source=source),
    "functions": lambda structure, source: trees.change(place(structure, "osg"), functions_source=source),
    "unit": lambda structure, source: make_unit("osg").sources.add(source),
    "alias": lambda structure, source: alias(source, "The Office"),
    "relation": lambda structure, source: relation(structure, kind="reports_to", to_unit=make_unit("sla")).sources.add(
        source
    ),
    "act": lambda structure, source: cited_act(structure).sources.add(source),
    "claim": lambda structure, source: discrepancy("one", source, make_unit("osg")),
}


def cited_act(structure):
    draft = None if structure.is_public else structure
    act = make_act("order", kind="executive_order", symbol="Order", title="An order", draft=draft)
    structure.authorities.add(act)
    return act


# --- who sees it ---


def test_an_alias_of_a_unit_that_only_a_draft_places_is_unseen(client):
    """No draft keeps the unit to itself, since it was made public ahead of the draft."""
    source = make_source("paper")
    alias(source, "Hidden Bureau", "secret")
    make_structure("draft", "gs\n  secret", status=DRAFT)
    OrganizationalUnit.objects.update(draft=None)

    assert "Hidden Bureau" not in client.get("/en/sources/paper/").text


@pytest.mark.parametrize("citing", CITING)
def test_a_source_that_only_a_draft_knows_is_unseen(client, admin_client, citing):
    draft = make_structure("draft", status=DRAFT)
    CITING[citing](draft, source := make_source("leak", draft=draft))

    assert list(Source.objects.public()) == []
    assert texts(client.get("/en/sources/"), ".//main//h2") == ["No source is recorded yet"]
    assert client.get("/en/sources/leak/").status_code == 404
    assert admin_client.get("/en/sources/leak/").status_code == 200
    assert [row["href"] for row in links(admin_client.get("/en/sources/"))] == [source.get_absolute_url()]


@pytest.mark.parametrize("citing", CITING)
def test_a_source_that_something_public_cites_is_seen(client, citing):
    CITING[citing](make_structure("today", status=ADOPTED), source := make_source("report"))

    assert list(Source.objects.public()) == [source]
    assert links(client.get("/en/sources/")) == [{"href": "/en/sources/report/", "cited": "1"}]
    response = client.get("/en/sources/report/")
    assert response.status_code == 200
    assert_valid_html(response)
    assert "Nothing in the directory cites it at present." not in texts(response, ".//main//p")


def links(response):
    rows = parsed(response).findall(".//main//tbody/tr")
    return [{"href": row.find(".//a").get("href"), "cited": text_of(row.find("td"))} for row in rows]


def test_a_source_that_nothing_cites_is_seen(client):
    make_source("report")

    assert links(client.get("/en/sources/")) == [{"href": "/en/sources/report/", "cited": "0"}]
    assert "Nothing in the directory cites it at present." in texts(client.get("/en/sources/report/"), ".//main//p")


def test_what_drafts_add_to_a_public_source_is_neither_counted_nor_shown(client, admin_client):
    public = make_structure("today", "gs\n  osg", status=ADOPTED, name="Today")
    draft = make_structure("draft", "gs\n  osg\n  hidden | office | Hidden office", status=DRAFT, name="Hidden plan")
    source = make_source("report", cited_by=[public, draft, place(draft, "hidden"), make_unit("hidden")])
    trees.change(place(draft, "hidden"), purpose_source=source)
    alias(source, "The hidden alias", "hidden")
    relation(draft, kind="reports_to", to_unit=make_unit("hidden")).sources.add(source)
    discrepancy("hidden-one", source, make_unit("hidden"), make_unit("osg"))

    response = client.get("/en/sources/report/")

    assert texts(response, ".//main//h3") == ["Editions of the structure"]
    assert "idden" not in response.content.decode().replace('type="hidden"', "").replace('aria-hidden="true"', "")
    assert [row["cited"] for row in links(client.get("/en/sources/"))] == ["1"]
    assert [row["cited"] for row in links(admin_client.get("/en/sources/"))] == ["8"]
    assert texts(admin_client.get("/en/sources/report/"), ".//main//h3") == [
        "Editions of the structure",
        "1 unit in Hidden plan Draft",
        "Units as such",
        "Other names of units",
        "Reporting and coordination lines: Hidden plan",
        "Where it disagrees with another source",
    ]


def test_an_unknown_source_is_not_found(client):
    response = client.get("/en/sources/nothing/")

    assert response.status_code == 404
    assert "There is no source “nothing”." in texts(response, ".//main//p")


# --- what it shows ---


def test_sources_stand_by_how_often_they_are_cited_with_publisher_and_date(client):
    may = {"published_on": date(2016, 5, 1), "published_on_precision": "month"}
    make_source("page", title="A page", publisher="OAS", cited_by=[make_structure("today", status=ADOPTED)], **may)
    Source.objects.create(slug="doc", kind=Source.Kind.DOCUMENT, title="A document")

    response = client.get("/en/sources/")

    assert_valid_html(response)
    assert listed(response) == ["A page OAS, May 2016", "A document"]
    assert listed(client.get("/en/sources/?sort=title")) == ["A document", "A page OAS, May 2016"]
    assert texts(response, ".//nav[@aria-label='Kind']//li") == ["All 2", "Source documents 1", "Web pages 1"]


def test_the_list_is_read_by_words_by_kind_and_by_pages(client, monkeypatch):
    monkeypatch.setattr("orgunits.views.sources.PER_PAGE", 2)
    for number in range(3):
        make_source(f"report-{number}", title=f"Informe económico {number}", publisher="OAS")
    Source.objects.create(slug="doc", kind=Source.Kind.DOCUMENT, title="An economic document", publisher="OAS")

    assert listed(client.get("/en/sources/?q=oas+INFORME+economico&page=2")) == ["Informe económico 2 OAS"]
    assert listed(client.get("/en/sources/?q=oas&kind=document")) == ["An economic document OAS"]
    found = client.get("/en/sources/?q=informe&kind=page")
    assert texts(found, ".//main//p[@aria-live]") == ["3 sources"]
    assert [row.get("id") for row in parsed(found).findall(".//tbody/tr")] == ["source-report-0", "source-report-1"]
    assert {link.get("href") for link in parsed(found).findall(".//nav[@class='usa-pagination']//a")} == {
        "?q=informe&kind=page&page=2"
    }
    assert texts(client.get("/en/sources/?q=nowhere"), ".//main//h2") == ["No sources match"]


@pytest.mark.parametrize("query", ["q=%20..", "kind=rumour", "sort=colour", f"q={'x' * 201}"])
def test_a_filter_that_makes_no_sense_is_answered_kindly(client, query):
    make_source("report")

    response = client.get(f"/en/sources/?{query}")

    assert_valid_html(response)
    assert texts(response, ".//div[@role='alert']/h2") == ["This search could not be answered"]
    assert listed(response) == []


def listed(response):
    return texts(response, ".//main//tbody//th")


def test_a_source_tells_what_it_is(client):
    make_source(
        "report",
        title="Annual report",
        publisher="OAS",
        published_on=date(2016, 5, 1),
        published_on_precision="year",
        url="https://example.org/report?a=1&b=2",
        note="Its end is cut.",
    )

    response = client.get("/en/sources/report/")

    assert_valid_html(response)
    assert facts(response) == {
        "Publisher": ["OAS"],
        "Published": ["2016"],
        "Address": ["https://example.org/report?a=1&b=2"],
    }
    link = parsed(response).find(".//dl[@class='meta']//a")
    assert (link.get("href"), link.get("rel")) == ("https://example.org/report?a=1&b=2", "noreferrer")
    assert "Its end is cut." in texts(response, ".//main//p")


def test_what_is_not_known_of_a_source_is_said_to_be_not_recorded(client):
    make_source("report", file_name="report.txt")

    assert facts(client.get("/en/sources/report/")) == {
        "Publisher": ["Not recorded"],
        "Published": ["Not recorded"],
        "File": ["report.txt"],
    }


def test_a_source_lists_all_that_rests_on_it(client):
    first = make_structure("first", "gs\n  osg\n  sla", status=ADOPTED, effective_from=date(2008, 1, 1), name="First")
    second = make_structure("second", "gs\n  osg | office | Office of the SG\n  sla", status=ADOPTED, name="Second")
    source = make_source("report", cited_by=[first, place(first, "sla"), place(second, "osg"), make_unit("sla")])
    trees.change(place(second, "osg"), summary_source=source, purpose_source=source, functions_source=source)
    alias(source, "The Office")
    relation(second, kind="reports_to", to_unit=make_unit("sla")).sources.add(source)
    council = Body.objects.create(slug="council", kind="organ", name="Permanent Council")
    relation(second, kind="serves", to_body=council).sources.add(source)
    cited_act(second).sources.add(source)
    Pillar.objects.create(slug="democracy", position=1, name="Democracy").sources.add(source)
    discrepancy("one", source, make_unit("osg"))

    response = client.get("/en/sources/report/")

    assert_valid_html(response)
    section = parsed(response).find(".//section[@aria-labelledby='cited']")
    found = {}
    for element in section:
        if element.tag == "h3":
            heading = text_of(element)
        elif element.tag == "ul":
            found[heading] = [text_of(item) for item in element]
    assert found == {
        "Editions of the structure": ["First"],
        "1 unit in Second": ["Office of the SG what it does, purpose, functions"],
        "1 unit in First": ["Sla"],
        "Units as such": ["Sla"],
        "Other names of units": ["The Office: Office of the SG"],
        "Reporting and coordination lines: Second": [
            "Office of the SG reports to Sla",
            "Office of the SG serves Permanent Council",
        ],
        "Acts": ["Order: An order"],
        "Pillars": ["Democracy"],
        "Where it disagrees with another source": [
            "Topic one Claim one Our reading: Reading one About: Office of the SG"
        ],
    }
    hrefs = [link.get("href") for link in section.iter("a")]
    assert "/en/units/sla/?structure=first" in hrefs
    assert "/en/units/osg/?structure=second" in hrefs


def test_of_very_many_records_the_first_are_listed_and_that_is_said(client, monkeypatch):
    monkeypatch.setattr(source_views, "LISTED", 2)
    structure = make_structure("today", status=ADOPTED)
    make_source("report", cited_by=structure.placements.all())

    response = client.get("/en/sources/report/")

    assert texts(response, ".//main//ul/li") == ["Gs", "Osg"]
    assert "Of each kind, the first 2 records are listed." in texts(response, ".//main//p")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    structure = make_structure("today", status=ADOPTED)
    for number in range(count):
        make_source(f"source-{number}", cited_by=[structure, *structure.placements.all()])

    with costs("sources"):
        response = client.get("/en/sources/")

    assert [row["cited"] for row in links(response)] == ["7"] * count


@pytest.mark.parametrize("count", [1, 3])
def test_a_source_costs_the_same_however_much_rests_on_it(client, count, costs):
    source = make_source("report")
    Pillar.objects.create(slug="democracy", position=1, name="Democracy").sources.add(source)
    for number in range(count):
        tree = f"gs\n  osg\n  u{number}"
        structure = make_structure(f"s{number}", tree, status=ADOPTED, effective_from=date(2000 + number, 1, 1))
        unit = make_unit(f"u{number}")
        for record in (structure, place(structure, unit.slug), unit):
            record.sources.add(source)
        relation(structure, kind="reports_to", to_unit=unit).sources.add(source)
        alias(source, f"Alias {number}", unit.slug)
        discrepancy(f"d{number}", source, unit)
        make_act(f"a{number}").sources.add(source)

    with costs("source"):
        response = client.get("/en/sources/report/")

    assert len(response.context["relations"]) == len(response.context["editions"]) == count


@pytest.mark.parametrize("query", ["?on=2010-01-01", "?on=nonsense", "?structure=nothing", "?on=1&on=2&structure=x"])
def test_sources_are_the_same_on_every_day(client, query):
    make_source("report")

    for page in ("sources/", "sources/report/"):
        response = client.get(f"/en/{page}{query}")
        assert response.status_code == 200
        assert texts(response, ".//div[@class='time-bar']") == []


def test_every_source_of_the_demo_has_its_page(client, demo):
    listed = [row["href"] for page in range(1, 9) for row in links(client.get(f"/en/sources/?page={page}"))]

    assert len(set(listed)) == len(listed) == Source.objects.count()
    for slug in ("source-document-000", "source-document-003", "annual-report-2006"):
        response = client.get(f"/en/sources/{slug}/")
        assert response.status_code == 200
        assert_valid_html(response)
