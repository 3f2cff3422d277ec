"""The page of one unit, gathered by one call."""

from dataclasses import dataclass

from ..agreements.summaries import AgreementsOf, agreements_of_unit
from ..citations import Citations
from ..compiled import parts_together, rows_of
from ..holders import posts_of_unit
from ..models import CooperationAgreement, CountryOffice, MandateAssignment
from ..models.agreement_queries import partners_of
from ..models.sources import fetch_sources
from ..sightings import latest, sightings
from .changes import ChangesOfUnit
from .content import content_of, continuations_of, take
from .mandates import UnitMandates, mandates_of_unit
from .neighbours import neighbours_of
from .offices import OfficesOf, offices_of_unit
from .panel import Panel, panel_of
from .record import UnitRecord, life_of


@dataclass(frozen=True)
class UnitPage:
    """What the page of a unit shows; every statement has `cites`, the numbers of its `sources`."""

    record: UnitRecord
    panel: Panel
    # What hangs on the unit: its own, and counted with everything below its place in the shown structure.
    posts: list
    offices: OfficesOf
    mandates: UnitMandates
    agreements: AgreementsOf
    sources: list


def unit_page(slug, *, structure, day, user, editions, is_today, span=None):
    """The UnitPage of the unit `slug` at `day` in `structure`, from what `user` may see: `editions`, among all else.

    `span` is that of an edition of the past, as of a Moment. `is_today`: with how to reach it, which is known of today
    only. Raises OrganizationalUnit.DoesNotExist where `user` may see nothing of it.
    """
    record = life_of(slug, structure=structure, day=day, editions=editions)
    unit, shown = record.unit, record.shown
    content = content_of(record, user=user)
    hanging = _hanging_on(record, day=day, user=user)
    found = parts_together(**content, **hanging)
    take(record, found)
    record.last_seen = latest(found.get("seen", [])).get(unit.pk)
    changes = ChangesOfUnit(unit, found.get("links", []), structure=structure, editions=editions, user=user)
    changes.read(changes.asked.alone())
    agreements = found.get("agreements") or AgreementsOf([], 0, 0)
    climbs = is_today and shown is not None and not shown.unit.has_contact
    parts_together(
        neighbours=neighbours_of(record, found.get("relations", []), changes, with_contact=climbs),
        continuations=continuations_of(record),
        partners=partners_of(agreements.rows),
    )
    panel = panel_of(record, found["posts"], editions=editions, is_today=is_today, span=span)
    return UnitPage(
        record,
        panel,
        found["posts"],
        found.get("offices") or OfficesOf(),
        found.get("mandates") or UnitMandates(within_count=0 if shown else None),
        agreements,
        _cite(record, panel, found["posts"]),
    )


def _hanging_on(record, *, day, user):
    """Parts: posts, and where there may be any, offices, mandates and agreements, with everything below its place."""
    unit, shown, kinds = record.unit, record.shown, record.kinds
    has_units = shown is not None and not shown.is_leaf_node()
    parts = {"posts": posts_of_unit(unit, kind=(shown or record.named).kind, day=day, user=user)}
    if (place := record.place) and place.basis == place.Basis.CARRIED_OVER:
        parts["seen"] = rows_of(sightings.of([unit.pk], place.structure, place.structure.day, day))
    if has_units or CountryOffice in kinds:
        parts["offices"] = offices_of_unit(unit, shown=shown, day=day)
    if has_units or MandateAssignment in kinds:
        parts["mandates"] = mandates_of_unit(unit, place=shown, day=day, user=user)
    if has_units or CooperationAgreement in kinds:
        parts["agreements"] = agreements_of_unit(unit, shown=shown, day=day)
    return parts


def _cite(record, panel, posts):
    """Sets `cites`, the numbers of its sources, wherever the UnitRecord or one of its HeldPosts states a thing.

    Returns the sources in the order of their numbers, that of the page. What has none rests on those of its edition.
    """
    fetch_sources(
        record.life,
        [appointment for held in posts for appointment in held.holders.appointments],
        [relation for group in record.relations for relation in group.relations],
        record.changes.events,
        [panel.contact.unit] if panel.contact else [],
        single=[
            *([(record.unit, "named_in")] if record.is_named_later else []),
            *((row, name) for row in record.life for name in ("summary_source", "purpose_source", "functions_source")),
            *((row, "source") for row in (*record.aliases, *record.claims)),
        ],
    )
    citations = Citations()
    cite = citations.cite
    if (row := record.does) and row.summary:
        row.summary_cites = cite(row.summary_source) or cite(*row.sources.all())
    if row := record.purpose:
        row.purpose_cites = cite(row.purpose_source) or cite(*row.sources.all())
    for appointment in panel.head.named if panel.head else []:
        appointment.cites = cite(*appointment.sources.all())
    for row in panel.newer:
        row.cites = cite(*row.sources.all())
    if panel.contact:
        panel.contact_cites = cite(*panel.contact.unit.sources.all())
    for group in record.relations:
        group.cites = cite(*(source for relation in group.relations for source in relation.sources.all()))
    for held in (record.themes, record.pillars):
        if held:
            held.cites = cite(*held.holder.sources.all())
    for held in posts:
        for appointment in held.holders.appointments:
            appointment.cites = cite(*appointment.sources.all())
    if record.functions:
        holder = record.functions.holder
        record.functions.cites = cite(holder.functions_source) or cite(*holder.sources.all())
    for event in record.changes.events:
        event.cites = cite(*event.sources.all())
    for line in record.lines:
        line.cites = cite(*(source for row in line.rows for source in row.sources.all()))
    for alias in record.aliases:
        alias.cites = cite(alias.source)
    for claim in record.claims:
        claim.cites = cite(claim.source)
    return citations.sources
