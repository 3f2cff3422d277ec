"""The one rule for what people type or paste: nothing unseen is kept, and nothing that turns text round.

Models have it in their fields (models/texts.py), forms in the fields here.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Ends of lines: with Word's within a paragraph, the end of a page, and the separators of lines and paragraphs.
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# No-break spaces too, those of « Eau » in French: a page decides itself where its lines break.
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Soft hyphens, spaces of no width, marks of an editor's: what says where a line may break, and no letter.
LEFT_OUT = re.compile("[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffc\U000e0001\U000e0020-\U000e007f]")
# What belongs to a language or a letter, and is nothing by itself: joiners, marks of direction, fillers, variants.
NOTHING_ALONE = re.compile(
    "[\\s\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]*"
)
TURNING = {
    "\u202a": gettext_lazy("a left-to-right embedding"),
    "\u202b": gettext_lazy("a right-to-left embedding"),
    "\u202c": gettext_lazy("the end of an embedding or override"),
    "\u202d": gettext_lazy("a left-to-right override"),
    "\u202e": gettext_lazy("a right-to-left override"),
    "\u2066": gettext_lazy("a left-to-right isolate"),
    "\u2067": gettext_lazy("a right-to-left isolate"),
    "\u2068": gettext_lazy("a first strong isolate"),
    "\u2069": gettext_lazy("the end of an isolate"),
}
REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def in_one_piece(text):
    """The text as NFC: “é” is one letter, however it was typed, so that it is found and compared as such."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidied(text, *, lines=False):
    """The text without what nobody sees, in one line or several; "" where nothing is left to be seen."""
    text = BREAKS.sub("\n", text)
    if not text.isascii():
        text = in_one_piece(LEFT_OUT.sub("", SPACES.sub(" ", text)))
        if NOTHING_ALONE.fullmatch(text):
            return ""
    return text.strip("\t\n ") if lines else re.sub("[\t\n ]+", " ", text).strip(" ")


def refuse(text):
    """Refuses, by its name, what turns the direction of the text behind it, and what no page can show."""
    if found := REFUSED.search(text):
        names = {"character": _named(found[0]), "code": f"U+{ord(found[0]):04X}"}
        before = text[max(0, found.start() - 20) : found.start()].strip()
        if not before:
            sentence = _("This begins with %(character)s (%(code)s): take it out, or type the words again.")
            raise ValidationError(sentence % names)
        sentence = _("This contains %(character)s (%(code)s) after “%(before)s”: take it out, or type the words again.")
        raise ValidationError(sentence % {**names, "before": before})


def _named(character):
    if character in TURNING:
        return TURNING[character]
    if unicodedata.category(character) == "Cc":
        return _("a control character")
    return _("an invalid character")


class Pasted:
    """A field of a form that takes texts by the rule; its widget shows again what was typed."""

    lines = False

    def to_python(self, value):
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        value = tidied(value, lines=self.lines)
        refuse(value)
        return value or self.empty_value


class LineField(Pasted, forms.CharField):
    """Names, titles and words for a search: one line."""

    default_error_messages = {
        "max_length": gettext_lazy("Shorten this to %(limit_value)d characters; it has %(show_value)d.")
    }


class TextField(Pasted, forms.CharField):
    lines = True
    widget = forms.Textarea


class SlugField(Pasted, forms.SlugField):
    pass


class EmailField(Pasted, forms.EmailField):
    pass


class URLField(Pasted, forms.URLField):
    pass
