"""The dates of the way of an agreement, and the rule that they are in order."""

from itertools import combinations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .periods import Precision, precision_is_given

# The dates of the way, in their order; the end stands as the last day of what is known, the others as the first.
WAY = ("proposed_on", "preliminary_on", "sent_on", "approved_on", "signed_on", "in_force_on", "ends_on")
DATES = (*WAY, "terminated_on")


def date_column(label):
    return models.DateField(label, null=True, blank=True)


def precision_column():
    return models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")


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


def bounds_are_needed():
    """Constraint: bounds of the signature stand only where its date is not known."""
    return Q(signed_on__isnull=True) | Q(signed_not_before__isnull=True, signed_not_after__isnull=True)


def bounds_in_order():
    unknown = Q(signed_not_before__isnull=True) | Q(signed_not_after__isnull=True)
    return unknown | Q(signed_not_after__gte=F("signed_not_before"))


def date_constraints():
    return [
        models.CheckConstraint(
            name="agreement_open_has_no_end",
            condition=Q(open_ended=False) | Q(ends_on__isnull=True),
            violation_error_message=_("What has an end is not open."),
        ),
        models.CheckConstraint(
            name="agreement_way_in_order",
            condition=way_in_order(),
            violation_error_message=_("The dates are out of order."),
        ),
        models.CheckConstraint(
            name="agreement_terminated_after_signed",
            condition=in_order("signed_on", "terminated_on"),
            violation_error_message=_("It can't be terminated before it was signed."),
        ),
        models.CheckConstraint(
            name="agreement_bounds_of_an_unknown_date",
            condition=bounds_are_needed(),
            violation_error_message=_("Bounds are for an agreement whose date of signature is not known."),
        ),
        models.CheckConstraint(
            name="agreement_bounds_in_order",
            condition=bounds_in_order(),
            violation_error_message=_("The bounds of the signature are out of order."),
        ),
        models.CheckConstraint(
            name="agreement_signed_has_the_stage",
            condition=Q(signed_on__isnull=True) | Q(stage="signed"),
            violation_error_message=_("What has a date of signature stands at the stage “signed”."),
        ),
        *(
            models.CheckConstraint(
                name=f"agreement_{field}_precision",
                condition=precision_is_given(field, f"{field}_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            )
            for field in DATES
        ),
    ]
