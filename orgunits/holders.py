"""The one place that knows who holds a post on a day. Over 300 lines: one question, of a day and of a stretch of days.

Both ends of a term count, except that on the day of a handover the post belongs to the successor. Where a handover is
known only to the month or year, its days name both, in order; a known day on either side settles it. An unknown start
is never claimed, nor an unknown end unless a source says that the term goes on. Terms that overlap are said to overlap:
all who held the post on a day are named.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import combinations, pairwise
from math import inf

from django.db.models import F, Q

from .compiled import Part, compiled
from .formatting import key_of
from .models import Appointment, Post
from .models.languages import reading
from .models.periods import day_after, day_before, first_day, last_day
from .models.posts import in_time

# What is said of an appointment in a line.
OF_A_TERM = (
    *("post", "unit", "name", "acting", "person__slug"),
    *("starts", "starts_precision", "ends", "ends_precision", "open_ended", "seen", "seen_on"),
)


@dataclass
class Tenure:
    """An appointment with the days it is claimed for; None where the record doesn't say."""

    appointment: Appointment
    first: date | None
    last: date | None

    def includes(self, day):
        return self.first is not None and self.last is not None and self.first <= day <= self.last


@dataclass
class Gap:
    """Days between two terms for which no holder is recorded: those after `before`, up to the start of `after`."""

    first: date
    before: Appointment
    after: Appointment


@dataclass
class Holders:
    """What is recorded of the holders of one post at a day."""

    day: date
    # In order. More than one: their handover is known only to the month or year, or their terms overlap.
    current: list = field(default_factory=list)
    earlier: list = field(default_factory=list)
    later: list = field(default_factory=list)
    # Begun by then, of which no end is recorded.
    end_not_recorded: list = field(default_factory=list)
    # Of which no start is recorded: at most seen in the post.
    not_dated: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.current or self.earlier or self.later or self.end_not_recorded or self.not_dated)

    @property
    def appointments(self):
        """All of them, for their sources."""
        tenures = [*self.current, *self.earlier, *self.later, *self.end_not_recorded]
        return [tenure.appointment for tenure in tenures] + self.not_dated

    @property
    def past(self):
        """The earlier ones, the latest first."""
        return self.earlier[::-1]

    @property
    def without_an_end(self):
        """Those begun by then of whom no end is recorded, and those at most seen in the post, the latest first."""
        rows = [*(tenure.appointment for tenure in self.end_not_recorded), *self.not_dated]
        return sorted(rows, key=lambda each: each.seen_on or each.ends or each.starts or date.min, reverse=True)

    @property
    def is_handover(self):
        """Whether one followed the other at some time that includes the day."""
        return len(self.current) > 1 and not self.is_overlap

    @property
    def is_overlap(self):
        """Whether several held it on the very day, as the record says."""
        return any(not _meet(*pair) for pair in combinations(self.current, 2))


def holders_on(day, appointments):
    """The Holders among `appointments`, which are all of one post (in one unit or office)."""
    found = Holders(day)
    for tenure in tenures(appointments):
        if tenure.appointment.starts is None:
            continue
        if tenure.includes(day):
            found.current.append(tenure)
        elif day < tenure.first:
            found.later.append(tenure)
        elif tenure.last is None:
            found.end_not_recorded.append(tenure)
        else:
            found.earlier.append(tenure)
    found.not_dated = sorted(
        (each for each in appointments if each.starts is None),
        key=lambda each: (each.seen_on is None, each.seen_on or date.max, each.pk or 0),
    )
    return found


def tenures(appointments):
    """The Tenures of those with a date, in order, each handover settled by what both sides know of it."""
    dated = sorted((each for each in appointments if each.starts or each.ends), key=_in_order)
    found = [Tenure(each, _first(each), _last(each)) for each in dated]
    # A short term within a longer one doesn't come between the longer one and the next.
    followers = ((before, found[place:]) for place, before in enumerate(found, start=1))
    followed = ((before, next((each for each in later if _meet(before, each)), None)) for before, later in followers)
    handovers = [(before, after) for before, after in followed if after]
    for before, after in handovers:
        after.first = max(after.first, first_day(before.appointment.ends, before.appointment.ends_precision))
        if before.first:
            after.first = max(after.first, before.first)
    for before, after in reversed(handovers):
        latest = last_day(after.appointment.starts, after.appointment.starts_precision)
        latest = min(latest, before.last, after.last or latest)
        before.last = latest if latest > after.first else day_before(after.first)
    return found


def terms(appointments):
    """The Tenures with a known start, in order, and a Gap wherever days between two of them name nobody."""
    rows = [each for each in tenures(appointments) if each.appointment.starts]
    found, longest = rows[:1], rows[0] if rows else None
    for before, after in pairwise(rows):
        if before.last and before.last >= (longest.last or before.last):
            longest = before
        if before.last and day_after(longest.last) < after.first:
            found.append(Gap(day_after(longest.last), longest.appointment, after.appointment))
        found.append(after)
    return found


def neighbours(appointment, appointments):
    """Who is on record right before and right after, among `appointments`, all of one post; None where nobody is."""
    if on_record_from(appointment) is None:
        return None, None
    others = (each for each in appointments if not _is_of_the_same(each, appointment))
    return on_record_around(_place_in_time(appointment), others)


def nearest(holders):
    """Who is on record last up to the day of the Holders, and first after it; None where nobody is."""
    return on_record_around((holders.day, date.max, inf), holders.appointments)


def on_record_around(place, appointments):
    """The last of `appointments` before a place in time, and the first after it; None where there is none."""
    known = sorted((each for each in appointments if on_record_from(each)), key=_place_in_time)
    before = [each for each in known if _place_in_time(each) <= place]
    after = known[len(before) :]
    return (before[-1] if before else None), (after[0] if after else None)


def on_record_from(appointment):
    """The day from which an appointment is on record, for the order: of a start that is known to the month or year
    the last day of it; without a start that of being seen in the post. None where the record names no day.
    """
    if appointment.starts is None:
        return appointment.seen_on or appointment.ends
    return _in_order(appointment)[0]


def _place_in_time(appointment):
    return on_record_from(appointment), appointment.ends or date.max, appointment.pk


def _is_of_the_same(one, other):
    if one.pk == other.pk:
        return True
    return one.person_id == other.person_id if one.person_id and other.person_id else one.name == other.name


def _in_order(appointment):
    """By the last day on which the term may have begun."""
    ends = appointment.ends or date.max
    latest = last_day(appointment.starts, appointment.starts_precision) if appointment.starts else ends
    return (min(latest, ends), ends, appointment.pk or 0)


def _first(appointment):
    return first_day(appointment.starts, appointment.starts_precision) if appointment.starts else None


def _last(appointment):
    if appointment.ends:
        return last_day(appointment.ends, appointment.ends_precision)
    return date.max if appointment.open_ended else None


def _meet(before, after):
    """Whether the one may have handed over to the other: the end and the start can fall on the same day."""
    leaving, entering = before.appointment, after.appointment
    if leaving.ends is None or entering.starts is None:
        return False
    earliest = max(first_day(leaving.ends, leaving.ends_precision), after.first)
    latest = min(before.last, last_day(entering.starts, entering.starts_precision))
    return earliest <= latest


# == For pages


@dataclass
class HeldPost:
    """A post of a unit or office, whether it heads it, and who holds it."""

    post: Post
    is_head: bool
    holders: Holders


def by_seniority(posts):
    """A list of them: those that source document 003 ranks, the highest first, then the others by title."""
    return sorted(posts, key=lambda post: (_rank(post), key_of(post, "title"), post.slug))


def _rank(post):
    return inf if post.seniority is None else post.seniority


def posts_of_unit(unit, *, kind, day, user):
    """A Part: the HeldPosts of `unit`, those that head it first; `kind` is that of its placement.

    A post that each unit of the kind has is left out where the unit has a head of its own.
    """
    return Part(
        partial(_held_posts, unit=unit, kind=kind, day=day),
        posts=_posts_of_unit.of(unit, kind, to_staff=user.is_staff),
        appointments=_appointments_in_unit.of(unit, to_staff=user.is_staff),
    )


def _held_posts(posts, appointments, *, unit, kind, day):
    known, of_post = {post.pk: post for post in posts}, defaultdict(list)
    for appointment in appointments:
        if post := known.get(appointment.post_id):
            appointment.post = post
            of_post[post.pk].append(appointment)
    posts = by_seniority(posts)
    own_head = any(post.heads_the_unit for post in posts)
    held = []
    for post in posts:
        own = of_post[post.pk]
        is_head = post.heads_the_unit or (post.for_each == kind and not own_head)
        if is_head or own or post.unit_id == unit.pk:
            held.append(HeldPost(post, is_head, holders_on(day, own)))
    return sorted(held, key=lambda each: not each.is_head)


@compiled
def _posts_of_unit(unit, kind, *, to_staff):
    posts = Post.objects.visible(to_staff=to_staff).of_unit(unit, kind)
    return reading(posts, "slug", "title", "unit", "for_each", "seniority")


@compiled
def _appointments_in_unit(unit, *, to_staff):
    """Those to its posts, and those to posts that stand for many where they are in the unit."""
    heads = Post.heads.through.objects.filter(organizationalunit=unit).values("post")
    to_its_posts = Q(unit=None, office=None, post__for_each="") & (Q(post__unit=unit) | Q(post__in=heads))
    appointments = Appointment.objects.visible(to_staff=to_staff).filter(Q(unit=unit) | to_its_posts)
    return reading(appointments.select_related("person").order_by("post", *in_time()), "note", *OF_A_TERM)


def posts_heading(units, *, day, user):
    """A Part: {unit: the HeldPosts that head it}, of the keys of units of which a post is named as the head."""
    return Part(
        partial(_heading, day=day),
        posts=_posts_heading.of(units, to_staff=user.is_staff),
        appointments=_appointments_of_heads.of(units, to_staff=user.is_staff),
    )


def _heading(posts, appointments, *, day):
    of_post = defaultdict(list)
    for appointment in appointments:
        of_post[appointment.post_id].append(appointment)
    found = defaultdict(list)
    for post in by_seniority(posts):
        own = [each for each in of_post[post.pk] if each.unit_id in (None, post.unit_headed)]
        for appointment in own:
            appointment.post = post
        found[post.unit_headed].append(HeldPost(post, True, holders_on(day, own)))
    return found


@compiled
def _posts_heading(units, *, to_staff):
    """One row for each unit that a post heads, with `unit_headed`, its key."""
    posts = Post.objects.visible(to_staff=to_staff).filter(heads__in=units).annotate(unit_headed=F("heads"))
    return reading(posts.order_by(), "slug", "title", "unit", "for_each", "seniority")


@compiled
def _appointments_of_heads(units, *, to_staff):
    heads = Post.heads.through.objects.filter(organizationalunit__in=units).values("post")
    rows = Appointment.objects.visible(to_staff=to_staff).filter(post__in=heads, office=None)
    return reading(rows.select_related("person").order_by("post", *in_time()), *OF_A_TERM)


def posts_of_office(office, *, day, user):
    """The HeldPosts of a country office: its representative, and whoever else is named there."""
    posts = by_seniority(Post.objects.visible_to(user).filter(for_each=Post.ForEach.COUNTRY_OFFICE))
    appointments = _by_post(Appointment.objects.visible_to(user).filter(post__in=posts, office=office))
    return [HeldPost(post, True, holders_on(day, appointments[post.pk])) for post in posts]


def appointments_by_post(posts, *, user):
    """{post: its appointments}, of posts that don't stand for many."""
    return _by_post(Appointment.objects.visible_to(user).filter(post__in=posts))


def _by_post(appointments, *, with_sources=True):
    """{post: its appointments}"""
    found = defaultdict(list)
    rows = appointments.select_related("country", "person")
    for each in rows.prefetch_related("sources") if with_sources else rows:
        found[each.post_id].append(each)
    return found
