"""The rows of a table, read and written past models, managers, signals and histories."""

from hashlib import sha256

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, JSONField, QuerySet, TextField, Value

from .tables import NAMED, columns
from .values import canonical, forms

AT_ONCE = 500


class Names:
    """The content types and permissions of this database by their names, and their keys."""

    def __init__(self):
        types = {key: name for key, *name in QuerySet(ContentType).values_list("pk", "app_label", "model")}
        permissions = {
            key: [*types[content_type], codename]
            for key, content_type, codename in QuerySet(Permission).values_list("pk", "content_type", "codename")
        }
        self.by_key = {ContentType: types, Permission: permissions}
        self.keys = {model: {tuple(name): key for key, name in names.items()} for model, names in self.by_key.items()}

    def forms(self, field):
        """As values.forms(), but what refers to a content type or a permission refers to it by name."""
        names = self.by_key.get(field.related_model)
        if names is None:
            return forms(field)
        keys = self.keys[field.related_model]
        return (
            lambda key: None if key is None else names[key],
            lambda name: None if name is None else keys[tuple(name)],
        )


def read(model, names):
    """The rows of `model` as a backup holds them, in the order of their keys; those without, of their names."""
    fields = columns(model)
    to_json = [names.forms(field)[0] for field in fields]
    rows = QuerySet(model).order_by("pk").values_list(*[field.attname for field in fields])
    found = (
        [change(value) for change, value in zip(to_json, row, strict=True)] for row in rows.iterator(chunk_size=2000)
    )
    return iter(sorted(found)) if model in NAMED else found


def write(model, rows, names):
    """Inserts `rows`, as a backup holds them."""
    fields = columns(model)
    from_json = [names.forms(field)[1] for field in fields]
    quote = connection.ops.quote_name
    statement = "INSERT INTO {} ({}) VALUES ({})".format(
        quote(model._meta.db_table),
        ", ".join(quote(field.column) for field in fields),
        ", ".join(["%s"] * len(fields)),
    )
    with connection.cursor() as cursor:
        waiting = []
        for row in rows:
            waiting.append(
                [
                    for_database(field, change(value))
                    for field, change, value in zip(fields, from_json, row, strict=True)
                ]
            )
            if len(waiting) == AT_ONCE:
                cursor.executemany(statement, waiting)
                waiting = []
        if waiting:
            cursor.executemany(statement, waiting)


def for_database(field, value):
    """As a field writes it; but texts as they were kept, whatever would be made of them now."""
    if isinstance(field, CharField | TextField):
        return value
    if value is None and isinstance(field, JSONField) and not field.null:
        value = Value(None, JSONField())  # the null of JSON, which is no NULL
    return field.get_db_prep_save(value, connection)


class Tally:
    """Which rows went by, in any order: how many, and the sum of their digests."""

    def __init__(self):
        self.number, self.sum = 0, 0

    def __eq__(self, other):
        return (self.number, self.sum) == (other.number, other.sum)

    __hash__ = None

    def of(self, rows):
        for row in rows:
            self.number += 1
            self.sum += int.from_bytes(sha256(canonical(row)).digest())
            yield row
