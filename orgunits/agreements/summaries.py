"""The agreements of one unit or member state, as a part of its page."""

from dataclasses import dataclass

from ..models import CooperationAgreement, Placement
from ..models.counts import listed_and_counted

# So many are listed on the page of a unit or a member state; the register has all.
LISTED = 10


@dataclass
class AgreementsOf:
    """Agreements signed by a day or without a date, the latest first."""

    # At most LISTED of its own.
    rows: list
    # How many of its own.
    number: int
    # How many of it and everything below it; the same as `number` for a member state.
    number_below: int

    @property
    def is_cut(self):
        return self.number > len(self.rows)


def agreements_of_unit(unit, *, shown, day):
    """Those of `unit`, counted also with everything below `shown`, its placement in the structure shown (or None)."""
    agreements = CooperationAgreement.objects.public().signed_by(day)
    own = agreements.of_units([unit])
    has_units = shown is not None and not shown.is_leaf_node()
    below = agreements.of_units(Placement.objects.within(shown).values("unit")) if has_units else None
    return _listed(own, day, below=below)


def agreements_of_state(member_state, *, day):
    """Those about `member_state` or with an organization in it."""
    agreements = CooperationAgreement.objects.public().signed_by(day).concerning(member_state)
    return _listed(agreements, day)


def _listed(agreements, day, *, below=None):
    found = listed_and_counted(agreements.latest_first(), LISTED, below=below, read=lambda rows: rows.lines(day))
    return AgreementsOf(*found)
