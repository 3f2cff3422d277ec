"""What differs between two structures, from their placements alone.

How it came about is not asked here, nor whether what is missing was missing or was only not recorded: see
comparison.py.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, fields

from .snapshot import Holding, PlaceInSnapshot, read_snapshots


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that is in both structures."""

    before: PlaceInSnapshot
    after: PlaceInSnapshot

    @property
    def unit(self):
        return self.after.unit

    def mirror(self):
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Passage:
    """Who holds a theme (its slug) or a function (its folded words), before and after."""

    key: str
    before: tuple[Holding, ...]
    after: tuple[Holding, ...]

    @property
    def is_change(self):
        return {holding.unit for holding in self.before} != {holding.unit for holding in self.after}

    def mirror(self):
        return Passage(self.key, self.after, self.before)


@dataclass(frozen=True)
class Diff:
    """In the order of the tree after; what isn't there after, in the order of the tree before. False where empty."""

    entered: tuple[PlaceInSnapshot, ...]
    left: tuple[PlaceInSnapshot, ...]
    # Under another unit.
    moved: tuple[Change, ...]
    # Under the same one, in another order among the siblings common to both; as few of them as will do.
    reordered: tuple[Change, ...]
    # An official name or acronym differs in a language in which both have one.
    renamed: tuple[Change, ...]
    # The names and acronyms differ, but only where one of the two has none.
    half_named: tuple[Change, ...]
    changed_kind: tuple[Change, ...]
    changed_purpose: tuple[Change, ...]
    # All of them, those that stay where they are included.
    themes: tuple[Passage, ...]
    functions: tuple[Passage, ...]

    def __bool__(self):
        *of_units, themes, functions = (getattr(self, field.name) for field in fields(self))
        return any(of_units) or any(passage.is_change for passage in [*themes, *functions])

    def mirror(self):
        """The way back."""
        changes = {
            field.name: _in_order(each.mirror() for each in getattr(self, field.name))
            for field in fields(self)
            if field.name not in ("entered", "left")
        }
        return Diff(entered=self.left, left=self.entered, **changes)


def diff(before, after):
    """What differs between two structures."""
    return diff_of(*read_snapshots(before, after))


def diff_of(before, after):
    """The same for two snapshots."""
    old, new = before.places, after.places
    both = [Change(old[unit], place) for unit, place in new.items() if unit in old]
    renamed = [change for change in both if _otherwise_named(change)]
    half_named = [
        change
        for change in both
        if (change.before.names, change.before.acronyms) != (change.after.names, change.after.acronyms)
        and not _otherwise_named(change)
    ]
    return Diff(
        entered=tuple(place for unit, place in new.items() if unit not in old),
        left=tuple(place for unit, place in old.items() if unit not in new),
        moved=tuple(change for change in both if change.before.parent != change.after.parent),
        reordered=_reordered(both),
        renamed=tuple(renamed),
        half_named=tuple(half_named),
        changed_kind=tuple(change for change in both if change.before.kind != change.after.kind),
        changed_purpose=tuple(change for change in both if change.before.purposes != change.after.purposes),
        themes=_passages(before.themes, after.themes),
        functions=_passages(before.functions, after.functions),
    )


def _otherwise_named(change):
    before = (*change.before.names, *change.before.acronyms)
    after = (*change.after.names, *change.after.acronyms)
    return any(one and other and one != other for one, other in zip(before, after, strict=True))


def _passages(before, after):
    passages = [Passage(key, before.get(key, ()), after.get(key, ())) for key in {**after, **before}]
    return _in_order(passages)


def _in_order(changes):
    def place(change):
        if isinstance(change, Change):
            return 0, change.after.lft
        return (0, change.after[0].position) if change.after else (1, change.before[0].position)

    return tuple(sorted(changes, key=place))


def _reordered(both):
    """Those that must be taken out so that, under each unit, the rest of its common siblings keeps its order."""
    siblings = defaultdict(list)
    for change in both:
        if change.before.parent == change.after.parent:
            siblings[change.after.parent].append(change)
    return _in_order(change for family in siblings.values() for change in _displaced(family))


def _displaced(family):
    """All but a longest run that is in the same order on both sides; of equally long ones the same either way."""
    ordered = sorted(family, key=lambda change: change.before.lft)
    if ordered == family:
        return []
    # The longest run that begins with each, found from the end (patience sorting).
    by_length, tails = defaultdict(list), []
    for change in reversed(ordered):
        length = bisect_left(tails, -change.after.lft)
        tails[length : length + 1] = [-change.after.lft]
        by_length[length].append(change)
    steady, last = set(), None
    for length in range(len(tails) - 1, -1, -1):
        last = min((change for change in by_length[length] if _follows(change, last)), key=lambda change: change.unit)
        steady.add(last.unit)
    return [change for change in family if change.unit not in steady]


def _follows(change, last):
    return last is None or (change.before.lft > last.before.lft and change.after.lft > last.after.lft)
