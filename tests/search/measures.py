"""How well the search finds: two sets of queries over the demo, each category's figures.

python tests/search/measure.py
"""

import json
import random
from collections import defaultdict
from math import log2
from pathlib import Path

from django.urls import reverse
from django.utils import timezone, translation

from orgunits.models import SearchDocument, Structure
from orgunits.models.folding import fold
from orgunits.search.results import Asked
from orgunits.search.search import search
from orgunits.search_index.documents import Kind, Role
from orgunits.search_index.pages import PAGES

QUERIES = Path(__file__).parent / "queries.json"
LANGUAGES = ("en", "es", "fr", "pt")
DEPTH = 10


def by_hand():
    return json.loads(QUERIES.read_text())["queries"]


def asking(day=None):
    """A function (text, language) → Results of today's page, or of another day's."""
    day = day or timezone.localdate()
    structure = Structure.objects.up_to(day).first()

    def ask(text, language="en", **more):
        with translation.override(language):
            return search(Asked(text, language, structure, day, **more))

    return ask


class Keys:
    """The keys of hits as the set by hand writes them."""

    def of(self, hit):
        if hit.kind in (Kind.PERSON, Kind.PARTNER):
            return hit.kind, hit.name
        if hit.kind == Kind.PAGE:
            return hit.kind, reverse(f"orgunits:{PAGES[hit.key - 1].view}").strip("/").split("/")[-1]
        return hit.kind, hit.leads[1][0]


def judge(query, results, keys):
    """(reciprocal rank of the first right answer, nDCG@10); of a query that is to find nothing 1 or 0, twice."""
    if query["category"] == "nothing":
        right = float(not results.hits and not results.instead)
        return right, right
    grades = {(each["kind"], each["key"]): each["grade"] for each in query["expect"]}
    found = [grades.pop(keys.of(hit), 0) for hit in results.hits[:DEPTH]]
    best = sorted((each["grade"] for each in query["expect"]), reverse=True)[:DEPTH]
    rank = next((1 / place for place, grade in enumerate(found, 1) if grade == 3), 0)
    return rank, _gain(found) / _gain(best)


def _gain(grades):
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def measure_by_hand(ask, keys):
    """{category: [(query, reciprocal rank, nDCG, Results)]}."""
    found = defaultdict(list)
    for query in by_hand():
        results = ask(query["query"], query["language"])
        found[query["category"]].append((query, *judge(query, results, keys), results))
    return found


# The generated set: what is called so, in each language, and how a reader may type it.
ROLES = (Role.NAME, Role.ACRONYM, Role.ALIAS)
SEED = 16
# With a beginning that more than so many things share ("Office of the General Secr") none of them is asked for.
MANY = 5


def bearers():
    """{(language, text): {(kind, key)}} of every name, acronym and alias; one without a language in English."""
    found = defaultdict(set)
    for row in SearchDocument.objects.order_by("kind", "key"):
        for role, languages, text, _folded, _editions in row.names:
            if role in ROLES:
                spoken = [languages[start : start + 2] for start in range(0, len(languages), 2)] or ["en"]
                for language in spoken:
                    found[language, text].add((row.kind, row.key))
    return found


def called_so():
    """{folded text: {(kind, key)}} of what may be found by just these words, whatever the language."""
    found = defaultdict(set)
    for row in SearchDocument.objects.all():
        for role, _languages, _text, folded, _editions in row.names:
            if role < Role.SUBJECT:
                found[" ".join(sorted(folded.split()))].add((row.kind, row.key))
    return found


class _BeginningSo(dict):
    """{beginning: {(kind, key)}} of what has a name that begins with a folded text."""

    def __init__(self):
        super().__init__()
        self.names = [
            (folded, (row.kind, row.key))
            for row in SearchDocument.objects.all()
            for role, _languages, _text, folded, _editions in row.names
            if role < Role.SUBJECT
        ]

    def __missing__(self, beginning):
        found = self[beginning] = {key for folded, key in self.names if folded.startswith(beginning)}
        return found


def generated():
    """(way, language, typed, right answers) of the set; the same every time."""
    chance = random.Random(SEED)
    so, beginning_so = called_so(), _BeginningSo()
    every = sorted(bearers().items(), key=lambda each: each[0])
    for (language, text), bearing in every:
        folded = fold(text)
        words = text.split()
        right = bearing | so[" ".join(sorted(folded.split()))]
        yield "as is", language, text, right
        if folded != text.lower():
            yield "without accents", language, folded, right
        if 1 < len(words) < 16:
            swapped = words[:]
            at = chance.randrange(len(words) - 1)
            swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
            yield "words swapped", language, " ".join(swapped), right
        beginning = text[: round(len(text) * 0.6)].strip()
        if len(text) > 6 and len(beginning_so[fold(beginning)]) <= MANY:
            yield "first 60 %", language, beginning, right
        if typed := _with_typo(words, chance):
            yield "one typo", language, typed, right


def _with_typo(words, chance):
    """With a letter left out, doubled, changed, or changed places with the next, in one longer word; else None."""
    longer = [place for place, word in enumerate(words) if len(word) >= 5 and word.isalpha() and not word.isupper()]
    if not longer:
        return None
    place = chance.choice(longer)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    wrong = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join([*words[:place], wrong, *words[place + 1 :]])


def places_of(right, results):
    """The place of the first right answer, from 1, or 99."""
    return next((place for place, hit in enumerate(results.hits, 1) if (hit.kind, hit.key) in right), 99)


def measure_generated(ask, part=1):
    """{(way, language): [(place, typed, right)]}; `part` takes each so-manieth query alone."""
    found = defaultdict(list)
    for number, (way, language, typed, right) in enumerate(generated()):
        if number % part:
            continue
        reader = language if language in ("en", "es") else "en"
        results = ask(typed, reader, number=0)
        found[way, language].append((places_of(right, results), typed, right))
    return found


def by_way(found):
    """{way: places} of measure_generated(), all languages together."""
    ways = defaultdict(list)
    for (way, _language), places in found.items():
        ways[way] += places
    return ways


def share(places, depth):
    """Of how many of them the right answer is up to there."""
    return sum(place <= depth for place, *_rest in places) / len(places)
