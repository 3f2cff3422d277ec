"""What the admin pages of all records share: histories, searches, refusals. Over 300 lines: one base of all admins.

Nothing here knows a rule of the directory: what the models refuse becomes an error of the form, with all that was
typed still in it.
"""

import re
from contextlib import contextmanager

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.drafts.references import OWNED
from orgunits.keys import number
from orgunits.models.folding import fold
from orgunits.models.languages import OTHER_LANGUAGES, language_columns
from orgunits.pasted import LineField, tidied

from .choices import AddInDraft, Choice, Choices, RecordsField
from .dates import PartialDateField
from .drafts import OfDraft, draft_at_hand
from .forms import RecordForm, SentFormSet, TouchedForm
from .history import label_with_language
from .references import still_referring
from .reverting import NothingDiffersError, Reverting
from .sorted_list import SortedList

# A field of a row below the record, as a form names it; not its key or its hidden first value.
ROW = re.compile(r"(?!initial-)\w+-\d+-(?!id$|DELETE$)(\w+)")
# What addresses are made of.
SLUG_LABEL = gettext_lazy("Web address ending")


def admin_url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def other_languages(label, *fields):
    """The folded part of a form that holds `fields` in all languages but the first."""
    return label, {"classes": ["collapse"], "fields": language_columns(*fields, languages=OTHER_LANGUAGES)}


def give_reason(record, reason, *, since):
    """Writes the reason of a change to the history rows that it made: those after the row `since`."""
    if reason:
        record.history.filter(pk__gt=since).update(history_change_reason=reason)


def last_history_row(record):
    return record.history.order_by("-pk").values_list("pk", flat=True).first() or 0


def without_links(deleted, counts):
    """What a deletion takes along, without the rows that only link two records: nobody knows them by a name."""
    links = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
    begin = tuple(f"{capfirst(link.verbose_name)}: " for link in links)
    plurals = {link.verbose_name_plural for link in links}

    def kept(lines):
        parts = [kept(line) if isinstance(line, list) else line for line in lines]
        return [part for part in parts if part and (isinstance(part, list) or not part.startswith(begin))]

    return kept(deleted), {name: number for name, number in counts.items() if name not in plurals}


def has_precision(db_field):
    """Whether a column says how precisely a date is known."""
    names = {field.name for field in db_field.model._meta.fields}
    return isinstance(db_field, models.DateField) and f"{db_field.name}_precision" in names


class LabelledFields:
    """Fields that remember the value they were sent with, and say their language in plain words."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"  # Django's own default from 6.0 on
        if type(db_field) is models.CharField and not db_field.choices:  # Django's own: of users and groups
            kwargs.setdefault("form_class", LineField)
        if has_precision(db_field):
            kwargs |= {"form_class": PartialDateField, "widget": AdminDateWidget}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.show_hidden_initial = True
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        if db_field.name == "draft":
            field.widget = field.widget.widget  # a draft is chosen here, and made elsewhere
        if hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
            if db_field.related_model in OWNED and (draft := draft_at_hand(request)):
                field.widget = AddInDraft.around(field.widget, draft)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choice(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", RecordsField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Choices(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def texts(self):
        """Labels with the language, “Official name (Spanish)”, and helps as the HTML the admin takes them for."""
        labels = {
            field.name: label_with_language(field) for field in self.opts.fields if hasattr(field, "translated_field")
        }
        helps = {
            field.name: escape(field.help_text.replace("<slug>", "…"))
            for field in self.opts.fields
            if "<" in field.help_text
        }
        return {"labels": {"slug": SLUG_LABEL, **labels}, "help_texts": helps}


class RefusalAdmin(admin.ModelAdmin):
    """Turns the models' refusals into errors of the form, or into messages where there is no form.

    Its form is a RefusalForm.
    """

    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"
    actions = ["delete_selected"]

    class Media:
        css = {"all": ["css/admin-records.css"]}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    @contextmanager
    def locked_for_writing(self, request, object_id):
        """In it a form that was sent is read, checked and written: its record is locked before it is read.

        So of two editors who save at once the second finds what the first has written.
        """
        key = number(unquote(object_id)) if object_id else None
        if key is not None:
            list(self.model._base_manager.select_for_update(no_key=True).filter(pk=key).values_list("pk"))
        yield

    @contextmanager
    def locked_for_action(self, queryset):
        """The same for the records that were chosen for an action, in the order of their keys."""
        rows = self.model._base_manager.select_for_update().order_by("pk")
        list(rows.filter(pk__in=list(queryset.values_list("pk", flat=True))).values_list("pk"))
        yield

    def refuse_deletion(self, request, obj):
        """Raises ValidationError with a sentence where `obj` must stay."""

    def get_changelist(self, request, **kwargs):
        return SortedList

    def changelist_view(self, request, extra_context=None):
        """Under the name of what it lists: “Changes”, not “Select change to change”."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Under the name of what it is, above its own: “Structure”, not “Change structure”."""
        view = super().changeform_view
        if object_id:
            extra_context = {"title": capfirst(self.opts.verbose_name), **(extra_context or {})}
        return self._answer(request, object_id, lambda: view(request, object_id, form_url, extra_context))

    def _answer(self, request, object_id, view):
        """Nothing is half written; after a refusal the page is made once more, now with the sentence in its form."""
        try:
            with self._writing(request, object_id):
                return view()
        except ValidationError as refusal:
            request.refusal = refusal
        except (ProtectedError, RestrictedError):
            raise
        except IntegrityError:
            request.refusal = ValidationError(
                _("Somebody else changed this at the same time. Check it, then save again.")
            )
        return view()

    @contextmanager
    def _writing(self, request, object_id):
        if request.method != "POST":
            yield
            return
        with transaction.atomic(), self.locked_for_writing(request, object_id):
            yield

    def get_deleted_objects(self, objs, request):
        """What is deleted with it, or, where it must stay, all that still refers to it."""
        if referring := objs and still_referring(objs, request, self.admin_site):
            return [], {}, set(), referring
        deleted, counts, *more = super().get_deleted_objects(objs, request)
        return *without_links(deleted, counts), *more

    def delete_view(self, request, object_id, extra_context=None):
        try:
            with self._writing(request, object_id):
                obj = self.get_object(request, unquote(object_id))
                if obj is not None and self.has_delete_permission(request, obj):
                    self.refuse_deletion(request, obj)
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self._show_refusal(request, refusal)
            return redirect(admin_url(self.model, "change", object_id))

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        try:
            with transaction.atomic(), self.locked_for_action(queryset):
                for obj in queryset.all():
                    self.refuse_deletion(request, obj)
                return delete_selected(self, request, queryset)
        except ValidationError as refusal:
            self._show_refusal(request, refusal)
            return None

    def _show_refusal(self, request, refusal):
        for sentence in refusal.messages:
            self.message_user(request, sentence, messages.ERROR)


class RecordAdmin(OfDraft, LabelledFields, RefusalAdmin, Reverting):
    form = RecordForm
    list_per_page = 100
    slug_from = None  # the field a new record's slug is made from while one types

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": [self.slug_from]} if self.slug_from and obj is None else {}

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ["change_reason"]}))
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **self.texts(), **kwargs)

    @admin.display(description=SLUG_LABEL, ordering="slug")
    def in_address(self, record):
        return record.slug

    def get_search_results(self, request, queryset, search_term):
        """Accents and case don't matter where a model keeps its folded words."""
        search_term = fold(search_term) if "folded" in self.search_fields else tidied(search_term)
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request, obj, form, change):
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def overlaps_of(self, record):
        """Sentences on other records whose time is also that of `record`: shown once it is saved."""
        return []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for sentence in self.overlaps_of(form.instance):
            self.message_user(request, sentence, messages.WARNING)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Somebody deleted it while its page was open: what was typed is shown, to be kept or entered elsewhere."""
        typed = list(self._typed(request)) if request.method == "POST" else []
        if not typed:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Somebody deleted this while you had the page open"),
            "opts": opts,
            "typed": typed,
            "list_url": admin_url(self.model, "changelist"),
            "history_url": admin_url(self.model, "history", object_id),
        }
        return TemplateResponse(request, "admin/orgunits/gone.html", context, status=410)

    def _typed(self, request):
        """(label, text) of the texts that were changed in a form that was sent, those of the rows below it too."""
        fields = self.get_form(request).base_fields
        for name, text in request.POST.items():
            row = ROW.fullmatch(name)
            is_text = isinstance(fields[name], forms.CharField) if name in fields else row and not text.isdecimal()
            if is_text and text.strip() and text != request.POST.get(f"initial-{name}"):
                yield fields[name].label if name in fields else row[1], text

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library hides the button from those who may only look, but would take their POST.
        if request.method == "POST":
            live = self.get_object(request, unquote(object_id))
            if not self.has_change_permission(request, live):
                raise PermissionDenied
        view = super().history_form_view
        try:
            return self._answer(request, object_id, lambda: view(request, object_id, version_id, extra_context))
        except NothingDiffersError:
            return self.nothing_differs(request, object_id)


class RecordInline(LabelledFields):
    form = TouchedForm
    formset = SentFormSet
    extra = 0
    max_num = 500

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num, **self.texts(), **kwargs)
