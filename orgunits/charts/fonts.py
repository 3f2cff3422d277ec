"""The fonts that a drawing brings along where it stands alone: Public Sans, and DejaVu Sans for other letters."""

import base64
import re
from functools import lru_cache

from django.conf import settings

from .text import FILES, OTHER_FILES, REGULAR, runs, tables

STATIC = settings.BASE_DIR / "static"
PUBLIC_SANS, OTHER = "Public Sans", "Directory DejaVu"
# Where WeasyPrint is asked for a family that two files name, it takes them for one font, and draws letters of the one
# as those of the other: so each has a name that is in none.
IN_PDF = ("Directory Sans", "Directory Sans ext")
REST = 'Arial, "Liberation Sans", Helvetica, sans-serif'
SANS = f'"{PUBLIC_SANS}", "{OTHER}", {REST}'
SANS_IN_PDF = ", ".join([*(f'"{family}"' for family in (*IN_PDF, OTHER)), REST])
# From the top of a line as high as its letters to where they stand, in ems: (1 - 0.95 - 0.225) / 2 + 0.95.
BASELINE = 0.8625


def fonts(texts):
    """The rules for the files of the fonts in which these texts are drawn."""
    latin, latin_ext = FILES
    names = [latin, latin_ext] if _needs_ext(texts) else [latin]
    faces = [_face(PUBLIC_SANS, name, f"font-weight: 100 900; unicode-range: {ranges(name)}; ") for name in names]
    return "".join(faces + _other_faces(texts))


def fonts_in_pdf(texts):
    """The same for WeasyPrint, which knows no range of weights or letters, but finds them in the font."""
    needed = FILES if _needs_ext(texts) else FILES[:1]
    faces = [_face(family, name) for family, name in zip(IN_PDF, needed, strict=False)]
    return "".join(faces + _other_faces(texts))


def _needs_ext(texts):
    return bool({letter for text in texts for letter in text} - letters_of_file(FILES[0]))


def _other_faces(texts):
    if not any(is_other for text in texts for _run, is_other in runs(text)):
        return []
    return [_face(OTHER, name, f"font-weight: {weight}; ") for weight, name in OTHER_FILES.items()]


def _face(family, name, more=""):
    return f'@font-face {{ font-family: "{family}"; {more}src: url("{_data(name)}") format("woff2") }} '


@lru_cache(maxsize=4)
def _data(name):
    [path] = (STATIC / "vendor").glob(f"*/{name}")
    return f"data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode()}"


def ranges(name):
    """The range of characters that tokens.css gives a file of the font."""
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    face = sheet[sheet.index(name) :]
    return " ".join(re.search(r"unicode-range: ([^;]+);", face)[1].split())


@lru_cache(maxsize=2)
def letters_of_file(name):
    """The letters within the ranges of a file, of those the font has."""
    spans = [part.strip()[2:].split("-") for part in ranges(name).split(",")]
    limits = [(int(span[0], 16), int(span[-1], 16)) for span in spans]
    return {letter for letter in tables()[REGULAR] if any(low <= ord(letter) <= high for low, high in limits)}
