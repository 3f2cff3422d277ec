"""The dates of the stages of an agreement, and the rule that they are in order."""

from itertools import combinations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .periods import Precision, in_order, open_has_no_end, precision_is_given

# The dates of the stages, in their order; the end stands as the last day of what is known, the others as the first.
STAGE_DATES = ("proposed_on", "preliminary_on", "sent_on", "approved_on", "signed_on", "in_force_on", "ends_on")
DATES = (*STAGE_DATES, "terminated_on")


def in_order_or_vague(earlier, later):
    """Condition: two dates are in their order. A later one known to its month or year only is left to clean()."""
    vague = Q(**{f"{later}_precision__in": [Precision.MONTH, Precision.YEAR]}) if later in STAGE_DATES[:-1] else Q()
    return in_order(earlier, later) | vague


def dates_in_order():
    condition = Q()
    for earlier, later in combinations(STAGE_DATES, 2):
        condition &= in_order_or_vague(earlier, later)
    return condition


def bounds_are_needed():
    """Constraint: bounds of the signature stand only where its date is not known."""
    return Q(signed_on__isnull=True) | Q(signed_not_before__isnull=True, signed_not_after__isnull=True)


def date_constraints():
    return [
        open_has_no_end("agreement_open_has_no_end", end="ends_on"),
        models.CheckConstraint(
            name="agreement_way_in_order",
            condition=dates_in_order(),
            violation_error_message=_("The dates are out of order."),
        ),
        models.CheckConstraint(
            name="agreement_terminated_after_signed",
            condition=in_order_or_vague("signed_on", "terminated_on"),
            violation_error_message=_("It can't be terminated before it is signed."),
        ),
        models.CheckConstraint(
            name="agreement_bounds_of_an_unknown_date",
            condition=bounds_are_needed(),
            violation_error_message=_("Bounds are for an agreement whose date of signature is not known."),
        ),
        models.CheckConstraint(
            name="agreement_bounds_in_order",
            condition=in_order("signed_not_before", "signed_not_after"),
            violation_error_message=_("The bounds of the signature are out of order."),
        ),
        models.CheckConstraint(
            name="agreement_signed_has_the_stage",
            condition=Q(signed_on__isnull=True) | Q(stage="signed"),
            violation_error_message=_("An agreement with a date of signature is at the stage “signed”."),
        ),
        *(precision_is_given(f"agreement_{field}_precision", field) for field in DATES),
    ]
