"""What became of a unit: its own changes, and those of the units before and after it."""

from dataclasses import dataclass

from ..models import ChangeEvent
from ..naming.changes import ChangeNames, events_with_acts
from ..succession.succession import SAY_CREATED, SAY_ENDED, Succession
from .heirs import Heirs, heirs_by


@dataclass(frozen=True)
class UnitLife:
    """ChangeEvents in the order of time, with acts and named units. Empty where nothing is recorded."""

    # Of the unit itself, proposals too.
    own: list
    # Further back and further on, through units that came before and after it; only what happened.
    earlier: list
    later: list
    # The first change that says it was created, and the latest that says it ended, where one does.
    beginning: ChangeEvent | None
    end: ChangeEvent | None
    # Placements that name the units before and after it at any distance, by what happened, the nearest first.
    predecessors: list
    successors: list
    heirs: Heirs

    def __bool__(self):
        return bool(self.own)

    @property
    def events(self):
        return [*self.earlier, *self.own, *self.later]


class ChangesOfUnit:
    """The ChangeEvents of `unit` as seen from `structure`, from what `user` may see, of whose changes `links` are all.

    `asked` is the Part that gives the events, for read(). Then `names` are the ChangeNames of their units: a page
    fetches the placements they ask for together with others.
    """

    def __init__(self, unit, links, *, structure, editions, user):
        self.unit, self.seen = unit, {"structure": structure, "editions": editions, "to_staff": user.is_staff}
        self.recorded, self.happened = Succession(links), Succession([link for link in links if not link[3]])
        own = self.recorded.events_of(unit.pk)
        earlier = {step.event for step in self.happened.steps_before(unit.pk)} - own
        later = {step.event for step in self.happened.steps_after(unit.pk)} - own - earlier
        self.keys = own, earlier, later
        self.asked = events_with_acts(own | earlier | later if own else set())

    def read(self, events):
        self.events = events
        self.own, self.earlier, self.later = ([event for event in events if event.pk in keys] for keys in self.keys)
        self.names = ChangeNames(events, units_of=self.recorded.units, **self.seen)

    def life(self, rows):
        """The UnitLife, with the names out of `rows`, the placements that `names` asked for."""
        now, unit = self.names.give(rows), self.unit.pk
        events = {event.pk: event for event in self.events}
        return UnitLife(
            self.own,
            self.earlier,
            self.later,
            self._beginning(),
            self._end(),
            self._named(now, (step.before for step in self.happened.steps_before(unit))),
            self._named(now, (step.after for step in self.happened.steps_after(unit))),
            _heirs(self.happened, unit, now, events, self.names.structure),
        )

    def _beginning(self):
        for event in self.own:
            was_there = self.unit.pk in self.recorded.units[event.pk][0]
            if event.kind in SAY_CREATED and not event.only_proposed and not was_there:
                return event
        return None

    def _end(self):
        for event in reversed(self.own):
            goes_on = self.unit.pk in self.recorded.units[event.pk][1]
            if event.kind in SAY_ENDED and not event.only_proposed and not goes_on:
                return event
        return None

    def _named(self, now, keys):
        return [now[key] for key in dict.fromkeys(keys) if key in now and key != self.unit.pk]


def _heirs(succession, unit, names, events, structure):
    standing = {key for key, row in names.items() if row.structure_id == structure.pk}
    return heirs_by(succession.heirs(unit, standing), names, events)
