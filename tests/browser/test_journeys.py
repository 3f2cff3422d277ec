"""The main journeys by keyboard alone, with JavaScript on and off."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

STOPS = 150  # no page of these journeys asks for more presses of Tab


class Keyboard:
    """Somebody without a mouse. Each stop on the way must be seen, not only the last."""

    def __init__(self, page):
        self.page = page

    def to(self, control):
        """Tab until the control has the focus."""
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count():
                expect(focused).to_be_in_viewport()
            if control.evaluate("node => node === document.activeElement"):
                return self
        pytest.fail(f"{STOPS} presses of Tab do not lead to {control}")

    def types(self, text):
        self.page.keyboard.type(text)
        return self

    def presses(self, key):
        self.page.keyboard.press(key)
        return self


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def opened(request, look):
    """opened("/en/") gives the page and a keyboard."""

    def open_page(address, **options):
        page = look(address, java_script_enabled=request.param == "with JavaScript", **options).window
        return page, Keyboard(page)

    return open_page


def heading(page):
    return page.get_by_role("heading", level=1)


def test_find_a_unit_from_the_home_page(opened):
    page, keyboard = opened("/en/")

    keyboard.to(page.locator("[type=search]").first).types("SEDI").presses("Enter")
    page.wait_for_url("**/search/?q=SEDI")
    keyboard.to(page.get_by_role("link", name="Executive Secretariat for Integral Development").first).presses("Enter")

    expect(heading(page)).to_have_text("Executive Secretariat for Integral Development")


def test_the_skip_link_leads_past_the_navigation(opened):
    page, keyboard = opened("/en/units/sedi/")

    keyboard.presses("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(":focus")).to_be_in_viewport()
    keyboard.presses("Enter").presses("Tab")

    assert page.locator(":focus").evaluate("node => !!node.closest('main')")


def test_browse_the_structure_and_open_a_branch(opened):
    page, keyboard = opened("/en/")

    keyboard.to(page.get_by_role("navigation").get_by_role("link", name="Structure", exact=True)).presses("Enter")
    page.wait_for_url("**/structure/")
    branch = page.locator("summary[aria-label*='Department of Social Inclusion']")
    inside = branch.locator("xpath=..").locator("li a").first
    expect(inside).not_to_be_visible()
    keyboard.to(branch).presses("Enter")
    expect(inside).to_be_visible()
    name = inside.inner_text()
    keyboard.to(inside).presses("Enter")

    expect(heading(page)).to_have_text(name)


def test_follow_the_page_of_a_unit_to_its_sources(opened):
    page, keyboard = opened("/en/units/sedi/")

    keyboard.to(page.locator(".toc").get_by_role("link", name="Sources", exact=True)).presses("Enter")

    expect(page.get_by_role("heading", name="Sources", exact=True)).to_be_in_viewport()


def test_filter_the_register_on_a_phone(opened):
    page, keyboard = opened("/en/agreements/", screen="phone")

    keyboard.to(page.get_by_text("Search and filter", exact=True)).presses("Enter")
    keyboard.to(page.get_by_label("Signed in the year")).types("2013").presses("Enter")
    page.wait_for_url("**year=2013**")

    signed = page.locator(".register tbody td:nth-child(3)").all_inner_texts()
    assert signed
    assert [text for text in signed if "2013" not in text] == []


def test_change_the_language_and_stay_on_the_page(opened):
    page, keyboard = opened("/en/units/sedi/?on=2010-01-01")

    keyboard.to(page.get_by_role("link", name="Español").first).presses("Enter")

    page.wait_for_url("**/es/units/sedi/?on=2010-01-01")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_come_back_from_a_past_day_to_today(opened):
    page, keyboard = opened("/en/units/sedi/?on=2010-01-01")
    expect(page.get_by_role("region", name="The time shown")).to_contain_text("1 January 2010")

    keyboard.to(page.get_by_role("link", name="Back to today")).presses("Enter")

    page.wait_for_url(re.compile(r"/en/units/sedi/\??$"))
    expect(page.get_by_role("region", name="The time shown")).to_have_count(0)


def test_open_more_of_the_menu(opened):
    page, keyboard = opened("/en/")
    sources = page.get_by_role("navigation", name="Parts of the directory").get_by_role("link", name="Sources")
    expect(sources).not_to_be_visible()

    keyboard.to(page.get_by_text("More", exact=True).first).presses("Enter")
    keyboard.to(sources).presses("Enter")

    page.wait_for_url("**/sources/")


def test_escape_closes_more_of_the_menu(look):
    page = look("/en/").window
    more = page.locator(".site-nav__more summary")
    Keyboard(page).to(more).presses("Enter").presses("Tab").presses("Escape")

    expect(page.locator(".site-nav__more ul")).not_to_be_visible()
    expect(more).to_be_focused()


def test_a_table_that_became_a_list_is_still_a_table_to_a_screen_reader(look):
    """Browsers once forgot that a row is a row when it was shown as a block."""
    page = look("/en/agreements/", screen="phone").window

    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()
    expect(page.get_by_role("table").get_by_role("rowheader").first).to_be_visible()
