"""Reporting and coordination lines, and the bodies outside it that units serve."""

from orgunits.models import Body, UnitRelation

from .facts import EDITIONS, edition, own_texts
from .places import all_places
from .rows import row
from .sources import sources


def relation_rows():
    return _bodies() + [
        row(
            UnitRelation,
            structure=[slug],
            unit=[unit],
            kind=kind,
            to_unit=[to] if not is_body else None,
            to_body=body(to) if is_body else None,
            text_en=text,
            sources=sources([address]),
        )
        for slug, unit, kind, to, is_body, text, address in _relations()
    ]


def body(name):
    """The natural key of a body by its name in the facts."""
    return [own_texts("bodies")[name]["slug"]]


def _bodies():
    kinds = {served["body"]: served["kind"] for slug in EDITIONS for served in edition(slug).get("bodies_served", [])}
    return [
        row(
            Body,
            slug=texts["slug"],
            kind=kinds.get(name) or texts["kind"],
            name_en=texts.get("en", name),
            name_es=texts["es"],
        )
        for name, texts in sorted(own_texts("bodies").items(), key=lambda item: item[1]["slug"])
    ]


def _relations():
    """(structure, unit, kind, to what, whether that is a body, the source's words, address of the source)."""
    for slug in EDITIONS:
        for line in edition(slug).get("matrix_relations", []):
            # Lines of posts, not of units, wait for the posts.
            for unit in line.get("units", []):
                for to in _ends(line, unit):
                    yield slug, unit, line["type"], to, False, line["text"], line["source"]
                for body in line.get("to_bodies", []):
                    yield slug, unit, line["type"], body, True, line["text"], line["source"]
        for served in edition(slug).get("bodies_served", []):
            yield slug, served["unit"], served["relation"], served["body"], True, served["text"], served["source"]
    for place in all_places():
        for line in place.facts.get("relations_in_text", []):
            yield place.edition, place.key, line["type"], line["body"], True, line["text"], line["source"]


def _ends(line, unit):
    """The other ends; units that coordinate with one another are paired once, in the order of the source."""
    ends = line.get("to", [])
    if unit in ends:
        return ends[ends.index(unit) + 1 :]
    return ends
