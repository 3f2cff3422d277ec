"""The agreements of one unit or member state, as a part of its page."""

from dataclasses import dataclass
from functools import partial

from ..compiled import Part, compiled
from ..models import CooperationAgreement, Placement
from ..models.agreement_queries import partners_of
from ..models.counts import counted, with_number
from ..models.placements import NO_BRANCH, branch_below

# So many are listed on the page of a member state or a unit; the register has all.
LISTED, LISTED_OF_UNIT = 10, 5


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
    """A Part: those of `unit`, counted also with everything below `shown`, its placement in the structure shown (or
    None). Their partners are still to be asked for: see partners_of().
    """
    branch = branch_below(shown)
    return Part(
        partial(_summary, day=day),
        rows=_agreements_of_unit.of(unit, day),
        **({} if branch == NO_BRANCH else {"below": _number_within.of(day, *branch)}),
    )


def number_of_unit(unit, *, shown, day):
    """A Part: (how many of `unit`, how many of it and everything below `shown`), where no list of them is wanted."""
    branch = branch_below(shown)
    return Part(
        _numbers,
        own=_number_of_unit.of(unit, day),
        **({} if branch == NO_BRANCH else {"below": _number_within.of(day, *branch)}),
    )


def _numbers(own, below=None):
    number = dict(own).get("own", 0)
    return number, number if below is None else dict(below).get("below", 0)


def number_of_state(member_state, country, *, day):
    """A Part: how many are about a member state, by its key, or with an organization in it, by its code."""
    return Part(lambda rows: dict(rows).get("own", 0), rows=_number_of_state.of(member_state, country, day))


def agreements_of_state(member_state, *, day):
    """Those about `member_state` or with an organization in it."""
    found = _summary(_agreements_of_state(member_state, member_state.iso2, day), day=day)
    partners_of(found.rows).alone()
    return found


def _summary(rows, below=None, *, day):
    number = rows[0].number if rows else 0
    for each in rows:
        each.state = each.state_on(day)
    return AgreementsOf(rows, number, number if below is None else dict(below).get("below", 0))


def _public(day):
    return CooperationAgreement.objects.public().signed_by(day)


@compiled
def _agreements_of_unit(unit, day):
    return with_number(_public(day).of_unit(unit).latest_first().for_lines())[:LISTED_OF_UNIT]


@compiled
def _number_of_unit(unit, day):
    return counted(own=_public(day).of_unit(unit))


@compiled
def _number_within(day, tree, left, right):
    units = Placement.objects.between(tree, left, right).values("unit")
    return counted(below=_public(day).of_units(units))


@compiled
def _number_of_state(member_state, country, day):
    return counted(own=_public(day).about_or_in(member_state, country))


@compiled
def _agreements_of_state(member_state, country, day):
    return with_number(_public(day).about_or_in(member_state, country).latest_first().for_lines())[:LISTED]
