"""Structures: what is recorded of an edition, and the ways to its tree and to the pages of its status."""

from collections import Counter
from contextlib import nullcontext

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from orgunits.drafts.deletion import delete_draft, known_only_to, officers_of
from orgunits.drafts.publishing import publish
from orgunits.models import ChangeEvent, Placement, Structure, StructureAuthority, StructureReview
from orgunits.models.languages import language_columns
from orgunits.models.periods import Precision, show_date, show_partial
from orgunits.models.structure import day_of
from orgunits.tree import trees

from .adoption import AdoptionPages
from .alike import described
from .corrections import correction_url
from .forms import RecordForm, SentFormSet
from .in_structure import last_edit, preview_url, tree_url
from .records import RecordAdmin, RecordInline, admin_url, other_languages
from .structure_clone import ClonePage

# Fixed once the tree is locked; the slug already once the public knows it.
FIXED_WITH_THE_TREE = ("effective_from", "effective_from_precision")
# The status a draft may be given in its form: it was an observation all along.
WITHOUT_A_PAGE = (Structure.Status.OBSERVED,)
SHOWN = ("edited", "steps")  # on the form, and never typed
NAMED_AT_MOST = 100  # of the records of a kind that go along with a draft


class StructureForm(RecordForm):
    live = None  # the structure as it is now, set by the page; None for a new one

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if status := self.fields.get("status"):
            # What may be said here; the rest has its own pages, and is refused with a sentence.
            offered = {self.initial.get("status"), *WITHOUT_A_PAGE}
            status.widget.choices = [choice for choice in Structure.Status.choices if choice[0] in offered]

    def clean_status(self):
        status = self.cleaned_data["status"]
        chosen = "status" in self.changed_data and not self.reverts_to
        if chosen and self.live and self.live.status == Structure.Status.DRAFT and status not in WITHOUT_A_PAGE:
            raise ValidationError(
                _("A structure is proposed, adopted or withdrawn on a page of its own: see the links above.")
            )
        return status

    def clean(self):
        cleaned = super().clean()
        if self.live is None:
            return cleaned
        refusal = _("The structure is %(status)s: this stays as it is.")
        for field in self.never_overtaken:
            if field in cleaned and cleaned[field] != getattr(self.live, field):
                self.add_error(field, refusal % {"status": self.live.get_status_display()})
                del cleaned[field]
        return cleaned

    @property
    def never_overtaken(self):
        """What is refused as fixed is not refused as overtaken too."""
        return fixed_fields(self.live, reverting=bool(self.reverts_to)) if self.live else []


def fixed_fields(structure, *, reverting):
    """What its form shows only. A version of the history brings its status along, which Structure.clean() judges."""
    fixed = ["slug"] if structure.is_public else []
    if structure.status != Structure.Status.DRAFT and not reverting:
        fixed.append("status")
    return fixed if structure.is_editable else [*fixed, *FIXED_WITH_THE_TREE]


class AuthorityFormSet(SentFormSet):
    def clean(self):
        """What was adopted by an act keeps one."""
        super().clean()
        adopted = self.instance.pk and self.instance.status == Structure.Status.ADOPTED
        kept = [form for form in self.forms if not self._should_delete_form(form) and form.instance.instrument_id]
        if adopted and self.deleted_forms and not kept:
            raise ValidationError(_("An adopted structure rests on an act: name another one before you take it away."))


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


@admin.register(Structure)
class StructureAdmin(AdoptionPages, ClonePage, RecordAdmin, TranslationAdmin):
    form = StructureForm
    inlines = [AuthorityInline, ReviewInline]
    search_fields = ["slug", *language_columns("name")]
    autocomplete_fields = ["based_on", "sources"]
    slug_from = "name_en"
    list_display = ["name", "status", "in_force_from", "basis", "units", "edited"]
    list_select_related = ["edited_by"]
    list_filter = ["status", "basis"]
    # What has no day yet is what is being worked on.
    ordering = [day_of().desc(nulls_first=True), "-pk"]
    fieldsets = [
        (None, {"fields": ["name_en", "slug", "summary_en", "status", "basis", "edited", "steps"]}),
        other_languages(gettext_lazy("Name and summary in the other languages"), "name", "summary"),
        (
            gettext_lazy("Dates"),
            {
                "fields": [
                    ("effective_from", "effective_from_precision"),
                    ("effective_not_before", "effective_not_after"),
                    ("as_of", "as_of_precision"),
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

    def name_in_choices(self, structure):
        return described(structure, structure.get_status_display(), show_date(structure, "effective_from"))

    @admin.display(description=gettext_lazy("in force from"), ordering="effective_from")
    def in_force_from(self, structure):
        return show_date(structure, "effective_from")

    @admin.display(description=gettext_lazy("units"))
    def units(self, structure):
        return format_html('<a href="{}">{}</a>', tree_url(structure), structure.unit_count)

    @admin.display(description=gettext_lazy("last edited"), ordering="edited_at")
    def edited(self, structure):
        return last_edit(structure) or "–"

    @admin.display(description=gettext_lazy("steps so far"))
    def steps(self, structure):
        """Who proposed, adopted or withdrew it, when and why."""
        rows = [step_in_words(step) for step in structure.steps.select_related("by")]
        return format_html_join("", "<p>{}</p>", [(row,) for row in rows]) or "–"

    # --- the form ---

    def locked_for_writing(self, request, object_id):
        live = self.get_object(request, unquote(object_id)) if object_id else None
        if live and request.POST.get("status") in WITHOUT_A_PAGE:  # it is about to be published
            return trees.hold_all()
        return trees.hold(live) if live else super().locked_for_writing(request, object_id)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.live and obj.is_public and not form.live.is_public:
            publish(obj)

    def save_related(self, request, form, formsets, change):
        """What was written is an edit of the structure; a form sent untouched is none."""
        touched = form.has_changed() or any(formset.has_changed() for formset in formsets)
        with trees.edit(form.instance) if touched else nullcontext():
            super().save_related(request, form, formsets, change)

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.draft = obj and not obj.is_public and obj.pk
        form = super().get_form(request, obj, change=change, **kwargs)
        form.live = obj and Structure.objects.filter(pk=obj.pk).first()
        return form

    def get_fieldsets(self, request, obj=None):
        """A new structure is a draft: it has no status to choose yet, and no past."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            name, options = fieldsets[0]
            fields = [field for field in options["fields"] if field not in ("status", *SHOWN)]
            fieldsets[0] = name, {**options, "fields": fields}
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        """What is fixed is shown; a page sent before it was is refused with all that was typed."""
        if obj is None:
            return []
        live = Structure.objects.filter(pk=obj.pk).first() or obj
        fixed = fixed_fields(live, reverting=hasattr(obj, "_history"))
        return [*SHOWN, *(field for field in fixed if field not in request.POST)]

    def render_change_form(self, request, context, **kwargs):
        if structure := kwargs.get("obj"):
            context |= {
                "tree_url": tree_url(structure),
                "preview_url": preview_url(structure),
                "status_pages": self.status_pages(request, structure),
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
        deleted, places, numbers, officers = [], 0, Counter(), []
        for structure in objs:
            deleted.append(structure.name)
            alone = known_only_to(structure)
            numbers.update({model: len(rows) for model, rows in alone.items()})
            officers += map(str, officers_of(alone))
            count = structure.placements.count()
            text = ngettext("the place of one unit", "the places of %(count)d units", count)
            deleted.append([text % {"count": count}, *fate_of_records(alone)])
            places += count
        # Changes go with the structure they lead to, whoever has them.
        numbers[ChangeEvent] = max(numbers[ChangeEvent], ChangeEvent.objects.leading_to(objs).count())
        counts = {self.opts.verbose_name_plural: len(objs), Placement._meta.verbose_name_plural: places}
        counts |= {model._meta.verbose_name_plural: number for model, number in numbers.items() if number}
        return deleted, counts, set(), officers

    def delete_model(self, request, obj):
        delete_draft(obj)

    def delete_queryset(self, request, queryset):
        for structure in queryset.order_by("pk"):
            self.delete_model(request, structure)


def fate_of_records(alone):
    """What becomes of the records that only a draft knows, {model: rows}, when it is deleted."""
    if not alone:
        return [_("the units themselves stay")]
    number = sum(map(len, alone.values()))
    text = ngettext(
        "one record that only this draft knows goes too:",
        "%(count)d records that only this draft knows go too:",
        number,
    )
    lines = [text % {"count": number}]
    for model, rows in alone.items():
        named = [str(row) for row in rows[:NAMED_AT_MOST]]
        if more := len(rows) - len(named):
            named.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
        lines += [capfirst(model._meta.verbose_name_plural), named]
    return [*lines, _("all other records stay")]


def step_in_words(step):
    parts = {
        "step": step.get_kind_display(),
        "who": step.by.get_username(),
        "when": date_format(localtime(step.at), "DATETIME_FORMAT"),
        "day": show_partial(step.day, Precision.DAY),
    }
    words = _("%(step)s by %(who)s, %(when)s") % parts
    if step.day:
        words = _("%(step)s for %(day)s by %(who)s, %(when)s") % parts
    return f"{capfirst(words)}: {step.reason}" if step.reason else capfirst(words)
