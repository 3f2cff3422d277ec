"""Text made comparable, as readers type it: "juridicos" finds "JURÍDICOS" and "oea" "O.E.A.", on any database."""

import re
import unicodedata

from django.db import models

from .derived import DerivedField

ASCII_WORD = re.compile(r"[0-9a-z]+")
# "s.e.d.i.", "u.s", "ee.uu.", "a.m."; not "res. 1", "ph.d", "b.the".
INITIALS = re.compile(r"(?<![^\W_])(?:([^\W\d_])\1?\.)+([^\W\d_])\2?(?![^\W_])")
# Letters that Unicode doesn't take for another one with a mark, and what is typed for them.
TYPED_AS = str.maketrans(
    dict(zip("łøđðħıŧƶɨʉŋɲɓɖɗƙəɛɔƒ", "loddhitziunnbddkeeof", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text):
    """Lower case without accents, initials as one word, runs of anything but letters and digits made one space."""
    text = text or ""
    if text.isascii():  # most texts are, and this is much faster
        return " ".join(ASCII_WORD.findall(_without_dots(text.lower())))
    # Without marks, and without joiners and the like, which stay in names and which nobody types.
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (c for c in marked if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    plain = _without_dots("".join(letters).translate(TYPED_AS))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _without_dots(text):
    return INITIALS.sub(lambda initials: initials[0].replace(".", ""), text) if "." in text else text


class FoldedField(DerivedField, models.TextField):
    """The folded words of other fields of the row, in all their languages."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": "", **kwargs})

    def value_of(self, instance):
        texts = (getattr(instance, column) for column in self.columns(type(instance)))
        return " · ".join(dict.fromkeys(fold(text) for text in texts if text))
