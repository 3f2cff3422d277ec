"""Checks of whole pages."""

import re

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


def classes_of(element):
    """The classes of an element as a text, runs of white space made one space."""
    return " ".join(element.get("class", "").split())


def texts(response, path):
    """The words of each element that the path (of ElementTree) finds in the page."""
    return [text_of(element) for element in parsed(response).findall(path)]


def words_of(response):
    """The words of <main>, each tag read as a space; the page must be there and valid."""
    assert response.status_code == 200
    assert_valid_html(response)
    words = " ".join(" ".join(parsed(response).find(".//main").itertext()).split())
    return re.sub(r" (?=[.,;:)”])|(?<=[(“]) ", "", words)


def facts(response, path=".//dl[@class='meta']"):
    """The facts of a page, {term: [values]}, of the lists that the path finds."""
    rows = [row for terms in parsed(response).findall(path) for row in terms.findall("div")]
    return {text_of(row.find("dt")): [text_of(value) for value in row.findall("dd")] for row in rows}
