"""Which units came before and after a unit, through any number of recorded changes.

Units and events are given by their keys.
"""

from collections import defaultdict
from dataclasses import dataclass

from ..models import ChangeEvent

Kind = ChangeEvent.Kind
# The kinds that say of a unit after them that it was created, of one before them that it ended.
SAY_CREATED = (Kind.CREATED, Kind.MERGED, Kind.SPLIT, Kind.SECEDED, Kind.REORGANIZED)
SAY_ENDED = (Kind.ABOLISHED, Kind.MERGED, Kind.SPLIT, Kind.REORGANIZED)


@dataclass(frozen=True)
class SuccessionStep:
    """One change, from one unit to another; `away` says how many changes it is from the unit one asked for."""

    event: int
    before: int
    after: int
    away: int


@dataclass
class Successor:
    """A unit that functions of another passed to, and the changes that lead there, the first one first."""

    unit: int
    events: list


class Succession:
    """The recorded changes from unit to unit, in memory: there are few, and so no chain of them costs a query a step.

    A unit that was renamed or moved stays the same one and makes no step; what merged into one that stays leads there.
    """

    def __init__(self, links):
        """`links` as of ChangeEventQuerySet.links()."""
        self.units = defaultdict(lambda: ([], []))  # {event: (originals, results)}
        for event, unit, is_result, _proposed in sorted(links):
            self.units[event][is_result].append(unit)
        self.after, self.before = defaultdict(list), defaultdict(list)
        for event, (originals, results) in self.units.items():
            for original in originals:
                for result in results:
                    if result not in originals or original not in results:
                        self.after[original].append((event, result))
                        self.before[result].append((event, original))

    def events_of(self, unit):
        """The changes of which `unit` is an original or a result."""
        return {event for event, units in self.units.items() if unit in units[0] or unit in units[1]}

    def steps_before(self, unit):
        """All changes that lead to `unit`, at any distance, the nearest first."""
        found = self._steps(unit, self.before)
        return [SuccessionStep(event, there, here, away) for here, event, there, away in found]

    def steps_after(self, unit):
        """All changes that lead on from `unit`, at any distance, the nearest first."""
        found = self._steps(unit, self.after)
        return [SuccessionStep(event, here, there, away) for here, event, there, away in found]

    def _steps(self, unit, steps):
        """(from, event, to, how far away); each unit is asked once, so a circle ends."""
        found, seen, asked, away = [], {unit}, [unit], 1
        while asked:
            reached = []
            for here in asked:
                for event, there in steps.get(here, ()):
                    found.append((here, event, there, away))
                    if there not in seen:
                        seen.add(there)
                        reached.append(there)
            asked, away = reached, away + 1
        return found

    def heirs(self, unit, standing):
        """The nearest Successors of `unit` among the keys `standing`, past those that stand no longer."""
        found, seen, asked = [], {unit}, [Successor(unit, [])]
        while asked:
            reached = []
            for here in asked:
                for event, there in self.after.get(here.unit, ()):
                    if there in seen:
                        continue
                    seen.add(there)
                    heir = Successor(there, [*here.events, event])
                    (found if there in standing else reached).append(heir)
            asked = reached
        return found
