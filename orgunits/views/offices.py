"""The offices away from headquarters: the list with its maps, and one office."""

import re
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..citations import Citations
from ..compiled import compiled
from ..formatting import alphabetical, key_of
from ..forms.offices import OfficeFilter
from ..heads import head_on
from ..holders import posts_of_office
from ..maps import AMERICAS, CARIBBEAN, frame, map_of
from ..models import CountryOffice, MemberState, OrganizationalUnit, Placement, Standing, Structure
from ..models.discrepancies import claims_about
from ..models.sources import source_of_file
from ..unit_page.heirs import give_heirs, recorded_links

# The page on the offices that the directory quotes.
QUOTED = "002_990d8fb87a62d94e.txt"
# What sources disagree on about the offices as such: how many there are, and who decided in 1953.
ON_THE_NUMBER, ON_THE_FIRST = "contra-20", "contra-21"


@dataclass
class Mark:
    """An office on a map."""

    office: CountryOffice
    x: int
    y: int
    # Whether it is so far right that its name stands at its left.
    is_right: bool
    scale: float


def office_list(request):
    day = request.moment.day
    filters = OfficeFilter(request.GET, CountryOffice.objects.with_standing(day))
    if not filters.is_valid():
        offices = []
    elif any(filters.form.cleaned_data.values()):
        offices = filters.qs.for_listing()
    else:  # what nobody filtered is asked again and again
        offices = _all(day)
    offices = sorted(offices, key=lambda office: key_of(office.member_state))
    claims = {}
    for claim in claims_about(to_staff=request.user.is_staff):
        claims.setdefault(claim.discrepancy.slug, claim)
    context = {
        "filters": filters,
        "offices": offices,
        "groups": [(standing, [each for each in offices if each.standing == standing]) for standing in Standing],
        "caribbean": CARIBBEAN,
        "americas": AMERICAS,
        "marks": _marks(offices),
        "frame": frame(),
        "not_on_map": [office for office in offices if office.latitude is None],
        "numbers": _numbers(day),
        "coordinating": _placed(request, None),
        "on_the_number": claims.get(ON_THE_NUMBER),
        "claimed": _number_in(claims.get(ON_THE_NUMBER)),
        "on_the_first": claims.get(ON_THE_FIRST),
        "without_office": alphabetical(_without_office()),
        "source": source_of_file(QUOTED, to_staff=request.user.is_staff),
    }
    return render(request, "orgunits/offices/office_list.html", context)


def _number_in(claim):
    """The number that a claim begins with, "28 offices operate", else None."""
    number = claim and re.match(r"\d{1,4}\b", claim.text)
    return int(number[0]) if number else None


@compiled
def _all(day):
    return CountryOffice.objects.with_standing(day).for_listing()


@compiled
def _without_office():
    return MemberState.objects.without_office()


@compiled
def _counts(day):
    offices = CountryOffice.objects.with_standing(day).order_by()
    return offices.values_list("kind", "standing", "status").annotate(number=Count("pk"))


def _numbers(day):
    """How many offices in member states are on record, in all and by their standing, and how many field offices; of
    those that are open or may be, how many were announced to close.
    """
    numbers = dict.fromkeys(["total", "field", "announced", *Standing.values], 0)
    for kind, standing, status, number in _counts(day):
        for name in ("total", standing) if kind == CountryOffice.Kind.MEMBER_STATE else ("field",):
            numbers[name] += number
        if status == CountryOffice.Status.CLOSURE_ANNOUNCED and standing in (Standing.ESTABLISHED, Standing.UNDATED):
            numbers["announced"] += number
    return numbers


def _marks(offices):
    """{name of a map: its Marks}, each office on one map; from the middle outwards, so that no mark covers a name."""
    marks = {CARIBBEAN.name: [], AMERICAS.name: []}
    for office in offices:
        where = (float(office.latitude), float(office.longitude)) if office.latitude is not None else None
        if where and (chosen := map_of(*where)):
            x, y = chosen.place(*where)
            mark = Mark(office, round(x), round(y), is_right=x > chosen.width * 0.6, scale=chosen.mark_scale)
            marks[chosen.name].append(mark)
    return {name: sorted(found, key=_outwards) for name, found in marks.items()}


def _outwards(mark):
    return mark.is_right, mark.x if mark.is_right else -mark.x


def _placed(request, units):
    """Placements that name the units, in the shown structure where they stand there, each with its parent."""
    structure, day = request.moment.structure, request.moment.day
    rows = _names(units, structure, day, to_staff=request.user.is_staff)
    for row in rows:
        row.is_shown = row.structure == structure
    gone = [row for row in rows if structure and not row.is_shown and row.structure.day and row.structure.day < day]
    if gone:
        give_heirs(gone, recorded_links(request.user).alone(), structure=structure, day=day)
    return rows


@compiled
def _names(units, structure, day, *, to_staff):
    """Without `units` of all that coordinate an office."""
    wanted = CountryOffice.objects.order_by().values("coordinating_unit") if units is None else units
    among = Structure.objects.visible(to_staff=to_staff)
    units = OrganizationalUnit.objects.filter(pk__in=wanted)
    rows = Placement.objects.naming(structure, among=among, units=units, day=day)
    return rows.select_related("unit", "structure", "parent__unit")


def office_detail(request, slug):
    day = request.moment.day
    office = CountryOffice.objects.with_standing(day).select_related("member_state").filter(slug=slug).first()
    if office is None:
        raise Http404(_("There is no office “%(slug)s”.") % {"slug": slug})
    citations = Citations()
    office.cites = citations.cite(*office.sources.all())
    posts = posts_of_office(office, day=day, user=request.user)
    for appointment in _appointments(posts):
        appointment.cites = citations.cite(*appointment.sources.all())
    for held in posts:
        held.head = head_on(held.post, held.holders, span=request.moment.span)
    claims = claims_about(("office", office.slug), to_staff=request.user.is_staff)
    placed = _placed(request, [office.coordinating_unit_id] if office.coordinating_unit_id else [])
    context = {
        "office": office,
        "posts": posts,
        "coordinating": placed[0] if placed else None,
        "claims": claims,
        "sources": citations.sources,
    }
    return render(request, "orgunits/offices/office_detail.html", context)


def _appointments(posts):
    for held in posts:
        found = held.holders
        dated = [*found.current, *found.end_not_recorded, *found.earlier, *found.later]
        yield from [*(tenure.appointment for tenure in dated), *found.not_dated]
