"""Every public page in a browser: on a desktop and a phone, in each language; CI takes a dozen of them, in English."""

import pytest

from ..helpers.pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

IN_EACH_LANGUAGE = pytest.mark.parametrize(
    ("page", "language"),
    [
        pytest.param(
            page,
            language,
            id=f"{page}-{language}",
            marks=pytest.mark.in_ci if page.in_ci and language == "en" else (),
        )
        for page in PAGES
        for language in LANGUAGES
    ],
)


@IN_EACH_LANGUAGE
def test_on_a_desktop_a_page_is_sound_in_the_dark_too_and_holds_long_names(look, page, language):
    seen = look(page, language, "desktop")

    assert seen.faults() + seen.faint_in_the_dark() + seen.too_wide_with_long_names(columns=False) == []


@IN_EACH_LANGUAGE
def test_on_a_phone_a_page_is_sound_and_holds_long_names_on_the_narrowest(look, page, language):
    """320 px are also what is left of 1280 px at 400 % zoom."""
    seen = look(page, language, "phone")

    assert seen.faults() + seen.too_wide_at("narrow") + seen.too_wide_with_long_names() == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_stop_of_the_keyboard_is_seen(look, page):
    assert look(page).unseen_focus() == []


@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["propose/sent/", "{follow}"])
def test_the_pages_of_ones_own_proposal_are_sound(look, made, place, language, screen):
    seen = look(f"/{language}/agreements/{place.format(**made)}", language, screen)

    assert seen.faults() + seen.too_wide_at("narrow") == []


@pytest.mark.in_ci
@pytest.mark.parametrize("page", [page for page in PAGES if page.name == "unit_detail" and page.in_ci], ids=str)
def test_a_first_visit_to_a_unit_weighs_less_than_100_kb(look, page):
    seen = look(page)
    seen.window.wait_for_load_state("networkidle")

    assert seen.weight() < 100_000
