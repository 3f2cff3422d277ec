"""The dotted lines of a chart: how the relations of its units run, beside the boxes.

Relations that say the same of the same units share one line, a bundle. Lying lines run in the channel above a row,
upright ones in the lane beside a block. Where a box stands in that way, the line goes around it through the maze.
"""

from dataclasses import dataclass, field

from ..models import UnitRelation
from .blocks import GAP_X, LEVEL
from .layout import LANE, TRACK
from .maze import Maze, passes_behind

Kind = UnitRelation.Kind
AWAY = 9  # from a block to the first of its lanes
ASIDE = 400  # so far to each side a way around is sought before it is sought everywhere
DIRECTED = (Kind.REPORTS_TO, Kind.COORDINATED_BY, Kind.ADMINISTRATIVELY_UNDER, Kind.SERVES)


@dataclass(eq=False)
class Bundle:
    """Boxes that one line joins: `sources` to `targets`, or all to each other where there are no targets."""

    kind: str
    sources: list
    targets: list
    number: int = 0
    # Straight pieces ((x, y), (x, y)), and the points where the line meets a box.
    pieces: list = field(default_factory=list)
    ends: list = field(default_factory=list)

    @property
    def boxes(self):
        return [*self.sources, *self.targets]


def bundled(relations):
    """The bundles of `relations`, (kind, box, other box) each."""
    bundles = []
    for kind in DIRECTED:
        targets = {}
        for each, box, other in relations:
            # A line of the tree says already that a unit is under the one above it.
            if each == kind and box.above is not other:
                targets.setdefault(box, []).append(other)
        groups = {}
        for box, others in targets.items():
            groups.setdefault(frozenset(others), (others, []))[1].append(box)
        bundles += [Bundle(kind, sources, others) for others, sources in groups.values()]
    pairs = [(box, other) for kind, box, other in relations if kind == Kind.COORDINATES_WITH]
    bundles += [Bundle(Kind.COORDINATES_WITH, circle, []) for circle in circles(pairs)]
    return bundles


def circles(pairs):
    """The pairs as circles of boxes of which each is paired with all the others."""
    partners = {}
    for one, other in pairs:
        partners.setdefault(one, {})[other] = None
        partners.setdefault(other, {})[one] = None
    open_pairs = {frozenset(pair): pair for pair in pairs}
    found = []
    while open_pairs:
        circle = list(next(iter(open_pairs.values())))
        for box in partners[circle[0]]:
            if box not in circle and all(box in partners[member] for member in circle):
                circle.append(box)
        for place, one in enumerate(circle):
            for other in circle[place + 1 :]:
                open_pairs.pop(frozenset((one, other)), None)
        found.append(circle)
    return found


class Router:
    """Draws the bundles into an arrangement."""

    def __init__(self, drawn, bundles):
        self.drawn = drawn
        self.bundles = bundles
        self.boxes = list(drawn.root.walk())
        self.heads = {block.top: block for block in drawn.heads}
        self.stack = set(drawn.stack)
        self.stack_left = min((box.x for box in drawn.stack), default=drawn.spine)
        self.stack_right = max((box.right for box in drawn.stack), default=drawn.spine)

    def route(self):
        track = 0
        for number, bundle in enumerate(self.bundles):
            bundle.number = number
            if all(box in self.heads for box in bundle.boxes):
                self.across(bundle)
            elif bundle.targets and set(bundle.sources) <= self.stack and all(b in self.heads for b in bundle.targets):
                self.ladder(bundle)
            if not bundle.pieces or passes_behind(bundle.pieces, self.boxes):
                bundle.pieces, bundle.ends = [], []
                self.channel(bundle, track)
                track += 1
        return self.bundles

    def line(self, bundle, *points):
        """Adds a line through these points."""
        bundle.pieces += [(one, other) for one, other in zip(points, points[1:], strict=False) if one != other]

    def spread(self, bundle, room):
        """How far from the middle of a side this bundle meets a box: 0, 1, -1, 2, … steps."""
        step = (bundle.number + 1) // 2 * (1 if bundle.number % 2 else -1) * TRACK
        return max(-room / 2 + 6, min(room / 2 - 6, step))

    # --- between the heads ---

    def across(self, bundle):
        """Heads in a line, each joined to the next."""
        boxes = sorted(bundle.boxes, key=lambda box: box.x)
        for one, other in zip(boxes, boxes[1:], strict=False):
            y = min(one.middle, other.middle) + self.spread(bundle, min(one.height, other.height))
            self.line(bundle, (one.right, y), (other.x, y))
            bundle.ends += [(one.right, y), (other.x, y)]

    def ladder(self, bundle):
        """From units on the spine up to heads at both sides."""
        for head in bundle.targets:
            lane, side = self.inner_lane(self.heads[head], bundle), self.heads[head].side
            y = head.middle + self.spread(bundle, head.height)
            inner = head.right if side < 0 else head.x
            bundle.ends.append((inner, y))
            for box in bundle.sources:
                edge = box.x if side < 0 else box.right
                self.line(bundle, (edge, box.middle), (lane, box.middle), (lane, y), (inner, y))
                bundle.ends.append((edge, box.middle))

    def inner_lane(self, block, bundle):
        """The lane beside a head, on the side of the spine."""
        away = AWAY + LANE * bundle.number
        return block.right + away if block.side < 0 else block.x - away

    # --- through the channels ---

    def channel(self, bundle, track):
        """All join one lying line in the channel above their row; where they stand in several rows, at the left."""
        if not self.drawn.channels:
            self.drawn.channels.append(self.drawn.height)
            self.drawn.height += LEVEL + TRACK * (track + 1)
        meets = {}
        for box in bundle.boxes:
            row = max(box.block.row, 0) if box.block else 0
            y = self.drawn.channels[row] + LEVEL / 2 + TRACK * (track + 1)
            meets.setdefault(y, []).append(self.to_channel(bundle, box, y))
        outer = -TRACK * (track + 2)
        for y, places in meets.items():
            ends = [*places, outer] if len(meets) > 1 else places
            self.line(bundle, (min(ends), y), (max(ends), y))
        if len(meets) > 1:
            self.line(bundle, (outer, min(meets)), (outer, max(meets)))

    def to_channel(self, bundle, box, y):
        """Leads a line from the box to the channel at `y`; returns where it arrives."""
        points = self.from_root(bundle, y) if box is self.drawn.root else self.from_box(bundle, box, y)
        if passes_behind(zip(points, points[1:], strict=False), self.boxes):
            points = self.around(bundle, box, y)
        self.line(bundle, *points)
        bundle.ends.append(points[0])
        return points[-1][0]

    def around(self, bundle, box, y):
        """The way from the box to the channel at `y` where others stand between; sought near them first."""
        level = box.middle + self.spread(bundle, box.height)
        x = box.centre + self.spread_across(bundle, box.width)
        starts = [((box.right, level), (1, 0)), ((x, box.bottom), (0, 1)), ((x, box.y), (0, -1))]
        left, right, top, bottom = box.x - ASIDE, box.right + ASIDE, min(box.y, y) - AWAY, max(box.bottom, y) + AWAY
        near = [
            other
            for other in self.boxes
            if left < other.right and other.x < right and top < other.bottom and other.y < bottom
        ]
        near_by = Maze(near, bundle.number, [x], [y, level], bounds=(left, right, top, bottom)).path(starts, y)
        return near_by or Maze(self.boxes, bundle.number, [x], [y, level]).path(starts, y)

    def from_box(self, bundle, box, y):
        block = box.block
        level = box.middle + self.spread(bundle, box.height)
        if box in self.heads:
            lane = self.inner_lane(self.heads[box], bundle)
            edge = box.right if lane > box.x else box.x
            return (edge, level), (lane, level), (lane, y)
        if block and block.top is box:
            x = box.centre + self.spread_across(bundle, box.width)
            return (x, box.y), (x, y)
        lane = (block or box).right + self.away(bundle, box)
        if block is None or box.x >= block.right - block.column_widths[-1]:
            return (box.right, level), (lane, level), (lane, y)
        own = self.lane_of_column(box, block) + AWAY + LANE * (bundle.number % 3)
        if block.row < 0:
            under = block.y + block.height + 3
        else:
            under = (block.top.bottom if block.top else block.y - GAP_X / 4) + 4
        return (box.right, level), (own, level), (own, under), (lane, under), (lane, y)

    def away(self, bundle, box):
        """How far from its block the line of a box runs; beside the heads there is room for all of them."""
        is_inner = box.block and box.block.side < 0
        return AWAY + LANE * (bundle.number if is_inner else bundle.number % 3)

    def lane_of_column(self, box, block):
        left = block.x
        for width in block.column_widths:
            if box.x < left + width:
                return left + width
            left += width + GAP_X
        return block.right

    def from_root(self, bundle, y):
        """Down beside the spine, and beside what stands on it."""
        root = self.drawn.root
        lane = max(self.stack_right, self.drawn.spine) + AWAY + LANE * bundle.number
        if lane < root.right:
            return (lane, root.bottom), (lane, y)
        return (root.right, root.middle), (lane, root.middle), (lane, y)

    def spread_across(self, bundle, room):
        step = (bundle.number // 2 + 1) * (1 if bundle.number % 2 == 0 else -1) * 13
        return max(-room / 2 + 8, min(room / 2 - 8, step))


def joined(pieces):
    """The pieces with those upon each other made one, so that their dots don't fill each other's gaps."""
    upright, lying = {}, {}
    for (x1, y1), (x2, y2) in pieces:
        if x1 == x2:
            upright.setdefault(x1, []).append((min(y1, y2), max(y1, y2)))
        else:
            lying.setdefault(y1, []).append((min(x1, x2), max(x1, x2)))
    return [
        *(((x, start), (x, end)) for x, runs in upright.items() for start, end in united(runs)),
        *(((start, y), (end, y)) for y, runs in lying.items() for start, end in united(runs)),
    ]


def united(runs):
    """Runs (start, end) that touch made one."""
    whole = []
    for start, end in sorted(runs):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
