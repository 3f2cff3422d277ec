"""The chart as a sheet of paper, with and without the library for it."""

import sys

import pytest

from orgunits.charts import pdf
from tests.helpers.charts import ADOPTED, TREE, links_of
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.missing import needs

pytestmark = pytest.mark.django_db


def test_without_the_library_the_page_says_how_to_get_a_pdf(client, monkeypatch):
    make_structure("today", TREE, status=ADOPTED)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    response = client.get("/en/chart.pdf?branch=sms")

    assert response.status_code == 501
    assert_valid_html(response)
    assert "WeasyPrint, is not installed" in texts(response, ".//main//p[@class='lede']")[0]
    assert links_of(response)["The chart’s page"] == "/en/chart/?branch=sms"


def test_with_the_library_the_sheet_is_one_page_of_the_paper(client, capsys):
    needs("weasyprint", "the PDF of the chart", capsys)
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/chart.pdf?paper=a4")

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")


def test_the_sheet_is_one_page_of_its_paper_with_each_box_a_link(client, capsys):
    needs("weasyprint", "the pages of the chart's PDF", capsys)
    make_structure("today", TREE, status=ADOPTED)
    reader = client.get("/en/chart/?paper=a4").context["chart"]

    (page,) = pdf.document(reader).render().pages

    assert (round(page.width / 96 * 25.4), round(page.height / 96 * 25.4)) == (297, 210)
    assert [target for _kind, target, *_place in page.links] == [
        box.shown.address for box in reader.sheet.drawn.root.walk()
    ]


def test_what_is_not_drawn_is_a_link_to_its_branch(client, capsys):
    needs("weasyprint", "the links of the chart's PDF", capsys)
    make_structure("today", TREE, status=ADOPTED)
    reader = client.get("/en/chart/?depth=1").context["chart"]

    (page,) = pdf.document(reader).render().pages

    targets = [target for _kind, target, *_place in page.links]
    after = targets.index("/en/units/sms/") + 1
    assert targets[after] == "/en/chart/?branch=sms"
    assert len(targets) == len(reader.rows) + 1
