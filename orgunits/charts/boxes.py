"""The boxes of a chart, and how large the words make them."""

from dataclasses import dataclass, field
from functools import lru_cache

from .text import BOLD, REGULAR, SEMIBOLD, width_of, wrapped

# The size of the words and the space around them, by the part a box plays.
ROOT, HEAD, TOP, UNIT = "root", "head", "top", "unit"
TYPE = {ROOT: (17, BOLD), HEAD: (14, SEMIBOLD), TOP: (13, SEMIBOLD), UNIT: (12, REGULAR)}
LINE = 1.28
GAP = 0.38  # before an acronym, in ems
PAD_X, PAD_Y, EDGE = 9, 7, 4
# The lines that say how many units below it are not drawn: the letters, the first with its space, the others.
MORE_SIZE, MORE_HEIGHT, MORE_LINE = 11, 30, 14


@dataclass(eq=False)
class Box:
    """A unit of the chart; `key` is its own, `more` the number of units below it that are not drawn."""

    key: object
    name: str
    acronym: str = ""
    kind: str = ""
    more: int = 0
    # The words that say so.
    more_words: str = ""
    # Only administratively under the one above: tied to it by a dotted line.
    is_apart: bool = False
    # What the writer of the drawing shows of it.
    shown: object = None
    above: "Box | None" = field(default=None, repr=False)
    below: list = field(default_factory=list, repr=False)

    # Set by the layout: the part it plays, where it stands, and its words.
    part: str = UNIT
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    lines: tuple = ()
    more_lines: tuple = ()
    # The group of boxes it stands in, with the lanes beside it.
    block: object = None

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    @property
    def centre(self):
        return self.x + self.width / 2

    @property
    def middle(self):
        return self.y + self.height / 2

    def walk(self):
        """Itself and all below it, in the order of the tree."""
        stack = [self]
        while stack:
            box = stack.pop()
            yield box
            stack.extend(reversed(box.below))

    def size(self, width, part=UNIT):
        """Takes this width and the height its words need at it."""
        self.part, self.width = part, width
        more_words = self.more_words if self.more else ""
        self.lines, self.more_lines, self.height = sized(self.name, self.acronym, more_words, width, part)

    @property
    def more_height(self):
        """Of the part below its words that tells how many more there are."""
        return height_of_more(self.more_lines)


def height_of_more(lines):
    return MORE_HEIGHT + (len(lines) - 1) * MORE_LINE if lines else 0


@lru_cache(maxsize=20_000)
def sized(name, acronym, more_words, width, part):
    """The lines of a box of this width, (words, acronym) each; those that say there are more units; and its height."""
    size, weight = TYPE[part]
    room = width - 2 * PAD_X - EDGE
    lines = [(line, "") for line in wrapped(name, room, size, weight)]
    if acronym:
        after = GAP * size + width_of(acronym, size, BOLD)
        beside = wrapped(name, room, size, weight, after)
        if beside and len(beside) <= len(lines):
            lines = [*((line, "") for line in beside[:-1]), (beside[-1], acronym)]
        else:
            lines += [("", line) for line in wrapped(acronym, room, size, BOLD)]
    more_lines = wrapped(more_words, room, MORE_SIZE)
    height = len(lines) * size * LINE + 2 * PAD_Y + height_of_more(more_lines)
    return tuple(lines), more_lines, round(height)


def tree_of(boxes_with_levels):
    """Joins (box, level), in the order of the tree, to one tree; returns the box at its top."""
    above = []
    for box, level in boxes_with_levels:
        del above[level:]
        if above:
            box.above = above[-1]
            above[-1].below.append(box)
        above.append(box)
    return above[0]
