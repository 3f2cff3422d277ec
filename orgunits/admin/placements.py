"""The tree of one structure, and its units: all is written through orgunits.tree.trees. Over 300 lines: one admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from mptt.admin import DraggableMPTTAdmin

from orgunits.keys import number
from orgunits.models import Placement, PlacementPillar, PlacementTheme, Structure, UnitFunction
from orgunits.models.languages import language_columns
from orgunits.tree import trees

from .alike import described
from .carried_texts import old_texts, still_carried
from .corrections import correction_link, correction_url, leading_to_corrections
from .forms import OrderedForm, OrderedFormSet
from .in_structure import PlaceField, WithinStructure, WithinStructureForm, last_edit, tree_url
from .records import (
    RecordAdmin,
    RecordInline,
    give_reason,
    last_history_row,
    other_languages,
)
from .tree_list import TreeList

NAMED_AT_MOST = 100  # of the units that go along with a deletion

CONTENT_COLUMNS = (
    *language_columns("summary", "purpose", "functions_note", "note"),
    "summary_source",
    "summary_year",
    "purpose_wording",
    "purpose_source",
    "functions_complete",
    "functions_source",
    "basis",
    "sub_units_complete",
)
SHAPE_FIELDS = ("parent", *trees.SHAPE_COLUMNS)


SUMMARY_FIELDS = {*language_columns("summary"), "summary_source", "summary_year"}


class PlacementForm(WithinStructureForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if parent := self.fields.get("parent"):
            parent.queryset = Placement.objects.filter(tree_id=self.structure.pk)
            parent.error_messages["invalid_choice"] = _("The unit above must be in the same edition.")

    def clean(self):
        cleaned = super().clean()
        if SUMMARY_FIELDS & {*self.changed_data}:
            for name, sentence in self._wrong_with_the_summary(cleaned, localdate().year).items():
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def _wrong_with_the_summary(self, cleaned, this_year):
        """{field: a sentence}: a summary names the text that it sums up, and the year of that where it is known."""
        if SUMMARY_FIELDS & self.errors.keys():
            return {}
        given = {name: cleaned[name] if name in cleaned else getattr(self.instance, name) for name in SUMMARY_FIELDS}
        wrong, texts = {}, [given[name] for name in language_columns("summary")]
        if any(texts) and not given["summary_en"]:
            wrong["summary_en"] = _("Write the sentence in English, or clear it in the other languages.")
        if any(texts) and not given["summary_source"]:
            wrong["summary_source"] = _("Choose the text that the sentence sums up.")
        if given["summary_year"] and given["summary_year"] > this_year:
            wrong["summary_year"] = _("This year is still to come.")
        return wrong


class UnitFunctionInline(RecordInline, TranslationStackedInline):
    model = UnitFunction
    form = OrderedForm
    formset = OrderedFormSet
    fieldsets = [
        (None, {"fields": ["position", "title_en", "text_en"]}),
        other_languages(gettext_lazy("In the other languages"), "title", "text"),
    ]


class PlacementThemeInline(RecordInline, TranslationStackedInline):
    model = PlacementTheme
    verbose_name, verbose_name_plural = gettext_lazy("theme"), gettext_lazy("themes")
    autocomplete_fields = ["theme"]
    fieldsets = [
        (None, {"fields": [("theme", "inferred"), "words_en", "note_en", "position"]}),
        other_languages(gettext_lazy("In the other languages"), "words", "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme")


class PlacementPillarInline(RecordInline, TranslationStackedInline):
    model = PlacementPillar
    verbose_name, verbose_name_plural = gettext_lazy("pillar"), gettext_lazy("pillars")
    autocomplete_fields = ["pillar"]
    fieldsets = [
        (None, {"fields": [("pillar", "role", "basis"), "note_en"]}),
        other_languages(gettext_lazy("In the other languages"), "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("pillar")


@admin.register(Placement)
class PlacementAdmin(TreeList, WithinStructure, RecordAdmin, TranslationAdmin, DraggableMPTTAdmin):
    form = PlacementForm
    limited_autocompletes = {"parent": "in_structure", "unit": "not_standing_in"}
    search_fields = ["folded"]
    autocomplete_fields = ["unit", "parent", "summary_source", "purpose_source", "functions_source", "sources"]
    inlines = [UnitFunctionInline, PlacementThemeInline, PlacementPillarInline]
    fieldsets = [
        (None, {"fields": ["structure", "unit", "parent", "name_en", "acronym_en", "kind"]}),
        other_languages(gettext_lazy("Name and acronym in the other languages"), "name", "acronym"),
        (
            gettext_lazy("What it does, in one sentence"),
            {"fields": ["summary_en", ("summary_source", "summary_year")]},
        ),
        other_languages(gettext_lazy("The sentence in the other languages"), "summary"),
        (gettext_lazy("Purpose"), {"fields": ["purpose_en", "purpose_wording", "purpose_source"]}),
        other_languages(gettext_lazy("Purpose in the other languages"), "purpose"),
        (
            gettext_lazy("Record"),
            {"fields": ["basis", "sub_units_complete", "sources", "note_en"]},
        ),
        other_languages(gettext_lazy("Note in the other languages"), "note"),
        (
            gettext_lazy("List of functions"),
            {
                "fields": ["functions_complete", "functions_source", "functions_note_en"],
                "description": gettext_lazy("About the list as a whole; the functions are listed below."),
            },
        ),
        other_languages(gettext_lazy("Note on the functions in the other languages"), "functions_note"),
    ]

    none_to_choose = gettext_lazy("There is no draft or proposal: clone an edition as a draft first.")

    def choosable_structures(self):
        return Structure.objects.filter(status__in=Structure.EDITABLE)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        adding = object_id is None and self.has_add_permission(request)
        structure = self.structure_of(request, None) if adding else None
        if structure and not structure.is_editable and request.method == "GET":
            text = _("The edition “%(structure)s” is %(status)s: units can no longer be added.")
            text %= {"structure": structure.name, "status": structure.get_status_display()}
            self.message_user(request, text, messages.ERROR)
            return redirect(tree_url(structure))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, **kwargs):
        structure = request.structure
        context |= {"structure": structure, "tree_url": tree_url(structure), "show_delete": structure.is_editable}
        context["last_edit"] = last_edit(structure)
        if (placement := kwargs.get("obj")) and not structure.is_editable:
            context["correction_url"] = correction_url(structure, placement.unit_id)
        return super().render_change_form(request, context, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        if "in_structure" in request.GET:
            queryset = queryset.filter(tree_id=number(request.GET["in_structure"])).select_related("parent")
        return super().get_search_results(request, queryset, search_term)

    def name_in_choices(self, placement):
        """Its structure is the one of the page; what is above it distinguishes it from others of its name."""
        under = _("under %(unit)s") % {"unit": placement.parent.name} if placement.parent else ""
        return described(placement.name, placement.acronym, under)

    # --- the form: what is locked, and the way on from there ---

    def get_readonly_fields(self, request, obj=None):
        """The shape of a locked structure is shown, and taken from a form only to be refused with all its words."""
        if obj is None:
            return ["structure"]
        fixed = ["structure", "unit"]
        if not request.structure.is_editable:
            fixed += [field for field in SHAPE_FIELDS if field not in request.POST]
        return fixed

    def get_fieldsets(self, request, obj=None):
        (name, options), *others = super().get_fieldsets(request, obj)
        if obj is not None and not request.structure.is_editable:
            text = _("This edition is %(status)s: name, acronym, kind and place can only be changed by a correction.")
            text %= {"status": request.structure.get_status_display()}
            link = correction_link(obj.structure, obj.unit_id)
            options = {**options, "description": format_html("{} {}", text, link)}
        return [(name, options), *others]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["form_class"] = PlaceField
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "unit":
            field.help_text = _(
                "Units not yet in this edition. If a unit is on record under another name, choose that one; use + "
                "only for a unit that never existed before."
            )
        if db_field.name == "parent":
            field.help_text = _(
                "The public sees the unit below this one. If you change it, the unit goes last; drag it in the tree "
                "to reorder. Leave blank only for the top unit."
            )
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "parent" and hasattr(field.widget, "can_add_related"):
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    # --- writes ---

    def save_model(self, request, obj, form, change):
        if not change:
            columns = {name: getattr(obj, name) for name in (*trees.SHAPE_COLUMNS, *CONTENT_COLUMNS)}
            columns["name"] = columns.pop("name_en")
            with leading_to_corrections(obj):
                obj.pk = trees.add(request.structure, obj.unit, parent=obj.parent, **columns).pk
            obj._state.adding = False
            obj.refresh_from_db()
            give_reason(obj, form.cleaned_data.get("change_reason"), since=0)
            return
        live = Placement.objects.filter(pk=obj.pk).first()
        if live is None:
            raise ValidationError(_("This unit has since been removed from the edition. Add it again there."))
        # A version of the history comes back whole.
        written = set(form.changed_data) if not form.reverts_to else {*SHAPE_FIELDS, *CONTENT_COLUMNS}
        columns = {name: getattr(obj, name) for name in (*trees.SHAPE_COLUMNS, *CONTENT_COLUMNS) if name in written}
        last = last_history_row(live)
        with leading_to_corrections(live):
            if columns:
                trees.change(live, **columns)
            if "parent" in written and obj.parent_id != live.parent_id:
                if obj.parent_id is None:
                    raise ValidationError(
                        {"parent": _("An edition has one unit at the top; place this one under another.")}
                    )
                trees.move(live, Placement(pk=obj.parent_id))
        obj.refresh_from_db()
        give_reason(obj, form.cleaned_data.get("change_reason"), since=last)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and not form.reverts_to:
            for each in [form, *(line for formset in formsets for line in formset.forms)]:
                for sentence in still_carried(form.instance, each._meta.model, old_texts(each)):
                    self.message_user(request, sentence, messages.WARNING)

    def refuse_deletion(self, request, obj):
        structure = getattr(request, "shown_structure", None) or obj.structure
        if not structure.is_editable:
            text = _("The edition “%(structure)s” is %(status)s: units can no longer be removed.")
            raise ValidationError(text % {"structure": structure.name, "status": structure.get_status_display()})

    def delete_model(self, request, obj):
        request.structure = obj.structure
        with leading_to_corrections(obj):
            trees.remove(obj)

    def delete_queryset(self, request, queryset):
        """Each branch once, by its topmost chosen unit."""
        for structure in Structure.objects.filter(pk__in=queryset.values("structure")).order_by("pk"):
            with trees.edit_shape(structure):
                for placement in topmost(queryset.filter(tree_id=structure.pk)):
                    trees.remove(placement)

    def delete_selected_tree(self, modeladmin, request, queryset):
        """In the place of the tree library's own action, which rebuilds whole trees."""
        return self.delete_selected(request, queryset)

    def get_deleted_objects(self, objs, request):
        """Which units go along: all below."""
        units, total, room = [], 0, NAMED_AT_MOST
        for top in topmost(objs):
            total += top.sub_unit_count + 1
            names = list(Placement.objects.within(top).order_by("lft").values_list("name", flat=True)[1 : room + 1])
            room -= len(names)
            if more := top.sub_unit_count - len(names):
                names.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
            units += [top.name, names] if names else [top.name]
        return units, {self.opts.verbose_name_plural: total}, set(), []

    # --- and back to the tree ---

    def response_post_save_add(self, request, obj):
        return redirect(tree_url(obj.structure))

    def response_post_save_change(self, request, obj):
        return redirect(tree_url(obj.structure))

    def response_delete(self, request, obj_display, obj_id):
        super().response_delete(request, obj_display, obj_id)  # tells it
        return redirect(tree_url(request.structure))


def topmost(placements):
    """Those of `placements` that aren't below another of them, in the order of their trees."""
    tops = []
    for placement in sorted(placements, key=lambda placement: (placement.tree_id, placement.lft)):
        if not tops or tops[-1].tree_id != placement.tree_id or tops[-1].rght < placement.lft:
            tops.append(placement)
    return tops
