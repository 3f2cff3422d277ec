"""What the admin pages of all records share: history, languages, searches, and refusals shown where one typed.

Nothing here knows a rule of the directory: what the models refuse becomes an error of the form, with all that was
typed still in it.
"""

from contextlib import contextmanager, nullcontext

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, ProtectedError, RestrictedError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from modeltranslation.settings import AVAILABLE_LANGUAGES, DEFAULT_LANGUAGE
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from orgunits.models.folding import fold
from orgunits.models.periods import Precision


def admin_url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def other_languages(label, *fields, languages=tuple(AVAILABLE_LANGUAGES)):
    """The folded part of a form that holds `fields` in all languages but the first."""
    columns = [f"{field}_{language}" for field in fields for language in languages if language != DEFAULT_LANGUAGE]
    return label, {"classes": ["collapse"], "fields": columns}


def language_name(code):
    return get_language_info(code)["name_translated"]


def give_reason(record, reason, *, since):
    """Writes the reason of a change to the history rows that it made: those after the row `since`."""
    if reason:
        record.history.filter(pk__gt=since).update(history_change_reason=reason)


def last_history_row(record):
    return record.history.order_by("-pk").values_list("pk", flat=True).first() or 0


class TouchedForm(forms.ModelForm):
    """Writes the fields its editor touched and no others.

    So a page opened before somebody else's edit doesn't write the old values back. What was touched is told by the
    values the page was sent with: see LabelledFields.
    """

    def clean(self):
        cleaned = super().clean()
        touched = set(self.changed_data)
        for day in [name for name in cleaned if f"{name}_precision" in cleaned]:
            precision = f"{day}_precision"
            cleaned[precision] = (cleaned[precision] or Precision.DAY) if cleaned[day] else ""
            if day in touched:
                touched.add(precision)
        if self.instance._state.adding or self.reverts_to:
            return cleaned
        return {name: value for name, value in cleaned.items() if name in touched}

    @property
    def reverts_to(self):
        """The version of the history this form brings back, or None."""
        return getattr(self.instance, "_history", None)


class RefusalForm(forms.ModelForm):
    """Shows what the models refused when this very form was to be saved: see RefusalAdmin."""

    refusal = None

    def clean(self):
        cleaned = super().clean()
        if self.refusal and hasattr(self.refusal, "error_dict"):
            at_top = []
            for name, sentences in self.refusal.message_dict.items():
                if field := self.field_for(name):
                    self.add_error(field, list(dict.fromkeys(sentences)))
                else:
                    at_top += sentences
            told = [sentence for sentences in self.errors.values() for sentence in sentences]
            if at_top := [sentence for sentence in dict.fromkeys(at_top) if sentence not in told]:
                self.add_error(None, at_top)
        elif self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def field_for(self, name):
        """The form's field for a field of the model; None, the top of the form, where it has none."""
        return name if name in self.fields else None


class RecordForm(RefusalForm, TouchedForm):
    """A record, with the reason of its change."""

    change_reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Kept in the history; the public does not see it."),
        widget=admin.widgets.AdminTextInputWidget,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if version := self.reverts_to:
            for field in version._history_m2m_fields:
                rows = getattr(version, field.name).values_list(field.m2m_reverse_field_name(), flat=True)
                # A version without any says nothing of them: what was loaded or cloned begins without.
                self.initial[field.name] = list(rows) or self.initial.get(field.name)


class LabelledFields:
    """Fields that remember the value they were sent with, and say their language in plain words."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"  # Django's own default from 6.0 on
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.show_hidden_initial = True
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        if hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def texts(self):
        """Labels with the language, “Official name (Spanish)”, and helps as the HTML the admin takes them for."""
        labels = {
            field.name: f"{capfirst(field.translated_field.verbose_name)} ({language_name(field.language)})"
            for field in self.opts.fields
            if hasattr(field, "translated_field")
        }
        helps = {field.name: escape(field.help_text) for field in self.opts.fields if "<" in field.help_text}
        return {"labels": labels, "help_texts": helps}


class RefusalAdmin(admin.ModelAdmin):
    """Turns the models' refusals into errors of the form, or into messages where there is no form.

    Its form is a RefusalForm.
    """

    show_facets = admin.ShowFacets.NEVER
    actions = ["delete_selected"]

    class Media:
        css = {"all": ["css/admin-records.css"]}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def locked_for_writing(self, request, object_id):
        """The context in which a form that was sent is read, checked and written."""
        return nullcontext()

    def refuse_deletion(self, request, obj):
        """Raises ValidationError with a sentence where `obj` must stay."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
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
                _("Somebody else changed this at the same moment. Look at it again, then save once more.")
            )
        return view()

    @contextmanager
    def _writing(self, request, object_id):
        if request.method != "POST":
            yield
            return
        with transaction.atomic(), self.locked_for_writing(request, object_id):
            yield

    def delete_view(self, request, object_id, extra_context=None):
        try:
            with self._writing(request, object_id):
                obj = self.get_object(request, unquote(object_id))
                if obj is not None and self.has_delete_permission(request, obj):
                    self.refuse_deletion(request, obj)
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self._tell(request, refusal)
            return redirect(admin_url(self.model, "change", object_id))

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request, queryset):
        try:
            with transaction.atomic():
                for obj in queryset:
                    self.refuse_deletion(request, obj)
                return delete_selected(self, request, queryset)
        except ValidationError as refusal:
            self._tell(request, refusal)
            return None

    def _tell(self, request, refusal):
        for sentence in refusal.messages:
            self.message_user(request, sentence, messages.ERROR)


class ChangeInWords(HistoricalRecordContextHelper):
    """A change of the history as people read it."""

    def prepare_delta_change_value(self, change, value):
        if value is None or (isinstance(value, DeletedObject) and value.pk is None):
            return "–"
        choices = self.model._meta.get_field(change.field).flatchoices
        return dict(choices)[value] if choices and value else super().prepare_delta_change_value(change, value)


class RecordAdmin(LabelledFields, RefusalAdmin, SimpleHistoryAdmin):
    form = RecordForm
    list_per_page = 100
    history_list_per_page = 50
    object_history_form_template = "admin/orgunits/object_history_form.html"
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

    def get_search_results(self, request, queryset, search_term):
        """Accents and case don't matter where a model keeps its folded words."""
        if "folded" in self.search_fields:
            search_term = fold(search_term)
        return super().get_search_results(request, queryset, search_term)

    def get_historical_record_context_helper(self, request, historical_record):
        return ChangeInWords(self.model, historical_record, max_displayed_delta_change_chars=200)

    def save_model(self, request, obj, form, change):
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library hides the button from those who may only look, but would take their POST.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        view = super().history_form_view
        return self._answer(request, object_id, lambda: view(request, object_id, version_id, extra_context))


class RecordInline(LabelledFields):
    form = TouchedForm
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **self.texts(), **kwargs)


class OrderedForm(TouchedForm):
    """A row of a list: an empty position means the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False

    def _get_validation_exclusions(self):
        # Positions are made anew when the list is saved.
        return {*super()._get_validation_exclusions(), "position"}


class OrderedFormSet(forms.BaseInlineFormSet):
    """A list in an order of its own: rows are numbered anew by the positions typed, so two may be swapped at once."""

    SPARE = 10_000  # beyond any position in use

    def save(self, commit=True):
        if not self.has_changed():
            return super().save(commit)
        kept = [form for form in self.forms if form not in self.deleted_forms]
        kept = [form for form in kept if form.instance.pk or form.has_changed()]
        kept.sort(key=lambda form: self.SPARE if form.instance.position is None else form.instance.position)
        for number, form in enumerate(kept, start=1):
            form.instance.position = number
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
        rows.update(position=F("position") + self.SPARE)
        saved = super().save(commit)
        for form in kept:
            if not form.has_changed():
                rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved
