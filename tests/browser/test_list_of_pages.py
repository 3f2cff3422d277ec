"""No page is forgotten. Runs with all other tests, without a browser."""

from orgunits import urls

from ..helpers.pages import NOT_PAGES, PAGES


def names(patterns):
    for pattern in patterns:
        yield from names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.name]


def test_the_browser_tests_visit_every_public_address():
    """A new page is one line in tests/helpers/pages.py."""
    assert {*names(urls.urlpatterns)} - {page.name for page in PAGES} - {*NOT_PAGES} == set()


def test_what_is_visited_once_is_named_once():
    assert len({*PAGES}) == len({str(page) for page in PAGES}) == len(PAGES)
