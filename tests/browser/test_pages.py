"""Every public page in a browser: on a desktop and a phone, in each language."""

import pytest

from .pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

EACH_PAGE = pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page), marks=pytest.mark.in_ci if page.in_ci else ()) for page in PAGES]
)
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@EACH_LANGUAGE
@EACH_PAGE
def test_on_a_desktop_a_page_is_sound_in_the_dark_too(look, page, language):
    seen = look(page, language, "desktop")

    assert seen.faults() + seen.faint_in_the_dark() == []


@EACH_LANGUAGE
@EACH_PAGE
def test_on_a_phone_a_page_is_sound_and_holds_long_names_on_the_narrowest(look, page, language):
    """320 px are also what is left of 1280 px at 400 % zoom."""
    seen = look(page, language, "phone")

    assert seen.faults() + seen.too_wide_at("narrow") + seen.too_wide_with_long_names() == []


@EACH_PAGE
def test_each_stop_of_the_keyboard_is_seen(look, page):
    assert look(page, "en", "desktop").unseen_focus() == []
