"""A box with what hangs below it, in one column or several: the bricks of a chart."""

from dataclasses import dataclass, field
from math import inf

from .boxes import HEAD, TOP, UNIT

INDENT, ELBOW, NARROWEST = 20, 9, 96
GAP_X, GAP_Y = 30, 9  # between columns, between boxes
WIDEST = 3.7  # columns: the box above many of them is no wider
FAR = 1.5  # times the limit: where hanging reaches so far down, units are ranged side by side
LEVEL = 22  # between a box and what is ranged below it


@dataclass
class Wire:
    """A line of the tree, corner by corner."""

    points: list
    is_dotted: bool = False


@dataclass(eq=False)
class Block:
    """A box with what hangs below it; without a box on top, a stack."""

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
    # In the place of columns: blocks side by side.
    inner: list = field(default_factory=list)
    side: int = 0  # of a head: left (-1) or right (1) of the spine

    def stand_in(self, row):
        """Takes its row, and those side by side in it take the same."""
        self.row = row
        for block in self.inner:
            block.stand_in(row)

    @property
    def right(self):
        return self.x + self.width

    @property
    def port(self):
        """Where the line from above comes in."""
        return self.top.centre if self.top else self.x + ELBOW

    @property
    def has_columns(self):
        return len(self.columns) > 1

    def measure(self, width):
        """Sizes its units for columns of this width."""
        for box in self.units:
            size_below(box, width - INDENT)
        self.column = width
        self.lengths = [length(box) + GAP_Y for box in self.units]
        self.breadths = {box: breadth(box) + INDENT for box in self.units}

    def fill(self, number, part):
        """Ranges its units in at most `number` columns, its top playing the `part`."""
        self.columns = split_by_length(self.units, self.lengths, number)
        widths = [max((self.breadths[box] for box in column), default=0) for column in self.columns]
        self.column_widths = [max(wide, self.column) for wide in widths]
        gaps = GAP_X * max(len(self.columns) - 1, 0)
        self.width = max(sum(self.column_widths) + gaps, self.column * (1.2 if part == HEAD else 1))
        lengths = dict(zip(self.units, self.lengths, strict=True))
        longest = max((sum(lengths[box] for box in column) for column in self.columns), default=0)
        self.height = self._size_top(part) + longest

    def nest(self, limit, part):
        """Ranges its units side by side instead, each with what hangs below it; those without any in a stack."""
        own = [block_of(box, box.below, self.column, limit=limit, part=UNIT) for box in self.units if box.below]
        alone = [box for box in self.units if not box.below]
        self.inner = own + ([block_of(None, alone, self.column, limit=limit)] if alone else [])
        self.columns = []
        self.width = sum(block.width for block in self.inner) + GAP_X * (len(self.inner) - 1)
        self.height = self._size_top(part) + LEVEL + max(block.height for block in self.inner)

    def _size_top(self, part):
        height = 0
        if self.top:
            self.top.size(min(self.width, WIDEST * self.column), part)
            self.top.block = self
            height = self.top.height + (LEVEL if self.has_columns else 0)
        if self.alone:
            self.alone.size(self.top.width, UNIT)
            self.alone.block = self
            height += LEVEL / 2 + self.alone.height
        return height

    def put(self, x, y):
        """Puts it there; returns its lines."""
        self.x, self.y = x, y
        start, wires = y, []
        if self.top:
            self.top.x, self.top.y = x + (self.width - self.top.width) / 2, y
            start = self.top.bottom
        if self.alone:
            self.alone.x, self.alone.y = self.top.x, start + LEVEL / 2
            wires.append(Wire([(self.top.centre, start), (self.top.centre, self.alone.y)], self.alone.is_apart))
            start = self.alone.bottom
        if self.inner:
            return wires + self._put_inner(start)
        is_ranged = self.has_columns and self.top
        across = start + LEVEL / 2 if is_ranged else start
        left = x
        for number, column in enumerate(self.columns):
            elbow = left + ELBOW
            if is_ranged:
                middle = self.top.centre
                wires.append(Wire([(middle, start), (middle, across), (elbow, across)]))
            elif number:
                wires.append(Wire([(x + ELBOW, start), (elbow, start)]))
            hang(column, left, across, self, wires, start=start + (LEVEL - GAP_Y if is_ranged else 0))
            left += self.column_widths[number] + GAP_X
        return wires

    def _put_inner(self, start):
        """The lines to those side by side below it, and theirs."""
        across, x, wires = start + LEVEL / 2, self.x, []
        for block in self.inner:
            wires += block.put(x, start + LEVEL)
            begin = (self.top.centre, start) if self.top else (self.x + ELBOW, start)
            wires.append(Wire([begin, (begin[0], across), (block.port, across), (block.port, start + LEVEL)]))
            x += block.width + GAP_X
        return wires


def block_of(top, units, width, *, limit=inf, number=None, part=TOP):
    """A block in so many columns, or in as many as it needs not to be longer than `limit`."""
    alone = units[0] if top and len(units) == 1 and len(units[0].below) > 1 else None
    block = Block(top, alone.below if alone else units, alone=alone)
    block.measure(width)
    if number:
        block.fill(number, part)
        return block
    columns = max(1, int(sum(block.lengths) / limit))
    block.fill(columns, part)
    while block.height > limit and columns < len(block.units):
        columns += 1
        block.fill(columns, part)
    if block.height > limit * FAR and top and any(box.below for box in block.units):
        block.nest(limit, part)
    return block


def hang(boxes, left, above, block, wires, start=None):
    """Hangs boxes, one below the other, on an upright line from `above` on; returns where they end."""
    end = above if start is None else start
    elbow, last = left + ELBOW, above
    for box in boxes:
        box.x, box.y, box.block = left + INDENT, end + GAP_Y, block
        begin = last if box.is_apart else above
        wires.append(Wire([(elbow, begin), (elbow, box.middle), (box.x, box.middle)], box.is_apart))
        last = box.middle
        end = hang(box.below, box.x, box.bottom, block, wires)
    return end


def size_below(box, width):
    """Sizes a unit of this width, and those below it, each a step narrower."""
    box.size(max(width, NARROWEST), UNIT)
    for child in box.below:
        size_below(child, box.width - INDENT)


def length(box):
    """How far down it reaches with all that hangs below it."""
    return box.height + sum(GAP_Y + length(child) for child in box.below)


def breadth(box):
    return max([box.width, *(INDENT + breadth(child) for child in box.below)])


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
