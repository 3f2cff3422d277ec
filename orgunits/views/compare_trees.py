"""Both trees of a comparison, side by side, each unit with the words for what became of it."""

from collections import Counter, namedtuple
from itertools import accumulate, islice

from django.utils.html import escape

from ..comparison.findings import Finding
from .structure_tree import COLUMNS, LARGE, TreeWriter

# Of a structure of more units the deepest levels are left out here; of one that still has more, the last units. Two
# such trees are a sixth of the page's 300 kB. The demo's structures have 52 units at most.
WHOLE = 100

Row = namedtuple("Row", COLUMNS)
# What is shown at the earlier tree, too; the later one shows everything.
BEFORE = (
    *(Finding.ABOLISHED, Finding.MERGED, Finding.SPLIT, Finding.REORGANIZED, Finding.NO_LONGER_RECORDED),
    *(Finding.ONLY_PROPOSED, Finding.NOT_PROPOSED, Finding.MOVED),
)


def trees_of(comparison):
    """`tree_before` and `tree_after` as HTML, and whether one of them `is_shortened`; no query."""
    before, after = comparison.before, comparison.after
    writers = [
        ComparedTree(comparison, comparison.earlier, before, "before"),
        ComparedTree(comparison, comparison.later, after, "after"),
    ]
    return {
        "tree_before": writers[0].write_places() if before.places else "",
        "tree_after": writers[1].write_places() if after.places else "",
        "is_shortened": any(writer.is_shortened for writer in writers),
    }


class ComparedTree(TreeWriter):
    def __init__(self, comparison, structure, snapshot, side):
        places = list(snapshot.places.values())
        super().__init__(
            structure,
            depth=_depth(places),
            large=len(places) > LARGE,
            pillars={},
            last_seen={},
            parameters={"structure": structure.slug},
        )
        if len(places) <= LARGE:
            self.open_levels = self.depth + 1
        self.comparison, self.places, self.anchor = comparison, places, side
        self.is_shortened = len(places) > WHOLE

    def write_places(self):
        shown = (place for place in self.places if place.level <= self.depth)
        return self.write_rows(_row(place) for place in islice(shown, WHOLE))

    def line(self, row):
        return super().line(row) + self.marks(row.unit__slug)

    def marks(self, unit):
        """The words for what became of the unit, as far as this side tells of it."""
        change = self.comparison.changes.get(unit)
        if change is None:
            return ""
        shown = [finding for finding in change.findings if self.anchor == "after" or finding in BEFORE]
        words = (escape(str(self.comparison.label(finding))) for finding in shown)
        return "".join(
            f' <span class="change change--{finding}">{word}</span>' for finding, word in zip(shown, words, strict=True)
        )


def _depth(places):
    """The deepest level to write, so that there are no more than WHOLE units; that right below the top at least."""
    counted = Counter(place.level for place in places)
    down_to = accumulate(counted[level] for level in range(len(counted)))
    return max([1, *(level for level, number in enumerate(down_to) if number <= WHOLE)])


def _row(place):
    texts = (getattr(place, column) for column in COLUMNS[8:])
    return Row(None, None, place.unit, place.lft, place.rght, place.level, place.kind, place.basis, *texts)
