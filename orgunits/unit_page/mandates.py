"""The mandates of one unit, its own and those of all below it."""

from dataclasses import dataclass, field

from django.db.models import F, IntegerField, Value

from ..models import Mandate, MandateAssignment
from ..models.counts import number_of

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
    visible = Mandate.objects.visible_to(user)
    own = MandateAssignment.objects.filter(unit=unit, mandate__in=visible)
    of_branch = visible.assigned_within(place) if place else None
    rows = (
        own.with_force_on(day)
        .annotate(own_count=number_of(own), within_count=number_of(of_branch) if place else Value(None, IntegerField()))
        .select_related("mandate__instrument")
        .order_by(
            F("mandate__instrument__adopted_on").asc(nulls_last=True),
            "mandate__instrument__slug",
            "mandate__position",
            "mandate__slug",
        )
    )
    rows = list(rows[:LISTED])
    if not rows:
        return UnitMandates(within_count=of_branch.count() if place else None)
    found = UnitMandates(own_count=rows[0].own_count, within_count=rows[0].within_count)
    for row in rows:
        (found.responsibilities if row.mandate.is_responsibility else found.others).append(row)
    return found
