"""Records of one name: what tells them apart where one is chosen, and what is asked of whoever records another one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import RecordForm


def described(name, *words):
    """ "Name: what, where, when", without what is not known."""
    known = [str(each) for each in words if each]
    return f"{name}: {', '.join(known)}" if known else str(name)


class ConfirmsOther(RecordForm):
    """A new record, or a new name, that is on record already is confirmed to be another one."""

    is_another = forms.BooleanField(
        label=gettext_lazy("Others have this name, and it is none of them"),
        required=False,
        help_text=gettext_lazy("Tick only where the form asks: those of the name are named then."),
    )
    name_field = "name"

    def alike(self, name):
        """(address, words) of the other records of this name."""
        return []

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get(self.name_field) if self.name_field in self.changed_data else ""
        asks = name and not (self.reverts_to or cleaned.get("is_another"))
        if asks and (alike := list(self.alike(name))):
            self.add_error("is_another", ValidationError(on_record(alike)))
        return cleaned


def on_record(alike):
    links = format_html_join("; ", '<a href="{}">{}</a>', alike)
    text = _("Of this name is on record: {records}. If it is the same, use that one; if it is another, tick here.")
    return format_html(text, records=links)
