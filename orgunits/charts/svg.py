"""A sheet written as SVG: inside of a page, or standing alone with its colours and its font in it."""

import base64
import hashlib
import re
from dataclasses import replace
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from .boxes import EDGE, GAP, LINE, MORE_LINE, MORE_SIZE, PAD_X, PAD_Y, TYPE
from .fonts import OTHER, REST, SANS, STATIC, fonts
from .lines import joined
from .sheet import MARGIN, PAPERS, Text
from .text import BOLD, REGULAR, is_right_to_left, runs, width_of

# What XML can't hold, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RADIUS = 4


def safe(text):
    """A text as it may stand in SVG."""
    return escape(FORBIDDEN.sub("\ufffd", str(text)))


def number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Writer:
    """`language` is the page's: a text in another is marked. With `paper` the drawing stands alone."""

    def __init__(self, sheet, *, language, paper=None):
        self.sheet = sheet
        self.language = language
        self.paper = paper
        # In a page the attribute is HTML's, in a file of its own it is XML's.
        self.lang = "xml:lang" if paper else "lang"

    def write(self):
        sheet = self.sheet
        size = ""
        if self.paper:
            long_side, short = PAPERS[self.paper]
            size = f' width="{long_side}mm" height="{short}mm" {self.lang}="{self.language}"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {number(sheet.width)} '
            f'{number(sheet.height)}"{size} role="group" aria-labelledby="chart-title" aria-describedby="chart-desc">'
            f'<title id="chart-title">{safe(sheet.title)}</title><desc id="chart-desc">{safe(sheet.description)}</desc>'
        ]
        if self.paper:
            parts.append(f"<style>{self.style()}</style>")
        parts.append(self.ground())
        parts.append(f'<g transform="translate({number(sheet.x)} {number(sheet.y)})">')
        parts.append(self.lines())
        parts.extend(self.box(box) for box in sheet.drawn.root.walk())
        parts.append("</g>")
        parts.append(self.foot())
        parts.append("</svg>")
        return mark_safe("".join(parts))  # each part is escaped where it is written

    def style(self):
        """Of a drawing that stands alone."""
        return fonts(self.drawn_texts()) + drawing_css()

    def drawn_texts(self):
        boxes = self.sheet.drawn.root.walk()
        texts = [text for box in boxes for line in (*box.lines, (box.more_words, "")) for text in line]
        return [*texts, *(text.text for text in self.sheet.texts)]

    def ground(self):
        sheet, inset = self.sheet, MARGIN / 2 * self.sheet.scale
        return (
            f'<rect class="paper" width="{number(sheet.width)}" height="{number(sheet.height)}"/>'
            f'<rect class="rule" x="{number(inset)}" y="{number(inset)}" width="{number(sheet.width - 2 * inset)}" '
            f'height="{number(sheet.height - 2 * inset)}"/>'
        )

    # --- the chart ---

    def lines(self):
        parts = ['<g aria-hidden="true">']
        solid = [wire.points for wire in self.sheet.drawn.wires if not wire.is_dotted]
        parts.append(f'<path class="wire" d="{"".join(map(path, solid))}"/>')
        dotted = [wire.points for wire in self.sheet.drawn.wires if wire.is_dotted]
        if dotted:
            parts.append(f'<path class="line line--administratively_under" d="{"".join(map(path, dotted))}"/>')
        for bundle in self.sheet.bundles:
            pieces = joined(bundle.pieces)
            parts.append(f'<path class="line line--{bundle.kind}" d="{"".join(map(path, pieces))}"/>')
            parts.extend(
                f'<circle class="end" cx="{number(x)}" cy="{number(y)}" r="2.2"/>'
                for x, y in dict.fromkeys(bundle.ends)
            )
        parts.append("</g>\n")
        return "".join(parts)

    def box(self, box):
        shown = box.shown
        pillar = f" pillar-{shown.pillar}" if shown.pillar else ""
        mark = f" box--{shown.basis}" if shown.basis else ""
        parts = [
            f'<a class="box box--{box.part}{pillar}{mark}" href="{safe(shown.address)}"><title>{safe(shown.title)}'
            f'</title><rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" '
            f'height="{number(box.height)}" rx="{RADIUS}"/>'
        ]
        if shown.pillar:
            x, y, bottom = box.x, box.y, box.bottom
            parts.append(
                f'<path class="edge" d="M{number(x + EDGE)} {number(y)}V{number(bottom)}H{number(x + RADIUS)}'
                f"a{RADIUS} {RADIUS} 0 0 1 -{RADIUS} -{RADIUS}V{number(y + RADIUS)}"
                f'a{RADIUS} {RADIUS} 0 0 1 {RADIUS} -{RADIUS}z"/>'
            )
        parts.append(self.words(box))
        parts.append("</a>")
        if box.more:
            parts.append(self.more(box))
        parts.append("\n")
        return "".join(parts)

    def words(self, box):
        size, weight = TYPE[box.part]
        texts = []
        for place, (words, acronym) in enumerate(box.lines):
            x, y = box.x + PAD_X + EDGE, box.y + PAD_Y + size + place * size * LINE
            if words:
                texts.append(Text(x, y, words, size, weight, language=box.shown.language))
            if acronym:
                start = x + width_of(words, size, weight) + GAP * size if words else x
                texts.append(Text(start, y, acronym, size, BOLD, "acronym", box.shown.acronym_language))
        return self.texts(texts)

    def texts(self, texts, kind=""):
        """Lines of one text, each in its place; but a text each where one is written from the right.

        A browser finds the direction of letters for a whole text, and puts its lines where they would be in one.
        """
        kind = f' class="{kind}"' if kind else ""
        if not any(is_right_to_left(text.text) for text in texts):
            return f"<text{kind}>{' '.join(map(self.span, texts))}</text>"
        return " ".join(f"<text{kind}{turned(text.text)}>{self.span(text)}</text>" for text in texts)

    def span(self, text):
        """A line in its place. It is drawn as wide as it was measured, whatever the font; but letters of DejaVu Sans,
        which always comes along, are measured apart and may join.
        """
        kind = f' class="{text.style}"' if text.style else ""
        lang = f' {self.lang}="{text.language}"' if text.language and text.language != self.language else ""
        pieces = runs(text.text)
        length = ""
        if not any(is_other for _run, is_other in pieces):
            length = f' textLength="{number(text.length)}" lengthAdjust="spacingAndGlyphs"'
        words = "".join(in_font(run, is_other, "tspan") for run, is_other in pieces)
        return f'<tspan x="{number(text.x)}" y="{number(text.y)}"{kind}{lang}{length}>{words}</tspan>'

    def more(self, box):
        x, y, high = box.x + PAD_X + EDGE, box.bottom - box.more_height, number(box.more_height)
        words = self.texts(
            [Text(x, y + 18 + place * MORE_LINE, line, MORE_SIZE, REGULAR) for place, line in enumerate(box.more_lines)]
        )
        return (
            f'<a class="more" href="{safe(box.shown.branch)}"><title>{safe(box.shown.more_title)}</title>'
            f'<rect x="{number(box.x)}" y="{number(y)}" width="{number(box.width)}" height="{high}" '
            f'rx="{RADIUS}"/>{words}</a>'
        )

    # --- the foot ---

    def foot(self):
        sheet = self.sheet
        x = MARGIN * sheet.scale
        y = sheet.height - x - sheet.foot_height * sheet.scale
        left, top, wide, high = sheet.frame
        rules = "".join(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for x1, y1, x2, y2 in sheet.rules)
        parts = [
            f'<g transform="translate({number(x)} {number(y)}) scale({sheet.scale:.4f})">'
            f'<rect class="rule" x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="{number(high)}"/>'
            f'<path class="rule" d="{rules}"/>'
        ]
        parts.extend(self.key(*key) for key in sheet.keys)
        for text in sheet.texts:
            kind = f"size-{number(text.size).replace('.', '-')} weight-{text.weight} {text.style}".strip()
            parts.append(self.texts([replace(text, style="")], kind))
        parts.append("</g>")
        return "".join(parts)

    def key(self, key, x, y):
        if key.sign in ("box", "pillar"):
            left, top = number(x), number(y - 7)
            box = f'<rect x="{left}" y="{top}" width="30" height="14" rx="3"/>'
            if key.sign == "box":
                return f'<g class="box box--unit box--{key.name}">{box}</g>'
            edge = f'<path class="edge" d="M{left} {top}h4v14h-4z"/>'
            return f'<g class="box box--unit pillar-{safe(key.name)}">{box}{edge}</g>'
        return f'<path class="{key.sign}" d="M{number(x)} {number(y)}H{number(x + 32)}"/>'


def path(points):
    """The points joined, corner by corner."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        if x1 != x2 and y1 != y2:
            parts.append(f"L{number(x2)} {number(y2)}")
        elif x1 != x2:
            parts.append(f"H{number(x2)}")
        elif y1 != y2:
            parts.append(f"V{number(y2)}")
    return "".join(parts)


def turned(text):
    """What tells a text its direction; its left end stays in its place."""
    return ' direction="rtl" text-anchor="end"' if is_right_to_left(text) else ""


def in_font(run, is_other, element):
    """A run of words in its font."""
    return f'<{element} class="other">{safe(run)}</{element}>' if is_other else safe(run)


# --- colours of a drawing that stands alone ---


@lru_cache(maxsize=1)
def drawing_css():
    """static/css/drawing.css, without its layer, and the light colours of tokens.css in the place of their names."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "css" / "drawing.css").read_text(encoding="utf-8"), flags=re.S)
    css = css[css.index("{") + 1 : css.rindex("}")]
    colours = tokens()
    return re.sub(r"\s+", " ", re.sub(r"var\(--([a-z-]+)\)", lambda match: colours[match[1]], css)).strip()


@lru_cache(maxsize=1)
def tokens():
    """The light tokens of tokens.css by name."""
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    root = sheet[sheet.index(":root {") :]
    found = dict(re.findall(r"--([a-z-]+): ([^;]+);", root[: root.index("}")]))
    return {**found, "sans": SANS, "other": f'"{OTHER}", {REST}'}


def policy(drawing):
    """The content security policy of a drawing that stands alone: its own style and font, and nothing else."""
    own = drawing[drawing.index("<style>") + len("<style>") : drawing.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
