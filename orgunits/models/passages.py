"""What happened to each theme and function between two structures, for a reader."""

from dataclasses import dataclass

from .snapshot import Holding


@dataclass
class PassageRow:
    """One theme or function; each list holds units as Named."""

    is_theme: bool
    words: Holding
    before: list
    after: list
    # Where one structure doesn't record it: where the units that the other one names stand in it.
    stood: list
    stands: list


@dataclass
class Passages:
    """Rows by what became of them; the functions of a unit that passed on as a whole are events."""

    transfers: list
    # To another unit, or with their unit to another branch.
    passed_on: list
    only_before: list
    only_after: list
    kept: list

    def first(self, most):
        """The same with at most so many rows of each, for a page."""
        rows = (self.passed_on, self.only_before, self.only_after, self.kept)
        return Passages(self.transfers, *(each[:most] for each in rows))

    def __len__(self):
        return sum(len(each) for each in (self.passed_on, self.only_before, self.only_after, self.kept))

    def __bool__(self):
        return bool(self.transfers or self.passed_on or self.only_before or self.only_after or self.kept)

    @property
    def groups(self):
        """(key, rows) of what the earlier structure records, where there are rows; the transfers apart."""
        keys = ("passed_on", "only_before", "kept")
        return [(key, rows) for key in keys if (rows := getattr(self, key))]

    @property
    def later_groups(self):
        """The same of what only the later one records."""
        return [("only_after", self.only_after)] if self.only_after else []


def passages_of(comparison):
    """The Passages of a Comparison; no query."""
    found = Passages(comparison.transfers, [], [], [], [])
    themes = [(True, passage) for passage in comparison.diff.themes]
    for is_theme, passage in [*themes, *((False, passage) for passage in comparison.diff.functions)]:
        before = [comparison.in_before(holding.unit) for holding in passage.before]
        after = [comparison.in_after(holding.unit) for holding in passage.after]
        stood = [comparison.in_before(each.place.unit) for each in after] if not before else []
        stands = [comparison.in_after(each.place.unit) for each in before] if not after else []
        row = PassageRow(is_theme, (passage.after or passage.before)[0], before, after, _known(stood), _known(stands))
        if not after:
            found.only_before.append(row)
        elif not before:
            found.only_after.append(row)
        elif passage.is_change or _branches(before) != _branches(after):
            found.passed_on.append(row)
        else:
            found.kept.append(row)
    return found


def _known(units):
    return [each for each in units if each]


def _branches(units):
    return [each.branch and each.branch.unit for each in units]
