"""The names of units as the record of something else shows them: in the shown structure, else where they last stood."""

from django.db.models import OuterRef, Subquery

from ..models import OrganizationalUnit, Placement, Structure


def names_of_units(units, *, structure, user):
    """{unit: the placement that names it} for keys, by naming() among what `user` may see; `structure` may be None."""
    return {row.unit_id: row for row in _naming(units, structure, user)}


def names_and_last_places(units, *, structure, day, user):
    """The same, each with `is_shown`, whether it stands in `structure`.

    Where it doesn't, `last` is where the unit last stood up to `day`, or None.
    """
    last = Placement.objects.filter(unit=OuterRef("unit")).as_recorded(structure, day)
    rows = _naming(units, structure, user).annotate(last_place=Subquery(last.values("pk")[:1]))
    names = {row.unit_id: row for row in rows}
    for row in names.values():
        row.is_shown = structure is not None and row.structure_id == structure.pk
    outside = [row for row in names.values() if not row.is_shown]
    places = Placement.objects.select_related("structure").in_bulk(
        [row.last_place for row in outside if row.last_place]
    )
    for row in outside:
        row.last = places.get(row.last_place)
    return names


def _naming(units, structure, user):
    named = OrganizationalUnit.objects.filter(pk__in=units)
    rows = Placement.objects.naming(structure, among=Structure.objects.visible_to(user), units=named)
    return rows.select_related("unit", "structure")
