"""The names of units as the record of something else shows them: in the shown structure, else where they last were."""

from ..compiled import Part, compiled
from ..models import OrganizationalUnit, Placement, Structure

# What a line of a list shows of a unit and of the edition that names it.
NAME = ("name", "acronym", "kind", "structure", "unit__slug")
OF_AN_EDITION = [f"structure__{name}" for name in ("name", "slug", "status", "effective_from", "as_of")]


def names_of_units(units, *, structure, day, user):
    """{unit: the placement that names it} for keys, by naming() among what `user` may see; `structure` may be None."""
    units = set(units)
    return {row.unit_id: row for row in _names(units, structure, day, to_staff=user.is_staff)} if units else {}


def names_in(structure, units):
    """{unit: the placement that names it in `structure`} for those of the keys that are there."""
    names = {row.unit_id: row for row in _names_in(structure, units)}
    for row in names.values():
        row.structure, row.is_shown = structure, True
    return names


def places_elsewhere(units, day, *, user):
    """A Part: {unit: the placement that names it} for keys of units that aren't in the shown structure.

    Each has `last`, where the unit last was up to `day`, or None.
    """
    return Part(_named_elsewhere, rows=_names_and_places.of(units, day, to_staff=user.is_staff))


def _named_elsewhere(rows):
    for row in rows:
        row.is_shown, row.last = False, None if row.turn is None else row
    return {row.unit_id: row for row in rows}


@compiled
def _names(units, structure, day, *, to_staff):
    among, units = Structure.objects.visible(to_staff=to_staff), OrganizationalUnit.objects.filter(pk__in=units)
    rows = Placement.objects.naming(structure, among=among, units=units, day=day)
    return rows.select_related("unit", "structure").only(*NAME, *OF_AN_EDITION)


@compiled
def _names_in(structure, units):
    return Placement.objects.filter(structure=structure, unit__in=units).select_related("unit").only(*NAME)


@compiled
def _names_and_places(units, day, *, to_staff):
    among, units = Structure.objects.visible(to_staff=to_staff), OrganizationalUnit.objects.filter(pk__in=units)
    # Where one records the unit up to the day, the same says where it last was.
    rows = Placement.objects.naming(None, among=among, units=units, day=day)
    rows = rows.with_turn(None, day).select_related("unit", "structure").latest_first()
    return rows.only(*NAME, *OF_AN_EDITION)
