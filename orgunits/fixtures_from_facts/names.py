"""What a unit is called: its official names and acronyms by language, and its aliases."""

import re
from functools import cache

from orgunits.models.folding import fold

from .facts import facts, own_texts
from .places import all_places

ACRONYM_BEHIND = re.compile(r" \(([A-Z]+)\)$")


def english_name(place):
    """Without what the facts say about the unit in brackets behind its name."""
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
            columns.setdefault(f"acronym_{language}", entry["acronym"])
            addresses.append(entry["source"])
    return columns, addresses


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
