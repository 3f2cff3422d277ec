"""Where the boxes of a chart stand.

The unit at the top; beneath it the heads side by side, each with what hangs under it, and between them, on the spine,
the units without any of their own below; then the secretariats side by side, what is below each hanging in columns.
Of several arrangements the one is taken that a landscape sheet shows largest.
"""

from dataclasses import dataclass, field
from itertools import product
from math import inf, sqrt

from ..models.kinds import SECRETARIATS, Kind
from .boxes import EDGE, HEAD, PAD_X, ROOT, TOP, TYPE, UNIT
from .text import BOLD, ROOM, width_of

RATIO = sqrt(2)  # of the sides of A3 and A4
WIDTHS = (164, 180, 196, 214, 236)  # of a column
MANY = 150  # from so many boxes on, fewer arrangements are tried
INDENT, ELBOW, NARROWEST = 20, 9, 96
GAP_X, GAP_Y = 30, 9  # between columns, between boxes
SPINE = 1.12  # times the width of a column: a box on the spine
LEVEL = 22  # between a box and what is ranged below it
TRACK, LANE = 9, 7  # between lines beside the tree, lying and upright
ROWS_OF_ONE = 9  # so many blocks always stand in one row
NEARLY = 1.08  # so much wider a chart may become for the unit at its top to stand in the middle
FOOT = 110  # about what the foot of the sheet takes


@dataclass
class Wire:
    """A line of the tree, corner by corner."""

    points: list
    is_dotted: bool = False


@dataclass(eq=False)
class Block:
    """A box with what hangs below it in one column or several; without a box above, a stack."""

    top: object
    units: list
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    # The units in the columns they hang in, and how wide each is.
    columns: list = field(default_factory=list)
    column_widths: list = field(default_factory=list)
    row: int = -1  # of the rows of secretariats; -1 for those above them
    # Where one unit alone hangs below the top and has others below it: that unit, ranged in the middle.
    alone: object = None
    side: int = 0  # of a head: left (-1) or right (1) of the spine

    @property
    def right(self):
        return self.x + self.width

    @property
    def port(self):
        """Where the line from above comes in."""
        return self.top.centre if self.top else self.x + ELBOW


@dataclass(eq=False)
class Arrangement:
    """A chart laid out: everything in it has its place, from (0, 0) on."""

    root: object
    heads: list = field(default_factory=list)
    stack: list = field(default_factory=list)
    apart: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    wires: list = field(default_factory=list)
    # By row of blocks: where the lines above it begin.
    channels: list = field(default_factory=list)
    width: float = 0
    height: float = 0
    spine: float = 0


def arrange(root, tracks=0, lanes=0, ratio=RATIO):
    """The arrangement of the tree below `root` that is largest on a sheet of this ratio.

    Room is left for `tracks` lines above the secretariats and `lanes` beside the heads.
    """
    number = sum(1 for _box in root.walk())
    best, least = None, inf
    for plan in _plans(root, number):
        drawn = Planner(root, tracks, lanes, **plan).place()
        if (side := max(drawn.width, (drawn.height + FOOT) * ratio)) < least * 0.995:
            best, least = plan, side
    return Planner(root, tracks, lanes, **best).place()


def _plans(root, number):
    heads, _stack, tops = sorted_out(root)
    many = number > MANY
    limits = [sqrt(number) * 60 * factor for factor in (0.5, 0.8, 1.2, 1.8, 2.7)] if many else [inf, 560, 430]
    columns = [1, 2] if many else [1, 2, 3]
    plans = {
        "width": [180] if many else WIDTHS,
        "limit": limits,
        "rows": [1, 2, 3, 4] if many or len(tops) > ROWS_OF_ONE else [1],
        "head_columns": columns if any(head.below for head in heads) else [1],
    }
    return (dict(zip(plans, values, strict=True)) for values in product(*plans.values()))


class Planner:
    """One way of laying a chart out: columns of `width`, not longer than `limit` if that can be, in `rows`."""

    def __init__(self, root, tracks, lanes, *, width, limit, rows, head_columns):
        self.root = root
        self.width, self.limit, self.rows, self.head_columns = width, limit, rows, head_columns
        self.channel = LEVEL + (TRACK * (tracks + 1) if tracks else 0)
        self.lane = 18 + LANE * lanes
        self.drawn = Arrangement(root)

    def place(self):
        drawn = self.drawn
        heads, stack, tops = sorted_out(self.root)
        self.root.size(fitting(self.root, 340), ROOT)
        drawn.blocks = self.blocks_of(tops)
        rows = split(drawn.blocks, min(self.rows, max(len(drawn.blocks), 1)))
        wide = max((self.row_width(row) for row in rows), default=0)
        left, right, bottom = self.place_heads(heads, stack)
        left, right = max(left, self.root.width / 2), max(right, self.root.width / 2)
        even = 2 * max(left, right)
        drawn.width = max(wide, even if even <= wide * NEARLY else left + right)
        drawn.spine = min(max(drawn.width / 2, left), drawn.width - right)
        self.move_heads(drawn.spine)
        self.root.x = drawn.spine - self.root.width / 2
        self.wire_heads(heads)
        self.wire_stack(bottom)
        drawn.height = bottom
        self.place_rows(rows, bottom)
        return drawn

    # --- what stands beside each other below the heads ---

    def blocks_of(self, tops):
        """A block for each unit with others below it, and stacks of those without, in the order of the tree."""
        alone = [box for box in tops if not box.below]
        if len(alone) == len(tops) <= ROWS_OF_ONE:
            return [self.block(box, box.below) for box in tops]
        blocks = [self.block(box, box.below) for box in tops if box.below or box.kind in SECRETARIATS]
        rest = [box for box in alone if box.kind not in SECRETARIATS]
        if rest:
            blocks.append(self.block(None, rest))
        return blocks

    def block(self, top, units, columns=None, part=TOP):
        """A block at (0, 0), in as many columns as its length asks for unless their number is given."""
        alone = units[0] if top and len(units) == 1 and len(units[0].below) > 1 else None
        block = Block(top, alone.below if alone else units, alone=alone)
        number = columns or 1
        while True:
            self.fill(block, number, part)
            if columns or block.height <= self.limit or number >= len(block.units):
                return block
            number += 1

    def fill(self, block, number, part):
        units, width = block.units, self.width
        for box in units:
            self.size_below(box, width - INDENT)
        lengths = [self.length(box) for box in units]
        parts = split_by_length(units, lengths, number)
        block.columns = parts
        widths = [max((self.breadth(box) for box in column), default=0) + INDENT for column in parts]
        block.column_widths = [max(wide, width) for wide in widths]
        least = width * (1.2 if part == HEAD else 1)
        block.width = max(sum(block.column_widths) + GAP_X * (len(parts) - 1) if parts else 0, least)
        head = 0
        if block.top:
            block.top.size(block.width, part)
            block.top.block = block
            head = block.top.height + (LEVEL if len(parts) > 1 else 0)
        if block.alone:
            block.alone.size(block.width, UNIT)
            block.alone.block = block
            head += LEVEL / 2 + block.alone.height
        longest = max((sum(self.length(box) + GAP_Y for box in column) for column in parts), default=0)
        block.height = head + longest

    def size_below(self, box, width):
        box.size(max(width, NARROWEST), UNIT)
        for child in box.below:
            self.size_below(child, box.width - INDENT)

    def length(self, box):
        return box.height + sum(GAP_Y + self.length(child) for child in box.below)

    def breadth(self, box):
        return max([box.width, *(INDENT + self.breadth(child) for child in box.below)])

    def put(self, block, x, y):
        """Puts a block there, with its lines."""
        block.x, block.y = x, y
        start = y
        if block.top:
            block.top.x, block.top.y = x, y
            start = block.top.bottom
        if block.alone:
            block.alone.x, block.alone.y = x, start + LEVEL / 2
            self.wire([(block.top.centre, start), (block.top.centre, block.alone.y)], block.alone)
            start = block.alone.bottom
        several = len(block.columns) > 1
        across = start + LEVEL / 2
        for number, column in enumerate(block.columns):
            left = x + sum(block.column_widths[:number]) + GAP_X * number
            elbow = left + ELBOW
            if several and block.top:
                self.wire([(block.top.centre, start), (block.top.centre, across), (elbow, across)])
            elif several and number:
                self.wire([(x + ELBOW, start), (elbow, start)])
            above = across if several and block.top else start
            self.hang(column, left, above, block, start=start + (LEVEL - GAP_Y if several and block.top else 0))

    def hang(self, boxes, left, above, block, start=None):
        """Hangs boxes, one below the other, on an upright line from `above` on; returns where they end."""
        end = above if start is None else start
        elbow, last = left + ELBOW, above
        for box in boxes:
            box.x, box.y, box.block = left + INDENT, end + GAP_Y, block
            self.wire([(elbow, last if box.is_apart else above), (elbow, box.middle), (box.x, box.middle)], box)
            last = box.middle
            end = self.hang(box.below, box.x, box.bottom, block)
        return end

    def wire(self, points, box=None):
        self.drawn.wires.append(Wire(points, bool(box and box.is_apart)))

    def row_width(self, row):
        return sum(block.width for block in row) + GAP_X * (len(row) - 1)

    def place_rows(self, rows, top):
        drawn = self.drawn
        trunk = -ELBOW if len(rows) > 1 else None
        for number, row in enumerate(row for row in rows if row):
            drawn.channels.append(top)
            bus, y = top + LEVEL / 2, top + self.channel
            x = (drawn.width - self.row_width(row)) / 2
            for block in row:
                block.row = number
                self.put(block, x, y)
                x += block.width + GAP_X
            ports = [block.port for block in row]
            comes = drawn.spine if number == 0 else trunk
            self.wire([(comes, top if number == 0 else bus), (comes, bus)])
            ends = [*ports, comes, *([trunk] if number == 0 and trunk is not None else [])]
            self.wire([(min(ends), bus), (max(ends), bus)])
            for block in row:
                self.wire([(block.port, bus), (block.port, y)])
            if number:
                self.wire([(trunk, drawn.channels[0] + LEVEL / 2), (trunk, bus)])
            top = y + max(block.height for block in row) + GAP_Y
            drawn.height = top - GAP_Y

    # --- the heads, and what stands on the spine between them; at first around x = 0 ---

    def place_heads(self, heads, stack):
        """Returns how far they reach to the left, to the right and down."""
        drawn, root = self.drawn, self.root
        y = root.height + 2 * LEVEL if heads else root.height
        if not heads:
            return 0, 0, y
        half = (self.width * SPINE / 2 if stack else 0) + self.lane
        middle = (len(heads) + 1) // 2
        reach, deepest = {-1: half, 1: half}, y
        for side, boxes in ((-1, reversed(heads[:middle])), (1, heads[middle:])):
            for box in boxes:
                units = [child for child in box.below if not child.is_apart]
                block = self.block(box, units, self.head_columns, HEAD)
                block.side = side
                x = reach[side] if side > 0 else -reach[side] - block.width
                self.put(block, x, y)
                reach[side] += block.width
                drawn.heads.append(block)
                deepest = max(deepest, y + block.height, self.place_apart(block, reach))
                reach[side] += GAP_X
        drawn.heads.sort(key=lambda block: block.x)
        down = y + max(block.top.height for block in drawn.heads) + LEVEL
        for box in stack:
            box.size(self.width * SPINE)
            box.x, box.y = -box.width / 2, down
            down = box.bottom + GAP_Y + 3
            drawn.stack.append(box)
        return reach[-1] - GAP_X, reach[1] - GAP_X, max(deepest, down if stack else 0) + GAP_Y

    def place_apart(self, block, reach):
        """The units only administratively under a head, beside it; returns how far down they reach."""
        y, wide = block.y, 0
        for box in (child for child in block.top.below if child.is_apart):
            self.size_below(box, self.width)
            y = y if wide else max(block.top.middle - box.height / 2, self.root.height + LEVEL)
            x = reach[block.side] + GAP_X
            box.x, box.y, box.block = (x if block.side > 0 else -x - box.width), y, None
            near, far = (block.right, box.x) if block.side > 0 else (block.x, box.right)
            turn = (near + far) / 2
            self.wire([(near, block.top.middle), (turn, block.top.middle), (turn, box.middle), (far, box.middle)], box)
            y = self.hang(box.below, box.x, box.bottom, None) + GAP_Y
            wide = max(wide, self.breadth(box))
            self.drawn.apart.append(box)
        reach[block.side] += wide + GAP_X if wide else 0
        return y

    def move_heads(self, by):
        drawn = self.drawn
        for block in drawn.heads:
            block.x += by
        for box in [*drawn.stack, *(box for block in drawn.heads for box in block.top.walk())]:
            box.x += by
        for wire in drawn.wires:
            wire.points = [(x + by, y) for x, y in wire.points]

    def wire_heads(self, heads):
        if not heads:
            return
        spine, bus = self.drawn.spine, self.root.bottom + LEVEL
        self.wire([(spine, self.root.bottom), (spine, bus)])
        for box in heads:
            self.wire([(spine, bus), (box.centre, bus), (box.centre, box.y)])

    def wire_stack(self, bottom):
        """The spine, seen between the boxes that stand on it."""
        drawn = self.drawn
        stops = drawn.stack
        if not drawn.heads or not (stops or drawn.blocks):
            return
        start = self.root.bottom + LEVEL
        for box in stops:
            self.wire([(drawn.spine, start), (drawn.spine, box.y)])
            start = box.bottom
        if drawn.blocks:
            self.wire([(drawn.spine, start), (drawn.spine, bottom)])


def fitting(box, most):
    """The width that holds its words in a line, up to `most`."""
    size, weight = TYPE[ROOT]
    words = width_of(box.name, size, weight) + (width_of(f" {box.acronym}", size, BOLD) if box.acronym else 0)
    return min(most, words * ROOM + 2 * PAD_X + EDGE + 4)


def sorted_out(root):
    """The units right below the root: the heads, those on the spine between them, those side by side beneath."""
    heads = [box for box in root.below if box.kind == Kind.HEAD_OFFICE]
    rest = [box for box in root.below if box.kind != Kind.HEAD_OFFICE]
    if not heads:
        return [], [], rest
    stack = [box for box in rest if not box.below and box.kind not in SECRETARIATS]
    if len(stack) > ROWS_OF_ONE:
        stack = []
    return heads, stack, [box for box in rest if box not in stack]


def split(blocks, number):
    """The blocks in so many rows, in their order, as even in width as can be."""
    lengths = [block.width + GAP_X for block in blocks]
    return split_by_length(blocks, lengths, number) or [[]]


def split_by_length(items, lengths, number):
    """The items in at most `number` runs, in their order, the longest run as short as can be."""
    if not items:
        return []
    low, high = max(lengths), sum(lengths)
    for _try in range(12 if number > 1 else 0):
        middle = (low + high) / 2
        if len(_runs(items, lengths, middle)) > number:
            low = middle
        else:
            high = middle
    return _runs(items, lengths, high)


def _runs(items, lengths, most):
    runs, used = [], inf
    for item, length in zip(items, lengths, strict=True):
        if used + length > most + 0.01:
            runs.append([])
            used = 0
        runs[-1].append(item)
        used += length
    return runs


def overlaps(boxes):
    """Pairs of boxes that lie upon each other; for tests and checks."""
    by_x = sorted(boxes, key=lambda box: box.x)
    return [
        (one, other)
        for place, one in enumerate(by_x)
        for other in by_x[place + 1 :]
        if other.x < one.right and one.y < other.bottom and other.y < one.bottom
    ]
