"""Evidence newer than the shown edition that puts units elsewhere, for every page that says where a unit is.

Of one unit, its page chooses it from its life: see panel.py.
"""

from ..compiled import Part, compiled
from ..models import Placement, Structure
from ..models.languages import reading


def newer_places(units, *, structure, day, editions):
    """A Part: {unit: [placements in editions seen later than `structure`, up to `day`]}, for keys of units.

    `editions` are all that the reader may see. Asks for nothing where none of them is newer.
    """
    known = {each.pk: each for each in editions if is_newer(each, structure, day)}
    asked = _in_editions.of(set(units), set(known)) if known and units else None

    def make(rows):
        found = {}
        for row in rows:
            row.structure = known[row.structure_id]
            found.setdefault(row.unit_id, []).append(row)
        for of_unit in found.values():
            of_unit.sort(key=lambda row: row.structure.day)
        return found

    return Part(make, rows=asked)


def is_newer(edition, structure, day):
    """Whether an edition was seen later than the shown one, up to the day."""
    if structure is None or structure.status not in Structure.SEEN or structure.day is None:
        return False
    return edition.status in Structure.SEEN and bool(edition.day) and structure.day < edition.day <= day


def elsewhere(shown, rows):
    """Those of the newer `rows` that put the unit of a placement under another one than it."""
    return [row for row in rows if _parent(row) != _parent(shown)]


def _parent(row):
    return row.parent and row.parent.unit_id


@compiled
def _in_editions(units, editions):
    rows = Placement.objects.filter(unit__in=units, structure__in=editions).select_related("parent__unit")
    return reading(rows.order_by("pk"), "unit", "structure", "basis", "parent__name", "parent__unit__slug")
