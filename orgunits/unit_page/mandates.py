"""The mandates of one unit, its own and those of all below it."""

from dataclasses import dataclass, field

from django.db.models import F

from ..models import Mandate, MandateAssignment
from ..models.counts import listed_and_counted

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
    """The UnitMandates of `unit`; `place` is its placement in the shown structure, or None."""
    own = MandateAssignment.objects.visible_to(user).filter(unit=unit)
    rows = (
        own.with_force_on(day)
        .select_related("mandate__instrument")
        .order_by(
            F("mandate__instrument__adopted_on").asc(nulls_last=True),
            "mandate__instrument__slug",
            "mandate__position",
            "mandate__slug",
        )
    )
    has_units = place is not None and not place.is_leaf_node()
    of_branch = Mandate.objects.visible_to(user).assigned_within(place) if has_units else None
    rows, own_count, within_count = listed_and_counted(rows, LISTED, below=of_branch)
    found = UnitMandates(own_count=own_count, within_count=None if place is None else within_count)
    for row in rows:
        (found.responsibilities if row.mandate.is_responsibility else found.others).append(row)
    return found
