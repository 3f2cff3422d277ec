"""The names of the units of changes: as the edition that shows the change has them, else the latest."""

from django.db.models import Q

from ..models import Placement


class ChangeNames:
    """Names the units of `events`; `units_of` is {event: (originals, results)} as keys where they are not fetched.

    `condition` finds the placements that do, so that a page may fetch them together with others.
    """

    def __init__(self, events, *, structure, among, units_of=None):
        self.events, self.structure = list(events), structure
        self.units_of = units_of or {
            event.pk: ([unit.pk for unit in event.originals.all()], [unit.pk for unit in event.results.all()])
            for event in self.events
        }
        self.units = {unit for event in self.events for keys in self.units_of[event.pk] for unit in keys}
        self.units |= {unit for event in self.events for unit in (event.moved_from_id, event.moved_to_id) if unit}
        editions = {event.structure_id for event in self.events} - {None}
        latest = Placement.objects.filter(unit__in=self.units).naming(structure, among=among)
        self.condition = Q(structure__in=editions, unit__in=self.units) | Q(pk__in=latest.values("pk"))

    def rows(self):
        found = Placement.objects.filter(self.condition) if self.units else Placement.objects.none()
        return found.select_related("unit", "structure")

    def give(self, rows):
        """Sets of each event `before`, `after`, `origin` and `destination`: placements out of `rows`.

        Returns {unit: the placement that names it now}. Units without a placement have no name and are left out.
        """
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


def named_changes(events, *, structure, among):
    """The `events` of a queryset as a list, with acts and named units."""
    found, names = changes_to_name(events, structure=structure, among=among)
    names.give(names.rows())
    return found


def changes_to_name(events, *, structure, among):
    """The same without the names, and the ChangeNames that give them."""
    found = events.listed_with_acts()
    units_of = {event.pk: ([], []) for event in found}
    if found:
        for event, unit, is_result, _proposed in events.links():
            units_of[event][is_result].append(unit)
    return found, ChangeNames(found, structure=structure, among=among, units_of=units_of)


def name_units_of_changes(events, *, structure, among, units_of=None):
    """Names the units of `events`: see ChangeNames.give()."""
    names = ChangeNames(events, structure=structure, among=among, units_of=units_of)
    return names.give(names.rows())
