"""One landscape sheet: the chart, a legend at the left below it, and at the right a title block."""

from dataclasses import dataclass, field
from math import sqrt

from .boxes import MORE_SIZE, TYPE, UNIT
from .layout import arrange
from .lines import Router, bundled
from .text import BOLD, REGULAR, SEMIBOLD, width_of, wrapped

# Millimetres of the long and the short side; the larger first.
PAPERS = {"a3": (420, 297), "a4": (297, 210)}
RATIO = sqrt(2)
POINTS_PER_MM = 72 / 25.4
# In points: what is read with ease, and below what print can't be read at arm's length.
COMFORTABLE, READABLE = 8, 5.5

# The foot of the sheet, in units of a sheet this wide; on a wider one it grows with it.
USUAL = 1500
LEAST = 960
MARGIN = 26
CELL, CELLS = 196, 3
LABEL, VALUE, HEADING = 10, 11.5, 15
LINE = 1.3
PAD = 8
KEY_LINE, KEY_COLUMN, KEY_WORDS, KEY_ROWS = 20, 236, 42, 4


@dataclass
class Cell:
    """A field of the title block."""

    label: str
    value: str
    language: str = ""


@dataclass
class Key:
    """An entry of the legend: what is drawn (a class) and what it means."""

    sign: str
    name: str
    words: str
    language: str = ""


@dataclass(eq=False)
class Text:
    """A line of text with its place."""

    x: float
    y: float
    text: str
    size: float
    weight: int = REGULAR
    style: str = ""
    language: str = ""

    @property
    def length(self):
        return width_of(self.text, self.size, self.weight)


@dataclass(eq=False)
class Sheet:
    """Everything the drawing shows. The chart begins at (x, y); the foot is drawn at `scale` from (foot_x, foot_y)."""

    drawn: object
    bundles: list
    title: str
    description: str
    width: float = 0
    height: float = 0
    x: float = 0
    y: float = 0
    scale: float = 1
    foot_width: float = 0
    foot_height: float = 0
    texts: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    frame: tuple = ()  # of the title block: x, y, width, height
    legend_width: float = 0
    legend_height: float = 0

    def points(self, paper):
        """The size of the smallest words of the chart on that paper, in points."""
        long_side, _short = PAPERS[paper]
        has_more = any(box.more for box in self.drawn.root.walk())
        return (MORE_SIZE if has_more else TYPE[UNIT][0]) * long_side * POINTS_PER_MM / self.width

    @property
    def paper(self):
        """The smallest on which it is read with ease, else the largest."""
        fits = [paper for paper in PAPERS if self.points(paper) >= COMFORTABLE]
        return fits[-1] if fits else next(iter(PAPERS))


def chart(root, relations, *, title, description):
    """The chart of the tree below `root` on a sheet of its own; `relations` are (kind, box, other box).

    Its foot is added by add_foot(), which may say how large the print is.
    """
    bundles = bundled(relations)
    drawn = arrange(root, tracks=len(bundles), lanes=len(bundles), least=LEAST - 2 * MARGIN)
    return Sheet(drawn, Router(drawn, bundles).route(), title, description)


def add_foot(sheet, cells, keys, *, address=""):
    """Lays out title block and legend, then the size of the sheet.

    `cells` is a function of the sheet, since one of them says the scale: it is asked again once the size is known.
    """
    sheet.width, sheet.foot_width = USUAL, USUAL - 2 * MARGIN
    for _twice in range(2):
        sheet.texts, sheet.rules, sheet.keys = [], [], []
        _lay_out(sheet, cells(sheet), keys, address)
        _set_size(sheet)
    sheet.texts, sheet.rules, sheet.keys = [], [], []
    _lay_out(sheet, cells(sheet), keys, address)


def _set_size(sheet):
    """The smallest sheet of the right ratio on which the chart and its foot don't meet."""
    drawn = sheet.drawn
    wide = drawn.width + 2 * _overhang(sheet)
    boxes = [(box.x, box.right, box.bottom) for box in drawn.root.walk()]
    sheet.width = max(LEAST, wide + 2 * MARGIN, RATIO * (drawn.height + 2 * MARGIN))
    while not _fits(sheet, wide, boxes):
        sheet.width *= 1.006


def _fits(sheet, wide, boxes):
    """Whether the sheet holds everything at its width; sets the places that follow from it."""
    sheet.height, sheet.scale = sheet.width / RATIO, max(1, sheet.width / USUAL)
    margin = MARGIN * sheet.scale
    sheet.foot_width = sheet.width / sheet.scale - 2 * MARGIN
    sheet.x = (sheet.width - sheet.drawn.width) / 2
    legend_ends = margin + sheet.legend_width * sheet.scale - sheet.x
    title_begins = sheet.width - margin - CELL * CELLS * sheet.scale - sheet.x
    below = [
        sheet.drawn.height,
        *(bottom + sheet.legend_height * sheet.scale for left, _right, bottom in boxes if left < legend_ends + PAD),
        *(bottom + sheet.frame[3] * sheet.scale for _left, right, bottom in boxes if right > title_begins - PAD),
    ]
    free = sheet.height - 2 * margin - max(below) - 2 * PAD * sheet.scale
    sheet.y = margin + PAD * sheet.scale + max(0, free / 3)
    return free >= 0 and sheet.width >= wide + 2 * margin


def _overhang(sheet):
    """How far lines reach out beyond the boxes."""
    left = min((x for bundle in sheet.bundles for piece in bundle.pieces for x, _y in piece), default=0)
    right = max((x for bundle in sheet.bundles for piece in bundle.pieces for x, _y in piece), default=0)
    return max(0, -left, right - sheet.drawn.width)


def _lay_out(sheet, cells, keys, address):
    wide = min(CELL * CELLS, sheet.foot_width)
    cell = wide / CELLS
    left = sheet.foot_width - wide
    y = _heading(sheet, left, wide, address)
    for start in range(0, len(cells), CELLS):
        row = cells[start : start + CELLS]
        lines = [wrapped(each.value, cell - 2 * PAD, VALUE, SEMIBOLD) for each in row]
        high = 2 * PAD - 2 + LABEL * LINE + max(len(each) for each in lines) * VALUE * LINE
        for place, each in enumerate(row):
            x = left + place * cell
            if place:
                sheet.rules.append((x, y, x, y + high))
            sheet.texts.append(Text(x + PAD, y + PAD + LABEL - 2, each.label, LABEL, style="quiet"))
            for number, line in enumerate(lines[place]):
                baseline = y + PAD + LABEL * LINE + VALUE + number * VALUE * LINE
                sheet.texts.append(Text(x + PAD, baseline, line, VALUE, SEMIBOLD, "", each.language))
        y += high
        if start + CELLS < len(cells):
            sheet.rules.append((left, y, sheet.foot_width, y))
    _legend(sheet, keys, y, left - 2 * PAD)
    sheet.foot_height = max([y, *(key_y + KEY_LINE / 2 for _key, _x, key_y in sheet.keys)])
    top = sheet.foot_height - y
    sheet.texts = [_moved(text, top) for text in sheet.texts]
    sheet.rules = [(x1, y1 + top, x2, y2 + top) for x1, y1, x2, y2 in sheet.rules]
    sheet.frame = (left, top, wide, y)
    sheet.legend_height = max((key_y + KEY_LINE / 2 for _key, _x, key_y in sheet.keys), default=0)
    words = [x + KEY_WORDS + width_of(key.words, VALUE) for key, x, _y in sheet.keys]
    sheet.legend_width = max(words, default=0)
    down = sheet.foot_height - sheet.legend_height
    sheet.keys = [(key, x, key_y + down) for key, x, key_y in sheet.keys]
    for key, x, key_y in sheet.keys:
        sheet.texts.append(Text(x + KEY_WORDS, key_y + 4, key.words, VALUE, language=key.language))


def _heading(sheet, left, wide, address):
    y = PAD
    for line in wrapped(sheet.title, wide - 2 * PAD, HEADING, BOLD):
        y += HEADING * LINE
        sheet.texts.append(Text(left + PAD, y - 3, line, HEADING, BOLD))
    for line in wrapped(address, wide - 2 * PAD, LABEL, REGULAR):
        y += LABEL * LINE
        sheet.texts.append(Text(left + PAD, y, line, LABEL, style="quiet"))
    y += PAD
    sheet.rules.append((left, y, left + wide, y))
    return y


def _legend(sheet, keys, high, wide):
    """Entries below each other, in as many columns as the height of the title block asks for."""
    column = max([KEY_COLUMN, *(KEY_WORDS + width_of(key.words, VALUE) + 2 * PAD for key in keys)])
    columns = max(int(wide // column), 1)
    rows = max(min(KEY_ROWS, int(high // KEY_LINE)), -(-len(keys) // columns))
    x, y = 0, 0
    for number, key in enumerate(keys):
        if number and number % rows == 0:
            x, y = x + column, 0
        sheet.keys.append((key, x, y + KEY_LINE / 2))
        y += KEY_LINE


def _moved(text, by):
    text.y += by
    return text
