"""What happened to each theme and function between two structures, for a reader."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from ..models.languages import language_columns
from .snapshot import Holding

# Functions of one unit are one in other words from so large a share of common words on.
COMMON = 2 / 3
# The kinds of Passages, as a page has them.
IN_ORDER = ("transfers", "passed_on", "continued", "reworded", "only_before", "kept", "only_after")


# Of the units that hold a theme or function so many are named on a page; in the demo it is one unit everywhere.
MOST_UNITS = 3


@dataclass(frozen=True)
class Continued:
    """A theme of the later structure in which one of the earlier went on, and its units there as NamedUnit."""

    words: Holding
    units: list
    # Whether no source states it.
    is_inferred: bool
    # How many more units there are, where they are too many for a page.
    more: int = 0


@dataclass(frozen=True)
class PassageRow:
    """One theme or function; each list holds units as NamedUnit."""

    is_theme: bool
    words: Holding
    before: list
    after: list
    # Where one structure doesn't record it: where the units that the other one names stand in it.
    stood: list
    stands: list
    # Of a function in other words: the words of the later structure.
    reworded: Holding | None = None
    # Of a theme that went on under other names.
    continued: list[Continued] = field(default_factory=list)
    # How many more units there are on each side, where they are too many for a page.
    more_before: int = 0
    more_after: int = 0

    @property
    def sides(self):
        """Where it stands before and after: rows of which this is the same are shown together."""
        before, after = (self.before, self.stood, self.more_before), (self.after, self.stands, self.more_after)
        return before, after, self.reworded, self.continued

    def cut(self):
        """The same with no more than MOST_UNITS on a side."""
        first = slice(MOST_UNITS)
        return replace(
            self,
            before=self.before[first],
            stood=self.stood[first],
            after=self.after[first],
            stands=self.stands[first],
            more_before=max(0, len(self.before or self.stood) - MOST_UNITS),
            more_after=max(0, len(self.after or self.stands) - MOST_UNITS),
            continued=[
                replace(each, units=each.units[first], more=max(0, len(each.units) - MOST_UNITS))
                for each in self.continued
            ],
        )


@dataclass(frozen=True)
class Passages:
    """Rows by what became of them; the functions of a unit that passed on as a whole are Transfers."""

    transfers: list
    # To another unit, or with their unit to another branch.
    passed_on: list
    # Themes under other names, as ThemeContinuations say.
    continued: list
    # Functions of the same unit.
    reworded: list
    only_before: list
    only_after: list
    kept: list
    # Of a part: how many rows of each kind there are in all, by key.
    totals: dict | None = None

    def part(self, first, last):
        """Those from `first` up to `last`, without that, counted through all kinds in the order of a page, each cut."""
        parts, start = {}, 0
        for key in IN_ORDER:
            rows = getattr(self, key)
            part = rows[max(0, first - start) : max(0, last - start)]
            parts[key] = part if key == "transfers" else [row.cut() for row in part]
            start += len(rows)
        return Passages(**parts, totals={key: len(getattr(self, key)) for key in IN_ORDER})

    def __len__(self):
        return sum(len(getattr(self, key)) for key in IN_ORDER)

    @property
    def groups(self):
        """(key, rows, number in all) of what the earlier one records, where there are rows; the transfers apart."""
        return self._groups(*IN_ORDER[1:-1])

    @property
    def later_groups(self):
        """The same of what only the later one records."""
        return self._groups("only_after")

    def _groups(self, *keys):
        totals = self.totals or {key: len(getattr(self, key)) for key in keys}
        return [(key, rows, totals[key]) for key in keys if (rows := getattr(self, key))]


def passages_of(comparison):
    """The Passages of a Comparison; no query."""
    themes, functions = comparison.diff.themes, comparison.diff.functions
    continuations, rewordings = _continuations(comparison, themes), _rewordings(functions)
    later_names = {passage.key for heirs in continuations.values() for passage, _inferred in heirs}
    later_words = {passage.key for passage in rewordings.values()}
    continued = [_continued(comparison, each, continuations[each.key]) for each in themes if each.key in continuations]
    reworded = [_reworded(comparison, each, rewordings[each.key]) for each in functions if each.key in rewordings]
    rest = defaultdict(list)
    for passages, before, after, is_theme in (
        (themes, continuations, later_names, True),
        (functions, rewordings, later_words, False),
    ):
        for passage in passages:
            if passage.key not in before and (passage.before or passage.key not in after):
                row = _row(comparison, passage, is_theme=is_theme)
                rest[_outcome(passage, row)].append(row)
    return Passages(
        comparison.transfers,
        continued=continued,
        reworded=reworded,
        **{outcome: rest[outcome] for outcome in ("passed_on", "only_before", "only_after", "kept")},
    )


def _row(comparison, passage, *, is_theme):
    before = [comparison.in_before(holding.unit) for holding in passage.before]
    after = [comparison.in_after(holding.unit) for holding in passage.after]
    stood = [comparison.in_before(each.place.unit) for each in after] if not before else []
    stands = [comparison.in_after(each.place.unit) for each in before] if not after else []
    return PassageRow(is_theme, (passage.after or passage.before)[0], before, after, _known(stood), _known(stands))


def _continued(comparison, passage, heirs):
    """The row of a theme of the earlier structure that continues in `heirs`, themes of the later one."""
    continued = [
        Continued(later.after[0], [comparison.in_after(held.unit) for held in later.after], is_inferred)
        for later, is_inferred in heirs
    ]
    return replace(_row(comparison, passage, is_theme=True), continued=continued)


def _reworded(comparison, passage, later):
    """The row of a function that its unit has in the words of `later` afterwards."""
    words = later.after[0]
    row = _row(comparison, passage, is_theme=False)
    return replace(row, after=[comparison.in_after(words.unit)], stands=[], reworded=words)


def _outcome(passage, row):
    if not row.after:
        return "only_before"
    if not row.before:
        return "only_after"
    if passage.is_change or _branches(row.before) != _branches(row.after):
        return "passed_on"
    return "kept"


def _known(units):
    return [each for each in units if each]


def _branches(units):
    return [each.branch and each.branch.unit for each in units]


def _continuations(comparison, themes):
    """{key: [(later Passage, whether that is inferred)]} for the themes that only the earlier structure records.

    The nearest ones that the later one records, past those it doesn't.
    """
    later = {passage.key: passage for passage in themes if passage.after}
    found = {}
    for passage in themes:
        if passage.after:
            continue
        heirs, seen, asked = [], {passage.key}, {passage.key: False}
        while asked:
            reached = {}
            for key, is_inferred in asked.items():
                for there, step in comparison.continuations.get(key, {}).items():
                    if there not in seen:
                        reached[there] = is_inferred or step
            seen.update(reached)
            heirs += [(later[key], is_inferred) for key, is_inferred in reached.items() if key in later]
            asked = {key: is_inferred for key, is_inferred in reached.items() if key not in later}
        if heirs:
            found[passage.key] = heirs
    return found


def _rewordings(functions):
    """{key of a function: the later Passage} where the same unit has it in other words; never of another unit.

    Each is matched once: by its title, else by most of its words, the likest first.
    """
    before, after = defaultdict(list), defaultdict(list)
    for passage in functions:
        if len(passage.before) == 1 and not passage.after:
            before[passage.before[0].unit].append(passage)
        elif len(passage.after) == 1 and not passage.before:
            after[passage.after[0].unit].append(passage)
    found = {}
    for unit in before.keys() & after.keys():
        pairs = [(_likeness(one, other), one, other) for one in before[unit] for other in after[unit]]
        pairs = [pair for pair in pairs if pair[0] >= COMMON]
        taken = set()
        for _like, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1].key, pair[2].key)):
            if one.key not in taken and other.key not in taken:
                found[one.key] = other
                taken |= {one.key, other.key}
    return found


def _likeness(one, other):
    """2 where both have one title, else the share of common words in the longer text; keys are folded words."""
    before, after = one.before[0], other.after[0]
    for column in language_columns("title"):
        title = getattr(before, column)
        if title and title == getattr(after, column):
            return 2
    words, others = Counter(one.key.split()), Counter(other.key.split())
    return (words & others).total() / max(words.total(), others.total())
