"""Renders every public page into var/screenshots, for a person to look at: make screenshots.

Not a test, hence its name; run as one for the live server and the browser of the tests.
"""

import pytest
from django.conf import settings

from .pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

FOLDER = settings.VAR_DIR / "screenshots"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_screenshot(look, page, language, screen, colours):
    folder = FOLDER / f"{screen}-{language}-{colours}"
    folder.mkdir(parents=True, exist_ok=True)

    seen = look(page, language, screen, color_scheme=colours)

    seen.window.screenshot(path=folder / f"{page}.png", full_page=True)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_print(look, page):
    folder = FOLDER / "print-en"
    folder.mkdir(parents=True, exist_ok=True)

    look(page).window.pdf(path=folder / f"{page}.pdf", prefer_css_page_size=True)
