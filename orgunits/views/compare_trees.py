"""Both trees of a comparison, side by side, each unit with the words for what became of it."""

from collections import Counter, namedtuple

from django.utils.html import escape

from ..comparison.findings import Finding
from .structure_tree import COLUMNS, LARGE, TreeWriter, depth_shown

Row = namedtuple("Row", COLUMNS)
# What is shown at the earlier tree, too; the later one shows everything.
BEFORE = (
    *(Finding.ABOLISHED, Finding.MERGED, Finding.SPLIT, Finding.NO_LONGER_RECORDED, Finding.ONLY_PROPOSED),
    *(Finding.NOT_PROPOSED, Finding.MOVED),
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
        counted = Counter((place.level, place.kind) for place in places)
        rows = [(level, kind, number) for (level, kind), number in sorted(counted.items())]
        super().__init__(
            structure,
            depth=depth_shown(rows),
            large=len(places) > LARGE,
            pillars={},
            last_seen={},
            parameters={"structure": structure.slug},
        )
        if len(places) <= LARGE:
            self.open_levels = self.depth + 1
        self.comparison, self.places, self.anchor = comparison, places, side
        self.is_shortened = any(place.level > self.depth for place in places)

    def write_places(self):
        return self.write_rows(_row(place) for place in self.places if place.level <= self.depth)

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


def _row(place):
    texts = (getattr(place, column) for column in COLUMNS[8:])
    return Row(None, None, place.unit, place.lft, place.rght, place.level, place.kind, place.basis, *texts)
