"""Two structures in the order of time, and the names of units in them."""

from dataclasses import dataclass

from ..models import Structure
from .findings import SINCE_A_PROPOSAL
from .snapshot import PlaceInSnapshot, Snapshot


@dataclass(frozen=True)
class NamedUnit:
    """A unit under its name in `structure` (None where neither of the two has it)."""

    place: PlaceInSnapshot
    structure: Structure | None
    # The PlaceInSnapshot of its branch there, None where it is one itself or is at the top.
    branch: PlaceInSnapshot | None = None


@dataclass(frozen=True)
class Pair:
    """The two structures and what each says. Units are slugs; `in_before` and `in_after` give them their names."""

    earlier: Structure
    later: Structure
    before: Snapshot
    after: Snapshot
    # Whether no edition that says how the units stood lies between the two.
    is_next: bool

    @property
    def from_proposal(self):
        return self.earlier.status not in Structure.SEEN

    @property
    def to_proposal(self):
        return self.later.status not in Structure.SEEN

    def label(self, finding):
        return SINCE_A_PROPOSAL.get(finding, finding.label) if self.from_proposal else finding.label

    def in_before(self, unit):
        return self._named(self.before, self.earlier, unit)

    def in_after(self, unit):
        return self._named(self.after, self.later, unit)

    def _named(self, snapshot, structure, unit):
        if unit not in snapshot.places:
            return None
        branch = snapshot.branch_of(unit)
        return NamedUnit(snapshot.places[unit], structure, snapshot.places[branch] if branch != unit else None)
