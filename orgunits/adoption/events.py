"""The changes that a structure brings, proposed from the two trees as rows for people to complete."""

from ..comparison.diff import diff
from ..models import ChangeAuthority, ChangeEvent, OrganizationalUnit
from ..succession.succession import SAY_CREATED, SAY_ENDED

Kind = ChangeEvent.Kind
# Which kinds of change say already what one of this kind would say.
SAYS_SO = {
    Kind.CREATED: SAY_CREATED,
    Kind.ABOLISHED: SAY_ENDED,
    Kind.RENAMED: (Kind.RENAMED,),
    Kind.MOVED: (Kind.MOVED,),
}


def propose_events(structure, *, before):
    """Records that units were created, abolished, renamed or moved where no change that leads to `structure` says so.

    Each is marked as inferred, from the two trees, until the structure is adopted or somebody completes it: that two
    units merged, or functions passed on, no tree shows. Gives them the day and the acts of `structure`, as far as it
    has them. Returns the new ones; asked again, none.
    """
    made = []
    if before is not None:
        recorded = _changes_recorded(structure)
        proposed = list(_proposed(diff(before, structure)))
        units = OrganizationalUnit.objects.in_bulk({unit for _kind, unit, _move in proposed}, field_name="slug")
        for kind, slug, move in proposed:
            if not any((each, slug) in recorded for each in SAYS_SO[kind]):
                made.append(_record(structure, kind, units[slug], move))
    _complete(structure)
    return made


def mark_events(structure, *, only_proposed):
    """What leads to an edition in force happens; what leads to another one is only proposed."""
    for event in _locked_changes(structure).exclude(only_proposed=only_proposed):
        event.only_proposed = only_proposed
        event.save(update_fields=["only_proposed"])


def state_events(structure):
    """What the tree of an edition shows against the one before is stated by the acts that it is adopted by."""
    for event in _locked_changes(structure).filter(kind__in=SAYS_SO, basis=ChangeEvent.Basis.INFERRED):
        event.basis = ChangeEvent.Basis.STATED
        event.save(update_fields=["basis"])


def _locked_changes(structure):
    """As they are once whoever is writing one of them has written; others wait."""
    return structure.changes.select_for_update(no_key=True).order_by("pk")


def _changes_recorded(structure):
    """{(kind, slug of a unit on either side)} of the recorded changes that lead to `structure`."""
    found = set()
    for event in structure.changes.prefetch_related("originals", "results"):
        originals, results = ({unit.slug for unit in units.all()} for units in (event.originals, event.results))
        # A merger into one of the merged units doesn't create that one, nor end it.
        stayed = originals & results if event.kind in (*SAY_CREATED, *SAY_ENDED) else set()
        found |= {(event.kind, unit) for unit in (originals | results) - stayed}
    return found


def _proposed(changes):
    """(kind, slug of the unit, {"moved_from": …, "moved_to": …} in slugs)"""
    yield from ((Kind.CREATED, place.unit, {}) for place in changes.entered)
    yield from ((Kind.ABOLISHED, place.unit, {}) for place in changes.left)
    yield from ((Kind.RENAMED, change.unit, {}) for change in changes.renamed)
    for change in changes.moved:
        yield Kind.MOVED, change.unit, {"moved_from": change.before.parent, "moved_to": change.after.parent}


def _record(structure, kind, unit, move):
    above = OrganizationalUnit.objects.in_bulk(filter(None, move.values()), field_name="slug")
    event = ChangeEvent.objects.create(
        slug=slug_of_change(structure, kind, unit),
        kind=kind,
        structure=structure,
        only_proposed=True,
        basis=ChangeEvent.Basis.INFERRED,
        **{name: above.get(slug) for name, slug in move.items()},
    )
    if kind != Kind.CREATED:
        event.originals.add(unit)
    if kind != Kind.ABOLISHED:
        event.results.add(unit)
    return event


def slug_of_change(structure, kind, unit):
    """A free one, of the structure (or None), the kind and the unit (or None); within the column's length."""
    parts = [structure and structure.slug, kind.replace("_", "-"), unit and unit.slug]
    slug = "-".join(filter(None, parts))
    wanted, number = slug[:120].rstrip("-"), 1
    while ChangeEvent.objects.filter(slug=wanted).exists():
        number += 1
        wanted = f"{slug[:114].rstrip('-')}-{number}"
    return wanted


def _complete(structure):
    """Gives the changes that lead to an adopted structure its day and its acts, where they name none."""
    if structure.status != structure.Status.ADOPTED:
        return
    for event in _locked_changes(structure):
        if event.earliest is None and not event.when_words:
            event.earliest = event.latest = structure.effective_from
            event.save(update_fields=["earliest", "latest"])
    acts = list(structure.authorities.all())
    for event in structure.changes.filter(change_authorities__isnull=True):
        for act in acts:
            ChangeAuthority.objects.create(event=event, instrument=act)
