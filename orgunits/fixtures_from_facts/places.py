"""The tree of each edition: which unit stands where, numbered as nested sets."""

from dataclasses import dataclass, field
from functools import cache

from .facts import EDITIONS, edition

# The structure of 2016 stays in force until later pages show something else.
CARRIED_FORWARD = {"2019-2024-observed": "2016-adopted"}
# What a carried-over place takes along: its shape, and where it was last seen. What the unit did then stays there.
SHAPE = ("key", "kind", "name", "name_es", "name_fr", "acronym", "sources")


@dataclass(eq=False)
class PlaceInEdition:
    """Where a unit is in an edition, and what the facts say of it there."""

    edition: str
    facts: dict
    parent: "PlaceInEdition | None" = None
    carried_over: bool = False
    children: list = field(default_factory=list)
    lft: int = 0
    rght: int = 0
    level: int = 0

    @property
    def key(self):
        return self.facts["key"]

    @property
    def natural_key(self):
        return [self.edition, self.key]

    @property
    def path(self):
        """Its key in our own texts."""
        return f"{self.edition}/{self.key}"

    @property
    def sources(self):
        """Addresses of its sources; a unit without its own rests on those of its edition."""
        return self.facts.get("sources") or edition(self.edition)["sources"]


@cache
def places(slug):
    """The places of an edition in the order of its tree, numbered."""
    (root,) = _read(slug, edition(slug)["units"])
    if earlier := CARRIED_FORWARD.get(slug):
        _carry_forward(root, places(earlier))
    _number(root)
    return list(_below(root))


def all_places():
    return [place for slug in EDITIONS for place in places(slug)]


def _read(slug, units, parent=None):
    """The facts' nested units as places; units coordinated jointly are under what their grouping is under."""
    found = []
    for facts in units:
        if facts["kind"] == "joint coordination":
            found += _read(slug, facts["children"], parent)
            continue
        place = PlaceInEdition(slug, facts, parent)
        place.children = _read(slug, facts.get("children", []), place)
        found.append(place)
    return found


def _carry_forward(root, earlier):
    """Adds the units nobody saw again under their earlier parents, after those that were seen."""
    standing = {place.key: place for place in _below(root)}
    for before in earlier:
        if before.key not in standing:
            parent = standing[before.parent.key]
            shape = {name: before.facts[name] for name in SHAPE if name in before.facts}
            place = PlaceInEdition(root.edition, {**shape, "sources": before.sources}, parent, carried_over=True)
            parent.children.append(place)
            standing[place.key] = place


def _below(place):
    yield place
    for child in place.children:
        yield from _below(child)


def _number(place, counter=0, level=0):
    place.level = level
    place.lft = counter = counter + 1
    for child in place.children:
        counter = _number(child, counter, level + 1)
    place.rght = counter + 1
    return place.rght
