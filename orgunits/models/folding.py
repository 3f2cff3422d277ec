"""Text made comparable: without accents and case, so that "juridicos" finds "JURÍDICOS" on any database."""

import re
import unicodedata

from django.db import models

ASCII_WORD = re.compile(r"[0-9a-z]+")


def fold(text):
    """Lower case without accents, runs of anything but letters and digits made one space."""
    text = text or ""
    if text.isascii():  # most texts are, and this is much faster
        return " ".join(ASCII_WORD.findall(text.lower()))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


class FoldedField(models.TextField):
    """The folded words of other fields of the row, kept up to date by every save."""

    def __init__(self, *args, of=(), **kwargs):
        self.of = tuple(of)
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def words_of(self, instance):
        """The folded text of all fields named by `of`, in all their languages."""
        columns = [f.attname for f in instance._meta.fields if getattr(f, "translated_field", f).name in self.of]
        return " · ".join(dict.fromkeys(fold(getattr(instance, c)) for c in columns if getattr(instance, c)))

    def pre_save(self, model_instance, add):
        words = self.words_of(model_instance)
        setattr(model_instance, self.attname, words)
        return words
