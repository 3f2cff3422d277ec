"""Which two structures to compare, and what of it to show."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..comparison.findings import Finding
from ..formatting import translation_of
from ..moment import NoStructure
from ..pasted import LineField
from .menus import Menu

SIDES = ("from", "to")
DAY = re.compile(r"\d{4}-\d\d?-\d\d?")


def _takes(name):
    return _(
        "“%(name)s” takes the web address ending of an edition, or a day: 2008-six-secretariats, or 2010-06-01."
    ) % {"name": name}


class SideField(LineField):
    """The web address ending of an edition, or a day, which becomes a date."""

    def clean(self, value):
        value = super().clean(value)
        try:
            if DAY.fullmatch(value):
                return date.fromisoformat(value)
            validate_slug(value)
        except (ValidationError, ValueError):
            raise ValidationError(self.error_messages["invalid"]) from None
        return value


class CompareForm(forms.Form):
    """Reads `from` and `to`; `editions` are the structures the reader may see, in the order of time."""

    def __init__(self, data, *, editions):
        super().__init__(data)
        self.editions = editions
        for side, label in zip(SIDES, (gettext_lazy("From"), gettext_lazy("To")), strict=True):
            messages = {"invalid": _takes(side), "max_length": _takes(side)}
            messages["required"] = _("“%(name)s” is missing.") % {"name": side} + " " + _takes(side)
            self.fields[side] = SideField(label=label, max_length=80, error_messages=messages)
        self.repeated = [side for side in SIDES if len(data.getlist(side)) > 1]

    def clean(self):
        for side in self.repeated:
            message = _("“%(name)s” may be given only once.") % {"name": side}
            raise ValidationError(message)

    @property
    def is_asked(self):
        return any(self.data.get(side) for side in SIDES) or bool(self.repeated)

    @property
    def sentences(self):
        """What is wrong, each a sentence."""
        return list(dict.fromkeys(error for errors in self.errors.values() for error in errors))

    @property
    def names_a_day(self):
        return any(isinstance(self.cleaned_data.get(side), date) for side in SIDES)

    def structures(self):
        """The two, once the form is valid; Http404 for one that isn't there or that the reader can't see."""
        return [self._structure(self.cleaned_data[side]) for side in SIDES]

    def _structure(self, asked):
        if isinstance(asked, date):
            found = next((edition for edition in self.editions if edition.is_in_force_on(asked)), None)
            if found is None:
                raise NoStructure(asked)
            return found
        found = next((edition for edition in self.editions if edition.slug == asked), None)
        if found is None:
            raise Http404(_("There is no edition “%(slug)s”.") % {"slug": asked})
        return found


class EditionsForm(forms.Form):
    """The form a reader fills in: two of the editions, in lists."""

    def __init__(self, editions, chosen):
        super().__init__(initial=dict(zip(SIDES, (each.slug for each in chosen), strict=False)))
        choices = [(edition.slug, _choice(edition)) for edition in reversed(editions)]
        for side, label in zip(SIDES, (gettext_lazy("From"), gettext_lazy("To")), strict=True):
            self.fields[side] = forms.ChoiceField(label=label, choices=choices, widget=Menu())


def _choice(edition):
    name, _language = translation_of(edition, "name")
    status = "" if edition.status == edition.Status.ADOPTED else f" ({edition.get_status_display()})"
    return f"{edition.day.year} · {name}{status}" if edition.day else f"{name}{status}"


class ShowForm(forms.Form):
    """Of which findings the changes are shown; all of them where none is chosen."""

    show = forms.ChoiceField(
        required=False,
        choices=Finding,
        label=gettext_lazy("Show"),
        error_messages={"invalid_choice": gettext_lazy("There is no kind of change “%(value)s”.")},
    )
