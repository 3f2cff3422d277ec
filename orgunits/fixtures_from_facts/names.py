"""What a unit is called: its official names and acronyms by language, and its aliases."""

import re
from functools import cache

from orgunits.models.folding import fold

from .facts import facts, own_texts
from .places import all_places
from .sources import GENERAL_KNOWLEDGE

# Where a source has no year, it is cited in the last edition that an act made.
LAST_BY_AN_ACT = "2016"
PROPOSAL = "2015-proposal"
ACRONYM_BEHIND = re.compile(r" \(([A-Z]+)\)$")


def english_name(place):
    """Without what the facts say about the unit in brackets after its name."""
    name = place.facts["name"]
    return own_texts("names")["shortened"].get(name, name)


def official_names(place):
    """The names and acronyms in a place as columns, and the addresses of the sources of those in other languages."""
    columns = {"name_en": english_name(place), "acronym_en": place.facts.get("acronym")}
    if place.facts["name"] in own_texts("names")["own_words"]:
        columns["name_es"] = own_texts("names")["own_words"][place.facts["name"]]
    for language in ("es", "fr"):
        if printed := place.facts.get(f"name_{language}"):
            columns[f"name_{language}"] = ACRONYM_BEHIND.sub("", printed)
            if behind := ACRONYM_BEHIND.search(printed):
                columns[f"acronym_{language}"] = behind[1]
    addresses = []
    for entry in collected_names(place.key):
        language = entry["lang"]
        if language == "en" or fold(_translated_name(place.key, entry)) != fold(columns["name_en"]):
            continue
        if columns.setdefault(f"name_{language}", entry["name"]) == entry["name"]:
            # Where an edition has none in English, one of another language is of another time, or in use in both.
            if columns["acronym_en"] or entry["acronym"] in english_acronyms(place.key):
                columns.setdefault(f"acronym_{language}", entry["acronym"])
            addresses.append(entry["source"])
    return columns, addresses


def sources_of_names(place):
    """Addresses of the sources of its names in other languages that are of the time of its edition.

    A page that only translates a name says nothing of a place in another time: it is cited in one edition, that of its
    year. That a name is general knowledge is said wherever it stands.
    """
    _, addresses = official_names(place)
    home = editions_of_sources(place.key)
    return [each for each in addresses if each == GENERAL_KNOWLEDGE or home[each] == place.edition]


@cache
def editions_of_sources(key):
    """{address of a source of a name of the unit in another language: the edition where it is cited}."""
    bearing = {}
    for place in all_places():
        if place.key == key:
            for address in official_names(place)[1]:
                bearing.setdefault(address, []).append(place.edition)
    return {address: _edition_of(address, editions) for address, editions in bearing.items()}


def _edition_of(address, editions):
    """The last that had begun in the year of the source, else the first; one only proposed if there is no other."""
    year = own_texts("names")["years_of_sources"].get(address) or own_texts("sources")[address].get("published_on")
    editions = [slug for slug in editions if slug != PROPOSAL] or editions
    begun = [slug for slug in editions if slug[:4] <= (year or LAST_BY_AN_ACT)[:4]]
    return begun[-1] if begun else editions[0]


@cache
def english_acronyms(key):
    """Those that the unit bears in English in some edition."""
    return {place.facts["acronym"] for place in all_places() if place.key == key and place.facts.get("acronym")}


def collected_names(key):
    """What the facts collected of the names of a unit, edition aside."""
    return next((item["names"] for item in facts("unit_names")["items"] if item["key"] == key), [])


@cache
def names_in_places():
    """{key of a unit: all its official names and acronyms in all editions, folded}."""
    found = {}
    for place in all_places():
        columns, _ = official_names(place)
        found.setdefault(place.key, set()).update(fold(text) for text in columns.values() if text)
    return found


def _translated_name(key, entry):
    """The English name that a name in another language translates."""
    if entry["name"] in own_texts("names")["translation_of"]:
        return own_texts("names")["translation_of"][entry["name"]]
    (english,) = {other["name"] for other in collected_names(key) if other["lang"] == "en"}
    return english
