"""Legal acts, and what they charge units with."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.models import LegalInstrument, Mandate, MandateAssignment
from orgunits.models.languages import language_columns
from orgunits.models.periods import show_date

from .alike import described
from .records import RecordAdmin, RecordInline, other_languages


@admin.register(LegalInstrument)
class LegalInstrumentAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["symbol", "slug", *language_columns("title")]
    list_display = ["__str__", "title", "kind", "adopted", "body"]
    list_filter = ["kind"]
    ordering = [F("adopted_on").desc(nulls_last=True), "slug"]
    autocomplete_fields = ["revises", "sources"]
    slug_from = "symbol"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kind",
                    "symbol",
                    "slug",
                    "title_en",
                    "body_en",
                    ("adopted_on", "adopted_on_precision"),
                    "url",
                    "revises",
                    "note_en",
                    "sources",
                ]
            },
        ),
        other_languages(gettext_lazy("Texts in the other languages"), "title", "body", "note"),
    ]

    def name_in_choices(self, instrument):
        title = instrument.title if instrument.symbol else ""
        return described(instrument, title, instrument.body, show_date(instrument, "adopted_on"))

    @admin.display(description=gettext_lazy("adopted on"), ordering="adopted_on")
    def adopted(self, instrument):
        return show_date(instrument, "adopted_on")


class MandateAssignmentInline(RecordInline, TranslationStackedInline):
    model = MandateAssignment
    autocomplete_fields = ["unit"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("unit", "role_en"),
                    ("starts", "starts_precision"),
                    ("ends", "ends_precision"),
                    "open_ended",
                ],
                "description": gettext_lazy(
                    "A mandate is said to be in force on a day only from a known start to a known end, or to none where"
                    " a source says that it still is."
                ),
            },
        ),
        other_languages(gettext_lazy("In the other languages"), "role"),
    ]


@admin.register(Mandate)
class MandateAdmin(RecordAdmin, TranslationAdmin):
    inlines = [MandateAssignmentInline]
    search_fields = ["folded"]
    list_display = ["title", "instrument", "provision", "wording"]
    list_filter = ["wording", "instrument__kind"]
    list_select_related = ["instrument"]
    autocomplete_fields = ["instrument", "sources"]
    slug_from = "title_en"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "instrument",
                    ("provision_en", "position"),
                    "title_en",
                    "slug",
                    "text_en",
                    "wording",
                    "note_en",
                    "sources",
                ]
            },
        ),
        other_languages(gettext_lazy("In the other languages"), "provision", "title", "text", "note"),
    ]
