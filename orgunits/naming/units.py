"""The names of units as the record of something else shows them: in the shown structure, else where they last stood."""

from django.db.models import OuterRef, Subquery

from ..models import Placement


def unit_names(units, *, structure, day, among):
    """{unit: the placement that names it}, by naming(structure, among=among); `structure` may be None. Two queries.

    Each has `is_shown`, whether it stands in `structure`; where not, `last`, where it last stood up to `day`, or None.
    """
    last = Placement.objects.filter(unit=OuterRef("unit")).as_recorded(structure, day)
    rows = Placement.objects.filter(unit__in=units).naming(structure, among=among).select_related("unit", "structure")
    names = {row.unit_id: row for row in rows.annotate(last_place=Subquery(last.values("pk")[:1]))}
    for row in names.values():
        row.is_shown = structure is not None and row.structure_id == structure.pk
    outside = [row for row in names.values() if not row.is_shown]
    places = Placement.objects.select_related("structure").in_bulk(
        [row.last_place for row in outside if row.last_place]
    )
    for row in outside:
        row.last = places.get(row.last_place)
    return names
