"""Drafts on their way to adoption."""

from datetime import date

from orgunits.adoption import status as adoption
from orgunits.adoption.checks import check
from orgunits.tree.clone import clone

TODAY, DAY, LATER = date(2026, 11, 25), date(2026, 12, 1), date(2027, 1, 1)


def draft_of(structure, slug="next"):
    return clone(structure, slug=slug, name=slug.capitalize())


def answered(structure, *, day, by, acts=(), today=TODAY):
    """Acknowledges all that only warns."""
    adoption.acknowledge(structure, check(structure, day=day, acts=acts, today=today).warnings, by=by)
    return structure


def adopt(structure, by, act, *, day=DAY, today=TODAY, **kwargs):
    answered(structure, day=day, by=by, acts=[act], today=today)
    return adoption.adopt(structure, day=day, acts=[act], by=by, today=today, **kwargs)
