"""Renders every page, public and of the admin, into var/screenshots, for a person to look at: make screenshots.

Not a test, hence its name; run as one for the live server and the browser of the tests.
"""

import pytest
from django.conf import settings

from ..helpers.admin_pages import BY_CLICKING, OURS
from ..helpers.pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

FOLDER = settings.VAR_DIR / "screenshots"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_screenshot(look, page, language, screen, colours):
    seen = look(page, language, screen, color_scheme=colours)

    keep(seen, page, f"{screen}-{language}-{colours}")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*OURS, *BY_CLICKING])
def test_screenshot_of_a_page_for_staff(admin, name, language, screen, colours):
    address, go_on = BY_CLICKING.get(name) or (OURS[name], None)
    seen = admin(address, language, screen, color_scheme=colours)
    if go_on:
        go_on(seen.window)

    keep(seen, name.replace(" ", "-").replace(":", ""), f"admin-{screen}-{language}-{colours}")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_print(look, page):
    folder = FOLDER / "print-en"
    folder.mkdir(parents=True, exist_ok=True)

    look(page).window.pdf(path=folder / f"{page}.pdf", prefer_css_page_size=True)


def keep(seen, name, folder):
    (FOLDER / folder).mkdir(parents=True, exist_ok=True)
    seen.window.screenshot(path=FOLDER / folder / f"{name}.png", full_page=True)
