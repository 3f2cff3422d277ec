"""The editions that the public may see, as a search needs them: which comes first where it is asked of a day."""

from typing import NamedTuple

from ..compiled import compiled
from ..models import Structure
from ..models.languages import reading
from ..models.placement_choice import precedence_of

OF_AN_EDITION = ("status", "was_proposed", "effective_from", "as_of")


@compiled
def public():
    return reading(Structure.objects.public().order_by("pk"), *OF_AN_EDITION)


def by_key(rows):
    return {edition.pk: edition for edition in rows if edition.is_public}


class Turn(NamedTuple):
    """Where an edition comes among those asked for one unit: 0 is the shown one; 3, after the day."""

    turn: int
    days_back: int
    key: int


SHOWN, SEEN, PROPOSED, LATER = range(4)


def turns(editions, structure, day):
    """{key: Turn} by the rule of models/placement_choice.py; what that leaves out comes last."""
    return {key: _turn(edition, structure, day) for key, edition in editions.items()}


def _turn(edition, structure, day):
    turn = precedence_of(edition, structure, day)
    ordinal = edition.day.toordinal() if edition.day else 0
    # Of those after the day the nearest.
    return Turn(LATER, ordinal, edition.pk) if turn is None else Turn(turn, -ordinal, -edition.pk)
