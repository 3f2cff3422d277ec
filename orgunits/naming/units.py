"""The names of units as the record of something else shows them: in the shown structure, else where they last stood."""

from itertools import groupby

from ..models import OrganizationalUnit, Placement, Structure
from ..models.placement_choice import in_turn


def names_of_units(units, *, structure, user):
    """{unit: the placement that names it} for keys, by naming() among what `user` may see; `structure` may be None."""
    named = OrganizationalUnit.objects.filter(pk__in=units)
    rows = Placement.objects.naming(structure, among=Structure.objects.visible_to(user), units=named)
    return {row.unit_id: row for row in _with_names(rows.select_related("unit", "structure"))}


def names_and_last_places(units, *, structure, day, user):
    """The same, each with `is_shown`, whether it stands in `structure`.

    Where it doesn't, `last` is where the unit last stood up to `day`, or None.
    """
    names = {}
    if structure is not None:
        for row in _with_names(Placement.objects.filter(structure=structure, unit__in=units).select_related("unit")):
            row.structure, row.is_shown = structure, True
            names[row.unit_id] = row
    outside = OrganizationalUnit.objects.filter(pk__in=set(units) - names.keys())
    return names | (_elsewhere(outside, day, user) if len(names) < len(set(units)) else {})


def _elsewhere(units, day, user):
    rows = Placement.objects.naming_and_last_places(units, day, among=Structure.objects.visible_to(user))
    rows = rows.with_turn(None, day).select_related("unit", "structure").latest_first()
    names = {}
    for unit, places in groupby(sorted(_with_names(rows), key=lambda row: row.unit_id), key=lambda row: row.unit_id):
        places = list(places)
        names[unit] = places[0]
        names[unit].is_shown, names[unit].last = False, next(iter(in_turn(places)), None)
    return names


def _with_names(rows):
    """Placements with what a line of a list shows of them, and no more; of structures only where they are joined."""
    joined = rows.query.select_related
    structures = ["name", "slug", "status", "effective_from", "as_of"] if "structure" in joined else []
    return rows.only("name", "acronym", "structure", "unit__slug", *(f"structure__{name}" for name in structures))
