"""The history of loaded records: raw loads write none of it, or half."""

from contextlib import contextmanager

from django.conf import settings
from django.db.models import Exists, OuterRef

from orgunits.tree.history_lists import write_lists

# Of history rows that loading wrote, not people.
REASON = "Demo data"


@contextmanager
def no_history():
    """django-simple-history's own switch, off for a while: a raw load writes rows for lists of sources only."""
    before = getattr(settings, "SIMPLE_HISTORY_ENABLED", True)
    settings.SIMPLE_HISTORY_ENABLED = False
    try:
        yield
    finally:
        settings.SIMPLE_HISTORY_ENABLED = before


def write_first_rows(queryset):
    """Gives each record without history its first row; returns how many."""
    history = queryset.model.history.model
    without = queryset.filter(~Exists(history.objects.filter(id=OuterRef("pk"))))
    return _write(queryset.model, list(without), update=False)


def write_changes(queryset):
    """Gives each record that differs from the last row of its history another one; returns how many."""
    model = queryset.model
    columns = [field.attname for field in model.history.model.tracked_fields]
    latest = {}
    for row in model.history.order_by("history_date", "history_id").values("id", *columns):
        latest[row["id"]] = row
    changed = [
        record
        for record in queryset
        if record.pk in latest and any(getattr(record, name) != latest[record.pk][name] for name in columns)
    ]
    return _write(model, changed, update=True)


def _write(model, records, *, update):
    if not records:
        return 0
    written = model.history.bulk_history_create(records, batch_size=500, update=update, default_change_reason=REASON)
    write_lists(written)
    return len(written)
