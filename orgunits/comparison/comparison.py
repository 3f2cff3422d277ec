"""Two structures compared with care for what is not recorded: the difference, its words, and what explains it.

Always in the order of time, whichever of the two was asked for first.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from ..models import ChangeEvent, Kind, Placement, Structure, ThemeContinuation
from ..models.kinds import SECRETARIATS
from .diff import Diff, diff_of
from .findings import Fate, Finding, UnitChange, fate_of_entered, fate_of_left, one_sided
from .pair import NamedUnit, Pair
from .snapshot import place_of, read_snapshots

BRANCHES = (*SECRETARIATS, Kind.HEAD_OFFICE)
TRANSFERRED = ChangeEvent.Kind.FUNCTIONS_TRANSFERRED


@dataclass(frozen=True)
class Branch:
    """What changed within one unit right below the top: a secretariat or the office of a head."""

    named: NamedUnit
    changes: list
    # Those that left it for another branch and are shown there, as NamedUnit.
    moved_away: list


@dataclass(frozen=True)
class Transfer:
    """An event by which functions passed on as a whole; each list holds units as NamedUnit."""

    event: ChangeEvent
    before: list
    after: list


@dataclass(frozen=True)
class Comparison(Pair):
    """What compare() found."""

    diff: Diff
    # {unit: its UnitChange}, in the order of the later tree, then of the earlier one.
    changes: dict
    # All that lead from the one to the other.
    events: list
    # {unit: its place elsewhere} of units that events name and that are in neither.
    others: dict
    # Which themes continue in which, as of ThemeContinuationQuerySet.links().
    continuations: dict

    @cached_property
    def counts(self):
        """[(Finding, label, number of units)] of those that are found at all."""
        numbers = Counter(finding for change in self.changes.values() for finding in change.findings)
        return [(finding, self.label(finding), numbers[finding]) for finding in Finding if numbers[finding]]

    @property
    def transfers(self):
        """The events by which the functions of units passed on as a whole, as Transfer."""
        return [
            Transfer(event, self._all_named(event.originals.all()), self._all_named(event.results.all()))
            for event in self.events
            if event.kind == TRANSFERRED
        ]

    def _all_named(self, units):
        return [self.named(unit.slug) for unit in units]

    @cached_property
    def one_sided(self):
        """What only one of the two records of the units that are in both."""
        differing = (*self.diff.renamed, *self.diff.half_named, *self.diff.changed_purpose)
        changes = {change.unit: change for change in differing}
        changes = sorted(changes.values(), key=lambda change: change.after.lft)
        return [row for change in changes for row in one_sided(change, self.in_after(change.unit))]

    @property
    def carried_over(self):
        """How many places of the later one nobody saw again."""
        return sum(place.basis == Placement.Basis.CARRIED_OVER for place in self.after.places.values())

    def named(self, unit):
        """By its later name where it has one; a unit unknown to both by its latest name elsewhere."""
        return self.in_after(unit) or self.in_before(unit) or NamedUnit(self.others[unit], None)

    def branches(self, changes):
        """The UnitChanges by Branch, in the order of the later tree, then of the earlier one, with `shown_events`.

        Secretariats and the offices of heads are branches; what else stands right below the top is one together.
        """
        homes, changes_of, moved_away = {}, defaultdict(list), defaultdict(list)
        for change in changes:
            home = self._home(change.unit, self.in_after if change.after else self.in_before)
            homes.setdefault(home.place.unit, home)
            changes_of[home.place.unit].append(change)
            if Finding.MOVED in change.findings:
                origin = self._home(change.unit, self.in_before)
                if origin.place.unit != home.place.unit:
                    homes.setdefault(origin.place.unit, self.in_after(origin.place.unit) or origin)
                    moved_away[origin.place.unit].append(self.in_after(change.unit))
        in_order = sorted(homes, key=lambda unit: (homes[unit].structure != self.later, homes[unit].place.lft))
        explained_at = _explained_at([change for unit in in_order for change in changes_of[unit]])
        return [
            Branch(homes[unit], [_with_events(each, explained_at) for each in changes_of[unit]], moved_away[unit])
            for unit in in_order
        ]

    def _home(self, unit, named):
        """Its branch, or the top of the structure, by its name on that side (in_before or in_after)."""
        own = named(unit)
        if own.branch:
            return named(own.branch.unit)
        if own.place.level == 0 or own.place.kind in BRANCHES:
            return own
        return named(own.place.parent)


def _explained_at(changes):
    """{event: the unit at which it is explained}: the first one it concerns; where functions passed on, the giver."""
    found = {}
    for change in changes:
        for event in change.events:
            if event not in found or (event.kind == TRANSFERRED and change.unit in event.original_slugs):
                found[event] = change.unit
    return found


def _with_events(change, explained_at):
    return replace(change, shown_events=[(event, explained_at[event] != change.unit) for event in change.events])


def compare(one, other, *, editions, user):
    """The Comparison of two of `editions`, the structures that `user` may see, oldest first."""
    earlier, later = sorted((one, other), key=editions.index)
    is_next = earlier.pk in (later.based_on_id, _last_seen_before(later, editions))
    pair = Pair(earlier, later, *read_snapshots(earlier, later), is_next)
    found, events = diff_of(pair.before, pair.after), _events(earlier, later, user)
    has_ended_themes = any(not passage.after for passage in found.themes)
    return Comparison(
        **vars(pair),
        diff=found,
        changes=_changes(pair, found, events, editions),
        events=events,
        others=_names_elsewhere(pair, events, editions),
        continuations=ThemeContinuation.objects.known_to(user).links() if has_ended_themes else {},
    )


def _events(earlier, later, user):
    """Those that lead from the one to the other."""
    if earlier == later:
        return []
    return list(ChangeEvent.objects.visible_to(user).between(earlier, later).for_listing().chronological())


def _changes(pair, found, events, editions):
    """{unit: its UnitChange} of the units of which a Diff and the events that explain it let something be said."""
    fates = _fates(pair, found, events, editions)
    findings = defaultdict(list, {unit: [fate.finding] for unit, fate in fates.items()})
    for finding, changed in (
        (Finding.MOVED, found.moved),
        (Finding.RENAMED, found.renamed),
        (Finding.KIND, found.changed_kind),
        (Finding.PURPOSE, [each for each in found.changed_purpose if _is_restated(each)]),
        (Finding.REORDERED, found.reordered),
    ):
        for change in changed:
            findings[change.unit].append(finding)
    explained_by = defaultdict(list)
    for event in events:
        for unit in event.original_slugs | event.result_slugs:
            explained_by[unit].append(event)
    return {
        unit: _unit_change(pair, unit, findings[unit], explained_by[unit], fates.get(unit))
        for unit in {**pair.after.places, **pair.before.places}
        if unit in findings
    }


def _unit_change(pair, unit, findings, events, fate):
    before, after = pair.before.places.get(unit), pair.after.places.get(unit)
    leads_there = pair.is_next or any(event.structure_id == pair.later.pk for event in events)
    return UnitChange(
        before,
        after,
        findings,
        labels=[(finding.value, pair.label(finding)) for finding in findings],
        events=events,
        elsewhere=fate and fate.elsewhere,
        by_complete_record=fate is not None and fate.by_complete_record,
        is_proposed=pair.to_proposal and leads_there,
        named=pair.in_after(unit) or pair.in_before(unit),
        above_before=pair.in_before(before.parent) if before else None,
        above_after=pair.in_after(after.parent) if after else None,
        sister=pair.in_after(after.previous) if after else None,
    )


def _is_restated(change):
    """Whether both have a purpose in some language, and not the same."""
    pairs = zip(change.before.purposes, change.after.purposes, strict=True)
    return any(one and other and one != other for one, other in pairs)


def _fates(pair, found, events, editions):
    """{unit: its Fate} of the units that only one of the two has."""
    if not found.entered and not found.left:
        return {}
    seen, fates = _seen(pair.earlier, pair.later, editions), {}
    order = {edition.pk: number for number, edition in enumerate(editions)}
    for place in found.entered:
        past = [each for each in seen.get(place.unit, ()) if order[each.pk] < order[pair.later.pk]]
        finding, by_complete_record = fate_of_entered(
            place, events=events, seen_before=past, earlier=pair.before, was_seen=not pair.from_proposal
        )
        fates[place.unit] = Fate(finding, by_complete_record, past[-1] if past else None)
    for place in found.left:
        sightings = seen.get(place.unit, ())
        after = [each for each in sightings if order[each.pk] > order[pair.later.pk]]
        finding, by_complete_record = fate_of_left(
            place,
            events=events,
            seen_after=after,
            later=pair.after,
            was_seen=not pair.from_proposal,
            ever_seen=bool(sightings),
            is_proposal=pair.to_proposal,
            is_next=pair.is_next,
        )
        fates[place.unit] = Fate(finding, by_complete_record, after[0] if after else None)
    return fates


def _last_seen_before(structure, editions):
    """The key of the last edition before `structure` that says how the units stood."""
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


def _names_elsewhere(pair, events, editions):
    """{unit: its place} of those that `events` name and neither of the two has, by the latest edition that has them."""
    units = {unit for event in events for unit in event.original_slugs | event.result_slugs}
    units |= {unit.slug for event in events for unit in (event.moved_from, event.moved_to) if unit}
    units -= pair.before.places.keys() | pair.after.places.keys()
    if not units:
        return {}
    rows = Placement.objects.filter(unit__slug__in=units).naming(None, among=[edition.pk for edition in editions])
    return {row.unit.slug: place_of(row) for row in rows.select_related("unit")}
