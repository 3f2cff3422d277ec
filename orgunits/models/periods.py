"""The one place that knows what a date and a period mean: columns, constraints, questions and words.

A date known only to the month or year is stored as its first day (a start) or its last (an end), with its precision.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

# Columns of which the last day of what is known is stored.
ENDS = {"ends", "closed", "ends_on", "terminated_on"}


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


def date_and_precision(label, *, required=False, **options):
    """Two columns, the second named as the first with "_precision" behind; precision_is_given() holds them together."""
    may_be_empty = {} if required else {"null": True, "blank": True}
    may_be_none = {} if required else {"blank": True, "default": ""}
    day = models.DateField(label, **may_be_empty, **options)
    return day, models.CharField(_("precision"), max_length=5, choices=Precision, **may_be_none)


def precision_is_given(name, day):
    """Constraint: a date has a precision, no date has none."""
    precision = f"{day}_precision"
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{day}__isnull": True, precision: ""})
        | Q(**{f"{day}__isnull": False, f"{precision}__in": Precision.values}),
        violation_error_message=_("If there is a date, say how precisely it is known; if not, leave this blank."),
    )


def bounds_in_order(name, day):
    """Constraint: of a day known only within bounds both are given, `<day>_not_before` and `…_not_after`, in order."""
    first, last = f"{day}_not_before", f"{day}_not_after"
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{first}__isnull": True, f"{last}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{last}__isnull": False, f"{first}__lte": F(last)}),
        violation_error_message=_("Give both the earliest and the latest day, or neither; the earliest first."),
    )


def in_order(earlier, later, *, earlier_is_known=False):
    """Condition: `later` is not before `earlier`, or one of them is not known."""
    unknown = Q(**{f"{later}__isnull": True})
    if not earlier_is_known:
        unknown = Q(**{f"{earlier}__isnull": True}) | unknown
    return unknown | Q(**{f"{later}__gte": F(earlier)})


def open_has_no_end(name, end="ends"):
    """Constraint: what is open, by `open_ended`, has no end."""
    return models.CheckConstraint(
        name=name,
        condition=Q(open_ended=False) | Q(**{f"{end}__isnull": True}),
        violation_error_message=_("A record with an end date can't be open-ended."),
    )


def period_constraints(prefix, *, start_is_known=False):
    """The constraints of `starts`, `ends` and `open_ended`, their names beginning with `prefix`."""
    dates = ["ends"] if start_is_known else ["starts", "ends"]
    return [
        *(precision_is_given(f"{prefix}_{day}_precision", day) for day in dates),
        models.CheckConstraint(
            name=f"{prefix}_ends_after_it_starts",
            condition=in_order("starts", "ends", earlier_is_known=start_is_known),
            violation_error_message=_("The end is before the start."),
        ),
        open_has_no_end(f"{prefix}_open_has_no_end"),
    ]


def parse_partial(text):
    """ "2008-03-26", "2006-01" or "2012" as (first day, precision); ValueError for anything else."""
    parts = text.split("-")
    precision = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}.get(len(parts))
    if precision is None:
        message = f"not a date, month or year: {text!r}"
        raise ValueError(message)
    return date(*(int(part) for part in [*parts, "1", "1"][:3])), precision


def show_partial(day, precision):
    """The date as it is known, in the reader's language: "26 March 2008", "January 2006" or "2012"."""
    return "" if day is None else _shown(day, precision or Precision.DAY, get_language())


@lru_cache(maxsize=10_000)
def _shown(day, precision, _language):
    """The same; the language is not used, but decides the words."""
    if precision == Precision.YEAR:
        return date_format(day, "Y")
    if precision == Precision.MONTH:
        # Translators: a month of a year, in the letters of Django's date filter.
        return date_format(day, pgettext("month of a year", "F Y"))
    # Translators: a full date, in the letters of Django's date filter.
    return date_format(day, pgettext("full date", "j F Y"))


def write_partial(day, precision):
    """The date as it is typed, parse_partial() the other way round."""
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]


def show_date(record, field):
    """The date of a record as it is known, by its `field` and `<field>_precision`; about when, if `approximate`."""
    shown = show_partial(getattr(record, field), getattr(record, f"{field}_precision"))
    if shown and field in getattr(record, "approximate", ()):
        return pgettext("a date that is not known exactly", "c. %(date)s") % {"date": shown}
    return shown


def show_bounds(first, last):
    """Of a day of which sources give only bounds: "some day between 30 August 2011 and 31 July 2013", else ""."""
    if first is None:
        return ""
    days = {"first": show_partial(first, Precision.DAY), "last": show_partial(last, Precision.DAY)}
    return _("some day between %(first)s and %(last)s") % days


def show_period(period):
    """A Period as it is known: "from 2012 to May 2015", "from 2012"; what is still going on has no end."""
    first, last = period.starts, period.ends
    if last is None:
        return from_when(first, period.starts_precision)
    words = {
        "first": show_partial(first, period.starts_precision),
        "last": show_partial(last, period.ends_precision),
    }
    return _("from %(first)s to %(last)s") % words


def from_when(day, precision):
    """When something began, inside a sentence: "from 26 March 2008", "from January 2006", "from 2012"."""
    shown = {"date": show_partial(day, precision)}
    if (precision or Precision.DAY) == Precision.DAY:
        return pgettext("a day", "from %(date)s") % shown
    # Translators: the date is a month of a year, or a year.
    return pgettext("a month or year", "from %(date)s") % shown


def until_when(day, precision):
    """The same for an end."""
    shown = {"date": show_partial(day, precision)}
    if (precision or Precision.DAY) == Precision.DAY:
        return pgettext("a day", "until %(date)s") % shown
    # Translators: the date is a month of a year, or a year.
    return pgettext("a month or year", "until %(date)s") % shown


def show_when(day, precision):
    """The same inside a sentence: "on 26 March 2008", "in January 2006" or "in 2012"."""
    shown = {"date": show_partial(day, precision)}
    if (precision or Precision.DAY) == Precision.DAY:
        return pgettext("when something happens", "on %(date)s") % shown
    # Translators: the date is a month of a year, or a year.
    return pgettext("when something happens", "in %(date)s") % shown


def show_span(first, last):
    """A day, month, year or span of which only the first and the last day are known, as plainly as possible."""
    if first is None:
        return ""
    if first == last:
        return show_partial(first, Precision.DAY)
    for precision in (Precision.MONTH, Precision.YEAR):
        if first_day(last, precision) == first and last_day(first, precision) == last:
            return show_partial(first, precision)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}–{last.year}"
    return _("between %(first)s and %(last)s") % {
        "first": show_partial(first, Precision.DAY),
        "last": show_partial(last, Precision.DAY),
    }


def parse_partial_end(text):
    """The same for an end: the last day of what is known, "2012" being 31 December 2012."""
    day, precision = parse_partial(text)
    return last_day(day, precision), precision


def whole_day(name, day, precision):
    """The day that is stored in the column `name` for a date known to its month or year."""
    return (last_day if name in ENDS else first_day)(day, precision)


def last_day(day, precision):
    """The last day of the month or year of `day`, by its precision; the day itself where it is known to the day."""
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    if precision == Precision.MONTH:
        return date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


def first_day(day, precision):
    """The first day of the month or year of `day`, by its precision."""
    if precision == Precision.YEAR:
        return date(day.year, 1, 1)
    if precision == Precision.MONTH:
        return date(day.year, day.month, 1)
    return day


def day_before(day):
    """The day before; of the first day there is, that day."""
    return max(day, date.min + timedelta(days=1)) - timedelta(days=1)


def day_after(day):
    """The day after; of the last day there is, that day."""
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)


class Period(NamedTuple):
    """The time of a record, each day with its precision; an end that is not known is open only where a source says so.

    The columns of most records are called the same: period_of().
    """

    starts: date | None
    starts_precision: str
    ends: date | None
    ends_precision: str
    open_ended: bool

    def shares_days_with(self, other):
        """Whether both surely have days in common, the day of a handover aside.

        Of what is known to the month or year, the one may still have followed the other within it.
        """
        if self.starts is None or other.starts is None:
            return False
        earlier, later = sorted([self, other], key=lambda each: last_day(each.starts, each.starts_precision))
        if earlier.ends is None:
            return earlier.open_ended
        return last_day(later.starts, later.starts_precision) < first_day(earlier.ends, earlier.ends_precision)


def period_of(record):
    return Period(*(getattr(record, name) for name in Period._fields))


def period_contains(day, *, start="starts", end="ends", open_ended="open_ended"):
    """Rows known to include `day`. Both ends count; an unknown start never does, an unknown end only if it is open."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__gte": day}) | Q(**{f"{end}__isnull": True, open_ended: True}))


def end_not_recorded(day, *, start="starts", end="ends", open_ended="open_ended"):
    """Rows that began on or before `day` and of which no end is recorded: no claim for the day, but worth a mention."""
    return Q(**{f"{start}__lte": day, f"{end}__isnull": True, open_ended: False})
