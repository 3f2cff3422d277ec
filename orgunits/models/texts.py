"""Fields for what people write: texts by the one rule of pasted.py, whatever way they come.

`full_clean()`, forms and `loaddata` ask to_python(), each save, `update()` and bulk write the rest; so a refusal is a
ValidationError at all of them. Read is what is there; a text that is looked for only gets its letters in one piece.
In migrations they are Django's own fields, since the rule is none of the database's.
"""

from django.db import models

from ..pasted import EmailField as EmailFormField
from ..pasted import LineField, in_one_piece, refuse, tidied
from ..pasted import SlugField as SlugFormField
from ..pasted import TextField as TextFormField
from ..pasted import URLField as URLFormField


class Kept(models.Field):
    """What a field does with its values before they are stored: see kept()."""

    def kept(self, value):
        raise NotImplementedError

    def stored(self, value):
        """A history says what was written, so that a record can go whatever it says."""
        return value if hasattr(getattr(self, "model", None), "history_type") else self.kept(value)

    def to_python(self, value):
        return self.stored(super().to_python(value))

    def pre_save(self, model_instance, add):
        value = self.stored(super().pre_save(model_instance, add))
        if self.attname in model_instance.__dict__:  # so that what is made of it, and its history, agree with it
            model_instance.__dict__[self.attname] = value
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self.stored(value), connection)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        django_field = next(each for each in type(self).__mro__ if each.__module__.startswith("django."))
        return name, f"django.db.models.{django_field.__name__}", args, kwargs


class Text(Kept):
    lines = False
    form_class = LineField

    def kept(self, value):
        if not isinstance(value, str):
            return value
        value = tidied(value, lines=self.lines)
        refuse(value)
        # A translation that says nothing is none.
        return None if self.null and not value else value

    def get_prep_value(self, value):
        value = models.Field.get_prep_value(self, value)
        return value if value is None else in_one_piece(str(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class CharField(Text, models.CharField):
    pass


class TextField(Text, models.TextField):
    lines = True
    form_class = TextFormField


class SlugField(Text, models.SlugField):
    form_class = SlugFormField


class EmailField(Text, models.EmailField):
    form_class = EmailFormField


class URLField(Text, models.URLField):
    form_class = URLFormField


class ListField(Kept, models.JSONField):
    """A list of lines, such as telephone numbers; without those that say nothing."""

    def kept(self, value):
        if not isinstance(value, list):
            return value
        lines = [tidied(line) if isinstance(line, str) else line for line in value]
        for line in lines:
            if isinstance(line, str):
                refuse(line)
        return [line for line in lines if line != ""]
