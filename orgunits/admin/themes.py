"""What the units work on: themes and pillars."""

from django.contrib import admin
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import Pillar, Theme, ThemeContinuation, ThemeLabel
from orgunits.models.folding import fold
from orgunits.models.languages import language_columns
from orgunits.models.themes import already_there

from .forms import SentFormSet
from .records import RecordAdmin, RecordInline, other_languages


class ThemeLabelFormSet(SentFormSet):
    def clean(self):
        """Refuses a label that was typed twice: each alone, neither is stored yet."""
        super().clean()
        seen = {}
        for form in self.forms:
            label, key = form.instance, (form.instance.language, fold(form.instance.text))
            if not label.text or form.errors or form in self.deleted_forms:
                continue
            if key in seen:
                form.add_error("text", already_there(seen[key]))
            seen.setdefault(key, label.text)


class ThemeLabelInline(RecordInline, admin.TabularInline):
    model = ThemeLabel
    formset = ThemeLabelFormSet
    fields = ["language", "text", "source", "basis"]
    readonly_fields = ["basis"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")

    @admin.display(description=gettext_lazy("basis"))
    def basis(self, label):
        return label.basis.label


class ThemeContinuationInline(RecordInline, admin.TabularInline):
    model = ThemeContinuation
    fk_name = "earlier"
    autocomplete_fields = ["later"]


@admin.register(Theme)
class ThemeAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["folded"]
    list_display = ["name", "in_address"]
    slug_from = "name_en"
    inlines = [ThemeLabelInline, ThemeContinuationInline]
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
