"""The offices away from headquarters, and the member states."""

from itertools import combinations

from django import forms
from django.contrib import admin
from django.db.models import JSONField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from orgunits.models import CountryOffice, Membership, MemberState
from orgunits.models.periods import period_of, show_date, show_period
from orgunits.pasted import TextField, tidied

from .alike import ConfirmsOther, described
from .records import RecordAdmin, RecordInline, admin_url, other_languages


class LinesField(TextField):
    """A list of texts, typed one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**{**kwargs, "help_text": gettext_lazy("One number per line.")})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value if isinstance(value, list) else super().to_python(value).split("\n")
        return [line for line in map(tidied, lines) if line]

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class MembershipInline(RecordInline, TranslationTabularInline):
    model = Membership
    fields = [
        "status",
        "starts",
        "starts_precision",
        "ends",
        "ends_precision",
        "open_ended",
        "note_en",
        "note_es",
        "sources",
    ]
    autocomplete_fields = ["sources"]


@admin.register(MemberState)
class MemberStateAdmin(RecordAdmin, TranslationAdmin):
    inlines = [MembershipInline]
    search_fields = ["folded", "iso2", "iso3"]
    list_display = ["name", "iso2", "sub_region", "capital"]
    list_filter = ["sub_region"]
    ordering = ["name_en"]
    autocomplete_fields = ["sources"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name_en",
                    ("iso2", "iso3", "old_code"),
                    "sub_region",
                    "capital_en",
                    ("latitude", "longitude"),
                    "note_en",
                    "sources",
                ]
            },
        ),
        other_languages(gettext_lazy("In the other languages"), "name", "capital", "note"),
    ]

    def overlaps_of(self, state):
        for one, other in combinations(Membership.objects.filter(member_state=state), 2):
            if period_of(one).shares_days_with(period_of(other)):
                text = _("For part of this time the state is recorded both as “%(one)s” and as “%(other)s”.")
                yield text % {"one": one.get_status_display(), "other": other.get_status_display()}


class OfficeForm(ConfirmsOther):
    name_field = "name_en"

    def alike(self, name):
        offices = CountryOffice.objects.filter(name_en__iexact=name).exclude(pk=self.instance.pk)
        offices = offices.select_related("member_state").order_by("pk")[:10]
        return [(admin_url(CountryOffice, "change", office.pk), in_choices(office)) for office in offices]


def in_choices(office):
    """Its name, and what distinguishes it from others of that name: where it is, what became of it, when."""
    years = f"{show_date(office, 'established')}–{show_date(office, 'closed')}".strip("–")
    return described(office, office.city, office.member_state, office.get_status_display(), years)


@admin.register(CountryOffice)
class CountryOfficeAdmin(RecordAdmin, TranslationAdmin):
    form = OfficeForm
    search_fields = ["folded", "slug"]
    list_display = ["name", "member_state", "city", "status", "since", "until"]
    list_filter = ["status", "kind", "member_state__sub_region"]
    list_select_related = ["member_state"]
    autocomplete_fields = ["member_state", "coordinating_unit", "sources"]
    slug_from = "name_en"
    formfield_overrides = {JSONField: {"form_class": LinesField}}
    fieldsets = [
        (None, {"fields": ["name_en", "is_another", "slug", "kind", "member_state", "coordinating_unit"]}),
        (
            gettext_lazy("Known dates"),
            {
                "fields": [
                    ("established", "established_precision"),
                    ("closed", "closed_precision"),
                    "status",
                    "status_as_of_en",
                ]
            },
        ),
        (
            gettext_lazy("Contact"),
            {
                "fields": [
                    "contact_as_of_en",
                    "city",
                    "address",
                    "phones",
                    "faxes",
                    "email",
                    "hours_en",
                    "website",
                    ("latitude", "longitude"),
                ]
            },
        ),
        (gettext_lazy("Record"), {"fields": ["note_en", "sources"]}),
        other_languages(
            gettext_lazy("In the other languages"), "name", "status_as_of", "contact_as_of", "hours", "note"
        ),
    ]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset.select_related("member_state"), search_term)

    def name_in_choices(self, office):
        return in_choices(office)

    def overlaps_of(self, office):
        for other in CountryOffice.objects.beside(office):
            if office.period.shares_days_with(other.period):
                text = _("“%(office)s” is also recorded in the same member state for part of this time (%(period)s).")
                yield text % {"office": other.name, "period": show_period(other.period)}

    @admin.display(description=gettext_lazy("established"), ordering="established")
    def since(self, office):
        return show_date(office, "established")

    @admin.display(description=gettext_lazy("closed"), ordering="closed")
    def until(self, office):
        return show_date(office, "closed")
