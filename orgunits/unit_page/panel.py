"""What the page of a unit answers first: its head, place and contact, and the evidence that would change them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..heads import Head, head_of
from ..models import Discrepancy, Placement, Structure
from .contact import nearest_contact
from .newer import elsewhere, is_newer


@dataclass(frozen=True)
class Coming:
    """The next edition, adopted but not yet in force, where it changes something: `row` is the unit in it, or None."""

    edition: Structure
    row: Placement | None
    is_moved: bool
    is_renamed: bool


@dataclass
class Panel:
    # None where no post heads the unit, and where it exists in no edition on the day.
    head: Head | None = None
    # The placement whose unit has a contact: its own, else the next one up. Today only.
    contact: Placement | None = None
    # Placements in editions seen later than the shown one, up to the day, that put the unit in another place.
    newer: list = field(default_factory=list)
    coming: Coming | None = None
    # {answer: Discrepancies that would change it}, today: "head", "place", "units" and "contact".
    disputes: dict = field(default_factory=dict)
    # The numbers of the sources of the contact.
    contact_cites: list = field(default_factory=list)
    # What is not recorded of it, in words, but for what the answers say themselves.
    missing: str = ""


def panel_of(record, posts, *, editions, is_today, span):
    """The Panel of a UnitRecord, with its HeldPosts; `editions` are all that the reader may see, `span` a Moment's."""
    panel, shown = Panel(), record.shown
    if shown is None:
        if record.is_named_later:
            panel.head = head_of(posts, span=span)
            panel.contact = record.named if is_today and record.unit.has_contact else None
        panel.missing = _missing(record, panel.contact)
        return panel
    if shown.structure.status in Structure.SEEN:
        panel.head = head_of(posts, span=span)
        panel.newer = _newer(record)
    if is_today:
        panel.contact = nearest_contact((shown, *reversed(record.above)))
        panel.coming = _coming(record, editions)
        panel.disputes = _disputes(record)
    panel.missing = _missing(record, panel.contact)
    return panel


def _missing(record, contact):
    says_what_it_does = record.themes or record.functions
    parts = [
        (_("purpose"), record.does or not says_what_it_does),
        (_("functions"), record.functions),
        (_("themes"), record.themes),
        (_("pillars"), record.pillars),
    ]
    if contact and contact.unit_id == record.unit.pk:
        unit = contact.unit
        parts += [
            (_("address"), unit.address),
            (_("telephone"), unit.phone),
            (_("e-mail"), unit.email),
            (_("website"), unit.website),
        ]
    return ", ".join(label for label, recorded in parts if not recorded)


def _newer(record):
    rows = [row for row in record.seen if is_newer(row.structure, record.structure, record.day)]
    return elsewhere(record.shown, rows)


def _coming(record, editions):
    adopted = (edition for edition in editions if edition.status == Structure.Status.ADOPTED)
    coming = (edition for edition in adopted if edition.effective_from > record.day)
    edition = min(coming, key=lambda each: each.effective_from, default=None)
    if edition is None:
        return None
    row = next((row for row in record.life if row.structure_id == edition.pk), None)
    if row is None:
        return Coming(edition, None, is_moved=False, is_renamed=False)
    is_moved, is_renamed = _parent(row) != _parent(record.shown), row.name != record.shown.name
    return Coming(edition, row, is_moved, is_renamed) if is_moved or is_renamed else None


def _disputes(record):
    """A place in dispute is that of the units named that are part of another one named; of that one, its units."""
    disputes = {}
    for claim in record.claims:
        answer = claim.discrepancy.about
        if answer == Discrepancy.About.PLACE and not claim.names_parent:
            answer = "units"
        if answer:
            disputes.setdefault(answer, {}).setdefault(claim.discrepancy_id, claim.discrepancy)
    return {answer: list(found.values()) for answer, found in disputes.items()}


def _parent(row):
    return row.parent and row.parent.unit_id
