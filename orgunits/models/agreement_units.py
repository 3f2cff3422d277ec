"""The names of the units of agreements: as of the signature, and in the structure that is shown."""

from django.db.models import Q

from .placements import Placement
from .structure import Structure
from .units import OrganizationalUnit


def name_units(agreements, *, structure, among, others=None):
    """Sets `unit_then` and `unit_now` of each of `agreements`, placements or None; three queries, however many.

    Returns the placements that name the other units of the agreement `others`, with no query more.

    `unit_then` stands in the structure in force on the first day the agreement may have been signed; None where no
    structure, or not the unit, is recorded for that day. `unit_now` is named by naming(structure, among=among).
    """
    editions = list(Structure.objects.adopted().without_long_texts().order_by("-effective_from"))
    wanted = {agreement.pk: _edition_on(agreement.signed_on, editions) for agreement in agreements}
    then = _placements({(wanted[each.pk], each.unit_id) for each in agreements if each.unit_id and wanted[each.pk]})
    units = {each.unit_id for each in agreements if each.unit_id}
    if others is not None:
        named = OrganizationalUnit.objects.filter(Q(pk__in=units) | Q(other_agreements=others)).values("pk")
    now = names_of(units if others is None else named, structure=structure, among=among)
    for agreement in agreements:
        agreement.unit_then = then.get((wanted[agreement.pk], agreement.unit_id))
        agreement.unit_now = now.get(agreement.unit_id)
    return [placement for unit, placement in now.items() if unit not in units]


def names_of(units, *, structure, among):
    """{unit: the placement that names it}, with its structure and parent."""
    rows = Placement.objects.filter(unit__in=units).naming(structure, among=among)
    return {row.unit_id: row for row in rows.select_related("unit", "structure", "parent__unit")}


def _edition_on(day, editions):
    """The key of the edition in force on `day`, None where none is recorded; `editions` the latest first."""
    return day and next((edition.pk for edition in editions if edition.effective_from <= day), None)


def _placements(places):
    """{(structure, unit): placement} for pairs of keys."""
    asked = Q(pk__in=[])
    for structure, unit in places:
        asked |= Q(structure=structure, unit=unit)
    rows = Placement.objects.filter(asked).select_related("unit", "structure")
    return {(row.structure_id, row.unit_id): row for row in rows}
