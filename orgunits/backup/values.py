"""The values of a column as JSON holds them, and as Python does: exactly the same in either kind of database."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

# Kinds of fields that JSON has no value for: (to text, from text). Texts, numbers and truths are written as they are.
FORMS = {
    "BinaryField": (lambda value: b64encode(value).decode(), b64decode),
    "DateField": (date.isoformat, date.fromisoformat),
    "DateTimeField": (lambda value: value.astimezone(UTC).isoformat(), datetime.fromisoformat),
    "DecimalField": (lambda value: format(value, "f"), Decimal),
    "DurationField": (lambda value: value // timedelta(microseconds=1), lambda value: timedelta(microseconds=value)),
    "TimeField": (time.isoformat, time.fromisoformat),
    "UUIDField": (str, UUID),
}


def forms(field):
    """(to JSON, from JSON) for the values of `field`; NULL stays NULL."""
    while field.remote_field:
        field = field.target_field
    to_json, from_json = FORMS.get(field.get_internal_type(), (None, None))
    return unless_null(to_json), unless_null(from_json)


def unless_null(change):
    if change is None:
        return lambda value: value
    return lambda value: None if value is None else change(value)


def line(values):
    """A row as it is written: one line without its end."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def canonical(values):
    """The same for equal rows, whatever order a database keeps the parts of a JSON value in."""
    return json.dumps(values, sort_keys=True, allow_nan=False).encode()
