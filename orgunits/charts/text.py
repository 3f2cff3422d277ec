"""In which font words are drawn, how wide they are in it, and how they are broken into lines.

Public Sans, and DejaVu Sans for words with a letter that it lacks. The widths are the fonts' own, in
public_sans_widths.json and dejavu_sans_widths.json, written by `manage.py measure_font`.
"""

import json
import re
import unicodedata
from functools import lru_cache
from math import inf
from pathlib import Path

WIDTHS = Path(__file__).with_name("public_sans_widths.json")
OTHER_WIDTHS = Path(__file__).with_name("dejavu_sans_widths.json")
# In static/vendor/public-sans/; the second is for letters the first has not.
FILES = ("public-sans-latin-wght-normal.woff2", "public-sans-latin-ext-wght-normal.woff2")
REGULAR, SEMIBOLD, BOLD = WEIGHTS = (400, 600, 700)
# In static/vendor/dejavu-sans/, by their weight.
OTHER_FILES = {REGULAR: "dejavu-sans.woff2", BOLD: "dejavu-sans-bold.woff2"}
# Of letters the font has not, in ems: wide enough for what other fonts draw in their place.
UNKNOWN, WIDE = 0.8, 1.4
ROOM = 1.02  # a rounding of the renderer, a pair of letters drawn apart
# What stays in one line: a word, and the number behind a shortened one, as in "Rev. 9".
WORD = re.compile(r"\S+(?:(?<=\.)\s\d\S*)?")
SPACES = re.compile(r"(\s+)")
# Accents that no letter has in it: what reads a PDF takes those of Public Sans for the end of a word.
APART = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=2)
def tables(path=WIDTHS):
    """{weight: {letter: width in ems}}."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        int(weight): {letter: int(width) / 1000 for width, letters in of_width.items() for letter in letters}
        for weight, of_width in rows.items()
    }


def others():
    """The table of DejaVu Sans."""
    return tables(OTHER_WIDTHS)


def width_of(text, size, weight=REGULAR):
    """Its width when drawn at this size and weight, in the unit of the size."""
    return size * sum(width_of_run(run, weight, is_other) for run, is_other in runs(text))


def width_of_run(run, weight, is_other):
    """In ems; of letters that join, as Arabic ones do, what they take apart, which is no less."""
    return sum(map(letters_of(weight, is_other), run))


@lru_cache(maxsize=2 * len(WEIGHTS))
def letters_of(weight, is_other=False):
    """A function that tells the width of a letter in ems."""
    table = others()[REGULAR if weight == REGULAR else BOLD] if is_other else tables()[weight]
    return lambda letter: table[letter] if letter in table else width_elsewhere(letter)


@lru_cache(maxsize=20_000)
def word_width(word, weight, is_other=False):
    """Its width in ems."""
    return width_of_run(word, weight, True) if is_other else width_of(word, 1, weight)


@lru_cache(maxsize=20_000)
def runs(text):
    """The text in pieces, each with whether it is drawn in DejaVu Sans: whole words are, so that accents stay on their
    letters; and whole lines with right-to-left letters, since only what is drawn in one piece is put into its order.
    """
    if is_plain(text):
        return ((text, False),) if text else ()
    if is_right_to_left(text):
        return ((text, True),)
    found = []
    for piece in SPACES.split(text):
        is_other = not is_plain(piece) and others()[REGULAR].keys() >= set(piece)
        is_space = SPACES.fullmatch(piece)
        if found and (is_space or found[-1][1] == is_other):
            found[-1][0].append(piece)
        elif piece:
            found.append(([piece], is_other))
    return tuple(("".join(pieces), is_other) for pieces, is_other in found)


def is_plain(text):
    """Whether Public Sans draws it: it has all letters, and no accent stands apart."""
    return text.isascii() or (knows(text) and not APART.search(text))


def is_right_to_left(text):
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def width_elsewhere(letter):
    """The width, in ems, that a letter is given which is drawn in another font."""
    if is_mark(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:
        return WIDE
    return UNKNOWN


def is_mark(letter):
    """Whether it belongs to the letter before it."""
    return unicodedata.category(letter) in ("Cf", "Mn", "Me") or unicodedata.combining(letter) > 0


def knows(text):
    """Whether Public Sans has all its letters."""
    return tables()[REGULAR].keys() >= set(text)


@lru_cache(maxsize=20_000)
def wrapped(text, width, size, weight=REGULAR, after=0):
    """The lines of a text that is to fit `width`: as few as can be, as even as can be. Too long a word is broken.

    The last leaves room for what comes `after` it; there are no lines where that can't be.
    """
    most, after = width / size / ROOM, after / size / ROOM
    is_other = is_right_to_left(text)
    pieces = [
        (piece, word_width(piece, weight, is_other))
        for word in WORD.findall(text)
        for piece in _broken(word, most, weight, is_other)
    ]
    space = word_width(" ", weight, is_other)
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


def _broken(word, most, weight, is_other):
    """The word, in pieces where it is wider than a line; what belongs to a letter stays with it."""
    is_other = is_other or any(is_other for _run, is_other in runs(word))
    if word_width(word, weight, is_other) <= most:
        yield word
        return
    start, used = 0, 0
    for place, letter in enumerate(word):
        wide = letters_of(weight, is_other)(letter)
        if used + wide > most and place > start and not is_mark(letter):
            yield word[start:place]
            start, used = place, 0
        used += wide
    yield word[start:]
