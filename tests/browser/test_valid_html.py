"""Every public page as the Nu checker of the W3C sees it, in one run of it."""

from urllib.request import HTTPErrorProcessor, build_opener

import pytest

from ..helpers import nu_checker
from ..helpers.pages import LANGUAGES, PAGES
from .conftest import missing

pytestmark = pytest.mark.browser


class AnyStatus(HTTPErrorProcessor):
    """Error pages are pages."""

    def http_response(self, request, response):
        return response


def test_every_page_is_valid_html(site, tmp_path):
    try:
        nu_checker.jar()
    except nu_checker.NotThere as reason:
        missing(str(reason))
    opener = build_opener(AnyStatus)
    for language in LANGUAGES:
        for page in PAGES:
            (tmp_path / f"{language}-{page}.html").write_bytes(opener.open(site + page.address(language)).read())

    assert nu_checker.errors(tmp_path) == []
