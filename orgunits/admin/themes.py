"""What the units work on: themes and pillars."""

from django.contrib import admin
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import Pillar, Theme, ThemeContinuation
from orgunits.models.languages import language_columns

from .records import RecordAdmin, RecordInline, other_languages


class ThemeContinuationInline(RecordInline, admin.TabularInline):
    model = ThemeContinuation
    fk_name = "earlier"
    autocomplete_fields = ["later"]


@admin.register(Theme)
class ThemeAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["folded"]
    list_display = ["name", "in_address"]
    slug_from = "name_en"
    inlines = [ThemeContinuationInline]
    fieldsets = [
        (None, {"fields": ["name_en", "slug"]}),
        other_languages(gettext_lazy("Name in the other languages"), "name"),
    ]


@admin.register(Pillar)
class PillarAdmin(RecordAdmin, TranslationAdmin):
    search_fields = language_columns("name")
    list_display = ["name", "position", "act"]
    list_select_related = ["act"]
    autocomplete_fields = ["act", "sources"]
    slug_from = "name_en"
    fieldsets = [
        (None, {"fields": ["name_en", "slug", "position", "statement_en", "strategic_objectives_en"]}),
        other_languages(gettext_lazy("In the other languages"), "name", "statement", "strategic_objectives"),
        (gettext_lazy("Record"), {"fields": ["act", "sources"]}),
    ]
