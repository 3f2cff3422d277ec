"""Our own pages of the admin, and a real drag with a mouse."""

import pytest
from playwright.sync_api import expect

from .pages import LANGUAGES

pytestmark = pytest.mark.browser

# What the framework brings and we show as it is: the rule of axe, and where.
STOCK = {
    ("empty-table-header", 'class="original"'),  # the column of what a row of a list was before
    ("label", "select2"),  # the fields that search in long lists, for their hidden inputs and their names
    ("aria-input-field-name", "select2"),
    ("list", "select2"),
    ("label", "id_parties-"),  # the fields in rows of a table, which only the heads of its columns name
    ("page-has-heading-one", "html"),  # the log-in has the name of the site, and no heading
}
# Our own pages, and of the framework's those with something of ours in them; in braces, the keys of `made`.
OURS = {
    "the start": "",
    "the editions": "orgunits/structure/",
    "a draft": "orgunits/structure/{draft}/change/",
    "what a draft lacks to be adopted": "orgunits/structure/{draft}/check/",
    "to propose a draft": "orgunits/structure/{draft}/propose/",
    "to clone a structure": "orgunits/structure/{draft}/clone/",
    "to withdraw a proposal": "orgunits/structure/{proposed}/withdraw/",
    "a list with filters": "orgunits/changeevent/?kind__exact=moved",
    "an empty list": "orgunits/cooperationagreement/?q=zeppelin",
    "the tree of a structure": "orgunits/placement/",
    "a place": "orgunits/placement/{place}/change/",
    "a place of a locked structure": "orgunits/placement/1/change/",
    "to add a place: in which structure": "orgunits/placement/add/",
    "to add a place": "orgunits/placement/add/?structure={draft}",
    "to delete a place": "orgunits/placement/{place}/delete/",
    "the units": "orgunits/organizationalunit/",
    "a unit": "orgunits/organizationalunit/1/change/",
    "the history of a unit": "orgunits/organizationalunit/1/history/",
    "an event": "orgunits/changeevent/1/change/",
    "an act": "orgunits/legalinstrument/1/change/",
    "an office": "orgunits/countryoffice/1/change/",
    "the register": "orgunits/cooperationagreement/",
    "an agreement": "orgunits/cooperationagreement/1/change/",
    "the inbox": "orgunits/agreementonitsway/",
    "an agreement on its way": "orgunits/agreementonitsway/{agreement}/change/",
    "to move an agreement on": "orgunits/agreementonitsway/{agreement}/move/under_review/",
    "to hand an agreement over": "orgunits/agreementonitsway/{agreement}/hand-over/",
    "to amend an agreement": "orgunits/agreementonitsway/{agreement}/amend/",
    "which structure to correct": "orgunits/correction/add/",
    "a correction": "orgunits/correction/add/?structure=8",
}
# Forms sent empty, by the words of their button.
SENT_EMPTY = {
    "orgunits/correction/add/?structure=8": "Save",
    "orgunits/structure/8/clone/": "Clone as draft",
    "orgunits/agreementonitsway/1/amend/": "Record an amendment",
}


@pytest.fixture
def admin(look, staff_cookies, made):
    """admin("orgunits/…") opens a page of the admin."""

    def open_page(address, language="en", screen="desktop"):
        state = {"cookies": staff_cookies, "origins": []}
        return look(f"/admin/{address.format(**made)}", language, screen, storage_state=state)

    return open_page


@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OURS)
def test_a_page_for_staff_is_sound(admin, name, language, screen):
    seen = admin(OURS[name], language, screen)

    assert seen.faults_of_content(allowed=STOCK) == []


@pytest.mark.parametrize("address", SENT_EMPTY)
def test_a_form_that_comes_back_with_errors_is_sound(admin, address):
    seen = admin(address)
    seen.window.get_by_role("button", name=SENT_EMPTY[address], exact=True).click()

    expect(seen.window.locator(".errornote")).to_be_visible()
    assert seen.axe(allowed=STOCK) == []
    assert seen.too_wide_at("phone") == []


def test_a_filter_opens_and_shuts_by_keyboard(admin):
    page = admin("orgunits/changeevent/").window
    choices = page.locator(".filter").first.locator("ul")
    page.locator(".filter summary").first.focus()
    page.keyboard.press("Enter")
    expect(choices).to_be_visible()

    page.keyboard.press("Escape")
    expect(choices).to_be_hidden()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".filter summary").first).to_have_text("Kind: created")


def test_the_log_in_is_sound(look):
    assert look("/admin/login/").faults_of_content(allowed=STOCK) == []


def test_a_unit_is_dragged_below_another_with_the_mouse(admin):
    page = admin("orgunits/structure/").window
    page.get_by_role("link", name="A draft").first.click()
    page.get_by_role("link", name="tree").first.click()
    unit, onto = row(page, "Office of Protocol"), row(page, "Secretariat for Legal Affairs")
    assert level(unit) == 2

    handle, target = unit.locator(".drag-handle"), onto.locator("th a")
    handle.scroll_into_view_if_needed()
    handle.hover()
    page.mouse.down()
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    with page.expect_navigation():
        page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=12)
        page.mouse.up()

    expect(page.get_by_text("“Office of Protocol” was moved.")).to_be_visible()
    assert level(row(page, "Office of Protocol")) == 2
    assert above(page, "Office of Protocol") == "Secretariat for Legal Affairs"


def row(page, name):
    return page.locator("#result_list tbody tr").filter(has=page.get_by_role("link", name=name, exact=True)).first


def level(row):
    return int(row.locator(".tree-node").get_attribute("data-level"))


def above(page, name):
    """The name of the unit that the named one stands below."""
    rows = page.locator("#result_list tbody tr").evaluate_all(
        "rows => rows.map(row => [+row.querySelector('.tree-node').dataset.level, row.querySelector('th').innerText])"
    )
    place = next(number for number, (_level, text) in enumerate(rows) if text == name)
    return next(text for other, text in reversed(rows[:place]) if other < rows[place][0])
