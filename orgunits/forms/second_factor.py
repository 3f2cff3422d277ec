"""The code of a second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..pasted import LineField


class CodeForm(forms.Form):
    code = LineField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        """As people write it: in groups, with hyphens, in capitals."""
        return "".join(self.cleaned_data["code"].split()).replace("-", "").lower()
