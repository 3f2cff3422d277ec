"""Drafts, and the units that only they know."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ..models import ChangeEvent, FormerSlug, OrganizationalUnit, Placement, Structure, UnitAlias, UnitRelation
from ..tree import trees

# What is part of a unit, and goes with it.
PARTS_OF_A_UNIT = (UnitAlias, FormerSlug)
# What is part of a structure, and goes with that.
PARTS_OF_A_STRUCTURE = (Placement, UnitRelation, ChangeEvent)


def units_only_in(draft):
    """The units placed in `draft`, or taken out of it again, that nothing else knows.

    Whatever else refers to a unit – another structure, an agreement, a post – keeps it.
    """
    placed = Placement.history.filter(structure_id=draft.pk).values("unit_id")
    units = OrganizationalUnit.objects.filter(Q(pk__in=placed) | Q(pk__in=draft.placements.values("unit")))
    for relation in OrganizationalUnit._meta.related_objects:
        if relation.related_model not in PARTS_OF_A_UNIT:
            units = units.filter(~Exists(_rows_that_keep(relation, draft)))
    return units


def _rows_that_keep(relation, draft):
    """The rows of one model that refer to the unit of the query around it."""
    model, owner = relation.related_model, ""
    if relation.many_to_many:
        field = relation.field
        rows = relation.through._base_manager.filter(**{field.m2m_reverse_field_name(): OuterRef("pk")})
        owner = f"{field.m2m_field_name()}__"
    else:
        rows = model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
    if model in PARTS_OF_A_STRUCTURE:
        return rows.filter(~Q(**{f"{owner}structure": draft}) | Q(**{f"{owner}structure": None}))
    return rows


def delete_draft(draft):
    """Deletes `draft` with its tree and the units that only it knew; returns how many units that were."""
    with trees.edit(draft) as locked:
        if locked.status != Structure.Status.DRAFT:
            text = _("The structure “%(structure)s” is %(status)s: only drafts can be deleted.")
            raise ValidationError(text % {"structure": locked.name, "status": locked.get_status_display()})
        # Asked again once they are locked, so that a unit somebody else just placed elsewhere stays.
        candidates = list(units_only_in(locked).values_list("pk", flat=True))
        held = OrganizationalUnit.objects.select_for_update().filter(pk__in=candidates).order_by("pk")
        units = list(units_only_in(locked).filter(pk__in=[unit.pk for unit in held]).values_list("pk", flat=True))
        locked.delete()
        OrganizationalUnit.objects.filter(pk__in=units).delete()
        return len(units)
