"""Legal acts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import LegalInstrument
from orgunits.models.periods import show_partial

from .records import RecordAdmin, other_languages


@admin.register(LegalInstrument)
class LegalInstrumentAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["symbol", "slug", "title_en", "title_es", "title_fr", "title_pt"]
    list_display = ["__str__", "title", "kind", "adopted", "body"]
    list_filter = ["kind"]
    ordering = ["-adopted_on", "slug"]
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
                    "body",
                    ("adopted_on", "adopted_on_precision"),
                    "url",
                    "revises",
                    "note",
                    "sources",
                ]
            },
        ),
        other_languages(gettext_lazy("Title in the other languages"), "title"),
    ]

    @admin.display(description=gettext_lazy("adopted on"), ordering="adopted_on")
    def adopted(self, instrument):
        return show_partial(instrument.adopted_on, instrument.adopted_on_precision)
