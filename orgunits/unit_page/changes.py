"""What became of a unit: its own changes, and those of the units before and after it."""

from dataclasses import dataclass, field

from ..models import ChangeEvent, OrganizationalUnit, Structure
from ..naming.changes import ChangeNames, name_units
from ..succession.succession import SAY_ENDED, Succession


@dataclass
class Heirs:
    """Who has the functions of a unit: its nearest successors that stand in a structure, and how they came to them."""

    rows: list  # placements that name them
    events: list  # ChangeEvents with their acts, each once

    def __bool__(self):
        return bool(self.rows)


@dataclass
class UnitLife:
    """ChangeEvents in the order of time, with acts and named units. Empty where nothing is recorded."""

    unit: OrganizationalUnit
    succession: Succession
    # Of the unit itself, proposals too.
    own: list
    # Further back and further on, through units that came before and after it; only what happened.
    earlier: list
    later: list
    # The latest change that says it ended, where one does.
    end: ChangeEvent | None = None
    # Placements that name the units before and after it at any distance, by what happened, the nearest first.
    predecessors: list = field(default_factory=list)
    successors: list = field(default_factory=list)
    heirs: Heirs = field(default_factory=lambda: Heirs([], []))

    def __bool__(self):
        return bool(self.own)

    @property
    def events(self):
        return [*self.earlier, *self.own, *self.later]

    def name(self, names, rows):
        """Takes the names from `rows`, as its ChangeNames ask for them."""
        now = names.give(rows)
        self.predecessors = self._named(now, (step.before for step in self.succession.steps_before(self.unit.pk)))
        self.successors = self._named(now, (step.after for step in self.succession.steps_after(self.unit.pk)))
        events = {event.pk: event for event in self.events}
        self.heirs = _heirs(self.succession, self.unit.pk, now, events, names.structure)

    def _named(self, now, keys):
        return [now[key] for key in dict.fromkeys(keys) if key in now and key != self.unit.pk]


def life_of(unit, *, structure, user):
    """The UnitLife of `unit` as seen from `structure`, from what `user` may see, and the ChangeNames of its units.

    Nothing has a name before UnitLife.name(). Two queries, one where nothing is recorded.
    """
    visible = ChangeEvent.objects.visible_to(user)
    links = visible.links()
    told, happened = Succession(links), Succession([link for link in links if not link[3]])
    own = told.events_of(unit.pk)
    earlier = {step.event for step in happened.steps_before(unit.pk)} - own
    later = {step.event for step in happened.steps_after(unit.pk)} - own - earlier
    events = ChangeEvent.objects.filter(pk__in=own | earlier | later).chronological().told() if own else []
    life = UnitLife(
        unit,
        happened,
        own=[event for event in events if event.pk in own],
        earlier=[event for event in events if event.pk in earlier],
        later=[event for event in events if event.pk in later],
    )
    ends = (
        event
        for event in reversed(life.own)
        if event.kind in SAY_ENDED and not event.only_proposed and unit.pk not in told.units[event.pk][1]
    )
    life.end = next(ends, None)
    among = Structure.objects.visible_to(user)
    return life, ChangeNames(events, structure=structure, among=among, units_of=told.units)


def heirs_of(units, *, structure, user):
    """{unit: its Heirs in `structure`} for the keys `units`, from what `user` may see. Three queries, however many."""
    happened = Succession(ChangeEvent.objects.visible_to(user).filter(only_proposed=False).links())
    on_the_way = {step.event for unit in units for step in happened.steps_after(unit)}
    events = {event.pk: event for event in ChangeEvent.objects.filter(pk__in=on_the_way).told()}
    among = Structure.objects.visible_to(user)
    now = name_units(events.values(), structure=structure, among=among, units_of=happened.units)
    return {unit: _heirs(happened, unit, now, events, structure) for unit in units}


def _heirs(succession, unit, names, events, structure):
    standing = {key for key, row in names.items() if row.structure_id == structure.pk}
    successors = succession.heirs(unit, standing)
    through = dict.fromkeys(event for heir in successors for event in heir.events)
    return Heirs([names[heir.unit] for heir in successors], [events[event] for event in through])
