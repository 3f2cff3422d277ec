"""Acts, mandates and posts for tests."""

from datetime import date

from orgunits.models import (
    Appointment,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Post,
)
from orgunits.models.periods import parse_partial, parse_partial_end

from .factories import make_unit


def make_act(slug="act", *, adopted=None, **fields):
    """An act; `adopted` is "2008", "2008-03" or "2008-03-26"."""
    if adopted:
        fields["adopted_on"], fields["adopted_on_precision"] = parse_partial(adopted)
    return LegalInstrument.objects.create(
        **{"slug": slug, "kind": "resolution", "title": slug.replace("-", " ").capitalize(), **fields}
    )


def make_mandate(slug="mandate", *, act=None, units=(), starts=None, ends=None, open_ended=False, **fields):
    """A mandate of `act` (one of its own where none is given) for the units of the slugs `units`."""
    act = act or make_act(f"act-of-{slug}")
    mandate = Mandate.objects.create(
        **{"slug": slug, "instrument": act, "title": slug.replace("-", " ").capitalize(), **fields}
    )
    period = {**_start(starts), **_end(ends), "open_ended": open_ended}
    for unit in units:
        MandateAssignment.objects.create(mandate=mandate, unit=make_unit(unit), **period)
    return mandate


def make_post(slug="head", *, unit=None, heads=(), **fields):
    """A post in `unit`, or `for_each`; it heads the units of the slugs `heads`."""
    post = Post.objects.create(
        **{"slug": slug, "title": slug.replace("-", " ").capitalize(), "unit": unit and make_unit(unit), **fields}
    )
    post.heads.set([make_unit(head) for head in heads])
    return post


def appointment(name, starts=None, ends=None, *, post=None, **fields):
    """An appointment that is not saved; `starts` and `ends` as in make_act()."""
    slug = name.lower().replace(" ", "-")
    return Appointment(**{"slug": slug, "name": name, **_start(starts), **_end(ends), "post": post, **fields})


def appoint(post, name, starts=None, ends=None, **fields):
    made = appointment(name, starts, ends, post=post, **fields)
    made.slug = f"{post.slug}-{made.slug}"
    made.save()
    return made


def day(text):
    return date.fromisoformat(text)


def _start(text):
    if not text:
        return {}
    starts, precision = parse_partial(text)
    return {"starts": starts, "starts_precision": precision}


def _end(text):
    if not text:
        return {}
    ends, precision = parse_partial_end(text)
    return {"ends": ends, "ends_precision": precision}
