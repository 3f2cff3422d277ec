"""Measures the letters of the fonts, once; the tables it writes are kept, so that charts need no font tools."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from orgunits.charts.text import FILES, OTHER_FILES, OTHER_WIDTHS, WEIGHTS, WIDTHS


class Command(BaseCommand):
    help = (
        "Writes the advance widths of Public Sans and DejaVu Sans, in thousandths of their size, for the charts (needs "
        "fonttools)."
    )

    def handle(self, **options):
        for path, widths in ((WIDTHS, of_public_sans()), (OTHER_WIDTHS, of_dejavu_sans())):
            path.write_text(written(widths), encoding="utf-8", newline="\n")
            letters = len(next(iter(widths.values())))
            self.stdout.write(f"{path.name}: {letters} letters in {len(widths)} weights.")


def of_public_sans():
    folder = settings.BASE_DIR / "static" / "vendor" / "public-sans"
    return {weight: measured([folder / name for name in FILES], weight) for weight in WEIGHTS}


def of_dejavu_sans():
    folder = settings.BASE_DIR / "static" / "vendor" / "dejavu-sans"
    return {weight: measured([folder / name], weight) for weight, name in OTHER_FILES.items()}


def measured(paths, weight):
    """{letter: its advance width at this weight}; the first font that has a letter counts."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    widths = {}
    for path in paths:
        font = TTFont(path)
        if "fvar" in font:
            font = instantiateVariableFont(font, {"wght": weight})
        scale = 1000 / font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            widths.setdefault(chr(code), round(font["hmtx"][glyph][0] * scale))
    return widths


def written(widths):
    """As JSON, the letters of one width in a line."""
    table = {}
    for weight, of_letters in widths.items():
        rows = {}
        for letter, width in sorted(of_letters.items()):
            rows[width] = rows.get(width, "") + letter
        table[weight] = dict(sorted(rows.items()))
    return json.dumps(table, indent=1) + "\n"
