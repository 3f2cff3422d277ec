"""Columns made of other columns of their row: by every save, and by rebuild() where what makes them was changed."""

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import pre_save

from .languages import LANGUAGES, language_columns

BATCH = 1000


class DerivedField(models.Field):
    """Holds what value_of() makes of the fields named by `of`."""

    languages = LANGUAGES

    def __init__(self, *args, of=(), **kwargs):
        self.of = tuple(of)
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        pre_save.connect(self._before_raw_save, sender=cls)

    def columns(self, model):
        """The columns of the fields it is made of, those of a translated one in the order of `languages`."""
        columns = []
        for name in self.of:
            translated = language_columns(name, languages=self.languages)
            columns += translated if hasattr(model, translated[0]) else [name]
        return columns

    def value_of(self, instance):
        raise NotImplementedError

    def pre_save(self, model_instance, add):
        for column in self.columns(type(model_instance)):  # as they are about to be stored
            type(model_instance)._meta.get_field(column).pre_save(model_instance, add)
        value = self.value_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def _before_raw_save(self, instance, raw, **kwargs):
        """loaddata writes what the file says and asks no field; so files leave these columns out."""
        if raw:
            self.pre_save(instance, add=False)


def derived_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, DerivedField)]


def derived_models(registry=apps):
    """The models with such fields; of the models in `registry`, which a migration has its own of."""
    every = registry.get_app_config("orgunits").get_models()
    return [model for model in every if derived_fields(model) and not model._meta.proxy]


def stale(model):
    """The keys of rows with a derived column that isn't what it would be made now, a list a batch."""
    last = 0
    while rows := list(_rows(model).filter(pk__gt=last)[:BATCH]):
        yield [row.pk for row in rows if _made_new(row) != _kept(row)]
        last = rows[-1].pk


def rebuild(model):
    """Makes the derived columns of `model` new where they are stale; returns how many rows changed.

    Safe while others write: each batch is read again under a lock of the table, which waits for those who are writing
    to it and holds nothing else meanwhile.
    """
    return sum(_rewrite(model, keys) for keys in stale(model) if keys)


def _rewrite(model, keys):
    quote, opts = connection.ops.quote_name, model._meta
    fields = derived_fields(model)
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # on SQLite the transaction itself is the lock
            cursor.execute(f"LOCK TABLE {quote(opts.db_table)} IN EXCLUSIVE MODE")
        changed = [
            [*(field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)), row.pk]
            for row in _rows(model).filter(pk__in=keys)
            if (values := _made_new(row)) != _kept(row)
        ]
        cursor.executemany(f"UPDATE {quote(opts.db_table)} SET {columns} WHERE {quote(opts.pk.column)} = %s", changed)
    return len(changed)


def _rows(model):
    """Past all managers, with no more than is asked of them here."""
    fields = derived_fields(model)
    columns = {column for field in fields for column in field.columns(model)}
    return models.QuerySet(model).only(*columns, *(field.attname for field in fields)).order_by("pk")


def _made_new(row):
    return [field.value_of(row) for field in derived_fields(type(row))]


def _kept(row):
    return [getattr(row, field.attname) for field in derived_fields(type(row))]
