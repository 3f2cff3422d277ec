"""Recorded changes, with the acts they rest on."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.models import ChangeAuthority, ChangeEvent
from orgunits.models.change_rules import check_change

from .forms import RecordForm
from .records import RecordAdmin, RecordInline, other_languages


class ChangeEventForm(RecordForm):
    """Refuses, at the field, units that don't fit the kind."""

    def _post_clean(self):
        super()._post_clean()
        event = self.instance
        try:
            check_change(
                event.kind,
                self._units("originals"),
                self._units("results"),
                incomplete=event.units_incomplete,
                moved_to=event.moved_to,
            )
        except ValidationError as refusal:
            for field, sentences in refusal.message_dict.items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, sentences)

    def _units(self, field):
        """What the form says, and where its editor left it alone, what is recorded now."""
        if field in self.cleaned_data or self.instance.pk is None:
            return self.cleaned_data.get(field, [])
        return getattr(self.instance, field).all()


class ChangeAuthorityInline(RecordInline, TranslationStackedInline):
    model = ChangeAuthority
    autocomplete_fields = ["instrument"]
    fieldsets = [
        (None, {"fields": ["instrument", "note_en"]}),
        other_languages(gettext_lazy("In the other languages"), "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("instrument")


@admin.register(ChangeEvent)
class ChangeEventAdmin(RecordAdmin, TranslationAdmin):
    form = ChangeEventForm
    inlines = [ChangeAuthorityInline]
    search_fields = ["slug", "description_en", "description_es", "originals__label", "results__label"]
    list_display = ["told", "kind", "when", "structure", "only_proposed", "basis"]
    list_filter = ["kind", "only_proposed", "basis", "structure"]
    list_select_related = ["structure"]
    ordering = ["-latest", "slug"]
    autocomplete_fields = ["originals", "results", "structure", "moved_from", "moved_to", "sources"]
    # Only history that is loaded may say so; who records a merger today knows what is merged.
    readonly_fields = ["units_incomplete"]
    slug_from = "description_en"
    fieldsets = [
        (None, {"fields": ["kind", "description_en", "slug", "originals", "results", "units_incomplete"]}),
        (gettext_lazy("Of a move"), {"fields": [("moved_from", "moved_to")]}),
        (
            gettext_lazy("When, and how it is known"),
            {"fields": [("earliest", "latest"), "when_words_en", "structure", "only_proposed", "basis"]},
        ),
        (gettext_lazy("Record"), {"fields": ["note_en", "sources"]}),
        other_languages(gettext_lazy("In the other languages"), "description", "when_words", "note"),
    ]

    @admin.display(description=gettext_lazy("change"))
    def told(self, event):
        return event.description or event.slug

    @admin.display(description=gettext_lazy("when"), ordering="latest")
    def when(self, event):
        return event.when
