"""Checks of whole pages."""

import html5lib
from html5lib.constants import E as MESSAGES


def assert_valid_html(response):
    """The page parses by the HTML standard without a single error."""
    parser = html5lib.HTMLParser()
    page = response.content.decode()
    parser.parse(page)
    lines = page.splitlines()
    faults = [
        f"line {line}: {MESSAGES[code] % values} · {lines[line - 1].strip()[:200]}"
        for (line, _column), code, values in parser.errors
    ]
    assert faults == []


def parsed(response):
    """The page as an ElementTree."""
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def text_of(element):
    """The words of an element, runs of white space made one space."""
    return " ".join("".join(element.itertext()).split())


def texts(response, path):
    """The words of each element that the path (of ElementTree) finds in the page."""
    return [text_of(element) for element in parsed(response).findall(path)]
