"""Where statements come from, and where two sources disagree."""

import json

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import Discrepancy, DiscrepancyClaim, Source
from orgunits.models.languages import language_columns
from orgunits.models.periods import show_date

from .alike import described
from .forms import OrderedForm, OrderedFormSet
from .records import RecordAdmin, RecordInline, other_languages


@admin.register(Source)
class SourceAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["title", "slug", "publisher", "url", "file_name"]
    list_display = ["title", "kind", "publisher", "published"]
    list_filter = ["kind"]
    slug_from = "title"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "language"),
                    "slug",
                    "kind",
                    "publisher",
                    ("published_on", "published_on_precision"),
                    "url",
                    "file_name",
                    "note_en",
                ]
            },
        ),
        other_languages(gettext_lazy("Note in the other languages"), "note"),
    ]

    def name_in_choices(self, source):
        return described(source, source.publisher, show_date(source, "published_on"), source.file_name or source.url)

    @admin.display(description=gettext_lazy("published on"), ordering="published_on")
    def published(self, source):
        return show_date(source, "published_on")


class ClaimInline(RecordInline, admin.StackedInline):
    model = DiscrepancyClaim
    form = OrderedForm
    formset = OrderedFormSet
    fields = ["position", "text", "source"]
    autocomplete_fields = ["source"]


class JSONInOrder(forms.JSONField):
    """Its text is the same on every database: PostgreSQL keeps the keys of an object in an order of its own."""

    def prepare_value(self, value):
        return super().prepare_value(value if isinstance(value, str) else json.loads(json.dumps(value, sort_keys=True)))


@admin.register(Discrepancy)
class DiscrepancyAdmin(RecordAdmin, TranslationAdmin):
    formfield_overrides = {models.JSONField: {"form_class": JSONInOrder}}
    inlines = [ClaimInline]
    search_fields = ["slug", *language_columns("topic")]
    list_display = ["topic", "in_address"]
    autocomplete_fields = ["units"]
    fieldsets = [
        (None, {"fields": ["topic_en", "slug", "reading_en", "units", "about"]}),
        other_languages(gettext_lazy("In the other languages"), "topic", "reading"),
        (gettext_lazy("Other records"), {"fields": ["others"], "classes": ["collapse"]}),
    ]
