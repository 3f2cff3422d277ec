"""What a reader says who looks for the unit to approach."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..models import CooperationAgreement, MemberState, Theme
from .agreements import by_name, choices_of
from .units import has_words

PROPOSE, INFORMATION, OFFICE = "propose", "information", "office"


def _select(label, error, **options):
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": error},
        widget=forms.Select(attrs={"class": "usa-select"}),
        **options,
    )


def offered_themes():
    """Those of units and of agreements that the public knows."""
    agreed = CooperationAgreement.objects.public().filter(themes=OuterRef("pk"))
    return Theme.objects.filter(Q(pk__in=Theme.objects.public().values("pk")) | Exists(agreed))


class FindForm(forms.Form):
    """All its fields are optional; `asked` says whether one that leads to a unit or an office has a value."""

    q = forms.CharField(
        label=_("On which subject?"),
        max_length=200,
        required=False,
        validators=[has_words],
        help_text=_("A few words, such as “migration” or “violence against women”."),
        widget=forms.TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
    )
    theme = _select(_("Or a theme of the Organization"), _("There is no theme “%(value)s”."))
    country = _select(_("In which country?"), _("There is no member state “%(value)s”."))
    wish = _select(
        _("What do you wish to do?"),
        _("There is no wish “%(value)s”."),
        choices=[
            ("", _("Not decided")),
            (PROPOSE, _("Propose a cooperation agreement")),
            (INFORMATION, _("Ask for information")),
            (OFFICE, _("Work with an office in a country")),
        ],
    )

    def __init__(self, data):
        super().__init__(data)
        self.themes = {theme.slug: theme for theme in by_name(offered_themes())}
        self.countries = {state.iso2.lower(): state for state in by_name(MemberState.objects.all())}
        self.fields["theme"].choices = [("", _("Any theme")), *choices_of(self.themes)]
        self.fields["country"].choices = [("", _("Any country")), *choices_of(self.countries)]

    @property
    def words(self):
        return self.cleaned_data.get("q", "")

    @property
    def chosen_theme(self):
        return self.themes.get(self.cleaned_data.get("theme"))

    @property
    def chosen_country(self):
        return self.countries.get(self.cleaned_data.get("country"))

    @property
    def asked(self):
        return bool(self.words or self.chosen_theme or self.chosen_country)
