"""The question of the page of people: who headed a unit on a day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .menus import Menu


class HeadForm(forms.Form):
    """`choices` are (slug, name) of the units that may be asked about; the day is that of the moment, which is read."""

    unit = forms.ChoiceField(
        label=_("Unit"),
        required=False,
        widget=Menu,
        error_messages={"invalid_choice": _("No unit “%(value)s” is on record.")},
    )
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "usa-input"}),
    )

    def __init__(self, unit, day, *, choices):
        super().__init__({"unit": unit, "on": day})
        self.fields["unit"].choices = [("", _("Choose a unit")), *choices]
