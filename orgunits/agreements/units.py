"""The names of the units of agreements: as of the signature, and in the structure that is shown, or who follows."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from ..models import ChangeAuthority, ChangeEvent, LegalInstrument, Placement, Structure
from ..succession.succession import Succession


@dataclass
class Receiver:
    """A unit, named by `placement`, that functions passed to, and the last of the events by which they did."""

    placement: Placement
    event: ChangeEvent


def name_units_of_agreements(agreements, *, structure, among, also=()):
    """Sets `unit_then` and `unit_now` of each of `agreements`, placements or None, and `receivers`.

    `unit_then` stands in the structure in force on the first day the agreement may have been signed; None where no
    structure, or not the unit, is recorded for that day, or the day is not known well enough. `unit_now` is named by
    naming(structure, among=among). Where it doesn't stand in `structure`, the `receivers` are the nearest units there
    that its functions passed to, as recorded changes say.

    Returns the placements that name the units of `also`, a queryset of keys.
    """
    editions = list(Structure.objects.adopted().without_long_texts().order_by("-effective_from"))
    wanted = {agreement.pk: _edition_of(agreement, editions) for agreement in agreements}
    then = _placements({(wanted[each.pk], each.unit_id) for each in agreements if each.unit_id and wanted[each.pk]})
    units = {agreement.unit_id for agreement in agreements if agreement.unit_id}
    succession = _recorded_succession()
    followers = {step.after for unit in units for step in succession.steps_after(unit)}
    rows = Placement.objects.filter(Q(unit__in={*units, *followers}) | Q(unit__in=also)).annotate(also=Q(unit__in=also))
    rows = rows.naming(structure, among=among).select_related("unit", "structure", "parent__unit")
    names = {row.unit_id: row for row in rows}
    standing = {unit for unit, row in names.items() if structure and row.structure_id == structure.pk}
    for agreement in agreements:
        agreement.unit_then = then.get((wanted[agreement.pk], agreement.unit_id))
        agreement.unit_now = names.get(agreement.unit_id)
        heirs = [] if agreement.unit_id in standing else succession.heirs(agreement.unit_id, standing)
        agreement.receivers = [Receiver(names[heir.unit], heir.events[-1]) for heir in heirs]
    return [row for row in names.values() if row.also]


def _recorded_succession():
    """What the public may know of changes that happened, each with `act`, the first act with a symbol that it rests on,
    or None.
    """
    happened = ChangeEvent.objects.public().filter(only_proposed=False)
    acts = ChangeAuthority.objects.filter(event=OuterRef("changeevent")).exclude(instrument__symbol="").order_by("pk")
    of_act = {name: Subquery(acts.values(f"instrument__{name}")[:1]) for name in ("slug", "symbol", "kind")}
    links = (
        ChangeEvent.originals.through.objects.filter(changeevent__in=happened)
        .annotate(result=F("changeevent__results"), **of_act)
        .exclude(Q(result=None) | Q(result=F("organizationalunit")))
        .select_related("changeevent__structure")
        .order_by("changeevent__latest", "pk", "result")
    )
    succession = Succession([])
    for link in links:
        link.changeevent.act = link.slug and LegalInstrument(slug=link.slug, symbol=link.symbol, kind=link.kind)
        succession.after[link.organizationalunit_id].append((link.changeevent, link.result))
    return succession


def _edition_of(agreement, editions):
    """The key of the edition in force at the signature; of an unknown day, where its bounds fall in one edition."""
    if agreement.signed_on:
        return _edition_on(agreement.signed_on, editions)
    first, last = agreement.signed_not_before, agreement.signed_not_after
    edition = _edition_on(first, editions)
    return edition if last and edition == _edition_on(last, editions) else None


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
