"""Measures the letters of Public Sans, once; the table it writes is kept, so that charts need no font tools."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from orgunits.charts.text import FILES, WEIGHTS, WIDTHS


class Command(BaseCommand):
    help = "Writes the advance widths of Public Sans, in thousandths of its size, for the charts (needs fonttools)."

    def handle(self, **options):
        folder = settings.BASE_DIR / "static" / "vendor" / "public-sans"
        widths = {weight: measured([folder / name for name in FILES], weight) for weight in WEIGHTS}
        WIDTHS.write_text(written(widths), encoding="utf-8", newline="\n")
        self.stdout.write(f"{WIDTHS.name}: {len(widths[WEIGHTS[0]])} letters in {len(WEIGHTS)} weights.")


def measured(paths, weight):
    """{letter: its advance width at this weight}, of fonts that vary by weight; the first that has a letter counts."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    widths = {}
    for path in paths:
        font = instantiateVariableFont(TTFont(path), {"wght": weight})
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
