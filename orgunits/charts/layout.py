"""Where the boxes of a chart stand. Over 300 lines: one search for the best arrangement.

The unit at the top; beneath it the heads side by side, each with what hangs under it, and between them, on the spine,
the units without any of their own below; then the secretariats side by side, what is below each hanging in columns.
Of several arrangements the one is taken that a landscape sheet shows largest.
"""

from dataclasses import dataclass, field
from itertools import product
from math import inf, sqrt

from ..models.kinds import SECRETARIATS, Kind
from .blocks import ELBOW, GAP_X, GAP_Y, LEVEL, NARROWEST, Wire, block_of, breadth, hang, size_below, split_by_length
from .boxes import EDGE, GAP, HEAD, PAD_X, ROOT, TYPE
from .text import BOLD, ROOM, width_of, wrapped

RATIO = sqrt(2)  # of the sides of A3 and A4
WIDTHS = (164, 180, 196, 214, 236, 264)  # of a column
HEAD_WIDTHS = (1, 1.3, 1.6)  # of the columns below a head, in those of the others
# What is worse than a smaller print: lines beyond a FEW in a box, the unit at the top out of the middle.
FEW, CROWDED, ASKEW = 5, 0.015, 0.6
MANY = 150  # from so many boxes on, fewer arrangements are tried
SPINE = 1.12  # times the width of a column: a box on the spine
TRACK, LANE = 9, 7  # between reporting and coordination lines, horizontal and vertical
ROWS_OF_ONE = 9  # so many blocks stand in one row, unless there are many boxes
MOST_ROWS = 4
NEARLY = 1.08  # so much wider a chart may become for the unit at its top to stand in the middle
FOOT = 110  # about what the foot of the sheet takes


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


def arrange(root, tracks=0, lanes=0, ratio=RATIO, least=0):
    """The arrangement of the tree below `root` that is largest on a sheet of this ratio, at least so wide.

    A smaller one is taken where names would fill their boxes with many lines, or the top would stand at a side. Room is
    left for `tracks` lines above the secretariats and `lanes` beside the heads.
    """
    best, smallest, known = None, inf, {}
    many = sum(1 for _box in root.walk()) > MANY
    for plan in _plans(root, many):
        planner = Planner(root, tracks, lanes, **plan, known=known)
        several = many or len(planner.blocks) > ROWS_OF_ONE
        for rows in range(1, MOST_ROWS + 1 if several else 2):
            wide, high = planner.measure(rows)
            side = max(least, wide, (high + FOOT) * ratio) + (wide + high * ratio) / 20
            side *= 1 + CROWDED * planner.crowded + ASKEW * abs(planner.drawn.spine / wide - 0.5)
            if side < smallest * 0.995:
                best, smallest = (plan, rows), side
    plan, rows = best
    planner = Planner(root, tracks, lanes, **plan)
    planner.measure(rows)
    return planner.place()


def _plans(root, many):
    heads, _stack, _tops = sorted_out(root)
    limits = [sqrt(sum(1 for _box in root.walk())) * 60 * factor for factor in (0.5, 1, 2)] if many else [inf, 560, 430]
    columns = [1, 2] if many else [1, 2, 3]
    plans = {
        "width": [180] if many else WIDTHS,
        "limit": limits,
        "head_columns": columns if any(head.below for head in heads) else [1],
        "head_width": HEAD_WIDTHS if any(head.below for head in heads) and not many else [1],
    }
    return (dict(zip(plans, values, strict=True)) for values in product(*plans.values()))


class Planner:
    """One way of laying a chart out: columns of `width`, not longer than `limit` if that can be.

    What is above the blocks and what is in them is the same in many ways: `known` keeps both, while ways are measured.
    The boxes themselves are then as the last way left them, so that the one that is placed must work without it.
    """

    def __init__(self, root, tracks, lanes, *, width, limit, head_columns, head_width, known=None):
        known = {} if known is None else known
        self.width, self.limit = width, limit
        self.channel = LEVEL + (TRACK * (tracks + 1) if tracks else 0)
        self.lane = 18 + LANE * lanes
        self.drawn = Arrangement(root)
        self.root = root
        heads, self.stack, tops = sorted_out(root)
        root.size(fitting(root, 340), ROOT)
        beneath, above = (width, limit), (width, head_columns, head_width)
        if beneath not in known:
            known[beneath] = self.blocks_of(tops), crowded(tops)
        self.blocks, crowded_beneath = known[beneath]
        if above not in known:
            self.heads = [
                block_of(
                    box,
                    [child for child in box.below if not child.is_apart],
                    width * head_width,
                    number=head_columns,
                    part=HEAD,
                )
                for box in heads
            ]
            known[above] = self.heads, self.place_heads(), crowded([*heads, *self.stack])
        self.heads, self.reach, crowded_above = known[above]
        self.crowded = crowded_beneath + crowded_above + max(len(root.lines) - FEW, 0)

    def measure(self, rows):
        """The width and height of the chart in so many rows."""
        self.rows = split(self.blocks, min(rows, max(len(self.blocks), 1)))
        wide = max((self.row_width(row) for row in self.rows), default=0)
        left, right, bottom = self.reach
        left, right = max(left, self.root.width / 2), max(right, self.root.width / 2)
        even = 2 * max(left, right)
        drawn = self.drawn
        drawn.width = max(wide, even if even <= wide * NEARLY else left + right)
        drawn.spine = min(max(drawn.width / 2, left), drawn.width - right)
        high = bottom + sum(self.channel + max(block.height for block in row) + GAP_Y for row in self.rows if row)
        return drawn.width, high

    def place(self):
        """The arrangement as it was measured."""
        drawn, (_left, _right, bottom) = self.drawn, self.reach
        drawn.blocks = self.blocks
        self.move_heads(drawn.spine)
        self.root.x = drawn.spine - self.root.width / 2
        self.wire_heads()
        self.wire_stack(bottom)
        drawn.height = bottom
        self.place_rows(self.rows, bottom)
        return drawn

    # --- what stands beside each other below the heads ---

    def blocks_of(self, tops):
        """A block for each unit with others below it, one stack of those without; a block for each of a few leaves."""
        leaves = [box for box in tops if is_leaf(box)]
        if len(leaves) == len(tops) <= ROWS_OF_ONE:
            leaves = []
        blocks = [self.block(box, box.below) for box in tops if box not in leaves]
        return blocks + ([self.block(None, leaves)] if leaves else [])

    def block(self, top, units, **how):
        return block_of(top, units, self.width, limit=self.limit, **how)

    def put(self, block, x, y):
        self.drawn.wires += block.put(x, y)

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
                block.stand_in(number)
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

    def place_heads(self):
        """Returns how far they reach to the left, to the right and down."""
        drawn, root, heads, stack = self.drawn, self.root, self.heads, self.stack
        y = root.height + 2 * LEVEL if heads else root.height
        if not heads:
            return 0, 0, y
        half = (self.width * SPINE / 2 if stack else 0) + self.lane
        middle = (len(heads) + 1) // 2
        reach, deepest = {-1: half, 1: half}, y
        for side, blocks in ((-1, reversed(heads[:middle])), (1, heads[middle:])):
            for block in blocks:
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
            size_below(box, self.width)
            y = y if wide else max(block.top.middle - box.height / 2, self.root.height + LEVEL)
            x = reach[block.side] + GAP_X
            box.x, box.y, box.block = (x if block.side > 0 else -x - box.width), y, None
            near, far = (block.right, box.x) if block.side > 0 else (block.x, box.right)
            turn = (near + far) / 2
            self.wire([(near, block.top.middle), (turn, block.top.middle), (turn, box.middle), (far, box.middle)], box)
            y = hang(box.below, box.x, box.bottom, None, self.drawn.wires) + GAP_Y
            wide = max(wide, breadth(box))
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

    def wire_heads(self):
        if not self.heads:
            return
        spine, bus = self.drawn.spine, self.root.bottom + LEVEL
        self.wire([(spine, self.root.bottom), (spine, bus)])
        for box in (block.top for block in self.heads):
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


def crowded(boxes):
    """How many lines beyond a FEW there are in these boxes and those below them."""
    return sum(max(len(box.lines) - FEW, 0) for top in boxes for box in top.walk())


def is_leaf(box):
    """Whether a unit stands alone, with none below it, drawn or not."""
    return not box.below and not box.more and box.kind not in SECRETARIATS


def fitting(box, most):
    """The width that holds its words, in lines of up to `most`."""
    size, weight = TYPE[ROOT]
    longest = max((width_of(line, size, weight) for line in wrapped(box.name, most, size, weight)), default=0)
    acronym = GAP * size + width_of(box.acronym, size, BOLD) if box.acronym else 0
    return max(min(most, longest + acronym) * ROOM, NARROWEST) + 2 * PAD_X + EDGE + 4


def sorted_out(root):
    """The units right below the root: the heads, those on the spine between them, those side by side beneath."""
    heads = [box for box in root.below if box.kind == Kind.HEAD_OFFICE]
    rest = [box for box in root.below if box.kind != Kind.HEAD_OFFICE]
    if not heads:
        return [], [], rest
    stack = [box for box in rest if is_leaf(box)]
    if len(stack) > ROWS_OF_ONE:
        stack = []
    return heads, stack, [box for box in rest if box not in stack]


def split(blocks, number):
    """The blocks in so many rows, in their order, as even in width as can be."""
    lengths = [block.width + GAP_X for block in blocks]
    return split_by_length(blocks, lengths, number) or [[]]


def overlaps(boxes):
    """Pairs of boxes that lie upon each other; for tests and checks."""
    by_x = sorted(boxes, key=lambda box: box.x)
    return [
        (one, other)
        for place, one in enumerate(by_x)
        for other in by_x[place + 1 :]
        if other.x < one.right and one.y < other.bottom and other.y < one.bottom
    ]
