"""The chart as a sheet of paper, with and without the library for it."""

import importlib
import io
import sys

import pytest

from orgunits.charts import pdf
from tests.helpers.charts import ADOPTED, AMERICAS, OTHER_SCRIPTS, TREE, links_of
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


def test_every_letter_is_drawn_in_a_font_that_has_it_and_is_read_again_as_it_was_written(client, capsys):
    needs("weasyprint", "the words of the chart's PDF", capsys)
    needs("pypdf", "the words of the chart's PDF", capsys)
    names = [*AMERICAS.values(), *OTHER_SCRIPTS]
    lines = "\n".join(f"  u{place} | department | {name}" for place, name in enumerate(names))
    make_structure("today", f"gs | general_secretariat | Łódź, Đakovo, Ÿ, ĩ, ũ, ỹ, ā | ŁŹĐ\n{lines}", status=ADOPTED)

    response = client.get("/en/chart.pdf?paper=a3")

    read = importlib.import_module("pypdf").PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    read = " ".join(read.split())
    assert [name for name in ["Łódź, Đakovo, Ÿ, ĩ, ũ, ỹ, ā ŁŹĐ", *names] if name not in read] == []
    assert "Adopted, in force from 1 January 2020" in read


def test_no_letter_is_drawn_as_that_of_another_font(client, capsys):
    """The fonts in the file, by the name and size that tell them apart, are each one file."""
    needs("weasyprint", "the fonts of the chart's PDF", capsys)
    needs("pypdf", "the fonts of the chart's PDF", capsys)
    make_structure("today", "gs | general_secretariat | Łódź Ẽ", status=ADOPTED)

    response = client.get("/en/chart.pdf?paper=a3")

    fonts = importlib.import_module("pypdf").PdfReader(io.BytesIO(response.content)).pages[0]["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"].split("+")[1] for font in fonts.values()}
    assert {"Directory-Sans-Bold", "Directory-Sans-ext-Bold", "Directory-DejaVu-Bold"} <= names


def test_what_is_not_drawn_is_a_link_to_its_branch(client, capsys):
    needs("weasyprint", "the links of the chart's PDF", capsys)
    make_structure("today", TREE, status=ADOPTED)
    reader = client.get("/en/chart/?depth=1").context["chart"]

    (page,) = pdf.document(reader).render().pages

    targets = [target for _kind, target, *_place in page.links]
    after = targets.index("/en/units/sms/") + 1
    assert targets[after] == "/en/chart/?branch=sms"
    assert len(targets) == len(reader.rows) + 1
