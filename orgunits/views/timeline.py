"""The editions of the structure as a line of time: what was, where we are, what is coming."""

from dataclasses import dataclass

from django.utils import timezone

from ..models import Structure


@dataclass
class Step:
    """An edition on the line; `tense` is was, is or comes, for those that are or were or will be in force."""

    edition: Structure
    tense: str = ""
    # Whether the thing the page is about stands in it; None where the page is about no thing of its own.
    is_stay: bool | None = None


def timeline(request, *, stays=None):
    """The steps, oldest first, for a view marked `with_editions`.

    `stays` are the keys of the structures in which the unit of the page stands.
    """
    return steps_of(request.moment.editions, timezone.localdate(), stays=stays)


def steps_of(editions, today, *, stays=None):
    """The same of `editions` of StructureQuerySet.with_successor()."""
    return [
        Step(edition, tense(edition, today), None if stays is None else edition.pk in stays) for edition in editions
    ]


def tense(edition, today):
    if edition.status != Structure.Status.ADOPTED:
        return ""
    if edition.effective_from > today:
        return "comes"
    return "is" if edition.is_in_force_on(today) else "was"
