"""The answer to a clear query: what the page of a record says first, by its kind.

Each maker takes the Hit and what the reader sees, and returns the Card, or None where it has nothing to say.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractBaseUser

from ..agreements.summaries import number_of_state, number_of_unit
from ..compiled import compiled, parts_together, rows_of
from ..heads import head_of, head_on
from ..holders import holders_on, posts_of_unit
from ..models import (
    Appointment,
    CountryOffice,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Membership,
    OrganizationalUnit,
    Placement,
    SearchDocument,
    Structure,
    StructureAuthority,
    UnitRelation,
)
from ..models.counts import counted
from ..models.languages import reading
from ..models.posts import in_time
from ..unit_page.contact import CONTACT, nearest_contact
from ..unit_page.heirs import names_and_heirs

Kind = SearchDocument.Kind
# So many units, editions or terms of a card are named.
NAMED = 5
TERM = ("name", "starts", "starts_precision", "ends", "ends_precision", "open_ended", "seen", "seen_on", "acting")


@dataclass(frozen=True)
class Seen:
    """What the page shows, and to whom."""

    structure: Structure | None
    day: date
    user: AbstractBaseUser
    editions: list
    span: tuple | None = None


@dataclass
class Card:
    """`template` writes the rows; what each kind has of the others, its maker below says."""

    template: str
    head: object = None  # a Head
    contact: object = None  # the placement whose unit has a contact: its own, or of the next one up
    agreements: int = 0
    agreements_below: int = 0
    rows: list = field(default_factory=list)
    number: int = 0
    record: object = None

    @property
    def named(self):
        return self.rows[:NAMED]


def card_of(hit, seen):
    """The Card of a Hit, None where its kind has none or nothing is recorded."""
    maker = MAKERS.get(hit.kind)
    return maker(hit, seen) if maker else None


def _unit(hit, seen):
    """Of a unit that exists its head, contact and agreements; of one that is gone, what has its functions."""
    placement = hit.placement
    posts = posts_of_unit(placement.unit, kind=placement.kind, day=seen.day, user=seen.user)
    if not placement.is_shown:
        is_there = placement.is_named_later
        agreements = number_of_unit(hit.key, shown=None, day=seen.day)
        found = parts_together(agreements=agreements, **({"posts": posts} if is_there else {}))
        head = head_of(found["posts"], span=seen.span) if is_there else None
        return Card("orgunits/search/_unit_elsewhere.html", head, agreements=found["agreements"][0])
    found = parts_together(
        posts=posts,
        agreements=number_of_unit(hit.key, shown=placement, day=seen.day),
        above=rows_of(_above.of(placement.tree_id, placement.lft, placement.rght)),
    )
    contact = nearest_contact((placement, *found["above"]))
    # Nobody heads a unit as it was only to be.
    head = head_of(found["posts"], span=seen.span) if seen.structure.status in Structure.SEEN else None
    return Card("orgunits/search/_unit.html", head, contact, *found["agreements"])


@compiled
def _above(tree, left, right):
    """The units above a place, the nearest first."""
    rows = Placement.objects.filter(tree_id=tree, lft__lt=left, rght__gt=right).select_related("unit").order_by("-lft")
    return reading(rows, "name", "acronym", *(f"unit__{name}" for name in ("slug", *CONTACT)))


def _member_state(hit, seen):
    """`rows` are its offices with their standing on the day, `record` its membership on it."""
    code = hit.leads[1][0]
    found = parts_together(
        memberships=rows_of(_memberships.of(hit.key, seen.day)),
        offices=rows_of(_offices_in.of(hit.key, seen.day)),
        agreements=number_of_state(hit.key, code.upper(), day=seen.day),
    )
    membership = next(iter(found["memberships"]), None)
    return Card(
        "orgunits/search/_member_state.html",
        rows=found["offices"],
        record=membership,
        agreements=found["agreements"],
    )


@compiled
def _memberships(state, day):
    rows = Membership.objects.filter(member_state=state).current_on(day)
    return reading(rows.order_by("starts"), "status", "starts", "starts_precision")


@compiled
def _offices_in(state, day):
    rows = CountryOffice.objects.filter(member_state=state).with_standing(day).select_related("member_state")
    return reading(rows.order_by("slug"), "slug", "name", "city", "member_state__capital")


def _person(hit, seen):
    """`rows` are the terms on record, the latest first, each with `place`, the placement that names its unit."""
    rows = _terms_of(hit.key)
    rows.sort(key=lambda row: row.starts or row.seen_on or row.ends or date.min, reverse=True)
    units = {row.unit_id or row.post.unit_id for row in rows} - {None}
    names = names_and_heirs(units, structure=seen.structure, day=seen.day, user=seen.user) if units else {}
    for row in rows:
        row.place = names.get(row.unit_id or row.post.unit_id)
    return Card("orgunits/search/_person.html", rows=rows) if rows else None


@compiled
def _terms_of(person):
    rows = Appointment.objects.public().filter(person=person, post__draft__isnull=True)
    rows = rows.select_related("post", "office")
    return reading(
        rows, "unit", "office", *TERM, "post__slug", "post__title", "post__unit", "office__slug", "office__name"
    )


def _post(hit, seen):
    """Who holds a post that there is once."""
    rows = _terms_in(hit.key)
    if not rows:
        return None
    return Card("orgunits/search/_post.html", head_on(None, holders_on(seen.day, rows), span=seen.span))


@compiled
def _terms_in(post):
    rows = Appointment.objects.public().filter(post=post, post__for_each="")
    return reading(rows.order_by(*in_time()), *TERM)


def _instrument(hit, seen):
    """`record` is the act; `rows` are placements that name the units of its mandates, `number` is how many mandates."""
    found = parts_together(
        act=rows_of(_act.of(hit.key)),
        editions=rows_of(_editions_by.of(hit.key)),
        mandates=rows_of(_mandates_by.of(hit.key)),
        units=rows_of(_units_by.of(hit.key)),
    )
    if not found["act"]:
        return None
    act = found["act"][0]
    resting = {key for (key,) in found["editions"]}
    act.editions = [each for each in seen.editions if each.pk in resting and each.is_public][:NAMED]
    units = [key for (key,) in found["units"]]
    names = names_and_heirs(units[:NAMED], structure=seen.structure, day=seen.day, user=seen.user) if units else {}
    act.unit_number = len(units)
    number = dict(found["mandates"]).get("mandates", 0)
    return Card("orgunits/search/_instrument.html", record=act, rows=list(names.values()), number=number)


@compiled
def _act(key):
    rows = LegalInstrument.objects.public().filter(pk=key)
    return reading(rows, "slug", "kind", "symbol", "title", "adopted_on", "adopted_on_precision")


@compiled
def _editions_by(act):
    return StructureAuthority.objects.filter(instrument=act).order_by("structure").values_list("structure")


@compiled
def _mandates_by(act):
    return counted(mandates=Mandate.objects.public().filter(instrument=act))


@compiled
def _units_by(act):
    assigned = MandateAssignment.objects.public().filter(mandate__instrument=act)
    units = OrganizationalUnit.objects.public().filter(pk__in=assigned.order_by().values("unit"))
    return units.order_by("pk").values_list("pk")


def _office(hit, seen):
    """`record` is the office with its standing on the day."""
    offices = CountryOffice.objects.filter(pk=hit.key).with_standing(seen.day).select_related("member_state")
    office = offices.first()
    return Card("orgunits/search/_office.html", record=office) if office else None


def _theme(hit, seen):
    """`rows` are placements of units that work on it in the shown structure."""
    if seen.structure is None:
        return None
    rows = _units_on(hit.key, seen.structure, seen.day)
    return Card("orgunits/search/_units.html", rows=rows, number=len(rows)) if rows else None


@compiled
def _units_on(theme, structure, day):
    rows = Placement.objects.filter(structure=structure).with_theme(theme, structure, day)
    return reading(rows.select_related("unit").order_by("lft"), "name", "acronym", "unit__slug")


def _body(hit, seen):
    """`rows` are placements of units that serve it in the shown structure."""
    if seen.structure is None:
        return None
    rows = _units_serving(hit.key, seen.structure)
    return Card("orgunits/search/_units.html", rows=rows, number=len(rows)) if rows else None


@compiled
def _units_serving(body, structure):
    served = UnitRelation.objects.filter(to_body=body, structure=structure).order_by().values("unit")
    rows = Placement.objects.filter(structure=structure, unit__in=served).select_related("unit")
    return reading(rows.order_by("lft"), "name", "acronym", "unit__slug")


MAKERS = {
    Kind.UNIT: _unit,
    Kind.MEMBER_STATE: _member_state,
    Kind.PERSON: _person,
    Kind.POST: _post,
    Kind.INSTRUMENT: _instrument,
    Kind.OFFICE: _office,
    Kind.THEME: _theme,
    Kind.BODY: _body,
}
