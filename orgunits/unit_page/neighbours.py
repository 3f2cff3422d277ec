"""The units around a unit: above and below its place, related to it, and those of its changes."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..compiled import Part, compiled
from ..models import Placement, UnitRelation
from ..models.languages import reading
from ..naming.changes import OF_A_NAME, naming_changes
from .contact import CONTACT

# What a relation is called on the page of the unit it leads to.
SEEN_FROM_THE_OTHER_END = {
    UnitRelation.Kind.REPORTS_TO: _("units that report to it"),
    UnitRelation.Kind.COORDINATED_BY: _("units it coordinates"),
    UnitRelation.Kind.COORDINATES_WITH: _("coordinates with"),
    UnitRelation.Kind.ADMINISTRATIVELY_UNDER: _("units administratively under it"),
    UnitRelation.Kind.SERVES: _("units that serve it"),
}


@dataclass
class RelationGroup:
    """Relations of one kind, seen from the unit, under one quotation of the source."""

    label: str
    text: UnitRelation
    relations: list


@compiled
def relations_in(unit, structure):
    rows = UnitRelation.objects.filter(Q(unit=unit) | Q(to_unit=unit), structure=structure)
    rows = rows.select_related("to_body").order_by("kind", "pk")
    return reading(rows, "unit", "to_unit", "kind", "text", "to_body__slug", "to_body__kind", "to_body__name")


# What is shown of a unit around another one; of those above also how to reach them.
OF_A_NEIGHBOUR = (*OF_A_NAME, "kind", "basis")
TO_REACH = [f"unit__{name}" for name in CONTACT]


def neighbours_of(record, relations, changes, *, with_contact):
    """A Part that gives the record the units above and below its place, and those of `relations` and `changes`.

    `with_contact`: how to reach them, too.
    """
    place, names = record.place, changes.names
    make = partial(_set_neighbours, record, relations, changes)
    if place is None:
        return Part(make, rows=names.question())
    others = {_other_end(relation, record.unit) for relation in relations} - {None}
    around = (place.tree_id, place.lft, place.rght, place.pk, others)
    if names.units:
        shape = {"to_staff": names.to_staff, "with_contact": with_contact}
        return Part(make, rows=_neighbours_and_named.of(*around, *names.wanted, **shape))
    return Part(make, rows=_neighbours.of(*around, with_contact=with_contact))


def _set_neighbours(record, relations, changes, rows):
    record.changes, place = changes.life(rows), record.place
    if place is None:
        return
    around = [row for row in rows if row.tree_id == place.tree_id]
    record.above = [row for row in around if row.lft < place.lft and row.rght > place.rght]
    record.below = [row for row in around if row.parent_id == place.pk]
    record.relations = _grouped(relations, record.unit, {row.unit_id: row for row in around})


def _around(tree, left, right, key, others):
    """The placements above and below one in its tree, and those of the units `others` there."""
    above, below = Q(lft__lt=left, rght__gt=right), Q(parent=key)
    return Placement.objects.filter(above | below | Q(unit__in=others), tree_id=tree)


@compiled
def _neighbours(*place, with_contact):
    return _read(_around(*place), with_contact=with_contact)


@compiled
def _neighbours_and_named(tree, left, right, key, others, *wanted, to_staff, with_contact):
    """With the placements that name the units of changes."""
    around = Q(pk__in=_around(tree, left, right, key, others).order_by().values("pk"))
    found = Placement.objects.filter(around | naming_changes(*wanted, to_staff=to_staff))
    return _read(found, with_contact=with_contact)


def _read(placements, *, with_contact):
    rows = placements.order_by("lft").select_related("unit")
    return reading(rows, *OF_A_NEIGHBOUR, *(TO_REACH if with_contact else []))


def _other_end(relation, unit):
    return relation.to_unit_id if relation.unit_id == unit.pk else relation.unit_id


def _grouped(relations, unit, names):
    """Relations with their `other` end (a Placement; None for a body), by kind and by the source's words."""
    groups = {}
    for relation in relations:
        relation.other = names.get(_other_end(relation, unit))
        kind = UnitRelation.Kind(relation.kind)
        label = kind.label if relation.unit_id == unit.pk else SEEN_FROM_THE_OTHER_END[kind]
        groups.setdefault((label, relation.text), RelationGroup(label, relation, [])).relations.append(relation)
    return list(groups.values())
