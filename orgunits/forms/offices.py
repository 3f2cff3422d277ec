"""The filters of the list of offices."""

from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from ..models import CountryOffice, MemberState
from .listing import LineFilter, ListFilter
from .units import capitalized, choice, has_words


class OfficeFilter(ListFilter):
    """Offices by words, by the status that was last recorded, and by the part of the hemisphere."""

    chips_of = ("q", "status", "region")

    q = LineFilter(
        label=_("Name, city or state"),
        max_length=200,
        validators=[has_words],
        widget=TextInput(attrs={"class": "usa-input", "type": "search", "autocomplete": "off"}),
        method="by_words",
    )
    status = choice(
        _("Status as last recorded"),
        _("Any status"),
        _("There is no status “%(value)s”."),
        choices=capitalized(CountryOffice.Status.choices),
    )
    region = choice(
        _("Sub-region"),
        _("All of the Americas"),
        _("There is no sub-region “%(value)s”."),
        choices=MemberState.SubRegion.choices,
        field_name="member_state__sub_region",
    )

    class Meta:
        model = CountryOffice
        fields = []

    def by_words(self, offices, name, text):
        return offices.matching(text)
