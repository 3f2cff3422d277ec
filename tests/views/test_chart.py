"""The organizational chart: its page, its drawing, its sheet."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from orgunits.charts.layout import overlaps
from orgunits.charts.text import width_of
from orgunits.models import Kind, Pillar, Placement, PlacementPillar
from orgunits.tree import trees
from orgunits.views import chart_sheet
from tests.helpers.charts import (
    ADOPTED,
    DRAFT,
    SVG,
    TREE,
    boxes,
    drawing,
    foot,
    links_of,
    relate,
    words_outside,
)
from tests.helpers.factories import drawn, make_large_structure, make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db

EDITIONS = (
    *("1999-five-areas", "2004-2005-departments", "2006-four-secretariats", "2008-six-secretariats"),
    *("2013-six-secretariats-rev7", "2015-proposal", "2016-adopted", "2019-2024-observed", "2025-observed"),
)


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


def test_a_box_says_its_kind_its_pillar_and_how_its_place_is_known(client):
    make_structure("before", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    structure = make_structure("today", TREE, status=ADOPTED)
    pillar = Pillar.objects.create(slug="multidimensional-security", position=4, name="Multidimensional security")
    PlacementPillar.objects.create(placement=place(structure, "sms"), pillar=pillar)
    trees.change(place(structure, "sms"), basis=Placement.Basis.CARRIED_OVER)

    response = client.get("/en/chart/")

    box = drawing(response).findall(f".//{SVG}a")[4]
    assert box.get("class") == "box box--top pillar-multidimensional-security box--carried_over"
    assert box.find(f"{SVG}title").text == (
        "Secretariat for Multidimensional Security (SMS) · Secretariat · Multidimensional security · "
        "carried over, not seen since 2016"
    )
    assert "Pillar: Multidimensional security" in foot(response)
    assert "Place: carried over" in foot(response)


def test_the_title_block_says_structure_status_act_day_language_and_scale(client):
    make_structure("today", TREE, status=ADOPTED, name="Seven secretariats", effective_from=date(2019, 1, 1))

    response = client.get("/en/chart/?on=2020-05-06&paper=a4")

    assert foot(response) == (
        "Organizational chart of the General Secretariat http://testserver/en/chart/?on=2020-05-06&paper=a4 "
        "Structure Seven secretariats Status Adopted, in force from 1 January 2019 Act Not recorded "
        "Shown for 6 May 2020 Language English Sheet A4 landscape, smallest print 10.5 pt"
    )


def test_without_a_choice_the_paper_is_the_smaller_on_which_it_is_read_with_ease(client):
    make_structure("today", TREE, status=ADOPTED)
    broad = "\n".join(["gs", *(f"  department-{number}" for number in range(90))])
    make_structure("broad", broad, status=ADOPTED, effective_from=date(2000, 1, 1))

    few, many = client.get("/en/chart/"), client.get("/en/chart/?on=2000-05-06")

    assert "Sheet A4 landscape, smallest print 10.5 pt" in foot(few)
    assert 'class="chart chart--a4"' in few.text
    assert "Sheet A3 landscape, smallest print" in foot(many)
    assert few.context["chart"].sheet.points("a4") >= 8 > many.context["chart"].sheet.points("a4")


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
        ("branch=nowhere", "Part of the structure – No unit “nowhere” stands in this structure."),
        ("branch=a/b", "Part of the structure – “branch” takes the address name of one unit."),
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
    assert "No unit is recorded in this structure yet." in texts(alone, ".//main//p")
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


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_every_edition_all_words_are_in_their_boxes_and_nothing_overlaps(client, demo, language):
    for slug in EDITIONS:
        response = client.get(f"/{language}/chart/?structure={slug}")
        assert_valid_html(response)
        sheet = response.context["chart"].sheet
        every = list(sheet.drawn.root.walk())
        assert overlaps(every) == []
        assert [box.name for box in every if words_outside(box)] == []
        assert all(width_of(text.text, text.size, text.weight) > 0 for text in sheet.texts)
        assert len(every) == Placement.objects.filter(structure__slug=slug).count()


@pytest.mark.parametrize("depth", [1, 2])
def test_of_what_is_not_drawn_the_words_are_in_their_boxes_too(client, demo, depth):
    for slug in EDITIONS:
        every = client.get(f"/es/chart/?structure={slug}&depth={depth}").context["chart"].sheet.drawn.root.walk()
        cut = [box for box in every if box.more]
        assert cut or depth == 2
        assert [box.more_words for box in cut if words_outside(box) or not box.more_lines] == []


def test_the_drawing_is_described_in_the_language_of_its_page(client):
    make_structure("today", TREE, status=ADOPTED)

    (words,) = [node.text for node in drawing(client.get("/es/chart/")).findall(f"{SVG}desc")]

    assert words.endswith("de arriba abajo. Lo mismo figura más abajo en forma de lista.")


def test_the_line_of_time_says_in_which_editions_the_branch_is_not(client):
    make_structure("old", "gs\n  osg", status=ADOPTED, effective_from=date(2000, 1, 1), name="Old")
    make_structure("today", TREE, status=ADOPTED, name="New")

    steps = texts(client.get("/en/chart/?branch=sms"), ".//ol[@class='timeline']/li")

    assert steps == ["2000 Old unit not recorded", "2020 New in force today"]


def test_the_chart_of_2015_is_drawn_as_its_document_says(client, demo):
    sheet = client.get("/en/chart/?structure=2015-proposal").context["chart"].sheet

    at = {box.shown.address.split("/")[3]: box for box in sheet.drawn.root.walk()}
    heads = [at["osg"], at["oasg"]]
    secretariats = [box for box in at["gs"].below if box.kind in (Kind.SECRETARIAT, Kind.EXECUTIVE_SECRETARIAT)]
    joint = [at[slug] for slug in ("secretariat-ga-pc", "conferences-meetings", "columbus-library", "art-museum")]
    assert len(secretariats) == 7
    assert len({box.y for box in secretariats}) == 1
    assert all(head.bottom < box.y for head in heads for box in secretariats)
    assert all(at["osg"].right < box.x and box.right < at["oasg"].x for box in joint)
    assert at["ombudsperson"].right < at["osg"].x
    (coordinated,) = [bundle for bundle in sheet.bundles if bundle.kind == "coordinated_by"]
    assert (set(coordinated.sources), set(coordinated.targets)) == (set(joint), set(heads))
    (reporting,) = [bundle for bundle in sheet.bundles if bundle.kind == "reports_to"]
    assert (set(reporting.sources), set(reporting.targets)) == (set(secretariats), set(heads))
    assert sheet.points("a3") > 8


def test_of_a_large_structure_as_many_levels_are_drawn_as_fit(client, monkeypatch):
    make_large_structure(units=400)
    monkeypatch.setattr(chart_sheet, "MOST", 300)

    usual = client.get("/en/chart/")
    deeper = client.get("/en/chart/?depth=3")

    assert len(boxes(usual)) == 13
    assert "So many units would not fit one sheet: 2 levels are shown." in texts(deeper, ".//p[@class='notice']")
    assert len(boxes(deeper)) == 157


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
