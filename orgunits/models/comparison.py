"""Two structures compared, with care for what is not recorded: the difference, its words and what explains it.

Told in the order of time, whichever of the two was asked for first.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from .changes import ChangeEvent
from .diff import Diff, diff_of
from .findings import SINCE_A_PROPOSAL, Finding, UnitChange, fate_of_entered, fate_of_left, one_sided
from .placements import Placement
from .snapshot import Snapshot, read_snapshots
from .structure import Structure
from .units import OrganizationalUnit


@dataclass
class Branch:
    """What changed within one unit right below the top, which is a secretariat or the office of a head."""

    unit: str
    changes: list = field(default_factory=list)
    # Of the units that left it for another branch, and are told of there.
    moved_away: list = field(default_factory=list)


@dataclass
class Comparison:
    """What compare() found; `names` has a Place or Placement for each unit that is spoken of."""

    earlier: Structure
    later: Structure
    before: Snapshot
    after: Snapshot
    diff: Diff
    # By unit, in the order of the later tree, then of the earlier one.
    changes: dict
    branches: list
    # All that lead from the one to the other, and those by which functions passed on as a whole.
    events: list
    transfers: list
    names: dict

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

    @cached_property
    def one_sided(self):
        """What only one of the two records of the units that stand in both."""
        return [
            row
            for change in {change.unit: change for change in (*self.diff.half_named, *self.diff.renamed, *self.diff.changed_purpose)}.values()
            for row in one_sided(change)
        ]

    @property
    def carried_over(self):
        """How many places of the later one nobody saw again."""
        return sum(place.basis == Placement.Basis.CARRIED_OVER for place in self.after.places.values())


def compare(one, other, *, user):
    """The Comparison of two structures that `user` may see; a fixed number of queries."""
    earlier, later = in_order_of_time(one, other)
    before, after = read_snapshots(earlier, later)
    found = diff_of(before, after)
    events = _events(earlier, later, user)
    editions = _sightings([*found.entered, *found.left]) if found.entered or found.left else {}
    changes = _changes(found, events, editions, earlier, later, before, after)
    for event in events:
        for unit in event.original_slugs | event.result_slugs:
            if unit in changes:
                changes[unit].events.append(event)
    names = {**before.places, **after.places}
    names |= _names_of(events, names, later, user)
    return Comparison(
        earlier,
        later,
        before,
        after,
        found,
        changes,
        _branches(changes, before, after),
        events,
        [event for event in events if event.kind == ChangeEvent.Kind.FUNCTIONS_TRANSFERRED],
        names,
    )


def in_order_of_time(one, other):
    """The earlier first; what has no day, as a draft, comes last."""
    if one.day and other.day:
        return (other, one) if one.day > other.day else (one, other)
    return (other, one) if other.day else (one, other)


def _events(earlier, later, user):
    events = list(
        ChangeEvent.objects.visible_to(user).between(earlier, later).for_listing().chronological()
    ) if earlier != later else []
    for event in events:
        event.original_slugs = {unit.slug for unit in event.originals.all()}
        event.result_slugs = {unit.slug for unit in event.results.all()}
    return events


def _sightings(places):
    """Of each unit, the structures in which it was seen, oldest first."""
    rows = (
        Placement.objects.filter(unit__slug__in=[place.unit for place in places], structure__status__in=Structure.SEEN)
        .order_by()
        .values_list("unit__slug", "structure")
    )
    structures = {structure.pk: structure for structure in Structure.objects.chronological().without_long_texts()}
    found = {}
    for slug, pk in rows:
        found.setdefault(slug, set()).add(pk)
    return {slug: [each for key, each in structures.items() if key in keys] for slug, keys in found.items()}
