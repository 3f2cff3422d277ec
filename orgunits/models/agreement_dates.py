"""The dates of the way of an agreement, and the rule that they are in order."""

from itertools import combinations

from django.db.models import F, Q

from .periods import Precision

# The dates of the way, in their order; the end stands as the last day of what is known, the others as the first.
WAY = ("proposed_on", "preliminary_on", "sent_on", "approved_on", "signed_on", "in_force_on", "ends_on")
DATES = (*WAY, "terminated_on")


def in_order(earlier, later):
    """Constraint: two dates are in their order. A later one known to its month or year only is left to clean()."""
    unknown = Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__isnull": True})
    vague = Q(**{f"{later}_precision__in": [Precision.MONTH, Precision.YEAR]}) if later in WAY[:-1] else Q()
    return unknown | Q(**{f"{later}__gte": F(earlier)}) | vague


def way_in_order():
    condition = Q()
    for earlier, later in combinations(WAY, 2):
        condition &= in_order(earlier, later)
    return condition
