"""Whom a page names as the head of a unit on a day, and with which date: the rule of age.

A term on record that includes the day names its holder. Else who was in the post within the last months before the
day (HEAD_SEEN_WITHIN_MONTHS of the settings); a date known to its month or year counts from its last day. Who was in
the post longer ago is the last one known, and is said to be no more than that. Within an edition, a span of days,
everybody is named who is known to have been in the post on one of them.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.html import format_html

from .formatting import translated
from .holders import Holders
from .models import Appointment, Post
from .models.periods import Precision, first_day, from_when, last_day, parse_partial, show_when, until_when

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# The dates in the words of a source, which are kept in English first: "June 2021", "c. 2024–2025", "18 October 2019".
DATE_IN_WORDS = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b(\d{{4}})\b")


@dataclass(frozen=True)
class Evidence:
    """That somebody was in a post on some day from `first` to `last`; `ended`: no longer after it, as a term says."""

    appointment: Appointment
    first: date
    last: date
    ended: bool = False

    @property
    def when(self):
        """The date inside a sentence: "in June 2021", "until January 2018", "(c. 2024)"."""
        appointment = self.appointment
        if self.ended:
            return until_when(appointment.ends, appointment.ends_precision)
        if not appointment.seen_on:
            return from_when(appointment.starts, appointment.starts_precision)
        if appointment.seen and not DATE_IN_WORDS.fullmatch(appointment.seen_en or ""):
            return format_html("({})", translated(appointment, "seen"))
        if self.first == self.last and appointment.starts:
            return from_when(appointment.starts, appointment.starts_precision)
        return show_when(self.first, _precision(self.first, self.last))


@dataclass
class Head:
    """Who held a post on a day: of the three lists one has somebody, or none where the record names nobody."""

    post: Post
    holders: Holders
    terms: list = field(default_factory=list)  # Tenures that include the day
    seen: list = field(default_factory=list)  # Evidence that is recent enough; of several nobody says who came last
    last: list = field(default_factory=list)  # Evidence of who is known last, and is not named as head

    @property
    def named(self):
        """The appointments that are named, for their sources."""
        return [each.appointment for each in (*self.terms, *self.seen, *self.last)]

    @property
    def is_current(self):
        return bool(self.terms or self.seen)


def head_of(posts, *, span=None):
    """The Head among HeldPosts of a unit; of several posts that head it the first that names somebody, None of none."""
    heads = [head_on(held.post, held.holders, span=span) for held in posts if held.is_head]
    by_what_is_known = (
        *(head for head in heads if head.is_current),
        *(head for head in heads if head.last),
        *heads,
    )
    return next(iter(by_what_is_known), None)


def head_on(post, holders, *, span=None):
    """The Head of a post, out of the Holders of a day; or within a `span`, the first and the last day of an edition."""
    if span:
        return _head_within(post, holders, *span)
    day = holders.day
    if holders.current:
        return Head(post, holders, terms=holders.current)
    known = [
        *(_seen(tenure.appointment, day) for tenure in holders.end_not_recorded),
        *(_seen(appointment, day) for appointment in holders.not_dated),
    ]
    known = [evidence for evidence in known if evidence and evidence.first <= day]
    ended = [Evidence(each.appointment, each.first, each.last, ended=True) for each in holders.earlier]
    ended += [
        Evidence(each, each.ends, each.ends, ended=True) for each in holders.not_dated if each.ends and each.ends < day
    ]
    latest = max(known, key=lambda each: each.last, default=None)
    last_ended = max(ended, key=lambda each: each.last, default=None)
    if latest is None or (last_ended and last_ended.last > latest.last):
        return Head(post, holders, last=[last_ended] if last_ended else [])
    # Of those whose dates leave open who came last each is named.
    named = [each for each in known if each.last >= latest.first]
    if latest.last >= months_before(day, settings.HEAD_SEEN_WITHIN_MONTHS):
        return Head(post, holders, seen=named)
    return Head(post, holders, last=named)


def _head_within(post, holders, first, last):
    tenures = [*holders.earlier, *holders.current, *holders.later, *holders.end_not_recorded]
    terms = [each for each in tenures if each.last and each.first <= last and each.last >= first]
    open_ended = [each.appointment for each in tenures if each.last is None]
    known = [evidence for each in (*open_ended, *holders.not_dated) if (evidence := _last_seen(each, last))]
    seen = [each for each in known if each.first <= last and each.last >= first]
    if terms or seen:
        return Head(post, holders, terms=terms, seen=seen)
    before = head_on(post, holders)
    return Head(post, holders, last=[*before.seen, *before.last])


def _last_seen(appointment, day):
    """The same as _seen(), with those who left by that day, at a date that is known without that of the start."""
    if appointment.starts is None and appointment.ends and appointment.ends < day:
        return Evidence(appointment, appointment.ends, appointment.ends, ended=True)
    return _seen(appointment, day)


def months_before(day, months):
    """The same day of an earlier month, or its last day where it has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _seen(appointment, day):
    """Evidence that somebody was in the post by `day`; None where the term had ended before, or nothing is dated."""
    starts, seen_on, ends = appointment.starts, appointment.seen_on, appointment.ends
    if (ends and ends < day) or not (starts or seen_on):
        return None
    begins = starts and first_day(starts, appointment.starts_precision)
    if not seen_on:
        return Evidence(appointment, begins, last_day(starts, appointment.starts_precision))
    first, last = _last_date(appointment)
    if (begins or seen_on) <= day < first:  # begun before and seen after it: in the post on the very day
        return Evidence(appointment, day, day)
    return Evidence(appointment, first, last)


def _last_date(appointment):
    """The first and the last day of the date on which somebody was last seen.

    The words of the source tell how precisely it is known, where they name a date; else the day in the record does,
    which is the first one of a month or year.
    """
    day, words = appointment.seen_on, appointment.seen_en or ""
    if words.startswith("before "):
        return day, day
    dates = []
    for day_of_month, month, year in DATE_IN_WORDS.findall(words):
        parts = [year, *([f"{MONTHS.index(month) + 1:02}"] if month else []), *([day_of_month] if day_of_month else [])]
        try:
            known, precision = parse_partial("-".join(parts))
        except ValueError:  # 31 June, or a year 0
            continue
        dates.append((last_day(known, precision), known))
    last, first = max(dates, default=(day, day))
    if not dates:
        precision = Precision.DAY if day.day > 1 else Precision.MONTH if day.month > 1 else Precision.YEAR
        last = last_day(day, precision)
    return (first, last) if last >= day else (day, day)


def _precision(first, last):
    for precision in (Precision.YEAR, Precision.MONTH):
        if first_day(first, precision) == first and last_day(first, precision) == last:
            return precision
    return Precision.DAY
