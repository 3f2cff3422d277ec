"""The editions of the structure as a line of time: what was, where we are, what is coming."""

from dataclasses import dataclass

from django.utils import timezone

from ..models import Structure
from ..stretches import stretches, years_of

# So many editions are on a page of their list.
PER_PAGE = 50


@dataclass
class TimelineEdition:
    """An edition on the line; `tense` is was, is or comes, for those that are or were or will be in force."""

    edition: Structure
    tense: str = ""
    # Whether the unit of the page stands in it; None where the page is not about a unit.
    has_unit: bool | None = None


@dataclass
class TimelineFold:
    """Editions far from the shown one, one after the other: one step of a long line, leading to their list."""

    number: int
    # Of the first and the last, "2007–2019".
    years: str
    # The page of the list that has the first.
    page: int


def timeline(request, *, shown=None, with_unit=None):
    """A list of TimelineEdition and TimelineFold, oldest first.

    `shown` is the edition the page is about, where that isn't the one of the moment. `with_unit` are the keys of the
    structures in which the unit of the page stands.
    """
    today, shown = timezone.localdate(), shown or request.moment.structure
    steps = [
        TimelineEdition(edition, tense(edition, today), None if with_unit is None else edition.pk in with_unit)
        for edition in request.moment.editions
    ]
    about = [place for place, step in enumerate(steps) if step.edition == shown or step.tense == "is"]
    line, place = [], 0
    for stretch in stretches(steps, about=about):
        line += [_folded(stretch.rows, place)] if stretch.is_folded else stretch.rows
        place += len(stretch.rows)
    return line


def _folded(steps, place):
    """Those of the line from `place` on as one step."""
    return TimelineFold(len(steps), years_of(step.edition.day for step in steps), page_of(place))


def page_of(place):
    """The page of the list of editions that has the one at `place`."""
    return 1 + place // PER_PAGE


def tense(edition, today):
    if edition.status != Structure.Status.ADOPTED:
        return ""
    if edition.effective_from > today:
        return "comes"
    return "is" if edition.is_in_force_on(today) else "was"
