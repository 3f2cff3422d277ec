"""The names of units as the record of something else shows them: in the shown structure, else where they last stood."""

from .placements import Placement
from .units import OrganizationalUnit


def unit_names(units, *, structure, day, among):
    """{unit: the placement that names it}, by naming(structure, among=among); `structure` may be None. Two queries.

    Each has `is_shown`, whether it stands in `structure`; where not, `last`, where it last stood up to `day`, or None.
    """
    rows = Placement.objects.filter(unit__in=units).naming(structure, among=among).select_related("unit", "structure")
    names = {row.unit_id: row for row in rows}
    for row in names.values():
        row.is_shown = structure is not None and row.structure_id == structure.pk
    outside = [row for row in names.values() if not row.is_shown]
    units = OrganizationalUnit.objects.filter(pk__in=[row.unit_id for row in outside])
    places = Placement.objects.last_places(units, structure, day).select_related("structure")
    last = {place.unit_id: place for place in places}
    for row in outside:
        row.last = last.get(row.unit_id)
    return names
