"""The page of one unit, gathered by one call."""

from dataclasses import dataclass

from ..agreements.summaries import AgreementsOf, agreements_of_unit
from ..citations import Citations
from ..holders import posts_of_unit
from ..models import CooperationAgreement, CountryOffice, MandateAssignment
from ..models.sources import fetch_sources
from .mandates import UnitMandates, mandates_of_unit
from .offices import OfficesOf, offices_of_unit
from .record import UnitRecord, record_of


@dataclass(frozen=True)
class UnitPage:
    """What the page of a unit shows; every statement has `cites`, the numbers of its `sources`."""

    record: UnitRecord
    # What hangs on the unit: its own, and counted with everything below its place in the shown structure.
    posts: list
    offices: OfficesOf
    mandates: UnitMandates
    agreements: AgreementsOf
    sources: list


def unit_page(slug, *, structure, day, user, editions, with_contact):
    """The UnitPage of the unit `slug` at `day` in `structure`, from what `user` may see: `editions`, among all else.

    `with_contact`: with the sources of the contacts, which are today's. Raises OrganizationalUnit.DoesNotExist where
    `user` may see nothing of it.
    """
    record = record_of(slug, structure=structure, day=day, user=user, editions=editions)
    unit, shown, kinds = record.unit, record.shown, record.kinds
    has_units = shown is not None and not shown.is_leaf_node()
    posts = posts_of_unit(unit, kind=(shown or record.named).kind, day=day, user=user)
    return UnitPage(
        record,
        posts,
        offices_of_unit(unit, shown=shown, day=day) if has_units or CountryOffice in kinds else OfficesOf(),
        mandates_of_unit(unit, place=shown, day=day, user=user)
        if has_units or MandateAssignment in kinds
        else UnitMandates(within_count=0 if shown else None),
        agreements_of_unit(unit, shown=shown, day=day)
        if has_units or CooperationAgreement in kinds
        else AgreementsOf([], 0, 0),
        _cite(record, posts, with_contact=with_contact),
    )


def _cite(record, posts, *, with_contact):
    """Sets `cites`, the numbers of its sources, wherever the UnitRecord or one of its HeldPosts states a thing.

    Returns the sources in the order of their numbers. What has none rests on the sources of its edition.
    """
    fetch_sources(
        record.life,
        [appointment for held in posts for appointment in held.holders.appointments],
        [relation for group in record.relations for relation in group.relations],
        record.changes.events,
        [record.unit] if with_contact else [],
    )
    citations = Citations()
    cite = citations.cite
    if record.purpose:
        row = record.purpose
        row.purpose_cites = cite(row.purpose_source) or cite(*row.sources.all())
    if record.functions:
        holder = record.functions.holder
        record.functions.cites = cite(holder.functions_source) or cite(*holder.sources.all())
    for held in (record.themes, record.pillars):
        if held:
            held.cites = cite(*held.holder.sources.all())
    for held in posts:
        for appointment in held.holders.appointments:
            appointment.cites = cite(*appointment.sources.all())
    for group in record.relations:
        group.cites = cite(*(source for relation in group.relations for source in relation.sources.all()))
    for event in record.changes.events:
        event.cites = cite(*event.sources.all())
    for line in record.lines:
        line.cites = cite(*(source for row in line.rows for source in row.sources.all()))
    for alias in record.aliases:
        alias.cites = cite(alias.source)
    for claim in record.claims:
        claim.cites = cite(claim.source)
    if with_contact:
        record.contact_cites = cite(*record.unit.sources.all())
    return citations.sources
