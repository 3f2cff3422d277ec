"""Changes with their acts, and the names of their units: as the edition that shows them has them, else the latest."""

from collections import defaultdict
from functools import partial

from django.db.models import Q

from ..compiled import Part, compiled, parts_together, rows_of
from ..models import ChangeAuthority, ChangeEvent, OrganizationalUnit, Placement, Structure
from ..models.languages import reading
from ..models.prefetched import set_prefetched

# What is shown of a unit by the placement that names it.
OF_A_NAME = ("name", "acronym", "structure", "lft", "rght", "tree_id", "parent", "unit__slug")


def naming_changes(editions, units, structure, *, to_staff):
    """Condition for placements: they name one of `units` (keys) in one of `editions`, else of all that are seen."""
    named = OrganizationalUnit.objects.filter(pk__in=units)
    latest = Placement.objects.naming(structure, among=Structure.objects.visible(to_staff=to_staff), units=named)
    return Q(structure__in=editions, unit__in=units) | Q(pk__in=latest.values("pk"))


@compiled
def _placements(editions, units, structure, *, to_staff):
    wanted = naming_changes(editions, units, structure, to_staff=to_staff)
    return reading(Placement.objects.filter(wanted).select_related("unit"), *OF_A_NAME)


class ChangeNames:
    """Names the units of `events`; `units_of` is {event: (originals, results)} as keys where they are not fetched.

    `editions` are all that the reader may see: staff if `to_staff`, else the public. `structure` may be None.
    `wanted` is what naming_changes() takes, so that a page may fetch the placements that do together with others.
    """

    def __init__(self, events, *, structure, editions, to_staff, units_of=None):
        self.events, self.structure, self.to_staff = list(events), structure, to_staff
        self.known = {edition.pk: edition for edition in editions}
        self.units_of = units_of or {
            event.pk: ([unit.pk for unit in event.originals.all()], [unit.pk for unit in event.results.all()])
            for event in self.events
        }
        self.units = {unit for event in self.events for keys in self.units_of[event.pk] for unit in keys}
        self.units |= {unit for event in self.events for unit in (event.moved_from_id, event.moved_to_id) if unit}
        for event in self.events:
            if edition := self.known.get(event.structure_id):
                event.structure = edition
        self.wanted = ({event.structure_id for event in self.events} - {None}, self.units, structure)

    def question(self):
        return _placements.of(*self.wanted, to_staff=self.to_staff) if self.units else None

    def rows(self):
        return _placements(*self.wanted, to_staff=self.to_staff) if self.units else []

    def give(self, rows):
        """Sets of each event `before`, `after`, `origin` and `destination`: placements out of `rows`.

        Returns {unit: the placement that names it now}. Units without a placement have no name and are left out.
        """
        for row in rows:
            if edition := self.known.get(row.structure_id):
                row.structure = edition
        there = {(row.unit_id, row.structure_id): row for row in rows if row.unit_id in self.units}
        now = {}
        for row in there.values():
            if row.unit_id not in now or self._turn(row) > self._turn(now[row.unit_id]):
                now[row.unit_id] = row

        def named(keys, event):
            return [row for key in keys if (row := there.get((key, event.structure_id)) or now.get(key))]

        for event in self.events:
            originals, results = self.units_of[event.pk]
            event.before, event.after = named(originals, event), named(results, event)
            event.origin = next(iter(named([event.moved_from_id], event)), None)
            event.destination = next(iter(named([event.moved_to_id], event)), None)
        return now

    def _turn(self, row):
        """What names a unit best: the shown structure, then the latest."""
        shown = self.structure is not None and row.structure_id == self.structure.pk
        return shown, row.structure.day is not None, row.structure.day.toordinal() if row.structure.day else 0


def named_changes(events, **seen):
    """A list of ChangeEvents, with acts and named units; `seen` as of ChangeNames."""
    names = changes_to_name(events, **seen)
    names.give(names.rows())
    return events


def changes_to_name(events, **seen):
    """Gives a list of ChangeEvents their acts; returns the ChangeNames that name their units."""
    units_of = {event.pk: ([], []) for event in events}
    links = rows_of(_links.of(units_of) if events else None)
    for event, unit, is_result, _proposed in parts_together(acts=acts_of(events), links=links)["links"]:
        units_of[event][is_result].append(unit)
    return ChangeNames(events, units_of=units_of, **seen)


@compiled
def _links(events):
    return ChangeEvent.objects.filter(pk__in=events).links()


def name_units_of_changes(events, **seen):
    """Names the units of `events`: see ChangeNames, and its give()."""
    names = ChangeNames(events, **seen)
    return names.give(names.rows())


# --- acts


def acts_of(events):
    """A Part that gives each of a list of events its acts."""
    return Part(partial(_set_acts, events), acts=_acts.of([event.pk for event in events]) if events else None)


def events_with_acts(keys):
    """A Part: the events of these keys as a list in the order of time, each with its acts."""
    return Part(_set_acts, events=_events.of(keys), acts=_acts.of(keys)) if keys else Part(list)


def _set_acts(events, acts):
    of_event = defaultdict(list)
    for act in acts:
        of_event[act.event_id].append(act)
    for event in events:
        set_prefetched(event, "change_authorities", of_event[event.pk])
    return events


@compiled
def _events(keys):
    return ChangeEvent.objects.filter(pk__in=keys).chronological().for_lines()


@compiled
def _acts(events):
    rows = ChangeAuthority.objects.filter(event__in=events).select_related("instrument").order_by("pk")
    of_an_act = (f"instrument__{name}" for name in ("slug", "kind", "symbol", "title"))
    return reading(rows, "event", "note", *of_an_act)
