"""Who has the functions of units that are not in the shown structure: every way to a unit follows its succession."""

from dataclasses import dataclass

from ..compiled import compiled, parts_together, rows_of
from ..models import ChangeEvent, Placement
from ..models.languages import reading
from ..naming.changes import events_with_acts
from ..naming.units import names_in, places_elsewhere
from ..succession.succession import Succession
from .contact import CONTACT


@dataclass
class Heirs:
    """Who has the functions of a unit: its nearest successors that stand in a structure, and how they came to them."""

    rows: list  # placements that name them
    events: list  # ChangeEvents with their acts, each once

    def __bool__(self):
        return bool(self.rows)


def recorded_links(user):
    """A Part: ChangeEventQuerySet.links() of all changes that `user` may see."""
    return rows_of(_links.of(to_staff=user.is_staff))


@compiled
def _links(*, to_staff):
    return ChangeEvent.objects.visible(to_staff=to_staff).links()


def give_heirs(placements, links, *, structure, day):
    """Sets `heirs` of placements of units outside of `structure`: Heirs by what had happened by `day`.

    `links` are recorded_links(). Asks for nothing where none of them leads on from these units.
    """
    happened = Succession([link for link in links if not link[3]])
    steps = {row.unit_id: happened.steps_after(row.unit_id) for row in placements}
    rows, events = {}, {}
    if any(steps.values()):
        asked = _standing.of(structure, {step.after for of_unit in steps.values() for step in of_unit})
        through = events_with_acts({step.event for of_unit in steps.values() for step in of_unit})
        found = parts_together(rows=rows_of(asked), events=through)
        rows = {row.unit_id: row for row in found["rows"]}
        events = {event.pk: event for event in found["events"] if event.earliest is None or event.earliest <= day}
    for placement in placements:
        successors = [
            heir for heir in happened.heirs(placement.unit_id, rows) if all(event in events for event in heir.events)
        ]
        placement.heirs = heirs_by(successors, rows, events)


def heirs_by(successors, names, events):
    """Heirs of Successors, by {unit: the placement that names it} and {key: event}."""
    through = dict.fromkeys(event for heir in successors for event in heir.events)
    return Heirs([names[heir.unit] for heir in successors], [events[event] for event in through])


@compiled
def _standing(structure, units):
    rows = Placement.objects.filter(structure=structure, unit__in=units).select_related("unit")
    return reading(
        rows.order_by("lft"), "name", "acronym", "structure", *(f"unit__{name}" for name in ("slug", *CONTACT))
    )


def names_and_heirs(units, *, structure, day, user):
    """{unit: the placement that names it} for keys, by naming() among what `user` may see; `structure` may be None.

    Each has `is_shown`, whether it stands in `structure`. Where it doesn't, `last` is where the unit last stood up to
    `day`, or None, and `heirs` are its Heirs in `structure`.
    """
    units = set(units)
    names = names_in(structure, units) if structure and units else {}
    if len(names) == len(units):
        return names
    found = parts_together(places=places_elsewhere(units - names.keys(), day, user=user), links=recorded_links(user))
    if structure:
        give_heirs([row for row in found["places"].values() if row.last], found["links"], structure=structure, day=day)
    return names | found["places"]
