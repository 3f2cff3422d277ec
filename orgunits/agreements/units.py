"""The names of the units of agreements: as of the signature, and in the structure that is shown, or who follows."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery

from ..compiled import compiled
from ..models import (
    ChangeAuthority,
    ChangeEvent,
    CooperationAgreement,
    LegalInstrument,
    OrganizationalUnit,
    Placement,
    Structure,
)
from ..succession.succession import Succession


@dataclass
class Receiver:
    """A unit, named by `placement`, that functions passed to, and the last of the events by which they did."""

    placement: Placement
    event: ChangeEvent


def name_units_of_agreements(agreements, *, structure, to_staff):
    """Sets `unit_then` and `unit_now` of each of `agreements`, placements or None, and `receivers`.

    `unit_then` is in the structure in force on the first day the agreement may have been signed; None where no
    structure, or not the unit, is recorded for that day, or the day is not known well enough. `unit_now` is named by
    naming(structure, …) among what the public, or staff, may see. Where it isn't in `structure`, the
    `receivers` are the nearest units there that its functions passed to, as recorded changes say.
    """
    _name(agreements, None, structure=structure, to_staff=to_staff)


def name_units_of_agreement(agreement, *, structure, to_staff):
    """The same for one, each placement with its structure and the one above it.

    Returns the placements that name its other units.
    """
    names = _name([agreement], agreement, structure=structure, to_staff=to_staff)
    return [row for row in names.values() if row.also]


def _name(agreements, alone, *, structure, to_staff):
    """Both of these. Returns {unit: the placement that names it}."""
    editions = _adopted()
    wanted = {agreement.pk: _edition_of(agreement, editions) for agreement in agreements}
    units = {agreement.unit_id for agreement in agreements if agreement.unit_id}
    asked = {edition for edition in wanted.values() if edition} | ({structure.pk} if structure else set())
    rows = _placements_in(asked, units, structure, alone)
    then = {(row.structure_id, row.unit_id): row for row in rows}
    names = {row.unit_id: row for row in rows if structure and row.structure_id == structure.pk}
    standing, succession = set(names), Succession([])
    if units - standing:
        succession = _recorded_succession()
    if units - standing or alone:
        followers = {step.after for unit in units - standing for step in succession.steps_after(unit)}
        elsewhere = _named_elsewhere(units | followers, standing, structure, alone, to_staff=to_staff)
        names |= {row.unit_id: row for row in elsewhere}
        standing = {unit for unit, row in names.items() if structure and row.structure_id == structure.pk}
    for agreement in agreements:
        agreement.unit_then = then.get((wanted[agreement.pk], agreement.unit_id))
        agreement.unit_now = names.get(agreement.unit_id)
        heirs = [] if agreement.unit_id in standing else succession.heirs(agreement.unit_id, standing)
        agreement.receivers = [Receiver(names[heir.unit], heir.events[-1]) for heir in heirs]
    return names


@compiled
def _adopted():
    return Structure.objects.adopted().order_by("-effective_from").values_list("pk", "effective_from")


def _shown(agreement):
    """Placements with what a line shows of them; with what the page of an agreement shows where `agreement` is given:
    then each has `also`, whether its unit is another one of the agreement.
    """
    rows = Placement.objects.select_related("unit")
    if agreement is None:
        return rows.only("name", "acronym", "structure", "unit__slug")
    return rows.select_related("structure", "parent__unit").annotate(also=Q(unit__in=_other_units(agreement)))


def _other_units(agreement):
    through = CooperationAgreement.other_units.through.objects
    return through.filter(cooperationagreement=agreement).values("organizationalunit")


@compiled
def _placements_in(editions, units, structure, agreement):
    """Where `units` stand in `editions`, and the other units of `agreement` in `structure`."""
    asked = Q(structure__in=editions, unit__in=units)
    if agreement is not None and structure is not None:
        asked |= Q(structure=structure, unit__in=_other_units(agreement))
    return _shown(agreement).filter(asked)


@compiled
def _named_elsewhere(units, standing, structure, agreement, *, to_staff):
    """Those that name `units` and the other units of `agreement`, but for those `standing` in the structure."""
    wanted = Q(pk__in=units) if agreement is None else Q(pk__in=units) | Q(pk__in=_other_units(agreement))
    named = OrganizationalUnit.objects.filter(wanted).exclude(pk__in=standing)
    return _shown(agreement).naming(structure, among=Structure.objects.visible(to_staff=to_staff), units=named)


@compiled
def _passings():
    """Which functions passed from which unit to which, as the public may know: each with `result` and what it says of
    the first act with a symbol that it rests on.
    """
    happened = ChangeEvent.objects.public().filter(only_proposed=False)
    acts = ChangeAuthority.objects.filter(event=OuterRef("changeevent")).exclude(instrument__symbol="").order_by("pk")
    of_act = {name: Subquery(acts.values(f"instrument__{name}")[:1]) for name in ("slug", "symbol", "kind")}
    of_event = ("basis", "when_words", "earliest", "latest")
    return (
        ChangeEvent.originals.through.objects.filter(changeevent__in=happened)
        .annotate(result=F("changeevent__results"), **of_act)
        .exclude(Q(result=None) | Q(result=F("organizationalunit")))
        .select_related("changeevent")
        .only(*(f"changeevent__{name}" for name in of_event), "organizationalunit")
        .order_by("changeevent__latest", "pk", "result")
    )


def _recorded_succession():
    """The same as a Succession of ChangeEvents, each with `act`, or None."""
    succession = Succession([])
    for link in _passings():
        act = link.slug, link.kind, link.symbol  # in the order of its columns
        link.changeevent.act = link.slug and LegalInstrument.from_db(None, ("slug", "kind", "symbol"), act)
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


@compiled
def responsible_on(theme, day):
    """Rows of (unit, how that is known) of units responsible for agreements on a theme that were signed by the day."""
    agreements = CooperationAgreement.objects.public().signed_by(day).on_theme(theme).exclude(unit=None)
    return agreements.order_by("unit", "unit_basis").values_list("unit", "unit_basis").distinct()
