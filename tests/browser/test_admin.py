"""Our own pages of the admin, and a real drag with a mouse."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# What the framework brings and we show as it is: the rule of axe, and where.
STOCK = {
    ("empty-table-header", 'class="original"'),  # the column of what a row of a list was before
    ("label", "select2"),  # the fields that search in long lists, for their hidden inputs and their names
    ("aria-input-field-name", "select2"),
    ("list", "select2"),
    ("page-has-heading-one", "html"),  # the log-in has the name of the site, and no heading
}
OURS = {
    "the start": "",
    "the editions": "orgunits/structure/",
    "the tree of a structure": "orgunits/placement/",
    "the units": "orgunits/organizationalunit/",
    "a unit": "orgunits/organizationalunit/1/change/",
    "the register": "orgunits/cooperationagreement/",
    "a place": "orgunits/placement/1/change/",
}


@pytest.fixture
def admin(look, staff_cookies):
    """admin("orgunits/…") opens a page of the admin."""

    def open_page(address, screen="desktop"):
        state = {"cookies": staff_cookies, "origins": []}
        return look(f"/admin/{address}", "en", screen, storage_state=state)

    return open_page


@pytest.mark.parametrize("name", OURS)
def test_a_page_for_staff_is_sound(admin, name):
    seen = admin(OURS[name])

    assert seen.faults_of_content(allowed=STOCK) == []


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
