"""What is made for paper: few sheets, light, with address and day; a comparison is the annex to a proposal."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ANNEX = "/en/compare/?from=2013-six-secretariats-rev7&to=2015-proposal"
# Between the margins of an A4 sheet, in pixels.
SHEET = (673, 1009)


def sheets(page):
    """Width and height of each sheet a page is printed on, in points; where its styles name no paper, on A4."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True, format="A4"))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.in_ci
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("query", ["", "?branch=sedi"])
def test_a_chart_prints_its_drawing_first_and_its_list_on_one_sheet_more(look, language, query):
    page = look(f"/{language}/chart/{query}").window

    drawing, listed = sheets(page)

    assert drawing[0] > drawing[1]
    assert listed == (596, 843)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_unit_prints_whole_or_without_what_is_folded_on_two_sheets(look, language):
    page = look(f"/{language}/units/sedi/").window
    whole = len(sheets(page))

    page.locator("#print-short").check()

    assert len(sheets(page)) == 2 < whole
    page.emulate_media(media="print")
    expect(page.locator(".panel")).to_be_visible()
    expect(page.locator("#sources")).to_be_hidden()
    page.locator("#print-short").evaluate("box => box.checked = false")
    for folded in ("#functions", "#life", "#disagreements", "#sources"):
        expect(page.locator(folded)).to_be_visible()


def test_what_the_title_block_says_stands_once_on_paper(look):
    page = look("/en/chart/?structure=2015-proposal&depth=2").window
    head = page.locator(".print-only")
    expect(head).to_be_hidden()

    page.emulate_media(media="print")

    expect(head).to_have_text("Organizational chart of the General Secretariat Restructuring proposal (2015) Proposed")
    expect(head).to_be_visible()
    for before_the_drawing in (".site-header", ".time-bar", ".page-head", ".timeline"):
        expect(page.locator(before_the_drawing)).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_start_and_the_structure_print_on_two_sheets(look, language):
    for address in (f"/{language}/", f"/{language}/structure/"):
        assert len(sheets(look(address).window)) == 2


@pytest.mark.parametrize("address", ["/en/", "/es/", "/en/units/sedi/"])
def test_the_editions_stand_in_one_row_on_paper(look, address):
    page = look(address, screen=SHEET).window
    page.emulate_media(media="print")

    tops = page.locator(".timeline > li").evaluate_all("steps => steps.map(step => step.getBoundingClientRect().top)")

    assert len(tops) > 7
    assert len(set(tops)) == 1


def test_paper_is_light_and_names_its_address_and_day_whatever_the_screen(look):
    page = look("/en/units/sedi/?on=2010-01-01", color_scheme="dark").window
    said = page.get_by_text(re.compile("^Printed from http"))
    expect(said).to_be_hidden()

    page.emulate_media(media="print", color_scheme="dark")

    expect(said).to_have_text(re.compile(r"/en/units/sedi/\?on=2010-01-01, as of 1 January 2010$"))
    expect(said).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")


@pytest.mark.in_ci
def test_a_comparison_prints_as_an_annex(look):
    page = look(ANNEX).window
    expect(page.get_by_text("Annex", exact=True)).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.get_by_text("Annex", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    ended = page.locator(".difference", has_text="Secretariat for External Relations").filter(has_text="Abolished")
    expect(ended).to_contain_text("AG/RES. 2876 (XLV-O/15)")
    expect(ended).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_count(0)
    for of_the_screen in ("button", "searchbox", "combobox"):
        expect(page.get_by_role(of_the_screen)).to_have_count(0)


def test_the_annex_is_short_and_its_small_print_can_be_read(look):
    page = look(ANNEX, screen=SHEET).window
    assert len(sheets(page)) <= 12

    page.emulate_media(media="print")

    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll("body *")]
      .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
      .filter(element => element.checkVisibility())
      .map(element => parseFloat(getComputedStyle(element).fontSize)))""")
    assert smallest * 72 / 96 >= 8 - 0.01
