"""Which units came before and after a unit, through any number of recorded changes."""

from collections import defaultdict
from dataclasses import dataclass

from .changes import ChangeEvent
from .placements import Placement

Kind = ChangeEvent.Kind
# The kinds that say of a unit after them that it was created, of one before them that it ended.
SAY_CREATED = (Kind.CREATED, Kind.MERGED, Kind.SPLIT)
SAY_ENDED = (Kind.ABOLISHED, Kind.MERGED, Kind.SPLIT)


@dataclass(frozen=True)
class Step:
    """One change, from one unit to another; `away` says how many changes it is from the unit one asked for."""

    event: ChangeEvent
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

    Units are told by their keys. A unit that was renamed or moved stays the same one and makes no step.
    """

    def __init__(self, events):
        """`events` with originals and results fetched, as by for_listing()."""
        self.after, self.before = defaultdict(list), defaultdict(list)
        for event in events:
            originals, results = ([unit.pk for unit in units.all()] for units in (event.originals, event.results))
            for original in originals:
                for result in results:
                    if original != result and result not in originals:
                        self.after[original].append((event, result))
                        self.before[result].append((event, original))

    def steps_before(self, unit):
        """All changes that lead to `unit`, at any distance."""
        return self._steps(unit, self.before, lambda here, event, there, away: Step(event, there, here, away))

    def steps_after(self, unit):
        """All changes that lead on from `unit`, at any distance."""
        return self._steps(unit, self.after, lambda here, event, there, away: Step(event, here, there, away))

    def _steps(self, unit, ways, step):
        """The nearest first; each unit is asked once, so a circle ends."""
        found, seen, asked = [], {unit}, [unit]
        away = 1
        while asked:
            reached = []
            for here in asked:
                for event, there in ways.get(here, ()):
                    found.append(step(here, event, there, away))
                    if there not in seen:
                        seen.add(there)
                        reached.append(there)
            asked, away = reached, away + 1
        return found

    def heirs(self, unit, standing):
        """The nearest successors of `unit` among the keys `standing`, past those that stand no longer."""
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


def successors_of(units, *, structure, user=None):
    """{unit: its nearest successors that stand in `structure`} for the keys `units`; Successors, empty where none is
    recorded. From what `user` may see, the public where there is none; only changes that happened. Five queries.

    A unit that stands in `structure` itself is asked for like any other: leave out those whose successors don't matter.
    """
    events = ChangeEvent.objects.public() if user is None else ChangeEvent.objects.visible_to(user)
    succession = Succession(events.filter(only_proposed=False).chronological().for_listing())
    standing = (
        set(Placement.objects.filter(tree_id=structure.pk).values_list("unit", flat=True)) if structure else set()
    )
    return {unit: succession.heirs(unit, standing) for unit in units}


def created_and_ended(events):
    """({unit: the event that says it was created}, {unit: the one that says it ended}) for the keys of units.

    For the `events` between two structures, see ChangeEventQuerySet.between(), with originals and results fetched:
    where a unit is in neither, only the records can tell, and only where they are complete.
    """
    created, ended = {}, {}
    for event in events:
        before, after = ({unit.pk for unit in units.all()} for units in (event.originals, event.results))
        if event.kind in SAY_CREATED:
            created |= dict.fromkeys(after - before, event)
        if event.kind in SAY_ENDED:
            ended |= dict.fromkeys(before - after, event)
    return created, ended
