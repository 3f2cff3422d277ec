"""A Spanish page speaks Spanish: what it has in English says so by its `lang`, wherever it stands."""

import re
from html.parser import HTMLParser

import pytest

from tests.helpers import whole_site

ENGLISH = "the of and to in for by with from on at or an"
# A name has the words above; a sentence has one of these, too.
OF_SENTENCES = "is was are were be been has have it that which this these who not will should does can"
SPANISH = "el la los las de del y en que por para con se su sus una un es al lo como o"
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
# What stands in a line with other words: a sentence goes through it.
IN_A_LINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "time")
)
SILENT = frozenset(("script", "style", "template"))
SPOKEN = ("alt", "aria-label", "title", "placeholder")
LETTERS = re.compile(r"[^\W\d_]+")
# Every so-manieth record of a kind has its page read, so that all kinds and all sorts are among them.
EACH = 20


class Prose(HTMLParser):
    """(language, text) of each run of words, and of each attribute that is spoken."""

    def __init__(self):
        super().__init__()
        self.open, self.runs = [("", "en")], []
        self.words = {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        language = (attributes.get("lang") or self.open[-1][1]).split("-")[0]
        if tag not in IN_A_LINE:
            self.end_run()
        self.runs += [(language, attributes[name]) for name in SPOKEN if attributes.get(name)]
        if attributes.get("name") == "description":  # what a search engine shows; it can't say its language
            self.runs.append((language, attributes["content"]))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        if tag not in IN_A_LINE:
            self.end_run()
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, language = self.open[-1]
        if tag not in SILENT:
            self.words[language] = self.words.get(language, "") + data

    def end_run(self):
        self.runs += [(language, " ".join(text.split())) for language, text in self.words.items() if text.strip()]
        self.words = {}


def is_english(text):
    """By its small words. The name of a unit or the title of an act is not meant: it has no other language to be in."""
    words = [word.lower() for word in LETTERS.findall(text)]
    in_names, in_sentences, spanish = (
        sum(word in each.split() for word in words) for each in (ENGLISH, OF_SENTENCES, SPANISH)
    )
    return in_sentences > 0 and in_names + in_sentences >= max(3, spanish + 1)


def english_in(page):
    """What a reader in another language would take for a sentence of theirs, and is English."""
    prose = Prose()
    prose.feed(page)
    prose.end_run()
    return [text for language, text in prose.runs if language != "en" and is_english(text)]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>It was in the report of the year.</p>", 1),
        ('<p lang="en">It was in the report of the year.</p>', 0),
        ('<p>Según el informe: <q lang="en">It was in the report of the year.</q></p>', 0),
        ("<p>Según el <b>It was in the</b> report of the year</p>", 1),
        ('<img alt="It was in the report of the year">', 1),
        ("<title>It was in the report of the year</title>", 1),
        ('<meta name="description" content="It was in the report of the year">', 1),
        ("<p>Estaba en el informe del año.</p><script>of the and for it</script>", 0),
    ],
)
def test_english_is_known_by_its_small_words(page, found):
    assert len(english_in(f'<html lang="es"><body>{page}</body></html>')) == found


# What they are or say is recorded in English only, and would be what a search engine shows.
IN_ENGLISH = ["/es/units/ombudsperson/", "/es/units/strategic-counsel/", "/es/mandates/charter-art-112-a/"]


def test_no_spanish_page_of_the_demo_has_english_that_does_not_say_so(client, indexed_demo):
    pages = [address for address in whole_site.public() if address.startswith("/es/")]
    lists = [address for address in pages if address.count("/") <= 3 or "?" in address]
    records = [address for address in pages if address not in lists]

    found = {}
    for address in dict.fromkeys([*lists, *records[::EACH], *IN_ENGLISH]):
        response = client.get(address)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found[address] = english_in(response.content.decode())

    assert {address: texts for address, texts in found.items() if texts} == {}
