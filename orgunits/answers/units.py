"""The units of a page of results: where they are in the shown structure, or what became of them."""

from ..compiled import compiled, parts_together, rows_of
from ..models import OrganizationalUnit, Placement
from ..models.languages import reading
from ..naming.units import places_elsewhere
from ..unit_page.contact import CONTACT
from ..unit_page.heirs import give_heirs, recorded_links
from ..unit_page.newer import elsewhere, newer_places


def units_shown(units, *, structure, day, user, editions):
    """{unit: the placement that names it} for keys, as names_and_heirs() gives them; `structure` may be None.

    Those that are in it have their contact, and `newer`, where editions seen later put them elsewhere; `editions` are
    all that the reader may see. Each other one has `named`, its OrganizationalUnit with its contact, and
    `is_named_later`, whether a source named it without its place since it last was in an edition, up to `day`.
    """
    units = set(units)
    shown = _shown(units, structure, day, editions) if structure and units else {}
    others = units - shown.keys()
    if not others:
        return shown
    found = parts_together(
        places=places_elsewhere(others, day, user=user),
        links=recorded_links(user),
        named=rows_of(_named.of(others)),
    )
    named = {unit.pk: unit for unit in found["named"]}
    for unit, row in found["places"].items():
        row.named, row.heirs = named[unit], None
        row.is_named_later = _is_named_later(row, day)
    gone = [row for row in found["places"].values() if row.last]
    if structure and gone:
        give_heirs(gone, found["links"], structure=structure, day=day)
    return shown | found["places"]


def _shown(units, structure, day, editions):
    found = parts_together(
        rows=rows_of(_standing.of(structure, units)),
        newer=newer_places(units, structure=structure, day=day, editions=editions),
    )
    for row in found["rows"]:
        row.is_shown, row.structure = True, structure
        row.newer = elsewhere(row, found["newer"].get(row.unit_id, ()))
    return {row.unit_id: row for row in found["rows"]}


def _is_named_later(row, day):
    named_on, last = row.named.named_on, row.last and row.last.structure.day
    return bool(row.last and named_on and named_on <= day and (last is None or named_on > last))


@compiled
def _standing(structure, units):
    rows = Placement.objects.filter(structure=structure, unit__in=units).select_related("unit", "parent__unit")
    own = ("name", "acronym", "kind", "tree_id", "lft", "rght", "parent", "parent__name", "parent__unit__slug")
    return reading(rows, *own, *(f"unit__{name}" for name in ("slug", *CONTACT)))


@compiled
def _named(units):
    rows = OrganizationalUnit.objects.filter(pk__in=units)
    return reading(rows, "slug", "named_on", "named_on_precision", *CONTACT)
