"""The offices that a unit coordinates, as its page shows them."""

from dataclasses import dataclass, field
from functools import partial

from ..compiled import Part, compiled
from ..formatting import key_of
from ..models import CountryOffice, Placement, Standing
from ..models.languages import reading
from ..models.placements import NO_BRANCH, branch_below


@dataclass
class OfficesOf:
    """Offices on record of a unit, each with its standing; how many, and how many with everything below the unit."""

    rows: list = field(default_factory=list)
    number: int = 0
    number_below: int = 0

    @property
    def established(self):
        return [office for office in self.rows if office.standing == Standing.ESTABLISHED]

    @property
    def undated(self):
        return [office for office in self.rows if office.standing == Standing.UNDATED]

    @property
    def closed(self):
        return [office for office in self.rows if office.standing == Standing.CLOSED]


def offices_of_unit(unit, *, shown, day):
    """A Part: those that `unit` coordinates, counted also with everything below `shown`, its placement (or None).

    Offices established only after `day` are left out.
    """
    branch = branch_below(shown)
    # There are no more than some dozens, whatever the branch.
    asked = _offices_of.of(unit, day) if branch == NO_BRANCH else _offices_within.of(*branch, day)
    return Part(partial(_offices, unit), within=asked)


def _offices(unit, within):
    within = sorted(within, key=lambda office: key_of(office.member_state))
    rows = [office for office in within if office.coordinating_unit_id == unit.pk]
    return OfficesOf(rows, len(rows), len(within))


def _known(day):
    offices = CountryOffice.objects.with_standing(day).exclude(standing=Standing.LATER).for_listing()
    return reading(offices, "slug", "name", "city", "coordinating_unit", "member_state__name", "member_state__capital")


@compiled
def _offices_of(unit, day):
    return _known(day).filter(coordinating_unit=unit)


@compiled
def _offices_within(tree, left, right, day):
    return _known(day).filter(coordinating_unit__in=Placement.objects.between(tree, left, right).values("unit"))
