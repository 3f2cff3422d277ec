"""The people on record: their posts with the years, and who headed a unit on a day."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..citations import Citations
from ..compiled import compiled
from ..formatting import alphabetical, translation_of
from ..forms.people import HeadForm
from ..forms.units import in_a_menu
from ..heads import head_on
from ..holders import nearest, neighbours, on_record_from, posts_of_unit, tenures
from ..models import Appointment, OrganizationalUnit, Person, Placement, Post, Structure
from ..models.counts import counted
from ..models.discrepancies import claims_about
from ..models.folding import fold
from ..models.languages import reading
from ..models.posts import in_time
from ..models.sorting import sort_column
from ..naming.units import names_of_units
from ..unit_page.heirs import names_and_heirs

PER_PAGE = 200
TERM = ("name", "acting", "starts", "starts_precision", "ends", "ends_precision", "open_ended", "seen", "seen_on")


def person_list(request):
    """Everybody on record; with `unit`, who headed it on the day that is shown, and nobody else."""
    moment, asked = request.moment, request.GET.get("unit", "")
    units = _units_asked_about(asked, request)
    form = HeadForm(asked, moment.day, choices=[(unit.unit.slug, _in_menu(unit)) for unit in units])
    context = {"form": form}
    if asked and form.is_valid():
        context |= _who_headed(next(unit for unit in units if unit.unit.slug == asked), request)
    elif not asked:
        context["page"] = _page_of_people(request)
    return render(request, "orgunits/people/person_list.html", context)


def person_detail(request, slug):
    moment, to_staff = request.moment, request.user.is_staff
    person = next(iter(_person(slug, to_staff=to_staff)), None)
    if person is None:
        raise Http404(_("There is no person “%(slug)s” on record.") % {"slug": slug})
    appointments = _of_person_and_beside(person, to_staff=to_staff)
    posts = _held_posts(person, appointments, moment.day)
    citations = Citations()
    sources = _sources_of([held.appointment for held in posts])
    units = {held.appointment.unit_id or held.appointment.post.unit_id for held in posts} - {None}
    names = names_and_heirs(units, structure=moment.structure, day=moment.day, user=request.user)
    for held in posts:
        held.appointment.cites = citations.cite(*sources[held.appointment.pk])
        held.place = names.get(held.appointment.unit_id or held.appointment.post.unit_id)
    written = {held.appointment.name for held in posts} - {person.name}
    context = {
        "person": person,
        "posts": posts,
        "current": [held for held in posts if held.is_current],
        "last": next((held for held in posts if held.begins_by(moment.day)), None),
        "also_written": sorted(written),
        "joined_by_name": person.by_name and len(posts) > 1,
        "claims": _claims([held.appointment.post for held in posts], to_staff=to_staff),
        "sources": citations.sources,
    }
    return render(request, "orgunits/people/person_detail.html", context)


@dataclass
class HeldPost:
    """A post that a person holds or held, and who is on record in it right before and right after."""

    appointment: Appointment
    is_current: bool
    before: Appointment | None
    after: Appointment | None
    place: Placement | None = None  # what names its unit

    def begins_by(self, day):
        first = on_record_from(self.appointment)
        return first is not None and first <= day


def _held_posts(person, appointments, day):
    """The HeldPosts of a person, the latest first, out of the appointments to the same posts."""
    held = []
    for _place, rows in groupby(sorted(appointments, key=_place_of), key=_place_of):
        rows = list(rows)
        current = {tenure.appointment.pk for tenure in tenures(rows) if tenure.includes(day)}
        own = (each for each in rows if each.person_id == person.pk)
        held += [HeldPost(each, each.pk in current, *neighbours(each, rows)) for each in own]
    known = [each for each in held if on_record_from(each.appointment)]
    known.sort(key=lambda each: (on_record_from(each.appointment), each.appointment.pk), reverse=True)
    return known + [each for each in held if each not in known]


def _place_of(appointment):
    return appointment.post_id, appointment.unit_id or 0, appointment.office_id or 0


@compiled
def _person(slug, *, to_staff):
    people = Person.objects.in_posts(to_staff=to_staff).filter(slug=slug)
    return people.only("slug", "name", "distinction", "by_name")


def _in_one_place(appointments):
    """Adds what _place_of() tells of the unit and the office, so that none equals none."""
    return appointments.annotate(in_unit=Coalesce(F("unit"), 0), in_office=Coalesce(F("office"), 0))


@compiled
def _of_person_and_beside(person, *, to_staff):
    """The person's appointments and all others to the same posts in the same units or offices."""
    seen = _in_one_place(Appointment.objects.seen(to_staff=to_staff))
    own = _in_one_place(Appointment.objects.filter(person=person)).filter(
        post=OuterRef("post"), in_unit=OuterRef("in_unit"), in_office=OuterRef("in_office")
    )
    rows = seen.filter(Exists(own)).select_related("post", "person", "office", "country")
    shown = ("post__slug", "post__title", "post__unit", "person__slug", "office__slug", "office__name", "country__name")
    return reading(rows.order_by(*in_time()), "post", "unit", "office", "person", "country", "note", *TERM, *shown)


def _sources_of(appointments):
    """{appointment: its sources} by keys."""
    found = {each.pk: [] for each in appointments}
    for row in _links_to_sources(found) if found else ():
        found[row.appointment_id].append(row.source)
    return found


@compiled
def _links_to_sources(appointments):
    rows = Appointment.sources.through.objects.filter(appointment__in=appointments).select_related("source")
    shown = ("slug", "title", "language", "publisher", "published_on", "published_on_precision")
    return rows.order_by("pk").only("appointment", *(f"source__{name}" for name in shown))


def _claims(posts, *, to_staff):
    """What sources say differently about one of the posts."""
    return claims_about(*(("post", post.slug) for post in posts), to_staff=to_staff) if posts else []


# --- everybody


def _page_of_people(request):
    """A page of Persons in the order of their names as written, each with its `posts`: appointments, in time."""
    to_staff = request.user.is_staff
    number = dict(_number_of_people(to_staff=to_staff)).get("all", 0)
    page = Paginator(range(number), PER_PAGE).get_page(request.GET.get("page"))
    span = max(page.start_index() - 1, 0), page.end_index()
    page.object_list = _people(span=span, to_staff=to_staff)
    known = {person.pk: person for person in page.object_list}
    for person in page.object_list:
        person.posts, person.letter = [], fold(person.name)[:1].upper()
    appointments = _posts_of_people(known, to_staff=to_staff) if known else []
    for each in appointments:
        known[each.person_id].posts.append(each)
    _name_units(appointments, request)
    return page


@compiled
def _number_of_people(*, to_staff):
    return counted(all=Person.objects.in_posts(to_staff=to_staff))


@compiled
def _people(*, span, to_staff):
    first, last = span
    people = Person.objects.in_posts(to_staff=to_staff).only("slug", "name", "distinction")
    return people.order_by(sort_column(), "pk")[first:last]


@compiled
def _posts_of_people(people, *, to_staff):
    rows = Appointment.objects.seen(to_staff=to_staff).filter(person__in=people).select_related("post", "office")
    shown = ("post__title", "post__slug", "office__name", "office__slug")
    return reading(rows.order_by(*in_time()), "person", "post", "unit", "office", *TERM, *shown)


def _name_units(appointments, request):
    """Sets `place` of each: the placement that names the unit where a post that stands for many is held, or None."""
    units, moment = {each.unit_id for each in appointments if each.unit_id}, request.moment
    names = names_of_units(units, structure=moment.structure, day=moment.day, user=request.user)
    for each in appointments:
        each.place = names.get(each.unit_id)


# --- who headed a unit on a day


def _units_asked_about(asked, request):
    """The placements that name the units with a head on record and the one `asked` about, by name."""
    to_staff, structure = request.user.is_staff, request.moment.structure
    return alphabetical(_units_with_heads(structure, request.moment.day, asked, to_staff=to_staff))


@compiled
def _units_with_heads(structure, day, asked, *, to_staff):
    posts = Post.objects.visible(to_staff=to_staff).order_by()
    heads = Post.heads.through.objects.filter(post__in=posts).values("organizationalunit")
    held = Appointment.objects.seen(to_staff=to_staff).filter(unit__isnull=False).order_by().values("unit")
    units = OrganizationalUnit.objects.filter(Q(pk__in=heads) | Q(pk__in=held) | Q(slug=asked))
    among = Structure.objects.visible(to_staff=to_staff)
    rows = Placement.objects.naming(structure, among=among, units=units, day=day).select_related("unit")
    return reading(rows, "name", "acronym", "kind", "structure", "unit__slug")


def _in_menu(placement):
    name, acronym = (translation_of(placement, field)[0] for field in ("name", "acronym"))
    return in_a_menu(f"{name} ({acronym})" if acronym else name)


def _who_headed(placement, request):
    """What answers the question: the head posts, each with its Head, and who is on record nearest to the day."""
    day, user = request.moment.day, request.user
    held = posts_of_unit(placement.unit_id, kind=placement.kind, day=day, user=user).alone()
    heads = [each for each in held if each.is_head]
    sources = _sources_of([appointment for each in heads for appointment in each.holders.appointments])
    citations = Citations()
    for each in heads:
        each.head = head_on(each.post, each.holders, span=request.moment.span)
        for row in (*each.head.terms, *each.head.seen):
            row.appointment.cites = citations.cite(*sources[row.appointment.pk])
        each.before, each.after = (None, None) if each.head.is_current else nearest(each.holders)
        for appointment in (each.before, each.after):
            if appointment:
                appointment.cites = citations.cite(*sources[appointment.pk])
    placement.is_shown = placement.structure_id == getattr(request.moment.structure, "pk", None)
    claims = _claims([each.post for each in heads], to_staff=user.is_staff)
    return {"asked": placement, "heads": heads, "claims": claims, "sources": citations.sources}
