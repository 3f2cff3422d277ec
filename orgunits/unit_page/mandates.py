"""The mandates of one unit, its own and those of all below it."""

from dataclasses import dataclass, field
from functools import partial

from django.db.models import F

from ..compiled import Part, compiled
from ..models import Mandate, MandateAssignment, Placement
from ..models.counts import counted, with_number
from ..models.languages import reading
from ..models.placements import NO_BRANCH, branch_below

# So many of its own are listed on the page of a unit; the list of mandates has them all.
LISTED = 50


@dataclass
class UnitMandates:
    # Assignments of the unit with their `mandate` and `force` on the day: its responsibilities by the Charter …
    responsibilities: list = field(default_factory=list)
    # … and the others.
    others: list = field(default_factory=list)
    # How many of its own there are, and how many with everything below it; None where the unit isn't in the structure.
    own_count: int = 0
    within_count: int | None = None

    def __bool__(self):
        return bool(self.own_count or self.within_count)

    @property
    def listed(self):
        return len(self.responsibilities) + len(self.others)


def mandates_of_unit(unit, *, place, day, user):
    """A Part: the UnitMandates of `unit`; `place` is its placement in the shown structure, or None."""
    branch, to_staff = branch_below(place), user.is_staff
    return Part(
        partial(_mandates, place=place),
        rows=_assignments.of(unit, day, to_staff=to_staff),
        below=None if branch == NO_BRANCH else _number_within.of(*branch, to_staff=to_staff),
    )


def _mandates(rows, below, *, place):
    own = rows[0].number if rows else 0
    within = None if place is None else own if place.is_leaf_node() else dict(below).get("below", 0)
    found = UnitMandates(own_count=own, within_count=within)
    for row in rows:
        (found.responsibilities if row.mandate.is_responsibility else found.others).append(row)
    return found


@compiled
def _assignments(unit, day, *, to_staff):
    own = MandateAssignment.objects.visible(to_staff=to_staff).filter(unit=unit).with_force_on(day)
    rows = own.select_related("mandate__instrument").order_by(
        F("mandate__instrument__adopted_on").asc(nulls_last=True),
        "mandate__instrument__slug",
        "mandate__position",
        "mandate__slug",
    )
    of_a_mandate = ("slug", "provision", "title", "text", "wording")
    of_an_act = ("kind", "symbol", "title")
    return reading(
        with_number(rows)[:LISTED],
        *("role", "starts", "starts_precision"),
        *(f"mandate__{name}" for name in of_a_mandate),
        *(f"mandate__instrument__{name}" for name in of_an_act),
    )


@compiled
def _number_within(tree, left, right, *, to_staff):
    units = Placement.objects.between(tree, left, right).values("unit")
    return counted(below=Mandate.objects.visible(to_staff=to_staff).assigned_to(units))
