"""The agreements of one unit or member state, as a part of its page."""

from dataclasses import dataclass

from ..compiled import compiled
from ..models import CooperationAgreement, Placement
from ..models.agreement_queries import as_lines
from ..models.counts import counted, with_number
from ..models.placements import NO_BRANCH, branch_below

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
    branch = branch_below(shown)
    rows = as_lines(_agreements_of_unit(unit, day, *branch), day)
    if branch == NO_BRANCH:
        return _summary(rows)
    return _summary(rows, rows[0].number_below if rows else dict(_numbers(day, *branch)).get("below", 0))


def agreements_of_state(member_state, *, day):
    """Those about `member_state` or with an organization in it."""
    return _summary(as_lines(_agreements_of_state(member_state, member_state.iso2, day), day))


def _summary(rows, number_below=None):
    number = rows[0].number if rows else 0
    return AgreementsOf(rows, number, number if number_below is None else number_below)


def _public(day):
    return CooperationAgreement.objects.public().signed_by(day)


@compiled
def _agreements_of_unit(unit, day, *branch):
    below = None if branch == NO_BRANCH else _within(day, *branch)
    return with_number(_public(day).of_unit(unit).latest_first().for_lines(), below=below)[:LISTED]


@compiled
def _numbers(day, *branch):
    return counted(below=_within(day, *branch))


def _within(day, tree, left, right):
    return _public(day).of_units(Placement.objects.between(tree, left, right).values("unit"))


@compiled
def _agreements_of_state(member_state, country, day):
    return with_number(_public(day).about_or_in(member_state, country).latest_first().for_lines())[:LISTED]
