"""What a reader says who looks for the unit to approach."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from ..formatting import alphabetical
from ..models import CooperationAgreement, MemberState, Theme
from ..models.folding import fold
from ..pasted import LineField
from .agreements import menu_of
from .menus import Menu
from .units import has_words

PROPOSE, INFORMATION, OFFICE = "propose", "information", "office"


def _select(label, error, **options):
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": error},
        widget=Menu(),
        **options,
    )


@compiled
def offered_themes():
    """Those of units and of agreements that the public knows."""
    agreed = CooperationAgreement.objects.public().filter(themes=OuterRef("pk"))
    known = Theme.objects.public().order_by().values("pk")
    return Theme.objects.filter(Q(pk__in=known) | Exists(agreed)).only("slug", "name")


@compiled
def _member_states():
    return MemberState.objects.only("iso2", "name", "folded")


class FindForm(forms.Form):
    """All its fields are optional; `asked` says whether one that leads to a unit or an office has a value."""

    q = LineField(
        label=_("On which subject?"),
        max_length=200,
        required=False,
        validators=[has_words],
        help_text=_("A few words, such as “migration” or “violence against women”."),
        widget=forms.TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
    )
    theme = _select(
        _("A theme of the Organization"),
        _("There is no theme “%(value)s”."),
        help_text=_("In the words of its documents."),
    )
    country = _select(_("In which country?"), _("There is no member state “%(value)s”."))
    wish = _select(
        _("What do you wish to do?"),
        _("There is no option “%(value)s”."),
        choices=[
            ("", _("Not decided")),
            (PROPOSE, _("Propose a cooperation agreement")),
            (INFORMATION, _("Ask for information")),
            (OFFICE, _("Work with an office in a country")),
        ],
    )

    # Its id on the page, by which the language switch takes along what was typed.
    typed_form = "find"
    # The country that the words name, where none was chosen.
    named_country = None

    def __init__(self, data):
        super().__init__(data)
        self.themes = {theme.slug: theme for theme in alphabetical(offered_themes())}
        self.countries = {state.iso2.lower(): state for state in alphabetical(_member_states())}
        self.fields["theme"].choices = [("", _("Any theme")), *menu_of(self.themes)]
        self.fields["country"].choices = [("", _("Any country")), *menu_of(self.countries)]

    def clean(self):
        """A country that is named among the words, and no other chosen, is the country; the subject is the rest."""
        cleaned = super().clean()
        cleaned["subject"] = cleaned.get("q", "")
        state, rest = self._country_in(cleaned["subject"])
        if state and self["country"].data in (None, "", state.iso2.lower()):
            self.named_country = None if cleaned["country"] else state
            cleaned["country"] = state.iso2.lower()
            cleaned["subject"] = rest or cleaned["subject"]
            self.data = {**self.data.dict(), "country": cleaned["country"]}
        return cleaned

    def _country_in(self, text):
        """(the member state that `text` names or None, the words without its name)."""
        words = f" {fold(text)} "
        for name, state in sorted(self._names_of_countries(), key=lambda each: -len(each[0])):
            if f" {name} " in words:
                return state, words.replace(f" {name} ", " ", 1).strip()
        return None, text

    def _names_of_countries(self):
        for state in self.countries.values():
            for name in state.folded.split(" · "):
                yield name, state

    @property
    def words(self):
        return self.cleaned_data.get("subject", "")

    @property
    def chosen_theme(self):
        return self.themes.get(self.cleaned_data.get("theme"))

    @property
    def chosen_country(self):
        return self.countries.get(self.cleaned_data.get("country"))

    @property
    def asked(self):
        return bool(self.words or self.chosen_theme or self.chosen_country)
