"""Cooperation agreements and the organizations they are made with."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import AgreementParty, CooperationAgreement, Partner
from orgunits.models.agreement_dates import DATES
from orgunits.models.periods import show_partial

from .records import RecordAdmin, RecordInline, other_languages


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    search_fields = ["folded"]
    list_display = ["name", "kind", "country", "agreement_count"]
    list_filter = ["kind"]
    slug_from = "name"
    fieldsets = [(None, {"fields": ["name", "slug", "kind", "country", "website"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("parties"))

    @admin.display(description=gettext_lazy("agreements"), ordering="number")
    def agreement_count(self, partner):
        return partner.number


class AgreementPartyInline(RecordInline, admin.TabularInline):
    model = AgreementParty
    autocomplete_fields = ["partner"]


@admin.register(CooperationAgreement)
class CooperationAgreementAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["folded", "slug", "parties__partner__folded"]
    list_display = ["__str__", "registry_number", "type", "stage", "signed", "unit"]
    list_filter = ["stage", "type", "special_type", "form"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit", "other_units", "member_states", "themes", "renews", "sources"]
    slug_from = "registry_number"
    inlines = [AgreementPartyInline]
    fieldsets = [
        (None, {"fields": ["slug", "registry_number", "title_en", "subject_en", "form", "stage"]}),
        (
            gettext_lazy("Type"),
            {
                "fields": ["type", "special_type", "type_basis", "type_note_en"],
                "description": gettext_lazy(
                    "“Inferred” unless a source states the type; the public sees which, and the note."
                ),
            },
        ),
        (gettext_lazy("Unit"), {"fields": ["unit", "unit_basis", "unit_note_en", "other_units"]}),
        (
            gettext_lazy("The way"),
            {
                "fields": [
                    *((name, f"{name}_precision") for name in DATES),
                    "open_ended",
                    "signed_words_en",
                    ("signed_not_before", "signed_not_after"),
                    "renews",
                ],
                "description": gettext_lazy(
                    "Only dates on record, as precisely as they are known. Without an end, and a source that says "
                    "that there is none, the public sees “signed, end not recorded”."
                ),
            },
        ),
        (gettext_lazy("Signature"), {"fields": ["signatory", "signatory_capacity_en"]}),
        (
            gettext_lazy("About"),
            {"fields": ["member_states", "themes", "themes_basis", "note_en", "sources"]},
        ),
        other_languages(
            gettext_lazy("Texts in the other languages"),
            "title",
            "subject",
            "type_note",
            "unit_note",
            "signatory_capacity",
            "signed_words",
            "note",
        ),
    ]

    @admin.display(description=gettext_lazy("signed on"), ordering="signed_on")
    def signed(self, agreement):
        return show_partial(agreement.signed_on, agreement.signed_on_precision)
