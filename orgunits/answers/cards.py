"""The answer to a clear query: what a record’s page says first. Over 300 lines: one maker a kind of record.

Each maker takes the Hit and what the reader sees, and returns the Card, or None where it has nothing to say.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count

from ..agreements.summaries import number_of_state, number_of_unit
from ..agreements.units import responsible_on
from ..compiled import compiled, parts_together, rows_of
from ..heads import head_of, head_on
from ..holders import holders_on, posts_of_unit
from ..models import (
    Appointment,
    CooperationAgreement,
    CountryOffice,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Membership,
    OrganizationalUnit,
    Placement,
    SearchDocument,
    Standing,
    Structure,
    StructureAuthority,
    UnitRelation,
)
from ..models.counts import counted
from ..models.languages import reading
from ..models.posts import in_time
from ..search.ranking import Tier
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
    return reading(rows.order_by("slug"), "slug", "name", "city", "status", "member_state__capital")


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
    """`record` is the act, with its `latest` revision where it is another one; `rows` are placements that name the
    units of its mandates, `number` is how many mandates.
    """
    found = parts_together(
        act=rows_of(_act.of(hit.key)),
        editions=rows_of(_editions_by.of(hit.key)),
        mandates=rows_of(_mandates_by.of(hit.key)),
        units=rows_of(_units_by.of(hit.key)),
        revisions=rows_of(_revisions.of()),
    )
    if not found["act"]:
        return None
    act = found["act"][0]
    act.latest = _latest_revision(act, found["revisions"])
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
def _revisions():
    rows = LegalInstrument.objects.public().filter(revises__isnull=False)
    return reading(rows, "slug", "revises", "kind", "symbol", "title", "adopted_on", "adopted_on_precision")


def _latest_revision(act, revisions):
    """The last of the revisions that follow each other; None where nothing revises the act, or two do."""
    latest, seen = None, {act.pk}
    while len(after := [each for each in revisions if each.revises_id == (latest or act).pk]) == 1:
        if after[0].pk in seen:
            return None
        latest = after[0]
        seen.add(latest.pk)
    return None if after else latest


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
    """`rows` are placements of units that work on it in the shown structure, else responsible for an agreement on it.

    `record` is then whether that is inferred of all.
    """
    if seen.structure is None:
        return None
    if rows := _units_on(hit.key, seen.structure, seen.day):
        return Card("orgunits/search/_units.html", rows=rows, number=len(rows))
    responsible = dict(responsible_on(hit.key, seen.day))
    names = names_and_heirs(responsible, structure=seen.structure, day=seen.day, user=seen.user) if responsible else {}
    inferred = all(basis != CooperationAgreement.Basis.STATED for basis in responsible.values())
    template = "orgunits/search/_units_of_agreements.html"
    return Card(template, rows=list(names.values()), number=len(names), record=inferred) if names else None


def is_theme_alone(hits):
    """Whether the first of `hits` is a theme of just the words, and no unit or other theme is among them."""
    return _is_of_theme(hits[0]) and not any(each.kind in (Kind.UNIT, Kind.THEME) for each in hits[1:])


def _is_of_theme(hit):
    return hit.kind == Kind.THEME and hit.rank[0] <= Tier.JUST_A_SUBJECT


def card_of_only_unit(hits, seen):
    """Where the first of `hits` is a theme that one unit of the shown structure works on: the Card of it; else None.

    The hit of the unit is one of `hits`, and is taken out of them.
    """
    theme = hits[0]
    if not _is_of_theme(theme) or seen.structure is None:
        return None
    found = [each for each in hits if each.kind == Kind.UNIT and each.rank[0] <= Tier.JUST_A_SUBJECT]
    if any(map(_is_of_theme, hits[1:])) or len(found) != 1 or not found[0].placement.is_shown:
        return None
    rows = _units_on(theme.key, seen.structure, seen.day)
    if [row.unit_id for row in rows] != [found[0].key]:
        return None
    card = _unit(found[0], seen)
    card.hit = found[0]
    hits.remove(card.hit)
    return card


@compiled
def _units_on(theme, structure, day):
    """Where a source says so; what only a proposal says is left out."""
    rows = Placement.objects.filter(structure=structure).with_theme(theme, structure, day)
    rows = rows.filter(holder__in=Placement.objects.filter(structure__status__in=Structure.SEEN).order_by())
    return reading(rows.select_related("unit").order_by("lft"), "name", "acronym", "unit__slug")


def _body(hit, seen):
    """`rows` are placements of units that serve it in the shown structure; else by `record`, a proposal."""
    if seen.structure is None:
        return None
    if rows := _units_serving(hit.key, seen.structure):
        return Card("orgunits/search/_units.html", rows=rows, number=len(rows))
    proposals = (each for each in seen.editions if each.status == Structure.Status.PROPOSED and each.day)
    latest = max((each for each in proposals if each.day <= seen.day), key=lambda each: each.day, default=None)
    rows = latest and _units_serving(hit.key, latest)
    return Card("orgunits/search/_units.html", rows=rows, number=len(rows), record=latest) if rows else None


@compiled
def _units_serving(body, structure):
    served = UnitRelation.objects.filter(to_body=body, structure=structure, kind=UnitRelation.Kind.SERVES)
    served = served.order_by().values("unit")
    rows = Placement.objects.filter(structure=structure, unit__in=served).select_related("unit")
    return reading(rows.order_by("lft"), "name", "acronym", "unit__slug")


def _page(hit, seen):
    """Of the page of the country offices `rows`, (kind of office, how many), and `number`, of the closed ones."""
    if hit.leads[0] != "office_list":
        return None
    kinds, closed = Counter(), 0
    for kind, standing, number in _offices_by_kind(seen.day):
        kinds[kind] += number
        closed += number if standing == Standing.CLOSED else 0
    rows = [(label, kinds[kind]) for kind, label in CountryOffice.Kind.choices if kinds[kind]]
    return Card("orgunits/search/_offices.html", rows=rows, number=closed) if rows else None


@compiled
def _offices_by_kind(day):
    offices = CountryOffice.objects.with_standing(day).order_by()
    return offices.values_list("kind", "standing").annotate(number=Count("pk"))


MAKERS = {
    Kind.UNIT: _unit,
    Kind.MEMBER_STATE: _member_state,
    Kind.PERSON: _person,
    Kind.POST: _post,
    Kind.INSTRUMENT: _instrument,
    Kind.OFFICE: _office,
    Kind.THEME: _theme,
    Kind.BODY: _body,
    Kind.PAGE: _page,
}
