"""Texts that are not as a save would store them: what raw loads and plain SQL let through, and what older rows hold."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from ..pasted import REFUSED
from .texts import Kept


@dataclass
class Untidy:
    """A text of a row; `right` is None where only a person knows what it should say."""

    model: type
    pk: object
    column: str
    text: object
    right: object
    # The sentence of the field, where it refuses the text.
    refusal: str = ""

    def __str__(self):
        return f"{self.model._meta.verbose_name} {self.pk}: {self.column}: “{_visible(self.text)}”"


def text_models():
    """The models with such fields; histories keep what was written."""
    every = apps.get_app_config("orgunits").get_models()
    return [each for each in every if text_fields(each) and not each._meta.proxy and not hasattr(each, "history_type")]


def text_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, Kept)]


def untidy(model, fields=None):
    """An Untidy for each text; with `fields`, of these alone, `model` being that of a migration."""
    fields = fields or text_fields(model)
    for pk, *texts in models.QuerySet(model).order_by("pk").values_list("pk", *_columns(fields)).iterator():
        for field, text in zip(fields, texts, strict=True):
            if text and (found := _found(model, pk, field, text)):
                yield found


def tidy(model, fields=None):
    """Stores such texts as a save would, without a history; yields each Untidy that was corrected.

    What turned the text round, or can't be shown, is taken out: its letters stand in the order in which they are kept.
    A text that must be there, and of which nothing would be left, stays as it is; so does an address that is another's.
    """
    by_name = {field.attname: field for field in fields or text_fields(model)}
    for found in list(untidy(model, list(by_name.values()))):
        if found.right is None:
            continue
        try:
            with transaction.atomic():
                if _rewritten(found, by_name[found.column]):
                    yield found
        except IntegrityError:
            continue


def _rewritten(found, field):
    """False where somebody else wrote it meanwhile."""
    row = models.QuerySet(found.model).select_for_update().filter(pk=found.pk)
    if list(row.values_list(found.column, flat=True)) != [found.text]:
        return False
    quote, opts = connection.ops.quote_name, found.model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(opts.db_table)} SET {quote(field.column)} = %s WHERE {quote(opts.pk.column)} = %s",
            [field.get_db_prep_save(found.right, connection), found.pk],
        )
    return True


def _found(model, pk, field, text):
    try:
        right, refusal = field.kept(text), ""
    except ValidationError as error:
        right, refusal = field.kept(_without_refused(text)), error.messages[0]
    if right == text:
        return None
    return Untidy(model, pk, field.attname, text, right if right or field.blank else None, refusal)


def _without_refused(text):
    return [_without_refused(line) for line in text] if isinstance(text, list) else REFUSED.sub("", text)


def _columns(fields):
    return [field.attname for field in fields]


def _visible(text):
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in str(text))
