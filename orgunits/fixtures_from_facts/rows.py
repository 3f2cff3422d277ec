"""What a row of a fixture looks like: natural keys, no defaults, no column that another one implies."""

import json

from django.core import serializers
from modeltranslation.translator import NotRegistered, translator

from orgunits.models.derived import derived_fields

# The receiver pin_tree in tree/trees.py sets it.
LEFT_OUT = {"tree_id"}


def row(model, **values):
    """A fixture row of `model` from its columns; foreign keys are natural keys, many-to-many fields lists of them."""
    columns = {}
    for field in _columns(model):
        value = values.pop(field.name, None)
        if _is_worth_a_line(field, value):
            columns[field.name] = sorted(value) if field.many_to_many else value
    if values:
        message = f"{model.__name__} has no field {', '.join(values)}"
        raise TypeError(message)
    return {"model": model._meta.label_lower, "fields": columns}


def rows_in_database(queryset):
    """The rows of `queryset` as row() would have made them."""
    model = queryset.model
    text = serializers.serialize(
        "json",
        queryset.select_related(*_paths_to_keys(model)).prefetch_related(*_lists(model)),
        use_natural_primary_keys=True,
        use_natural_foreign_keys=True,
    )
    return [row(model, **_without_implied(model, each["fields"])) for each in json.loads(text)]


def as_text(rows):
    """A line a column, so that differences read well."""
    return "[\n" + ",\n".join(_row_as_text(each) for each in rows) + "\n]\n"


def _row_as_text(each):
    columns = ",\n".join(
        f'      "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in each["fields"].items()
    )
    return f'  {{\n    "model": "{each["model"]}",\n    "fields": {{\n{columns}\n    }}\n  }}'


def _columns(model):
    """All fields of a row: the language columns instead of the untranslated ones, which follow the first language."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    lists = [model._meta.get_field(name) for name in _lists(model)]
    return [field for field in [*fields, *lists] if field.name not in _implied(model)]


def _lists(model):
    """Many-to-many fields without a model of their own."""
    return [field.name for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def _paths_to_keys(model):
    """The foreign keys, and theirs, of which natural keys are made; [None], which is none, where there are none."""
    keys = _foreign_keys(model)
    further = [f"{field.name}__{other.name}" for field in keys for other in _foreign_keys(field.related_model)]
    return [*(field.name for field in keys), *further] or [None]


def _foreign_keys(model):
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _implied(model):
    """Columns that others set: the untranslated ones follow the first language."""
    implied = LEFT_OUT | {field.name for field in derived_fields(model)}
    try:
        return implied | set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return implied


def _without_implied(model, columns):
    return {name: value for name, value in columns.items() if name not in _implied(model)}


def _is_worth_a_line(field, value):
    if value is None or value == "" or value == []:
        return False
    return field.many_to_many or bool(field.choices) or value != field.get_default()
