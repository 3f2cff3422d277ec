"""The editions of the structure as a line of time: what was, where we are, what is coming."""

from dataclasses import dataclass

from django.utils import timezone

from ..models import Structure


@dataclass
class TimelineEdition:
    """An edition on the line; `tense` is was, is or comes, for those that are or were or will be in force."""

    edition: Structure
    tense: str = ""
    # Whether the unit of the page stands in it; None where the page is not about a unit.
    has_unit: bool | None = None


def timeline(request, *, with_unit=None):
    """A list of TimelineEdition, oldest first, for a view marked `with_editions`.

    `with_unit` are the keys of the structures in which the unit of the page stands.
    """
    return timeline_of(request.moment.editions, timezone.localdate(), with_unit=with_unit)


def timeline_of(editions, today, *, with_unit=None):
    """The same of `editions` of StructureQuerySet.with_successor()."""
    return [
        TimelineEdition(edition, tense(edition, today), None if with_unit is None else edition.pk in with_unit)
        for edition in editions
    ]


def tense(edition, today):
    if edition.status != Structure.Status.ADOPTED:
        return ""
    if edition.effective_from > today:
        return "comes"
    return "is" if edition.is_in_force_on(today) else "was"
