"""Recorded changes for tests."""

from orgunits.drafts.ownership import draft_hiding
from orgunits.models import ChangeAuthority, ChangeEvent, OrganizationalUnit
from orgunits.models.periods import parse_partial, parse_partial_end

from .factories import make_unit


def make_change(kind, originals=(), results=(), *, slug=None, when=None, to=None, acts=(), checked=True, **fields):
    """A change of the units of the slugs `originals` into `results` that leads to the structure `to`.

    `when` is "2008", "2008-03", "2008-03-26" or a pair of them. A renamed or moved unit need be named only once.
    """
    if kind in ("renamed", "moved"):
        results = results or originals
    if when:
        first, last = (when, when) if isinstance(when, str) else when
        fields["earliest"], fields["latest"] = parse_partial(first)[0], parse_partial_end(last)[0]
    for end in ("moved_from", "moved_to"):
        if isinstance(fields.get(end), str):
            fields[end] = make_unit(fields[end])
    slug = slug or "-".join([kind.replace("_", "-"), *originals, "to", *results])
    originals, results = ([make_unit(unit) for unit in units] for units in (originals, results))
    # As the form does: a change of a unit that only a draft knows is known to that draft.
    units = {unit.pk for unit in (*originals, *results)}
    fields.setdefault("draft_id", draft_hiding(OrganizationalUnit, units))
    event = ChangeEvent.objects.create(slug=slug, kind=kind, structure=to, **fields)
    event.originals.set(originals)
    event.results.set(results)
    for act in acts:
        ChangeAuthority.objects.create(event=event, instrument=act)
    if checked:
        event.check_units()
    return event
