"""Two structures compared with care for what is not recorded: the difference, its words, and what explains it.

Told in the order of time, whichever of the two was asked for first.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from ..models import ChangeEvent, Kind, Placement, Structure, ThemeContinuation
from ..models.kinds import SECRETARIATS
from .diff import Diff, diff_of
from .findings import SINCE_A_PROPOSAL, Finding, UnitChange, fate_of_entered, fate_of_left, one_sided
from .snapshot import PlaceInSnapshot, Snapshot, place_of, read_snapshots

BRANCHES = (*SECRETARIATS, Kind.HEAD_OFFICE)


@dataclass(frozen=True)
class NamedUnit:
    """A unit under its name in `structure` (None where neither of the two has it)."""

    place: PlaceInSnapshot
    structure: Structure | None
    # The PlaceInSnapshot of its branch there, None where it is one itself or stands at the top.
    branch: PlaceInSnapshot | None = None


@dataclass
class Branch:
    """What changed within one unit right below the top: a secretariat or the office of a head."""

    named: NamedUnit
    changes: list = field(default_factory=list)
    # Those that left it for another branch and are told of there.
    moved_away: list = field(default_factory=list)


@dataclass
class Comparison:
    """What compare() found. Units are slugs; `named`, `in_before` and `in_after` give them their names."""

    earlier: Structure
    later: Structure
    before: Snapshot
    after: Snapshot
    diff: Diff
    # A UnitChange a unit, in the order of the later tree, then of the earlier one.
    changes: dict
    # All that lead from the one to the other.
    events: list
    # Places of units that stand in neither.
    others: dict = field(default_factory=dict)
    # Which themes went on in which, as of ThemeContinuationQuerySet.links().
    continuations: dict = field(default_factory=dict)
    # Whether no edition that tells how the units stood lies between the two.
    is_next: bool = False

    @property
    def from_proposal(self):
        return self.earlier.status not in Structure.SEEN

    @property
    def to_proposal(self):
        return self.later.status not in Structure.SEEN

    @cached_property
    def counts(self):
        """[(Finding, label, number of units)] of those that are found at all."""
        numbers = Counter(finding for change in self.changes.values() for finding in change.findings)
        return [(finding, self.label(finding), numbers[finding]) for finding in Finding if numbers[finding]]

    def label(self, finding):
        return SINCE_A_PROPOSAL.get(finding, finding.label) if self.from_proposal else finding.label

    @property
    def transfers(self):
        """The events by which the functions of units passed on as a whole."""
        return [event for event in self.events if event.kind == ChangeEvent.Kind.FUNCTIONS_TRANSFERRED]

    @cached_property
    def one_sided(self):
        """What only one of the two records of the units that stand in both."""
        differing = (*self.diff.renamed, *self.diff.half_named, *self.diff.changed_purpose)
        changes = {change.unit: change for change in differing}
        changes = sorted(changes.values(), key=lambda change: change.after.lft)
        return [row for change in changes for row in one_sided(change, self.in_after(change.unit))]

    @property
    def carried_over(self):
        """How many places of the later one nobody saw again."""
        return sum(place.basis == Placement.Basis.CARRIED_OVER for place in self.after.places.values())

    def in_before(self, unit):
        return self._named(self.before, self.earlier, unit)

    def in_after(self, unit):
        return self._named(self.after, self.later, unit)

    def named(self, unit):
        """By its later name where it has one; a unit unknown to both by its latest name elsewhere."""
        return self.in_after(unit) or self.in_before(unit) or NamedUnit(self.others[unit], None)

    def _named(self, snapshot, structure, unit):
        if unit not in snapshot.places:
            return None
        branch = snapshot.branch_of(unit)
        return NamedUnit(snapshot.places[unit], structure, snapshot.places[branch] if branch != unit else None)

    def branches(self, changes):
        """The UnitChanges by Branch, in the order of the later tree, then of the earlier one.

        Secretariats and the offices of heads are branches; what else stands right below the top is told of together.
        """
        found = {}
        for change in changes:
            home = self._home(change.unit, self.in_after if change.after else self.in_before)
            branch = found.setdefault(home.place.unit, Branch(home))
            branch.changes.append(change)
            if Finding.MOVED in change.findings:
                origin = self._home(change.unit, self.in_before)
                if origin.place.unit != home.place.unit:
                    origin = self.in_after(origin.place.unit) or origin
                    left = found.setdefault(origin.place.unit, Branch(origin))
                    left.moved_away.append(self.in_after(change.unit))
        in_order = sorted(found.values(), key=lambda each: (each.named.structure != self.later, each.named.place.lft))
        self._tell_once([change for branch in in_order for change in branch.changes])
        return in_order

    def _tell_once(self, changes):
        """Sets `told` of each: its events, and whether another change tells of the event in full.

        That is the first one it concerns; where functions passed on, the unit they came from.
        """
        teller = {}
        for change in changes:
            for event in change.events:
                gave = event.kind == ChangeEvent.Kind.FUNCTIONS_TRANSFERRED and change.unit in event.original_slugs
                if event not in teller or gave:
                    teller[event] = change.unit
        for change in changes:
            change.told = [(event, teller[event] != change.unit) for event in change.events]

    def _home(self, unit, named):
        """Its branch, or the top of the structure, by its name on that side (in_before or in_after)."""
        own = named(unit)
        if own.branch:
            return named(own.branch.unit)
        if own.place.level == 0 or own.place.kind in BRANCHES:
            return own
        return named(own.place.parent)


def compare(one, other, *, editions, user):
    """The Comparison of two of `editions`, the structures that `user` may see, oldest first; ten queries at most."""
    earlier, later = sorted((one, other), key=editions.index)
    before, after = read_snapshots(earlier, later)
    events = _events(earlier, later, user)
    comparison = Comparison(earlier, later, before, after, diff_of(before, after), {}, events)
    comparison.is_next = earlier.pk in (later.based_on_id, _last_seen_before(later, editions))
    comparison.changes = _changes(comparison, editions)
    for event in events:
        for unit in event.original_slugs | event.result_slugs:
            if unit in comparison.changes:
                comparison.changes[unit].events.append(event)
    if comparison.to_proposal:
        for change in comparison.changes.values():
            change.is_proposed = comparison.is_next or any(event.structure_id == later.pk for event in change.events)
    if any(not passage.after for passage in comparison.diff.themes):
        comparison.continuations = ThemeContinuation.objects.links()
    spoken_of = {unit for event in events for unit in event.units}
    comparison.others = _names_elsewhere(spoken_of - before.places.keys() - after.places.keys(), editions)
    _name(comparison)
    return comparison


def _name(comparison):
    """Sets the names of the units that changes and events speak of: `named`, `above_before`, `befores`, …"""
    for change in comparison.changes.values():
        before, after = change.before, change.after
        change.named = comparison.in_after(change.unit) if after else comparison.in_before(change.unit)
        change.above_before = comparison.in_before(before.parent) if before and before.parent else None
        change.above_after = comparison.in_after(after.parent) if after and after.parent else None
        change.sister = comparison.in_after(after.previous) if after and after.previous else None
        change.labels = [(finding.value, comparison.label(finding)) for finding in change.findings]
    for event in comparison.events:
        event.befores = [comparison.named(unit.slug) for unit in event.originals.all()]
        event.afters = [comparison.named(unit.slug) for unit in event.results.all()]


def _events(earlier, later, user):
    """Those that lead from the one to the other, with the slugs of their `units`."""
    if earlier == later:
        return []
    events = list(ChangeEvent.objects.visible_to(user).between(earlier, later).for_listing().chronological())
    for event in events:
        event.original_slugs = {unit.slug for unit in event.originals.all()}
        event.result_slugs = {unit.slug for unit in event.results.all()}
        ends = {unit.slug for unit in (event.moved_from, event.moved_to) if unit}
        event.units = event.original_slugs | event.result_slugs | ends
    return events


def _changes(comparison, editions):
    found, changes = comparison.diff, {}
    for change in (*found.moved, *found.renamed, *found.changed_kind, *found.changed_purpose, *found.reordered):
        changes.setdefault(change.unit, UnitChange(change.before, change.after))
    for place in found.entered:
        changes[place.unit] = UnitChange(None, place)
    in_tree = dict(sorted(changes.items(), key=lambda item: item[1].after.lft))
    in_tree |= {place.unit: UnitChange(place, None) for place in found.left}
    _judge(comparison, in_tree, editions)
    for finding, changed in (
        (Finding.MOVED, found.moved),
        (Finding.RENAMED, found.renamed),
        (Finding.KIND, found.changed_kind),
        (Finding.PURPOSE, [each for each in found.changed_purpose if _is_restated(each)]),
        (Finding.REORDERED, found.reordered),
    ):
        for change in changed:
            in_tree[change.unit].findings.append(finding)
    return {unit: change for unit, change in in_tree.items() if change.findings}


def _is_restated(change):
    """Whether both tell a purpose in some language, and not the same."""
    pairs = zip(change.before.purposes, change.after.purposes, strict=True)
    return any(one and other and one != other for one, other in pairs)


def _judge(comparison, changes, editions):
    """Finds what became of the units that only one of the two has."""
    found, earlier, later = comparison.diff, comparison.earlier, comparison.later
    if not found.entered and not found.left:
        return
    seen = _seen(earlier, later, editions)
    order = {edition.pk: number for number, edition in enumerate(editions)}
    for place in found.entered:
        change = changes[place.unit]
        past = [each for each in seen.get(place.unit, ()) if order[each.pk] < order[later.pk]]
        change.elsewhere = past[-1] if past else None
        finding, change.by_complete_record = fate_of_entered(
            place,
            events=comparison.events,
            seen_before=past,
            earlier=comparison.before,
            was_seen=not comparison.from_proposal,
        )
        change.findings.append(finding)
    for place in found.left:
        change = changes[place.unit]
        sightings = seen.get(place.unit, ())
        after = [each for each in sightings if order[each.pk] > order[later.pk]]
        change.elsewhere = after[0] if after else None
        finding, change.by_complete_record = fate_of_left(
            place,
            events=comparison.events,
            seen_after=after,
            later=comparison.after,
            was_seen=not comparison.from_proposal,
            ever_seen=bool(sightings),
            is_proposal=comparison.to_proposal,
            is_next=comparison.is_next,
        )
        change.findings.append(finding)


def _last_seen_before(structure, editions):
    """The key of the last edition before `structure` that tells how the units stood."""
    before = editions[: [edition.pk for edition in editions].index(structure.pk)]
    return next((edition.pk for edition in reversed(before) if edition.status in Structure.SEEN), None)


def _seen(earlier, later, editions):
    """Of each unit that only one of the two has, the editions in which it was seen, oldest first."""
    of_earlier, of_later = (
        Placement.objects.filter(tree_id=each.pk).order_by().values("unit") for each in (earlier, later)
    )
    only_one = Q(unit__in=of_earlier.exclude(unit__in=of_later)) | Q(unit__in=of_later.exclude(unit__in=of_earlier))
    keys = [edition.pk for edition in editions if edition.status in Structure.SEEN]
    rows = Placement.objects.filter(only_one, tree_id__in=keys).order_by().values_list("unit__slug", "tree_id")
    found = {}
    for slug, key in rows:
        found.setdefault(slug, set()).add(key)
    return {slug: [edition for edition in editions if edition.pk in keys] for slug, keys in found.items()}


def _names_elsewhere(units, editions):
    """Places of units that stand in neither structure, from the latest edition that has them."""
    if not units:
        return {}
    rows = Placement.objects.filter(unit__slug__in=units).naming(None, among=[edition.pk for edition in editions])
    return {row.unit.slug: place_of(row) for row in rows.select_related("unit")}
