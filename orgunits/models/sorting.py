"""The order of names as their readers know it, the same on every database: keys that are compared byte by byte."""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

from django.db import models

from .derived import DerivedField
from .folding import fold
from .languages import PAGE_LANGUAGES, fallback_chain, page_language

# fold() makes an n of ñ, and leaves this letter, which no name has, as it is.
STAND_IN = "ƞ"
# After every other letter that may follow an n.
AFTER_N = "n\U0010ffff"
# No text in UTF-8 begins so.
NO_TEXT = b"\xff"
# Bytes; an entry of an index may have 2,700 on PostgreSQL.
LONGEST = 2000


@lru_cache(maxsize=10_000)
def sort_key(text, language):
    """Bytes that sort `text` as a reader of `language` expects; what has no text comes last.

    First by its words, whatever their case, accents and punctuation, but with ñ after n in Spanish; where those are the
    same, plain letters before accented ones, and capitals first. Different texts have different keys.
    """
    if not text:
        return NO_TEXT
    accents, letters = "", text
    if not text.isascii():
        accents = unicodedata.normalize("NFD", text).casefold().replace("\0", "")
        if language == "es":
            letters = re.sub("[ñÑ]", STAND_IN, unicodedata.normalize("NFC", text))
    words = fold(letters).replace(STAND_IN, AFTER_N)
    key = b"\0".join(part.encode() for part in (words, accents, text))
    return key if len(key) <= LONGEST else key[:LONGEST] + sha256(text.encode()).digest()


def sort_column(prefix=""):
    """The column that sorts records with SortKeys by what a reader of the page sees of them."""
    return f"{prefix}sort_key_{page_language()}"


class SortKeyField(DerivedField, models.BinaryField):
    """The key of the first of some fields that has a text, as a reader of `language` gets it. Never NULL."""

    def __init__(self, *args, language="", **kwargs):
        self.language = language
        super().__init__(*args, **{"default": NO_TEXT, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "language": self.language}

    @property
    def languages(self):
        return fallback_chain(self.language)

    def value_of(self, instance):
        texts = (getattr(instance, column) for column in self.columns(type(instance)))
        return sort_key(next(filter(None, texts), ""), self.language)


class SortKeys:
    """A SortKeyField for each language that pages are in: sort_key_en, …"""

    def __init__(self, *, of):
        self.of = of

    def contribute_to_class(self, cls, name):
        for language in PAGE_LANGUAGES:
            cls.add_to_class(f"{name}_{language}", SortKeyField(of=self.of, language=language))
