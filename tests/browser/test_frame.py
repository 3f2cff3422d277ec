"""The frame on a phone: what it takes of the first screen, how large its targets are, when the line of time begins."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = (375, 667)
# In pixels: before there was a choice of a day, too.
HEAD = 156


def size(control):
    box = control.bounding_box()
    return box["width"], box["height"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_head_stays_low_and_its_targets_large(look, language):
    page = look(f"/{language}/units/sedi/", screen=PHONE).window

    assert size(page.locator(".site-header"))[1] <= HEAD
    page.locator(".day-chooser > summary").click()
    head = page.locator(".site-header :is(a, button, summary, input:not([type=hidden]))").all()
    head += [page.locator(".site-header .languages span"), page.locator(".usa-breadcrumb a").last]
    small = [control.inner_text() for control in head if control.is_visible() and min(size(control)) < 44]
    assert small == []
    page.locator(".day-chooser > summary").click()
    page.locator(".site-nav summary").first.click()
    menu = page.locator(".site-nav a").all()
    assert [link.inner_text() for link in menu if size(link)[1] < 44] == []


@pytest.mark.parametrize("script", [True, False])
def test_a_day_and_an_edition_are_chosen_and_the_line_begins_there(look, script):
    page = look("/en/chart/?depth=2", screen=PHONE, java_script_enabled=script).window
    chooser = page.locator(".day-chooser")

    chooser.locator("summary").click()
    chooser.get_by_label("Structure on").fill("2010-01-01")
    chooser.get_by_role("button").click()
    page.wait_for_url("**/chart/?depth=2&on=2010-01-01")
    expect(page.locator(".timeline > .is-shown")).to_have_text("2008 Six secretariats ")
    expect(page.locator(".timeline > .is-shown")).to_be_in_viewport(ratio=1)

    chooser.locator("summary").click()
    chooser.get_by_role("link", name="2015 Four pillars").click()
    page.wait_for_url("**/chart/?depth=2&structure=2015-proposal")
    expect(page.locator(".timeline > .is-shown a")).to_be_in_viewport(ratio=1)
