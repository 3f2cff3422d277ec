"""The organizational chart as drawn: title block, paper, legend and words, in every edition."""

from datetime import date

import pytest

from orgunits.charts.layout import overlaps
from orgunits.charts.text import width_of
from orgunits.models import Kind, Pillar, Placement, PlacementPillar
from orgunits.tree import trees
from orgunits.views import chart_sheet
from tests.helpers.charts import (
    ADOPTED,
    SVG,
    TREE,
    boxes,
    drawing,
    foot,
    words_outside,
)
from tests.helpers.factories import make_large_structure, make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db
EDITIONS = (
    *("1999-five-areas", "2004-2005-departments", "2006-four-secretariats", "2008-six-secretariats"),
    *("2013-six-secretariats-rev7", "2015-proposal", "2016-adopted", "2019-2024-observed", "2025-observed"),
)


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
        "not confirmed since 2016"
    )
    assert "Pillar: Multidimensional security" in foot(response)
    assert "Place: carried over" in foot(response)


def test_the_title_block_says_structure_status_act_day_language_and_scale(client):
    make_structure("today", TREE, status=ADOPTED, name="Seven secretariats", effective_from=date(2019, 1, 1))

    response = client.get("/en/chart/?on=2020-05-06&paper=a4")

    assert foot(response) == (
        "Organizational chart of the General Secretariat Directory of the General Secretariat · Published by the "
        "General Secretariat of the Organization of American States, from its documents and other public sources. · "
        "http://testserver/en/chart/?on=2020-05-06&paper=a4 "
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

    assert words.endswith("de arriba abajo. El organigrama en forma de lista figura más abajo.")


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


def test_where_not_even_one_level_fits_the_top_is_drawn_and_leads_to_the_structure(client, monkeypatch):
    make_structure("today", "gs\n" + "\n".join(f"  unit-{number}" for number in range(4)), status=ADOPTED)
    monkeypatch.setattr(chart_sheet, "MOST", 4)

    response = client.get("/en/chart/")

    assert_valid_html(response)
    assert len(boxes(response)) == 1
    assert texts(response, ".//p[@class='notice']") == [
        "So many units are right below this one that no sheet would hold them."
    ]
    more = parsed(response).find(f".//{SVG}a[@class='more']")
    assert (more.get("href"), text_of(more.find(f"{SVG}title"))) == ("/en/structure/?branch=gs", "4 more units below")


def test_a_chart_of_as_many_boxes_as_are_drawn_is_below_300_kilobytes(client):
    make_large_structure(units=chart_sheet.MOST)

    response = client.get("/en/chart/?depth=5")

    assert len(boxes(response)) == chart_sheet.MOST
    assert len(response.content) < 300_000
