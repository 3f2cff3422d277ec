"""Our own pages of the admin, and a real drag with a mouse."""

import pytest
from playwright.sync_api import expect

from ..helpers.admin_pages import BY_CLICKING, OURS, ask_to_adopt
from ..helpers.pages import LANGUAGES

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
# Forms sent empty, by the words of their button.
SENT_EMPTY = {
    "orgunits/correction/add/?structure=8": "Save",
    "orgunits/structure/8/clone/": "Clone as draft",
    "orgunits/agreementonitsway/1/amend/": "Record an amendment",
    "orgunits/agreementonitsway/{agreement}/move/declined/": "Decline",
    "orgunits/agreementonitsway/{agreement}/hand-over/": "Hand over to another unit",
}


@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OURS)
def test_a_page_for_staff_is_sound(admin, name, language, screen):
    seen = admin(OURS[name], language, screen)

    assert seen.faults_of_content(allowed=STOCK) + seen.too_wide() == []


@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BY_CLICKING)
def test_a_page_that_one_comes_to_by_a_click_is_sound(admin, name, language, screen):
    address, go_on = BY_CLICKING[name]
    seen = admin(address, language, screen)
    go_on(seen.window)

    assert seen.faults_of_content(allowed=STOCK) + seen.too_wide() == []


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


def test_on_a_phone_a_row_of_a_list_is_a_card_that_names_its_columns(admin):
    page = admin("orgunits/structure/", screen="phone").window
    card = page.locator("#result_list tbody tr").filter(has_text="Six secretariats (2008")

    assert card.locator("td[data-label]").evaluate_all("cells => cells.map(cell => cell.dataset.label)") == [
        "Status",
        "In force from",
        "Basis",
        "Units",
    ]
    assert page.locator(".results").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    page.locator("#result_list thead").get_by_role("link", name="Status").click()
    page.wait_for_url("**o=2**")


def test_a_draft_is_cloned_adopted_and_withdrawn_by_clicking(admin):
    page = admin("orgunits/structure/8/change/").window
    page.get_by_role("link", name="Clone as draft").click()
    page.get_by_label("Web address ending").fill("adopted-by-clicking")
    page.get_by_label("Name (English)").fill("Adopted by clicking")
    page.get_by_role("button", name="Clone as draft").click()
    expect(page.locator(".messagelist")).to_contain_text("“Adopted by clicking” is a draft")
    page.get_by_role("link", name="Check and adopt").click()
    page.get_by_label("In force from").fill("2032-01-01")
    page.get_by_label("By these acts").locator("..").locator(".select2-selection").click()
    page.keyboard.type("08-01 Rev. 9")
    page.get_by_role("option", name="Executive Order 08-01 Rev. 9").click()
    page.get_by_role("button", name="Check for this day").click()
    ask_to_adopt(page)
    page.get_by_role("button", name="Yes, adopt it").click()
    expect(page.locator(".messagelist")).to_contain_text(
        "“Adopted by clicking” is adopted and takes effect on 1 January 2032"
    )

    page.get_by_role("link", name="Its tree").click()
    expect(page.get_by_text("its tree is locked")).to_be_visible()
    expect(page.locator(".drag-handle")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason").fill("Tried only.")
    page.get_by_role("button", name="Yes, withdraw it").click()

    expect(page.locator(".messagelist")).to_contain_text("“Adopted by clicking” is withdrawn.")


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
    """The name of the unit that the named one is under."""
    rows = page.locator("#result_list tbody tr").evaluate_all(
        "rows => rows.map(row => [+row.querySelector('.tree-node').dataset.level, row.querySelector('th').innerText])"
    )
    place = next(number for number, (_level, text) in enumerate(rows) if text == name)
    return next(text for other, text in reversed(rows[:place]) if other < rows[place][0])
