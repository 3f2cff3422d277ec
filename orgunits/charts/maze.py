"""Ways around the boxes, for a line that would otherwise pass behind one."""

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from itertools import count
from math import inf

ROOM = 2  # no line comes nearer to a box that it passes
NEAR = (2.5, 4.5, 6.5)  # from a box to the tracks around it: with ROOM less than the GAP_Y between two
NIL = 0.01  # what numbers lose by adding them up
TURN = 40  # a corner is worth so long a way round


def passes_behind(pieces, boxes):
    """Whether one of the straight pieces leads through one of the boxes."""
    for (x1, y1), (x2, y2) in pieces:
        left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        for box in boxes:
            if left < box.right - NIL and right > box.x + NIL and top < box.bottom - NIL and bottom > box.y + NIL:
                return True
    return False


class Maze:
    """The tracks of one line between boxes: upright ones at `xs` and lying ones at `ys`, and those around each box.

    Where no two boxes are nearer than GAP_Y, there is a way from each to everywhere; not always within `bounds` (left,
    right, top, bottom), where only the tracks between them are taken.
    """

    def __init__(self, boxes, number, xs=(), ys=(), bounds=(-inf, inf, -inf, inf)):
        near = NEAR[number % len(NEAR)]
        left, right, top, bottom = bounds
        self.boxes = boxes
        self.xs = sorted({*xs, *(x for box in boxes for x in (box.x - near, box.right + near) if left <= x <= right)})
        self.ys = sorted({*ys, *(y for box in boxes for y in (box.y - near, box.bottom + near) if top <= y <= bottom)})
        self.open = {}

    def path(self, starts, y):
        """The points of the shortest way, corners counted, from one of the `starts` to the lying line at `y`.

        `starts` are ((x, y) on the edge of a box, (x, y) direction), each on a track. None where there is no way.
        """
        goal, order, best, heap = self.ys.index(y), count(), {}, []
        for (x, start), (right, down) in starts:
            column = bisect_left(self.xs, x) if right >= 0 else bisect_right(self.xs, x) - 1
            row = bisect_left(self.ys, start) if down >= 0 else bisect_right(self.ys, start) - 1
            node = (column, row, bool(down))
            heappush(heap, (abs(start - y), next(order), 0, node, ((x, start), None)))
        while heap:
            _bound, _order, cost, node, path = heappop(heap)
            if best.get(node, cost + 1) <= cost:
                continue
            best[node] = cost
            column, row, is_upright = node
            path = ((self.xs[column], self.ys[row]), path)
            if row == goal:
                return corners(path)
            for other, is_upright_then in self.steps(column, row):
                far = abs(self.xs[other[0]] - self.xs[column]) + abs(self.ys[other[1]] - self.ys[row])
                so_far = cost + far + (TURN if is_upright != is_upright_then else 0)
                bound = so_far + abs(self.ys[other[1]] - y)
                heappush(heap, (bound, next(order), so_far, (*other, is_upright_then), path))
        return None

    def steps(self, column, row):
        """The crossings next to one, and whether the way there is upright."""
        upright = self.free(self.xs[column], True)
        lying = self.free(self.ys[row], False)
        if row + 1 < len(self.ys) and upright[row]:
            yield (column, row + 1), True
        if row and upright[row - 1]:
            yield (column, row - 1), True
        if column + 1 < len(self.xs) and lying[column]:
            yield (column + 1, row), False
        if column and lying[column - 1]:
            yield (column - 1, row), False

    def free(self, place, is_upright):
        """For each piece of a track, between one crossing and the next, whether no box stands in its way."""
        key = place, is_upright
        if key not in self.open:
            crossings = self.ys if is_upright else self.xs
            free = [True] * len(crossings)
            for box in self.boxes:
                low, high = (box.x, box.right) if is_upright else (box.y, box.bottom)
                if low - ROOM < place < high + ROOM:
                    begin, end = (box.y, box.bottom) if is_upright else (box.x, box.right)
                    first = max(bisect_right(crossings, begin - ROOM) - 1, 0)
                    for number in range(first, bisect_left(crossings, end + ROOM)):
                        free[number] = False
            self.open[key] = free
        return self.open[key]


def corners(path):
    """The points of a way, kept from its end on, without those between two corners; from its start on."""
    points = []
    while path:
        point, path = path
        if len(points) > 1 and (
            points[-1][0] == points[-2][0] == point[0] or points[-1][1] == points[-2][1] == point[1]
        ):
            points[-1] = point
        else:
            points.append(point)
    return points[::-1]
