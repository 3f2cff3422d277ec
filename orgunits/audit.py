"""What the directory states, each statement with what it rests on; and what would be said without ground.

Looks at what the public may see, by a reading of its own: where a page and this disagree, one is wrong.
"""

from dataclasses import dataclass, field

from django.db import models
from django.urls import reverse

from .formatting import cited_as
from .models import (
    Appointment,
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    OrganizationalUnit,
    Placement,
    Structure,
)
from .models.periods import period_of, show_date, show_partial
from .models.sources import citing
from .sightings import latest, sightings

CONTACT = ("address", "phone", "email", "website")
# Of an office: phones and faxes are lists.
OFFICE_CONTACT = ("address", "phones", "faxes", "email", "hours", "website")


class Kind(models.TextChoices):
    HEAD = "heads", "who held a post"
    PLACE = "places", "where a unit stood"
    CONTACT = "contacts and offices", "how to reach a unit, and offices in the member states"
    AGREEMENT = "agreements", "agreements"


@dataclass
class Statement:
    """A sentence, the page that says it, the sources it rests on, and what else carries it: an act, "inferred"."""

    kind: Kind
    text: str
    address: str
    sources: list
    also: list = field(default_factory=list)

    @property
    def has_ground(self):
        return bool(self.sources or self.also)


def statements(kind):
    """All Statements of a kind, in the order of their records."""
    return STATEMENTS[kind]()


def findings(day):
    """A sentence for each thing that is said without ground as of `day`."""
    yield from _cited_by_nothing()
    yield from _in_force_by_no_act()
    yield from _seen_later(day)
    for kind in Kind:
        for statement in statements(kind):
            if not statement.has_ground:
                yield f"{statement.address}: has no source: {statement.text}"


def overlapping_terms():
    """{post: the appointments to it whose terms overlap}; the page of the post says so."""
    found = {}
    for each in Appointment.objects.public().filter(starts__isnull=False).select_related("post").order_by("pk"):
        period = period_of(each)
        if any(period.shares_days_with(period_of(other)) for other in Appointment.objects.beside(each).public()):
            found.setdefault(each.post, []).append(each)
    return found


def _cited_by_nothing():
    """Records of a kind that cites sources, and that neither cite one nor say that they are inferred."""
    for name, (records, column) in citing(public=True).items():
        if column != "sources" or records.model in NEED_NONE:
            continue
        without = records.filter(sources__isnull=True)
        if records.model in INFERRED:
            without = without.exclude(**INFERRED[records.model])
        for record in without.order_by("pk"):
            yield f"{name}: {record}: cites no source"


# A unit cites the sources of its contact alone.
NEED_NONE = {OrganizationalUnit}
# What says of a record that it is inferred, or carried over.
INFERRED = {
    ChangeEvent: {"basis": ChangeEvent.Basis.INFERRED},
    Placement: {"basis": Placement.Basis.CARRIED_OVER},
}


def _in_force_by_no_act():
    """Editions said to be in force, mandates and agreements, that no act made."""
    for structure in Structure.objects.adopted().filter(authorities__isnull=True):
        if not structure.is_put_together:
            yield f"{structure.get_absolute_url()}: shown as adopted, but names no act"
    unsigned = CooperationAgreement.objects.public().exclude(stage=CooperationAgreement.Stage.SIGNED)
    for agreement in unsigned:
        yield f"{agreement.get_absolute_url()}: in the register, but not signed"


def _seen_later(day):
    """Units of which pages say "not confirmed since" a year, though something dated later names them."""
    for structure in Structure.objects.public().exclude(status=Structure.Status.PROPOSED):
        carried = structure.placements.filter(basis=Placement.Basis.CARRIED_OVER).select_related("unit")
        shown = latest(sightings([row.unit_id for row in carried], structure, structure.day, day))
        for row in carried:
            said, evidence = shown.get(row.unit_id), _last_evidence(row.unit, day)
            if evidence and (said is None or said.year < evidence.year):
                address = f"{row.unit.get_absolute_url()}?structure={structure.slug}"
                yield f"{address}: not confirmed since {said and said.year}, but {evidence.year} is on record"


def _last_evidence(unit, day):
    """The day of the last dated record or source that names a unit otherwise than by carrying it over, or None."""
    placed = unit.placements.filter(structure__in=Structure.objects.public(), structure__was_proposed=False)
    editions = Structure.objects.filter(placements__in=placed.exclude(basis=Placement.Basis.CARRIED_OVER)).dated()
    held = Appointment.objects.public().filter(models.Q(unit=unit) | models.Q(post__heads=unit))
    signed = CooperationAgreement.objects.public().filter(unit=unit, unit_basis=CooperationAgreement.Basis.STATED)
    days = [
        *editions.values_list("dated", flat=True),
        *(each for row in held.values_list("starts", "ends", "seen_on") for each in row),
        *signed.values_list("signed_on", flat=True),
        *unit.sources.values_list("published_on", flat=True),
        *unit.aliases.filter(source__isnull=False).values_list("source__published_on", flat=True),
        unit.named_on,
    ]
    return max((each for each in days if each and each <= day), default=None)


def _heads():
    rows = Appointment.objects.public().select_related("post", "unit", "office", "country").prefetch_related("sources")
    for row in rows.order_by("pk"):
        where = f" ({row.unit.label})" if row.unit else f" ({row.office.name})" if row.office else ""
        words = [f"from {show_date(row, 'starts')}" if row.starts else "", row.seen, row.note]
        words.insert(1, f"until {show_date(row, 'ends')}" if row.ends else "")
        if row.open_ended:
            words.append("still in the post, according to a source")
        recorded = "; ".join(word for word in words if word)
        acting = ", acting" if row.acting else ""
        text = f"{row.name} was {row.post.title}{where}{acting}: {recorded or 'no date'}"
        yield Statement(Kind.HEAD, text, row.post.get_absolute_url(), _sources(row))


def _places():
    rows = Placement.objects.filter(structure__in=Structure.objects.public())
    rows = rows.select_related("structure", "unit", "parent").prefetch_related("sources", "structure__authorities")
    for row in rows.order_by("structure__effective_from", "tree_id", "lft"):
        above = f"under {row.parent.name}" if row.parent else "at the top"
        text = f"{row.name} stood {above} in “{row.structure.name}” ({row.get_basis_display()})"
        address = f"{reverse('orgunits:unit_detail', args=[row.unit.slug])}?structure={row.structure.slug}"
        also = [cited_as(act) for act in row.structure.authorities.all()] if row.basis == row.Basis.STATED else []
        also += [row.get_basis_display()] if row.basis != row.Basis.STATED else []
        yield Statement(Kind.PLACE, text, address, _sources(row), also)


def _contacts():
    for unit in OrganizationalUnit.objects.public().prefetch_related("sources").order_by("pk"):
        if recorded := _recorded(unit, CONTACT):
            yield Statement(Kind.CONTACT, f"{unit.label}: {recorded}", unit.get_absolute_url(), _sources(unit))
    for office in CountryOffice.objects.select_related("member_state").prefetch_related("sources").order_by("pk"):
        words = [
            office.name,
            office.city,
            f"established {show_date(office, 'established')}" if office.established else "",
            f"{office.get_status_display()} {office.status_as_of}",
            f"closed {show_date(office, 'closed')}" if office.closed else "",
            _recorded(office, OFFICE_CONTACT),
            office.note,
        ]
        text = "; ".join(word.strip() for word in words if word and word.strip())
        yield Statement(Kind.CONTACT, text, office.get_absolute_url(), _sources(office))


def _agreements():
    rows = CooperationAgreement.objects.public().select_related("unit").prefetch_related("sources", "parties__partner")
    for row in rows.order_by("pk"):
        partners = ", ".join(party.partner.name for party in row.parties.all()) or "nobody named"
        signed = show_date(row, "signed_on") if row.signed_on else row.signed_words or "date not recorded"
        unit = f"{row.unit.label} ({row.get_unit_basis_display()})" if row.unit else "unit not recorded"
        kind = f"{row.get_type_display()} ({row.get_type_basis_display()})"
        # Only a title is quoted: a subject is in our words.
        name = f"“{row.title}”" if row.title else row.subject
        text = f"{name} with {partners}; signed: {signed}; {kind}; {unit}"
        yield Statement(Kind.AGREEMENT, text, row.get_absolute_url(), _sources(row))


STATEMENTS = {Kind.HEAD: _heads, Kind.PLACE: _places, Kind.CONTACT: _contacts, Kind.AGREEMENT: _agreements}


def _recorded(record, names):
    """What is recorded of these columns, in a line."""
    recorded = []
    for name in names:
        value = getattr(record, name)
        if value:
            recorded.append(f"{name} {', '.join(value) if isinstance(value, list) else ' '.join(str(value).split())}")
    return "; ".join(recorded)


def _sources(record):
    """Sources of a record in words: title, day, address."""
    words = []
    for source in record.sources.all():
        day = show_partial(source.published_on, source.published_on_precision)
        words.append(" · ".join(part for part in (source.title, day, source.url or source.file_name) if part))
    return words
