"""chart/ and chart.svg: what is shown, of which branch and how deep, and what is refused."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from orgunits.models import Pillar, Placement, PlacementPillar
from orgunits.tree import trees
from tests.helpers.charts import (
    ADOPTED,
    DRAFT,
    SVG,
    TREE,
    boxes,
    drawing,
    links_of,
    relate,
)
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db


def test_the_chart_shows_each_unit_in_the_order_of_the_tree_and_the_same_as_a_list(client):
    structure = make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/chart/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert boxes(response) == [
        "General Secretariat",
        "Office of the Secretary General OSG",
        "Office of the Assistant Secretary General",
        "Columbus Memorial Library",
        "Secretariat for Multidimensional Security SMS",
        "Department of Public Security DPS",
        "Section of Statistics",
        "Executive Secretariat for Integral Development SEDI",
    ]
    addresses = [link.get("href") for link in drawing(response).iter(f"{SVG}a")]
    assert addresses == [f"/en/units/{line.strip()}/" for line in drawn(structure).splitlines()]
    assert len(parsed(response).findall(".//ul[@class='tree']//li")) == 8


def test_relations_are_drawn_and_said_in_words(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    relate(structure, "library", "coordinated_by", unit="osg")
    relate(structure, "library", "coordinated_by", unit="oasg")
    relate(structure, "sms", "serves", body="Permanent Council")

    response = client.get("/en/chart/")

    assert_valid_html(response)
    paths = [path.get("class") for path in drawing(response).iter(f"{SVG}path")]
    assert paths.count("line line--coordinated_by") == 2
    assert "line line--serves" not in paths
    assert texts(response, ".//div[@class='chart-lines']//h3") == ["Coordinated by", "Serves"]
    assert texts(response, ".//div[@class='chart-lines']//li") == [
        "Columbus Memorial Library: Office of the Secretary General; Office of the Assistant Secretary General",
        "Secretariat for Multidimensional Security: Permanent Council",
    ]


def test_a_branch_is_drawn_alone_with_the_names_of_those_outside_that_it_is_related_to(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    relate(structure, "sms", "reports_to", unit="osg")

    response = client.get("/en/chart/?branch=sms")

    assert_valid_html(response)
    assert [name.split(" ")[-1] for name in boxes(response)] == ["SMS", "DPS", "Statistics"]
    assert texts(response, ".//h1") == ["Organizational chart: Secretariat for Multidimensional Security"]
    assert texts(response, ".//div[@class='chart-lines']//li") == [
        "Secretariat for Multidimensional Security: Office of the Secretary General"
    ]
    assert texts(response, ".//select[@name='branch']/option[@selected]") == [
        "Secretariat for Multidimensional Security"
    ]


def test_fewer_levels_say_how_many_units_stand_below_and_lead_there(client):
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/chart/?depth=1&on=2021-01-01")

    assert_valid_html(response)
    more = drawing(response).findall(f".//{SVG}a[@class='more']")
    assert [(text_of(link.find(f"{SVG}text")), link.get("href")) for link in more] == [
        ("+ 2 more units below", "/en/chart/?on=2021-01-01&branch=sms")
    ]
    assert "2 units below it" in texts(response, ".//ul[@class='tree']//a")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("branch=nowhere", "Part of the structure – There is no unit “nowhere” in this edition."),
        ("branch=a/b", "Part of the structure – “branch” takes the web address ending of one unit."),
        (f"branch={'a' * 121}", "Part of the structure – Ensure this value has at most 120 characters (it has 121)."),
        ("depth=0", "Levels – At least one level below the top is shown."),
        ("depth=x", "Levels – The number of levels is a whole number from 1 on."),
        ("depth=99", "Levels – At most 20 levels are shown."),
        ("paper=b5", "Paper – Paper is a3 or a4."),
    ],
)
def test_what_can_not_be_shown_is_said_at_its_field(client, query, error):
    make_structure("today", TREE, status=ADOPTED)

    response = client.get(f"/en/chart/?{query}")

    assert response.status_code == 200
    assert_valid_html(response)
    assert texts(response, ".//div[@class='error-summary']//li") == [error]
    field = query.split("=")[0]
    assert parsed(response).find(f".//select[@name='{field}']").get("aria-describedby") == f"chart_{field}_error"
    assert links_of(response)["The whole chart"] == "/en/chart/"
    for form in ("svg", "pdf"):
        refused = client.get(f"/en/chart.{form}?{query}")
        assert refused.status_code in (400, 501 if form == "pdf" else 400)
        assert form == "pdf" or error.split(" – ")[1] in refused.content.decode()


def test_an_edition_without_units_says_so_in_each_form(client):
    make_structure("today", "", status=ADOPTED)

    page, alone = client.get("/en/chart/"), client.get("/en/chart.svg")

    assert (page.status_code, alone.status_code) == (200, 404)
    assert "No unit is recorded in this structure yet" in texts(page, ".//main//h2")
    assert "No units are recorded in this edition yet." in texts(alone, ".//main//p")
    for response in (page, alone):
        assert_valid_html(response)


def test_no_structure_is_a_page_that_is_not_found(client):
    for address in ("/en/chart/", "/en/chart.svg"):
        assert client.get(address).status_code == 404


def test_a_draft_is_drawn_for_staff_only(client, admin_client):
    make_structure("today", TREE, status=ADOPTED)
    make_structure("plan", "gs\n  secret", status=DRAFT)

    assert client.get("/en/chart.svg?structure=plan").status_code == 404
    assert client.get("/en/chart/?branch=secret").status_code == 200
    assert "Secret" not in boxes(client.get("/en/chart/"))
    assert boxes(admin_client.get("/en/chart/?structure=plan")) == ["Gs", "Secret"]


def test_the_drawing_stands_alone(client):
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/chart.svg?branch=sms")

    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="chart-today-sms-en.svg"'
    assert "script" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    links = [link.get("href") for link in ET.fromstring(response.content).iter(f"{SVG}a")]
    assert links[0] == "http://testserver/en/units/sms/"
    assert client.post("/en/chart.svg").status_code == 405


def test_the_line_of_time_says_in_which_editions_the_branch_is_not(client):
    make_structure("old", "gs\n  osg", status=ADOPTED, effective_from=date(2000, 1, 1), name="Old")
    make_structure("today", TREE, status=ADOPTED, name="New")

    steps = texts(client.get("/en/chart/?branch=sms"), ".//ol[@class='timeline']/li")

    assert steps == ["2000 Old unit not recorded", "2020 New in force today"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chart_costs_the_same_however_many(client, count, costs):
    tree = "gs\n  osg | head_office\n  office\n" + "\n".join(f"  s{number} | secretariat" for number in range(count))
    make_structure("before", tree, status=ADOPTED, effective_from=date(2016, 1, 1))
    structure = make_structure("today", tree, status=ADOPTED)
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    for number in range(count):
        trees.change(place(structure, f"s{number}"), basis=Placement.Basis.CARRIED_OVER)
        PlacementPillar.objects.create(placement=place(structure, f"s{number}"), pillar=pillar)
        relate(structure, f"s{number}", "reports_to", unit="osg")
        relate(structure, f"s{number}", "serves", body=f"Body {number}")

    with costs("chart"):
        client.get("/en/chart/")
    with costs("chart of a branch"):
        client.get("/en/chart/?branch=s0")
    with costs("chart as a picture"):
        client.get("/en/chart.svg")
