"""The filter of the list of sources."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Source
from ..models.folding import fold
from ..pasted import LineField
from .units import has_words

KINDS = [
    (Source.Kind.DOCUMENT, _("Source documents")),
    (Source.Kind.PAGE, _("Web pages")),
    (Source.Kind.GENERAL_KNOWLEDGE, _("General knowledge")),
]
CITED, TITLE, NEWEST = "cited", "title", "newest"
ORDERS = [(CITED, _("Most cited first")), (TITLE, _("Title")), (NEWEST, _("Latest first"))]


class SourceForm(forms.Form):
    q = LineField(
        label=_("Words of the title or the publisher"),
        required=False,
        max_length=200,
        validators=[has_words],
        widget=forms.TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=KINDS,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no kind “%(value)s”.")},
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=ORDERS,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no order “%(value)s”.")},
    )

    def matching(self, sources):
        """Those that have all the words, of every kind, in the order chosen; each has its citation_count."""
        wanted = fold(self.cleaned_data["q"]).split()
        found = (
            [source for source in sources if all(word in fold(f"{source.title} {source.publisher}") for word in wanted)]
            if wanted
            else list(sources)
        )
        return sorted(found, key=IN_ORDER[self.cleaned_data["sort"] or CITED])


def _latest(source):
    return -source.published_on.toordinal() if source.published_on else 0


IN_ORDER = {
    CITED: lambda source: (-source.citation_count, source.title.casefold()),
    TITLE: lambda source: fold(source.title),
    NEWEST: lambda source: (_latest(source), source.title.casefold()),
}
