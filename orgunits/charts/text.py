"""How wide words are in Public Sans, and how they are broken into lines.

The widths are the font's own, in public_sans_widths.json, written by `manage.py measure_font`.
"""

import json
import re
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
# What stays in one line: a word, and the number behind a shortened one, as in "Rev. 9".
WORD = re.compile(r"\S+(?:(?<=\.)\s\d\S*)?")


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
def wrapped(text, width, size, weight=REGULAR, after=0):
    """The lines of a text that is to fit `width`: as few as can be, as even as can be. Too long a word is broken.

    The last leaves room for what comes `after` it; there are no lines where that can't be.
    """
    most, after = width / size / ROOM, after / size / ROOM
    pieces = [
        (piece, word_width(piece, weight)) for word in WORD.findall(text) for piece in _broken(word, most, weight)
    ]
    space = word_width(" ", weight)
    # From each piece on: how many lines, how uneven they are, and the piece that begins the next of them.
    best = [(inf, inf, 0)] * len(pieces) + [(0, 0, 0)]
    for start in range(len(pieces) - 1, -1, -1):
        used = -space
        for end in range(start + 1, len(pieces) + 1):
            used += space + pieces[end - 1][1] + (after if end == len(pieces) else 0)
            if used > most:
                break
            lines, uneven, _next = best[end]
            best[start] = min(best[start], (lines + 1, uneven + (most - used) ** 2, end))
    lines, start = [], 0
    while start < len(pieces) and best[start][0] < inf:
        end = best[start][2]
        lines.append(" ".join(piece for piece, _wide in pieces[start:end]))
        start = end
    return tuple(lines)


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
