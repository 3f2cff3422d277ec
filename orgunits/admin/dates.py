"""Dates that are typed as precisely as they are known: a year, a month or a day."""

import re
from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from orgunits.models.periods import Precision, parse_partial

# "2012", "2012-05"; "05/2012" in the order in which days are written in Spanish.
YEAR_OR_MONTH = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{1,2}))?|(?P<month_first>\d{1,2})/(?P<its_year>\d{4})")


class PartialDate(date):
    """The first day of a month or year that was typed, with its `precision`."""

    precision = Precision.DAY


def parse_typed(text):
    """The PartialDate of a year or month; None for anything else, a day too."""
    found = YEAR_OR_MONTH.fullmatch(text.strip())
    if found is None:
        return None
    parts = found["year"] or found["its_year"], found["month"] or found["month_first"]
    try:
        day, precision = parse_partial("-".join(filter(None, parts)))
    except ValueError:
        return None
    partial = PartialDate(day.year, day.month, day.day)
    partial.precision = precision
    return partial


class PartialDateField(forms.DateField):
    """A date known to its day, month or year; a month or year becomes a PartialDate."""

    default_error_messages = {
        "invalid": gettext_lazy("Write a year, a month or a day, such as 2012, 2012-05 or 2012-05-26.")
    }
    widget = AdminDateWidget

    def to_python(self, value):
        return (isinstance(value, str) and parse_typed(value)) or super().to_python(value)

    def has_changed(self, initial, data):
        """Also where a day became its year, or the year its first day."""
        try:
            return self._known(initial) != self._known(data)
        except ValidationError:
            return True

    def _known(self, value):
        day = self.to_python(value)
        return day and (day.toordinal(), precision_of(day))


def precision_of(day):
    return getattr(day, "precision", Precision.DAY)
