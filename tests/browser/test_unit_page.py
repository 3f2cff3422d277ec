"""The page of a unit answers first, on a phone too, for every unit of today; what is folded is found."""

import re

import pytest
from playwright.sync_api import expect

from ..helpers.pages import LANGUAGES

pytestmark = pytest.mark.browser

PHONE = (375, 667)
# What it does, head, place and contact: where each ends on the page, and its words.
ANSWERS = """() => {
  const [head, place, within, contact] = document.querySelectorAll(".panel > div");
  return [document.querySelector(".panel__does"), head, place, contact].map(answer =>
    [Math.round(answer.getBoundingClientRect().bottom + scrollY), answer.innerText]);
}"""
# The year of a statement, how it is known, or that it isn't: never a value alone.
AGE = re.compile(r"\d{4}|\(.{6,}\)|not recorded|No head is on record|No consta", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_of_a_phone_answers_for_every_unit_of_today_each_answer_with_its_age(look, made, language):
    page = look(f"/{language}/units/gs/", language, PHONE).window
    too_low, without_age = [], []

    for slug in made["units"]:
        page.goto(f"/{language}/units/{slug}/")
        page.evaluate("document.fonts.ready")
        answers = page.evaluate(ANSWERS)
        too_low += [(slug, end) for end, _words in answers if end > PHONE[1]]
        without_age += [(slug, words) for _end, words in answers if not AGE.search(words) and slug != "gs"]

    assert len(made["units"]) == 52
    assert too_low == []
    assert without_age == []


@pytest.mark.in_ci
@pytest.mark.parametrize(("screen", "most"), [("desktop", 3000), (PHONE, 5000)])
def test_the_page_of_a_secretariat_is_short(look, screen, most):
    page = look("/en/units/sedi/", screen=screen).window

    assert page.evaluate("document.documentElement.scrollHeight") <= most
    for is_open in ("units", "agreements", "posts"):
        expect(page.locator(f"#{is_open}")).to_be_visible()


@pytest.mark.parametrize("part", ["source-3", "life", "disagreements", "purpose"])
@pytest.mark.parametrize("with_script", [True, False])
def test_a_link_to_what_is_folded_opens_it(look, part, with_script):
    page = look("/en/units/sedi/").window
    folded = page.locator(f"#{part}")
    expect(folded).to_be_hidden()
    if not with_script:
        page.route("**/js/folds*.js", lambda route: route.abort())

    page.goto("/en/about/")
    page.goto(f"/en/units/sedi/#{part}")

    expect(folded).to_be_visible()
    expect(folded).to_be_in_viewport()
