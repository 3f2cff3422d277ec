"""The units as lasting things, and the other names people know them by."""

from orgunits.models import OrganizationalUnit, UnitAlias
from orgunits.models.folding import fold

from .facts import EDITIONS, edition, own_texts
from .names import collected_names, english_name, names_in_places
from .places import all_places, places
from .rows import row
from .sources import partial_date, source, sources
from .structures import ADOPTED

# Latest first; what was never adopted only names units that nothing else names.
NAMING = [slug for slug in reversed(EDITIONS) if slug in ADOPTED] + [slug for slug in EDITIONS if slug not in ADOPTED]


def unit_rows():
    return _units() + _aliases()


def _units():
    naming = {}
    for slug in NAMING:
        for place in places(slug):
            naming.setdefault(place.key, place)
    contacts, named = _contacts(), _named_without_place()
    return [
        row(
            OrganizationalUnit,
            slug=key,
            label=english_name(naming[key]),
            **contacts.get(key, {}),
            **named.get(key, {}),
        )
        for key in sorted(naming)
    ]


def _contacts():
    """{unit: its address, telephones, website and their sources as columns}, of the latest edition that has any."""
    found = {}
    for place in all_places():
        if "seat" in place.facts:
            found[place.key] = {"address": place.facts["seat"], "sources": sources(place.sources)}
        if contact := place.facts.get("contact"):
            found[place.key] = _contact(contact)
    elsewhere = [each for slug in EDITIONS for each in edition(slug).get("contacts_of_units_elsewhere", [])]
    return found | {each["key"]: _contact(each) for each in elsewhere}


def _contact(facts):
    return {
        "address": facts.get("address"),
        "phone": ", ".join(facts.get("phones", [])),
        "email": facts.get("email"),
        "website": facts.get("website"),
        "sources": sources(facts["sources"]),
    }


def _named_without_place():
    """{unit: the last day on which a source names it without its place, and that source, as columns}."""
    named = [each for slug in EDITIONS for each in edition(slug).get("named_without_place", [])]
    return {
        each["key"]: {**partial_date("named_on", each["on"]), "named_in": source(each["source"])}
        for each in sorted(named, key=lambda each: each["on"])
    }


def _aliases():
    """Each once, and none that is an official name or acronym of the unit in some edition."""
    official = names_in_places()
    kept = {}
    for alias in _candidates():
        unit, text = alias["unit"], alias["text"]
        if fold(text) not in official[unit]:
            kept.setdefault((unit, text), alias)
    return [
        row(
            UnitAlias,
            unit=[alias["unit"]],
            kind=alias["kind"],
            text=alias["text"],
            language=alias["language"],
            source=source(alias["source"]) if alias["source"] else None,
        )
        for _, alias in sorted(kept.items())
    ]


def _candidates():
    yield from own_texts("aliases")
    for key in names_in_places():
        for entry in collected_names(key):
            for kind in ("name", "acronym"):
                if entry[kind]:
                    address = entry.get(f"{kind}_source") or entry["source"]
                    yield _alias(key, kind, entry[kind], entry["lang"], address)
    for place in all_places():
        only = place.sources[0] if len(place.sources) == 1 else None
        for text in place.facts.get("name_variants", []):
            yield _alias(place.key, "name", text, "en", only)
        for text in place.facts.get("acronym_variants", []):
            yield _alias(place.key, "acronym", text, None, only)


def _alias(unit, kind, text, language, source):
    return {"unit": unit, "kind": kind, "text": text, "language": language, "source": source}
