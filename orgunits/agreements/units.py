"""The names of the units of agreements: as of the signature, and in the structure that is shown, or who follows."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from ..models import ChangeAuthority, ChangeEvent, LegalInstrument, OrganizationalUnit, Placement, Structure
from ..succession.succession import Succession


@dataclass
class Receiver:
    """A unit, named by `placement`, that functions passed to, and the last of the events by which they did."""

    placement: Placement
    event: ChangeEvent


def name_units_of_agreements(agreements, *, structure, among):
    """Sets `unit_then` and `unit_now` of each of `agreements`, placements or None, and `receivers`.

    `unit_then` stands in the structure in force on the first day the agreement may have been signed; None where no
    structure, or not the unit, is recorded for that day, or the day is not known well enough. `unit_now` is named by
    naming(structure, among=among). Where it doesn't stand in `structure`, the `receivers` are the nearest units there
    that its functions passed to, as recorded changes say.
    """
    rows = Placement.objects.select_related("unit").only("name", "acronym", "structure", "unit__slug")
    _name(agreements, rows, structure=structure, among=among)


def name_units_of_agreement(agreement, others, *, structure, among):
    """The same for one, each placement with its structure and the one above it.

    Returns the placements that name the units of `others`, a queryset of keys.
    """
    rows = Placement.objects.select_related("unit", "structure", "parent__unit").annotate(also=Q(unit__in=others))
    names = _name([agreement], rows, structure=structure, among=among, others=others)
    return [row for row in names.values() if row.also]


def _name(agreements, rows, *, structure, among, others=None):
    """Both of these; `rows` are placements with what is to be shown of them. Returns {unit: the one that names it}."""
    editions = list(Structure.objects.adopted().order_by("-effective_from").values_list("pk", "effective_from"))
    wanted = {agreement.pk: _edition_of(agreement, editions) for agreement in agreements}
    units = {agreement.unit_id for agreement in agreements if agreement.unit_id}
    places = {(wanted[each.pk], each.unit_id) for each in agreements if each.unit_id and wanted[each.pk]}
    then, names = _places_then_and_now(rows, places, units, structure, others)
    standing, succession = set(names), Succession([])
    if units - standing:
        succession = _recorded_succession()
    if units - standing or others is not None:
        followers = {step.after for unit in units - standing for step in succession.steps_after(unit)}
        named = OrganizationalUnit.objects.filter(
            Q(pk__in=units | followers) | Q(pk__in=[] if others is None else others)
        )
        elsewhere = rows.naming(structure, among=among, units=named.exclude(pk__in=standing))
        names |= {row.unit_id: row for row in elsewhere}
        standing = {unit for unit, row in names.items() if structure and row.structure_id == structure.pk}
    for agreement in agreements:
        agreement.unit_then = then.get((wanted[agreement.pk], agreement.unit_id))
        agreement.unit_now = names.get(agreement.unit_id)
        heirs = [] if agreement.unit_id in standing else succession.heirs(agreement.unit_id, standing)
        agreement.receivers = [Receiver(names[heir.unit], heir.events[-1]) for heir in heirs]
    return names


def _places_then_and_now(rows, places, units, structure, others):
    """({(structure, unit): placement} for pairs of keys, {unit: placement} of those that stand in `structure`)."""
    asked = Q(pk__in=[])
    if structure is not None:
        asked |= Q(structure=structure, unit__in=units)
        if others is not None:
            asked |= Q(structure=structure, unit__in=others)
    for edition in {edition for edition, _unit in places}:
        asked |= Q(structure=edition, unit__in={unit for its, unit in places if its == edition})
    found = {(row.structure_id, row.unit_id): row for row in rows.filter(asked)}
    now = {unit: row for (its, unit), row in found.items() if structure and its == structure.pk}
    return found, now


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
        .select_related("changeevent")
        .only(
            "changeevent__basis",
            "changeevent__when_words",
            "changeevent__earliest",
            "changeevent__latest",
            "organizationalunit",
        )
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
    """The key of the edition in force on `day`, or None; `editions` are (key, first day), the latest first."""
    return day and next((edition for edition, begins in editions if begins <= day), None)
