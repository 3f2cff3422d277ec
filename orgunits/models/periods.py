"""The one place that knows what a date and a period mean.

A date known only to the month or year is stored as its first day (a start) with its precision.
"""

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


def precision_is_given(day, precision):
    """Constraint: a date has a precision, no date has none."""
    return Q(**{f"{day}__isnull": True, precision: ""}) | Q(
        **{f"{day}__isnull": False, f"{precision}__in": Precision.values}
    )
