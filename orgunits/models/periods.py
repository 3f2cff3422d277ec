"""The one place that knows what a date and a period mean.

A date known only to the month or year is stored as its first day (a start) with its precision.
"""

from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


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
    if day is None:
        return ""
    formats = {
        Precision.YEAR: "Y",
        # Translators: a month of a year, in the letters of Django's date filter.
        Precision.MONTH: pgettext("month of a year", "F Y"),
        # Translators: a full date, in the letters of Django's date filter.
        Precision.DAY: pgettext("full date", "j F Y"),
    }
    return date_format(day, formats[precision or Precision.DAY])


def show_when(day, precision):
    """The same inside a sentence: "on 26 March 2008", "in January 2006" or "in 2012"."""
    shown = {"date": show_partial(day, precision)}
    if (precision or Precision.DAY) == Precision.DAY:
        return pgettext("when something happens", "on %(date)s") % shown
    # Translators: the date is a month of a year, or a year.
    return pgettext("when something happens", "in %(date)s") % shown


def show_span(first, last):
    """A day, month, year or span of which only the first and the last day are known, as plainly as that can be told."""
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


def precision_is_given(day, precision):
    """Constraint: a date has a precision, no date has none."""
    return Q(**{f"{day}__isnull": True, precision: ""}) | Q(
        **{f"{day}__isnull": False, f"{precision}__in": Precision.values}
    )


def parse_partial_end(text):
    """The same for an end: the last day of what is known, "2012" being 31 December 2012."""
    day, precision = parse_partial(text)
    return last_day(day, precision), precision


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


def period_contains(day, *, start="starts", end="ends", open_ended="open_ended"):
    """Rows known to include `day`. Both ends count; an unknown start never does, an unknown end only if it is open."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__gte": day}) | Q(**{f"{end}__isnull": True, open_ended: True}))


def end_not_recorded(day, *, start="starts", end="ends", open_ended="open_ended"):
    """Rows that began on or before `day` and of which no end is recorded: no claim for the day, but worth a mention."""
    return Q(**{f"{start}__lte": day, f"{end}__isnull": True, open_ended: False})
