"""What is made for paper: a comparison is the annex to a proposal."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.in_ci
def test_a_comparison_prints_as_an_annex(look):
    page = look("/en/compare/?from=2013-six-secretariats-rev7&to=2015-proposal").window
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
