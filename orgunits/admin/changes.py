"""Recorded changes, with the acts they rest on."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.adoption.events import slug_of_change
from orgunits.models import ChangeAuthority, ChangeEvent, Structure
from orgunits.models.change_rules import check_change

from .forms import RecordForm
from .records import RecordAdmin, RecordInline, admin_url, other_languages


class ChangeEventForm(RecordForm):
    """Refuses, at the field, units that don't fit the kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and "slug" in self.fields:
            slug = self.fields["slug"]
            slug.required = False
            slug.help_text = _("Its permanent name. Leave blank to make it from the edition, the kind and a unit.")

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding and cleaned.get("slug") == "" and "kind" in cleaned:
            units = [*cleaned.get("originals", []), *cleaned.get("results", [])]
            cleaned["slug"] = slug_of_change(cleaned.get("structure"), cleaned["kind"], units[0] if units else None)
        return cleaned

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
    verbose_name, verbose_name_plural = gettext_lazy("act"), gettext_lazy("acts")
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
    list_display = ["summary", "kind", "when", "structure", "only_proposed", "basis"]
    list_filter = ["kind", "only_proposed", "basis", "structure"]
    list_select_related = ["structure"]
    ordering = [F("latest").desc(nulls_last=True), "slug"]
    autocomplete_fields = ["originals", "results", "structure", "moved_from", "moved_to", "sources"]
    # Only history that is loaded may say so; who records a merger today knows what is merged.
    readonly_fields = ["units_incomplete"]
    slug_from = "description_en"
    fieldsets = [
        (None, {"fields": ["kind", "description_en", "slug", "originals", "results", "units_incomplete"]}),
        (gettext_lazy("For a move"), {"fields": [("moved_from", "moved_to")]}),
        (
            gettext_lazy("When, and how it is known"),
            {"fields": [("earliest", "latest"), "when_words_en", "structure", "only_proposed", "basis"]},
        ),
        (gettext_lazy("Record"), {"fields": ["note_en", "sources"]}),
        other_languages(gettext_lazy("In the other languages"), "description", "when_words", "note"),
    ]

    def response_post_save_add(self, request, obj):
        return self._back_to_check(request, obj.structure) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back_to_check(request, obj.structure) or super().response_post_save_change(request, obj)

    def _back_to_check(self, request, structure):
        """To the check of the structure that is being prepared, from where one came."""
        if structure and structure.is_editable and request.user.has_perm("orgunits.change_structure"):
            return redirect(admin_url(Structure, "check", structure.pk))
        return None

    @admin.display(description=gettext_lazy("change"))
    def summary(self, event):
        return event.description or event.slug

    @admin.display(description=gettext_lazy("when"), ordering="latest")
    def when(self, event):
        return event.when
