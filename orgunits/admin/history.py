"""The history of a record as people read it, with that of the rows that belong to it."""

from dataclasses import replace

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, ForeignKey, ManyToManyField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from orgunits.models.languages import language_name

from .references import line_of

ROWS_AT_MOST = 50  # of what belongs to a record, the latest
NOTHING = "–"


def label_with_language(field):
    """“Official name (Spanish)”."""
    if hasattr(field, "translated_field"):
        return f"{capfirst(field.translated_field.verbose_name)} ({language_name(field.language)})"
    return capfirst(field.verbose_name)


def doubled(model):
    """The columns that only repeat the one of the first language."""
    try:
        return set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return set()


class ChangeInWords(HistoricalRecordContextHelper):
    """A change of the history as people read it: each text once, of a list only what came and went."""

    def context_for_delta_changes(self, delta):
        repeated = doubled(self.model)
        kept = [change for change in delta.changes if change.field not in repeated]
        return super().context_for_delta_changes(replace(delta, changes=kept))

    def format_delta_change(self, change):
        field = self.model._meta.get_field(change.field)
        return replace(super().format_delta_change(change), field=label_with_language(field))

    def prepare_delta_change_value(self, change, value):
        field = self.model._meta.get_field(change.field)
        if isinstance(field, ManyToManyField):
            other = change.new if value is change.old else change.old
            rows = [row[field.m2m_reverse_field_name()] for row in value if row not in other]
            return ", ".join(str(row) for row in rows) or NOTHING
        if value is None or value == "" or (isinstance(value, DeletedObject) and value.pk is None):
            return NOTHING
        if field.flatchoices:
            return dict(field.flatchoices).get(value, value)
        if isinstance(field, BooleanField):
            return _("Yes") if value else _("No")
        return super().prepare_delta_change_value(change, value)


class HistoryInWords(SimpleHistoryAdmin):
    history_list_per_page = 50
    object_history_template = "admin/orgunits/object_history.html"
    object_history_list_template = "admin/orgunits/object_history_list.html"
    object_history_form_template = "admin/orgunits/object_history_form.html"

    def get_historical_record_context_helper(self, request, historical_record):
        return ChangeInWords(self.model, historical_record, max_displayed_delta_change_chars=200)

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        """The library's own asks for “all” related records where a version has none, which Django 6.1 warns of."""
        related = related_records(history_manager.model.tracked_fields)
        return history_manager.filter(**{pk_name: object_id}).select_related("history_user", *related)

    def render_history_view(self, request, template, context, **kwargs):
        """With what happened to the record's lines: worked out here, where the permission has been asked."""
        if template == self.object_history_template:
            context = {**context, **self.lines_of(request, context["object"])}
        return super().render_history_view(request, template, context, **kwargs)

    def lines_of(self, request, record, *, since=None):
        """The history of those lines that whoever asks may see in the record's form; `since` a moment, or all."""
        rows = [
            row
            for inline in self.get_inline_instances(request, record)
            if hasattr(inline.model, "history") and inline.has_view_or_change_permission(request, record)
            for row in history_of_rows(inline.model, line_of(self.model, inline), record.pk)
            if since is None or row["record"].history_date > since
        ]
        rows.sort(key=lambda row: row["record"].history_date, reverse=True)
        return {"rows": rows[:ROWS_AT_MOST], "rows_at_most": ROWS_AT_MOST if len(rows) > ROWS_AT_MOST else 0}


def related_records(fields):
    """The names of those fields that refer to one record each."""
    return [field.name for field in fields if isinstance(field, ForeignKey)]


def history_of_rows(model, parent, owner_id):
    """What happened to the rows of `model` that belong to one record by the foreign key `parent`, the latest first."""
    history, hidden = model.history.model, {parent.name, model._meta.pk.name, *doubled(model)}
    fields = [field for field in history.tracked_fields if field.name not in hidden]
    related = related_records(fields)
    records = history.objects.filter(**{parent.attname: owner_id}).select_related("history_user", *related)
    latest = list(records.order_by("-history_date", "-history_id")[: ROWS_AT_MOST + 1])
    found = []
    for number, record in enumerate(latest):
        older = next((each for each in latest[number + 1 :] if each.id == record.id), None)
        if older is None and record.history_type == "~":
            continue  # what it was before is not among the latest
        before = record if record.history_type == "-" else older if record.history_type == "~" else None
        after = None if record.history_type == "-" else record
        values = [(label_with_language(field), shown(before, field), shown(after, field)) for field in fields]
        changes = [(label, old, new) for label, old, new in values if old != new]
        found.append({"record": record, "what": capfirst(model._meta.verbose_name), "changes": changes})
    return found


def shown(record, field):
    """A column of a version in words; of no version, nothing."""
    if record is None:
        return NOTHING
    try:
        value = getattr(record, field.name)
    except ObjectDoesNotExist:
        value = None
    if isinstance(field, BooleanField) and value is not None:
        return _("Yes") if value else _("No")
    return str(dict(field.flatchoices).get(value, value)) if value not in (None, "") else NOTHING
