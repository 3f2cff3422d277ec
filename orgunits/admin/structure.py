"""Structures: their status and acts, and the draft of the next one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.models import Placement, Structure, StructureAuthority, StructureReview, trees
from orgunits.models.periods import show_partial
from orgunits.models.tree_clone import clone

from .corrections import correction_url
from .forms import RecordForm
from .records import RecordAdmin, RecordInline, admin_url, other_languages
from .within import tree_url

# Fixed once the tree is locked; the slug already once the public knows it.
FIXED_WITH_THE_TREE = ("effective_from", "effective_from_precision")


class StructureForm(RecordForm):
    live = None  # the structure as it is now, set by the page; None for a new one

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        status = self.fields.get("status")
        if status and self.live:
            # Only what may come next is offered; Structure.clean() refuses the rest with a sentence.
            next_ones = {self.live.status, *Structure.MOVES[self.live.status], self.initial["status"]}
            status.widget.choices = [choice for choice in Structure.Status.choices if choice[0] in next_ones]

    def clean(self):
        cleaned = super().clean()
        if self.live is None:
            return cleaned
        for field in fixed_fields(self.live):
            if field in cleaned and cleaned[field] != getattr(self.live, field):
                self.add_error(field, _("The structure is %(status)s: this stays as it is.") % self.told)
        return cleaned

    @property
    def told(self):
        return {"status": self.live.get_status_display()}


def fixed_fields(structure):
    fixed = ["slug"] if structure.is_public else []
    return fixed if structure.is_editable else [*fixed, *FIXED_WITH_THE_TREE]


class AuthorityFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Adopting asks for an act."""
        super().clean()
        structure = self.instance
        adopting = structure.status == Structure.Status.ADOPTED and structure.pk
        if adopting and not Structure.objects.adopted().filter(pk=structure.pk).exists():
            kept = [form for form in self.forms if not self._should_delete_form(form)]
            if not any(form.instance.instrument_id for form in kept):
                raise ValidationError(_("Adopting asks for an act: name the legal instrument the structure rests on."))


class AuthorityInline(RecordInline, TranslationStackedInline):
    model = StructureAuthority
    formset = AuthorityFormSet
    autocomplete_fields = ["instrument"]
    fieldsets = [
        (None, {"fields": ["instrument", "note_en"]}),
        other_languages(gettext_lazy("In the other languages"), "note"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("instrument")


class ReviewInline(RecordInline, TranslationStackedInline):
    model = StructureReview
    fieldsets = [
        (None, {"fields": ["day", *(f"{step}_en" for step in StructureReview.STEPS)]}),
        other_languages(gettext_lazy("In the other languages"), *StructureReview.STEPS),
    ]


class CloneForm(forms.ModelForm):
    class Meta:
        model = Structure
        fields = ["slug", "name_en"]
        labels = {"name_en": gettext_lazy("Name (English)")}
        widgets = {"slug": admin.widgets.AdminTextInputWidget, "name_en": admin.widgets.AdminTextInputWidget}


@admin.register(Structure)
class StructureAdmin(RecordAdmin, TranslationAdmin):
    form = StructureForm
    inlines = [AuthorityInline, ReviewInline]
    search_fields = ["slug", "name_en", "name_es", "name_fr", "name_pt"]
    autocomplete_fields = ["based_on", "sources"]
    slug_from = "name_en"
    list_display = ["name", "status", "in_force_from", "basis", "units"]
    list_filter = ["status", "basis"]
    # What has no day yet is what is being worked on.
    ordering = [Coalesce("effective_from", "as_of").desc(nulls_first=True), "-pk"]
    fieldsets = [
        (None, {"fields": ["name_en", "slug", "summary_en", "status", "basis"]}),
        other_languages(gettext_lazy("Name and summary in the other languages"), "name", "summary"),
        (
            gettext_lazy("Dates"),
            {
                "fields": [
                    "effective_from",
                    "effective_from_precision",
                    "as_of",
                    "as_of_precision",
                    "as_of_note_en",
                    "based_on",
                ]
            },
        ),
        other_languages(gettext_lazy("“Recorded” in the other languages"), "as_of_note"),
        (gettext_lazy("Explanations"), {"fields": ["rationale_en", "coverage_en", "sources"]}),
        other_languages(gettext_lazy("Explanations in the other languages"), "rationale", "coverage"),
    ]

    # --- the list ---

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=gettext_lazy("in force from"), ordering="effective_from")
    def in_force_from(self, structure):
        return show_partial(structure.effective_from, structure.effective_from_precision)

    @admin.display(description=gettext_lazy("units"))
    def units(self, structure):
        return format_html('<a href="{}">{}</a>', tree_url(structure), structure.unit_count)

    # --- the form ---

    def locked_for_writing(self, request, object_id):
        live = self.get_object(request, unquote(object_id)) if object_id else None
        return trees.edit(live) if live else super().locked_for_writing(request, object_id)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.live = obj and Structure.objects.filter(pk=obj.pk).first()
        return form

    def get_fieldsets(self, request, obj=None):
        """A new structure is a draft: it has no status to choose yet."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            name, options = fieldsets[0]
            fields = [field for field in options["fields"] if field != "status"]
            fieldsets[0] = name, {**options, "fields": fields}
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        """What is fixed is shown; a page sent before it was is told so, with all that was typed."""
        if obj is None:
            return []
        live = Structure.objects.filter(pk=obj.pk).first() or obj
        return [field for field in fixed_fields(live) if field not in request.POST]

    def render_change_form(self, request, context, **kwargs):
        if structure := kwargs.get("obj"):
            context |= {
                "tree_url": tree_url(structure),
                "clone_url": admin_url(Structure, "clone", structure.pk) if self.may_clone(request) else "",
                "correction_url": "" if structure.is_editable else correction_url(structure),
                "show_delete": structure.status == Structure.Status.DRAFT,
            }
        return super().render_change_form(request, context, **kwargs)

    # --- deletion: drafts only ---

    def refuse_deletion(self, request, obj):
        if obj.status != Structure.Status.DRAFT:
            text = _("The structure “%(structure)s” is %(status)s: only drafts can be deleted.")
            raise ValidationError(text % {"structure": obj.name, "status": obj.get_status_display()})

    def get_deleted_objects(self, objs, request):
        told, places = [], 0
        for structure in objs:
            told.append(structure.name)
            if count := structure.placements.count():
                text = ngettext("the place of one unit", "the places of %(count)d units", count)
                told.append([text % {"count": count} + " – " + _("the units themselves stay")])
            places += count
        counts = {self.opts.verbose_name_plural: len(objs), Placement._meta.verbose_name_plural: places}
        return told, counts, set(), []

    def delete_model(self, request, obj):
        with trees.edit(obj) as live:
            self.refuse_deletion(request, live)
            obj.delete()

    def delete_queryset(self, request, queryset):
        for structure in queryset.order_by("pk"):
            self.delete_model(request, structure)

    # --- clone as draft ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.clone_view)
        return [path("<path:object_id>/clone/", view, name="orgunits_structure_clone"), *super().get_urls()]

    def may_clone(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def clone_view(self, request, object_id):
        if not self.may_clone(request):
            raise PermissionDenied
        source = self.get_object(request, unquote(object_id))
        if source is None:
            raise Http404
        form = CloneForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            slug, name = form.cleaned_data["slug"], form.cleaned_data["name_en"]
            try:
                with override("en"):  # the language of the name
                    draft = clone(source, slug=slug, name=name, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                self.log_addition(request, draft, _("Cloned from “%(structure)s”.") % {"structure": source.name})
                told = _("“%(draft)s” is a draft with the whole tree of “%(structure)s”; only staff see it.")
                self.message_user(request, told % {"draft": draft.name, "structure": source.name}, messages.SUCCESS)
                return redirect(tree_url(draft))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Clone as draft"),
            "subtitle": source.name,
            "opts": self.opts,
            "original": source,
            "form": form,
        }
        return TemplateResponse(request, "admin/orgunits/structure/clone.html", context)
