"""Who has the functions of units that were found and are gone: answers to their names, too."""

from django.db.models import Q

from ..compiled import compiled
from ..models import ChangeEvent, SearchDocument
from ..succession.succession import Succession


@compiled
def _links(day):
    events = ChangeEvent.objects.visible(to_staff=False).filter(Q(earliest=None) | Q(earliest__lte=day))
    return events.links()


@compiled
def _documents(units, *, kind):
    return SearchDocument.objects.filter(kind=kind, key__in=units).values_list("pk", "key", "names")


def heirs(units, structure, day):
    """{unit: [(number of the document, key, names) of each of its nearest successors in `structure`]}, for keys."""
    succession = Succession([link for link in _links(day) if not link[3]])
    later = {step.after for unit in units for step in succession.steps_after(unit)}
    if not later:
        return {}
    rows = {row[1]: row for row in _documents(later, kind=SearchDocument.Kind.UNIT)}
    standing = {key for key, (_number, _key, names) in rows.items() if any(structure.pk in name[4] for name in names)}
    return {unit: [rows[heir.unit] for heir in succession.heirs(unit, standing)] for unit in units}
