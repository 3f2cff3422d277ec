"""How wide words are in Public Sans, and how they are broken into lines.

The widths are the font's own, in public_sans_widths.json, written by `manage.py measure_font`.
"""

import json
import unicodedata
from functools import lru_cache
from math import inf
from pathlib import Path

WIDTHS = Path(__file__).with_name("public_sans_widths.json")
# In static/vendor/public-sans/; the second is for letters the first has not.
FILES = ("public-sans-latin-wght-normal.woff2", "public-sans-latin-ext-wght-normal.woff2")
REGULAR, SEMIBOLD, BOLD = WEIGHTS = (400, 600, 700)
# Of letters the font has not, in ems: wide enough for what other fonts draw in their place.
UNKNOWN, WIDE = 0.8, 1.4
ROOM = 1.02  # a rounding of the renderer, a pair of letters drawn apart


@lru_cache(maxsize=1)
def tables():
    """{weight: {letter: width in ems}}."""
    rows = json.loads(WIDTHS.read_text(encoding="utf-8"))
    return {
        int(weight): {letter: int(width) / 1000 for width, letters in of_width.items() for letter in letters}
        for weight, of_width in rows.items()
    }


def width_of(text, size, weight=REGULAR):
    """Its width when drawn at this size and weight, in the unit of the size."""
    return size * sum(letters_of(weight)(letter) for letter in text)


@lru_cache(maxsize=len(WEIGHTS))
def letters_of(weight):
    """A function that tells the width of a letter in ems."""
    table = tables()[weight]
    return lambda letter: table[letter] if letter in table else width_elsewhere(letter)


@lru_cache(maxsize=20_000)
def word_width(word, weight):
    """Its width in ems."""
    return width_of(word, 1, weight)


def width_elsewhere(letter):
    """The width, in ems, that a letter is given which is drawn in another font."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:
        return WIDE
    return UNKNOWN


def knows(text):
    """Whether the font has all its letters."""
    return tables()[REGULAR].keys() >= set(text)


@lru_cache(maxsize=20_000)
def wrapped(text, width, size, weight=REGULAR):
    """The lines of a text that is to fit `width`: as few as can be, as even as can be. Too long a word is broken."""
    most = width / size / ROOM
    pieces = [(piece, word_width(piece, weight)) for word in text.split() for piece in _broken(word, most, weight)]
    space = word_width(" ", weight)
    lines = _filled(pieces, space, most)
    low, high = max((wide for _piece, wide in pieces), default=0), most
    while len(lines) > 1 and high - low > 0.2:
        middle = (low + high) / 2
        narrower = _filled(pieces, space, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return tuple(lines)


def _filled(pieces, space, most):
    lines, used = [], inf
    for piece, wide in pieces:
        if used + space + wide <= most:
            lines[-1] = f"{lines[-1]} {piece}"
            used += space + wide
        else:
            lines.append(piece)
            used = wide
    return lines


def _broken(word, most, weight):
    """The word, in pieces where it is wider than a line."""
    if word_width(word, weight) <= most:
        yield word
        return
    start, used = 0, 0
    for place, letter in enumerate(word):
        wide = letters_of(weight)(letter)
        if used + wide > most and place > start:
            yield word[start:place]
            start, used = place, 0
        used += wide
    yield word[start:]
