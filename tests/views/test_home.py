"""The start page: what one can ask, the top of the structure, the editions, the last changes, the numbers."""

from datetime import date

import pytest

from orgunits.models import Pillar, PlacementPillar, PlacementTheme, Structure, Theme
from orgunits.tree import trees
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.html import assert_valid_html, classes_of, parsed, text_of, texts

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT

TREE = """
gs | general_secretariat | General Secretariat
  osg | head_office | Office of the Secretary General | OSG
  sms | secretariat | Secretariat for Multidimensional Security | SMS
    security | department | Department of Public Security
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
  counsel | office | Office of the Strategic Counsel
"""


def describe(structure, slug, purpose):
    trees.change(place(structure, slug), purpose_en=purpose)


def test_an_empty_directory_says_so_and_can_be_searched(client):
    response = client.get("/en/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert "No edition is recorded yet." in texts(response, ".//main//p")
    assert parsed(response).find(".//main//form[@action='/en/search/']//input[@name='q']") is not None


def test_a_directory_of_the_future_only_names_the_day_from_which_it_holds(client):
    make_structure("next", status=ADOPTED, effective_from=date(2999, 1, 1))

    response = client.get("/en/")

    assert response.status_code == 200
    assert "The earliest on record begins on 1 January 2999." in response.content.decode()


def test_the_chart_shows_heads_secretariats_and_what_else_is_at_the_top(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    describe(structure, "sms", "To coordinate cooperation against threats.")

    response = client.get("/en/")

    assert_valid_html(response)
    assert texts(response, ".//p[@class='top-chart__root']") == ["General Secretariat"]
    assert texts(response, ".//ul[@class='top-chart__heads']/li") == ["Office of the Secretary General OSG"]
    assert texts(response, ".//ul[@class='top-chart__units']/li") == [
        "Secretariat for Multidimensional Security SMS To coordinate cooperation against threats.",
        "Executive Secretariat for Integral Development SEDI Purpose not recorded",
    ]
    assert texts(response, ".//p[@class='beside']") == [
        "Also directly under the General Secretariat: Office of the Strategic Counsel"
    ]


def test_a_secretariat_bears_its_pillar_as_an_edge_and_a_word(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    PlacementPillar.objects.create(placement=place(structure, "sms"), pillar=pillar, basis="inferred")
    contributes = PlacementPillar.Role.CONTRIBUTES
    PlacementPillar.objects.create(placement=place(structure, "sedi"), pillar=pillar, role=contributes)

    sms, sedi = parsed(client.get("/en/")).findall(".//ul[@class='top-chart__units']/li")

    assert sms.get("class") == "pillar-democracy"
    assert text_of(sms).endswith("Democracy (inferred)")
    assert sedi.get("class") is None
    assert "Democracy" not in text_of(sedi)


def test_a_purpose_of_another_edition_is_labelled_and_a_draft_tells_none(client):
    first = make_structure("first", TREE, status=ADOPTED, effective_from=date(2008, 3, 26))
    describe(first, "sms", "As of 2008.")
    proposal = make_structure("proposal", TREE, status=PROPOSED, as_of=date(2015, 9, 30), as_of_precision="day")
    describe(proposal, "sms", "Not asked for: an edition states one.")
    describe(proposal, "sedi", "As of the proposal.")
    make_structure("today", TREE, status=ADOPTED)
    draft = make_structure("draft", TREE, status=DRAFT, as_of=date(2021, 1, 1), as_of_precision="day")
    describe(draft, "counsel", "Secret.")

    response = client.get("/en/")

    assert texts(response, ".//ul[@class='top-chart__units']/li/p") == [
        "As of 2008.",
        "as stated in 2008",
        "As of the proposal.",
        "as proposed in 2015",
    ]
    assert "Secret." not in response.content.decode()


def test_the_editions_stand_in_order_marked_and_linked_and_drafts_are_left_out(client):
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old")
    make_structure("wish", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure(
        "seen", status=Structure.Status.OBSERVED, as_of=date(2025, 5, 1), as_of_precision="month", name="Seen"
    )
    make_structure("secret", status=DRAFT, as_of=date(2026, 1, 1), as_of_precision="day", name="Hidden")

    items = parsed(client.get("/en/")).findall(".//ol[@class='timeline']/li")

    assert [(text_of(item), classes_of(item), item.find("a").get("href")) for item in items] == [
        ("2008 Old", "is-adopted", "/en/?structure=old"),
        ("2015 Wish Proposed", "is-proposal", "/en/?structure=wish"),
        ("2016 New in force today", "is-adopted is-shown", "/en/"),
        ("2025 Seen Observed", "is-observed", "/en/?structure=seen"),
    ]


def test_the_numbers_are_counted_and_leave_out_what_only_drafts_know(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    draft = make_structure("draft", "gs\n  hidden")
    for slug, placement in [("migration", place(structure, "sms")), ("secret", place(draft, "hidden"))]:
        PlacementTheme.objects.create(placement=placement, theme=Theme.objects.create(slug=slug, name=slug))
    make_source("report", cited_by=[structure])
    make_source("leak", cited_by=[draft], draft=draft)

    page = parsed(client.get("/en/"))

    numbers = page.findall(".//dl[@class='numbers']/div")
    assert {text_of(row.find("dt")): int(text_of(row.find("dd"))) for row in numbers} == {
        "Secretariats in the edition shown": 2,
        "Units in the edition shown": 6,
        "Units in all editions": 6,
        "Editions": 1,
        "Agreements on record": 0,
        "Mandates": 0,
        "Themes": 1,
        "Sources": 1,
    }


def test_the_last_changes_that_had_happened_are_told_the_newest_first(client):
    old = make_structure("old", TREE, status=ADOPTED, effective_from=date(2008, 3, 26))
    today = make_structure("today", TREE, status=ADOPTED)
    wish = make_structure("wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    draft = make_structure("draft", "gs\n  hidden", as_of=date(2021, 1, 1), as_of_precision="day")
    make_change("created", results=["sms"], to=old)
    make_change("renamed", ["counsel"], when="2012", to=today)
    make_change("moved", ["security"], when="2020-01-01", to=today, moved_from="osg", moved_to="sms")
    make_change("abolished", ["counsel"], to=wish)
    make_change("created", results=["hidden"], to=draft)
    make_change("abolished", ["security"], when="2999", to=today)
    for number in range(4):
        make_change("renamed", ["sedi"], when=f"200{number}", slug=f"renamed-{number}")

    now, then = client.get("/en/"), client.get("/en/?on=2010-01-01")

    assert_valid_html(now)
    assert texts(now, ".//ol[@class='changes']/li") == [
        "moved 1 January 2020 Department of Public Security: from Office of the Secretary General "
        "to Secretariat for Multidimensional Security",
        "renamed 2012 Office of the Strategic Counsel",
        "created Date not recorded Secretariat for Multidimensional Security",
        "renamed 2003 Executive Secretariat for Integral Development",
        "renamed 2002 Executive Secretariat for Integral Development",
    ]
    assert texts(then, ".//ol[@class='changes']/li")[0].startswith("created")


def test_of_very_many_units_at_the_top_the_first_are_named(client):
    units = "\n".join(f"  office-{number} | office" for number in range(15))
    make_structure("today", f"gs\n{units}", status=ADOPTED)

    beside = parsed(client.get("/en/")).find(".//p[@class='beside']")

    assert len(beside.findall("a")) == 13
    assert text_of(beside).endswith("Office 11 and 3 more")


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_however_many(client, count, costs):
    tree = "gs\n" + "\n".join(f"  s{number} | secretariat" for number in range(count))
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    for number in range(count):
        structure = make_structure(f"s{number}", tree, status=ADOPTED, effective_from=date(2000 + number, 1, 1))
        make_source(f"source-{number}", cited_by=[structure])
        for row in structure.placements.secretariats():
            PlacementPillar.objects.create(placement=row, pillar=pillar)
            describe(structure, row.unit.slug, "Purpose.")

        make_change("renamed", [f"s{number}"], to=structure)

    with costs("home"):
        response = client.get("/en/")

    for noun in ("secretariats", "timeline", "changes"):
        assert len(response.context[noun]) == count
