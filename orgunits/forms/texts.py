"""The one rule for what people type, staff and strangers alike: each letter in one piece, no character unseen."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters but the tab and the ends of lines; and those that turn the direction of what follows, by which a
# text reads otherwise than it is.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def in_one_piece(text):
    """The text as NFC: “é” is one letter, however it was typed, so that it is found and compared as such."""
    return unicodedata.normalize("NFC", text)


def refuse_unseen(text):
    """Refuses characters that no page can show, and says where the first one is."""
    if unseen := UNSEEN.search(text):
        before = text[max(0, unseen.start() - 20) : unseen.start()]
        sentence = _("After “%(before)s” stands a character that can’t be seen: take it out, or type the words anew.")
        raise ValidationError(sentence % {"before": before})


def one_line(text):
    """Refuses breaks and control characters, which no name and no title has."""
    if any(not character.isprintable() for character in text):
        raise ValidationError(_("Write this in one line, without special characters."))


class LineField(forms.CharField):
    default_validators = [one_line]

    def to_python(self, value):
        return in_one_piece(super().to_python(value))


class TextField(forms.CharField):
    default_validators = [refuse_unseen]

    def to_python(self, value):
        return in_one_piece(super().to_python(value))
