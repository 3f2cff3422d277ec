"""What a reader types into the search, and which kinds of result are shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import SearchDocument
from ..pasted import LineField
from .units import has_words

Kind = SearchDocument.Kind
# So long may the words be.
LONGEST = 200
# Kinds of results as links above the list, in the order in which results of one rank come.
PLURALS = {
    Kind.UNIT: _("Units"),
    Kind.MEMBER_STATE: _("Member states"),
    Kind.OFFICE: _("Country offices"),
    Kind.PERSON: _("People"),
    Kind.THEME: _("Themes"),
    Kind.BODY: _("Bodies"),
    Kind.PARTNER: _("Partners"),
    Kind.INSTRUMENT: _("Legal acts"),
    Kind.MANDATE: _("Mandates"),
    Kind.POST: _("Posts"),
    Kind.AGREEMENT: _("Agreements"),
    Kind.EDITION: _("Editions"),
    Kind.SOURCE: _("Sources"),
    Kind.PAGE: _("Pages of the site"),
}


class SearchForm(forms.Form):
    q = LineField(
        label=_("Search for"),
        max_length=LONGEST,
        required=False,
        validators=[has_words],
        widget=forms.TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        required=False,
        error_messages={"invalid_choice": _("There is no kind “%(value)s”.")},
        widget=forms.SelectMultiple(attrs={"id": "id_q"}),  # where its error leads: kinds are links
    )
    page = forms.CharField(required=False)

    def clean_page(self):
        """As in other lists what is no number is the first page."""
        page = self.cleaned_data["page"]
        return max(int(page), 1) if page.isascii() and page.isdecimal() and len(page) < 10 else 1

    @property
    def words(self):
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

    @property
    def kinds(self):
        return tuple(self.cleaned_data.get("kind", ()))

    def filters(self, counts):
        """The kinds of what was found as links: kind (of all None), label, number, whether it is shown."""
        links = [{"kind": None, "label": _("All"), "number": sum(counts.values()), "is_current": not self.kinds}]
        for kind, label in PLURALS.items():
            if counts.get(kind) or kind in self.kinds:
                number = counts.get(kind, 0)
                links.append({"kind": kind, "label": label, "number": number, "is_current": kind in self.kinds})
        return links
