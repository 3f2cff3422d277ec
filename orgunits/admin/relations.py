"""The dotted lines of a structure, and the bodies outside the tree."""

from django.contrib import admin
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.models import Body, UnitRelation
from orgunits.models.languages import language_columns

from .in_structure import WithinStructure, WithinStructureForm
from .records import RecordAdmin, other_languages


@admin.register(Body)
class BodyAdmin(RecordAdmin, TranslationAdmin):
    search_fields = ["slug", *language_columns("name")]
    list_display = ["name", "kind", "in_address"]
    list_filter = ["kind"]
    slug_from = "name_en"
    fieldsets = [
        (None, {"fields": ["name_en", "slug", "kind"]}),
        other_languages(gettext_lazy("Name in the other languages"), "name"),
    ]


@admin.register(UnitRelation)
class UnitRelationAdmin(WithinStructure, RecordAdmin, TranslationAdmin):
    form = WithinStructureForm
    limited_autocompletes = {"unit": "standing_in", "to_unit": "standing_in"}
    search_fields = ["unit__label", "to_unit__label", "to_body__name_en"]
    list_display = ["unit", "kind", "to", "structure"]
    list_display_links = ["unit", "kind"]
    list_filter = ["kind", "structure"]
    list_select_related = ["structure", "unit", "to_unit", "to_body"]
    autocomplete_fields = ["unit", "to_unit", "to_body", "sources"]
    readonly_fields = ["structure"]
    fieldsets = [
        (None, {"fields": ["structure", "unit", "kind", "to_unit", "to_body", "text_en", "sources"]}),
        other_languages(gettext_lazy("The source's words in the other languages"), "text"),
    ]

    @admin.display(description=gettext_lazy("to"))
    def to(self, relation):
        return relation.to_unit or relation.to_body
