"""The recorded changes in numbers: by year, by kind and by secretariat."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import render

from ..models import ChangeEvent, OrganizationalUnit, Placement, Structure
from ..models.languages import reading
from ..moment import timeless

KINDS = ChangeEvent.Kind
COLUMNS = ("unit_id", "tree_id", "lft", "rght", "level")


@dataclass
class Line:
    """A line of a table: what it counts (a year or a placement that names a unit; None: not recorded), and numbers."""

    about: object
    by_kind: list
    number: int


@timeless
def change_list(request):
    """What happened, not what was only proposed; a change that concerns several secretariats counts with each."""
    visible = ChangeEvent.objects.visible_to(request.user).filter(only_proposed=False)
    events = {event.pk: event for event in visible.only("kind", "latest", "structure").order_by()}
    tops = _tops(events, visible.links(), Structure.objects.visible_to(request.user))
    years, secretariats = Counter(), Counter()
    for event in events.values():
        years[event.latest and event.latest.year, event.kind] += 1
        for top in tops[event.pk]:
            secretariats[top, event.kind] += 1
    kinds = [kind for kind in KINDS if any(event.kind == kind for event in events.values())]
    context = {
        "number": len(events),
        "kinds": kinds,
        "totals": [sum(event.kind == kind for event in events.values()) for kind in kinds],
        "years": _lines(sorted({year for year, _kind in years}, key=lambda year: -(year or 0)), years, kinds),
        "secretariats": _by_secretariat(secretariats, kinds, request.user),
    }
    return render(request, "orgunits/changes/change_list.html", context)


def _lines(subjects, numbers, kinds, names=None):
    lines = []
    for subject in subjects:
        by_kind = [numbers[subject, kind] for kind in kinds]
        lines.append(Line(names.get(subject) if names else subject, by_kind, sum(by_kind)))
    return lines


def _tops(events, links, structures):
    """{event: the keys of the units at the top that its units were part of, {None} where no edition places any}.

    By the edition it leads to, else by the latest that has the unit.
    """
    units = {}
    for event, unit, _is_result, _proposed in links:
        units.setdefault(event, set()).add(unit)
    every = set().union(*units.values())
    editions = list(structures.filter(status__in=Structure.SEEN).chronological().values_list("pk", flat=True))
    order = {edition: place for place, edition in enumerate(editions)}
    asked = Placement.objects.filter(Q(unit__in=every) | Q(level=1), structure__in=editions).order_by()
    places, heads = {}, {}
    for row in asked.rewrite(False).values_list(*COLUMNS, named=True):
        places[row.unit_id, row.tree_id] = row
        if row.level == 1:
            heads.setdefault(row.tree_id, []).append(row)
    latest = {}
    for unit, edition in sorted(places, key=lambda key: order[key[1]]):
        latest[unit] = places[unit, edition]
    tops = {}
    for key, event in events.items():
        found = (places.get((unit, event.structure_id), latest.get(unit)) for unit in units.get(key, ()))
        tops[key] = {_top(place, heads) for place in found if place} - {None} or {None}
    return tops


def _top(place, heads):
    """The key of the unit at the top that a place is below, or is; None for the root."""
    return next((row.unit_id for row in heads.get(place.tree_id, ()) if row.lft <= place.lft <= row.rght), None)


def _by_secretariat(numbers, kinds, user):
    """Lines, those with the most changes first; what no edition places comes last."""
    units = {unit for unit, _kind in numbers if unit}
    among = Structure.objects.visible_to(user)
    found = Placement.objects.naming(None, among=among, units=OrganizationalUnit.objects.filter(pk__in=units))
    names = {row.unit_id: row for row in reading(found.select_related("unit"), "name", "acronym", "unit__slug")}
    lines = _lines([*units, *({None} & {unit for unit, _kind in numbers})], numbers, kinds, names)
    return sorted(lines, key=lambda line: (line.about is None, -line.number, line.about.name if line.about else ""))
