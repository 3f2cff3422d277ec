"""The only code that writes to a tree.

One tree a structure, its `tree_id` pinned to the structure's key. Every write takes the lock on the structure's row
first and reads placements after it: on PostgreSQL by SELECT … FOR NO KEY UPDATE, on SQLite because the settings make
transactions IMMEDIATE. Without that order concurrent writers corrupt nested sets.

Instances handed in may be stale: only their keys are used. Everything refused raises ValidationError with a sentence
for the editor.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from ..models import Correction, Placement, Structure
from ..models.derived import derived_fields
from ..models.languages import language_columns
from ..models.placements import open_structures

# Where under or beside another unit, and how the history describes it.
POSITIONS_IN_WORDS = {
    "first-child": gettext_lazy("first under %(unit)s"),
    "last-child": gettext_lazy("last under %(unit)s"),
    "left": gettext_lazy("just before %(unit)s"),
    "right": gettext_lazy("just after %(unit)s"),
}
POSITIONS = tuple(POSITIONS_IN_WORDS)
SHAPE_COLUMNS = ("kind", *language_columns("name", "acronym"))


class ShapeLockedError(ValidationError):
    """The shape of an adopted or observed structure changes by correct() only."""


class NothingChangesError(ValidationError):
    """What was to be corrected is so already."""


@receiver(pre_save, sender=Placement)
def pin_tree(sender, instance, raw, **kwargs):
    """Fixtures carry lft, rght and level but no tree_id: the tree is the structure's, whatever its key here."""
    if raw:
        instance.tree_id = instance.structure_id


@contextmanager
def hold(structure):
    """Locks the structure (or the structure of this key) and yields it as it now is, to read; one transaction."""
    pk = getattr(structure, "pk", structure)
    with transaction.atomic():
        locked = Structure.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if locked is None:
            raise ValidationError(_("This edition no longer exists."))
        yield locked


@contextmanager
def hold_all():
    """Locks all structures in one order: for what may concern several, since whoever writes in one holds it."""
    with transaction.atomic():
        list(Structure.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        yield


@contextmanager
def edit(structure):
    """The same, to write: counts its revision on, and keeps who edited it last."""
    with hold(structure) as locked:
        token = open_structures.set(open_structures.get() | {locked.pk})
        try:
            yield locked
            written = {"revision": F("revision") + 1, "edited_at": timezone.now(), "edited_by": _writer()}
            Structure.objects.filter(pk=locked.pk).update(**written)
        finally:
            open_structures.reset(token)


def _writer():
    """Whom the history names too: who is logged in where a request is under way, else None."""
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user if user and user.is_authenticated else None


@contextmanager
def edit_shape(structure):
    """The same, refused where the shape is locked."""
    with edit(structure) as locked:
        if not locked.is_editable:
            raise ShapeLockedError(
                _("The edition “%(structure)s” is %(status)s: its tree is locked. Use a correction for a wrong fact.")
                % {"structure": locked.name, "status": locked.get_status_display()}
            )
        yield locked


def add(structure, unit, *, parent=None, position="last-child", kind, name, **content):
    """Places `unit` under `parent` (or beside it, by `position`); without a parent, as the root of an empty tree."""
    with edit_shape(structure) as locked:
        # The name is the English one, whatever language the writer reads in.
        content = {"kind": kind, "name_en": name, **content}
        placement = Placement(structure=locked, unit=unit, tree_id=locked.pk, **content)
        if parent is None:
            placement.lft, placement.rght, placement.level = 1, 2, 0
        else:
            target = _read(locked, parent)
            placement.parent = _parent_at(target, position)
            placement.clean()
        placement.full_clean(exclude=["lft", "rght", "level", "tree_id", "parent"], validate_constraints=False)
        placement.validate_constraints(exclude=["lft", "rght", "level"])
        if parent is not None:
            placement.insert_at(target, position, save=False)
        placement.save(force_insert=True)
        return placement


def move(placement, target, position="last-child", *, reason=None):
    """Moves `placement` with all below it under `target`, or beside it, by `position`."""
    structure_id = _structure_of(placement)
    with edit_shape(structure_id) as locked:
        return _move(locked, placement, target, position, reason)


def _move(locked, placement, target, position, reason=None):
    node, target = _read(locked, placement), _read(locked, target)
    parent = _parent_at(target, position)
    if node.lft <= parent.lft <= node.rght:
        raise ValidationError({"parent": _("A unit can't be under itself or under a unit below it.")})
    if node.pk == target.pk:  # beside itself: it stands there
        return node
    node._change_reason = (reason or POSITIONS_IN_WORDS[position] % {"unit": target.name})[:100]
    node.move_to(target, position)
    node.refresh_from_db()
    return node


def change(placement, *, reason=None, **values):
    """Changes columns of a placement: content always, the shape only where it isn't locked."""
    structure_id = _structure_of(placement)
    with edit(structure_id) as locked:
        node = _read(locked, placement)
        if elsewhere := {"structure", "unit", "parent"} & values.keys():
            message = (
                f"change() leaves a placement where it is; {', '.join(sorted(elsewhere))} is for add() and move()."
            )
            raise TypeError(message)
        changed = {name: value for name, value in values.items() if getattr(node, name) != value}
        if not locked.is_editable and (shape := [name for name in changed if name in SHAPE_COLUMNS]):
            raise ShapeLockedError(
                {
                    shape[0]: _("The edition “%(structure)s” is %(status)s: this can only be changed by a correction.")
                    % {"structure": locked.name, "status": locked.get_status_display()}
                }
            )
        return _write(node, changed, reason)


def _write(node, changed, reason=None):
    if not changed:
        return node
    for name, value in changed.items():
        setattr(node, name, value)
    node.full_clean(exclude=["lft", "rght", "level", "tree_id", "parent"])
    node._change_reason = reason and reason[:100]
    columns = {*changed, *(field.name for field in derived_fields(Placement))}
    # The untranslated column follows the first language.
    columns |= {name.removesuffix("_en") for name in changed if name.endswith("_en")}
    node.save(update_fields=columns)
    return node


def remove(placement):
    """Takes a placement and all below it out of its structure; returns how many. The units themselves stay."""
    structure_id = _structure_of(placement)
    with edit_shape(structure_id) as locked:
        node = _read(locked, placement)
        width = node.rght - node.lft + 1
        Placement.objects.within(node).delete()
        tree = Placement.objects.filter(tree_id=locked.pk)
        tree.filter(lft__gt=node.rght).update(lft=F("lft") - width, rght=F("rght") - width)
        tree.filter(lft__lt=node.lft, rght__gt=node.rght).update(rght=F("rght") - width)
        return width // 2


def correct(structure, unit, *, fact, after, reason, by=None, position="last-child"):
    """Mends one fact of a locked shape and records it.

    For Fact.PARENT, `after` is a placement and `position` counts.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("A correction needs its reason.")})
    with edit(structure) as locked:
        if locked.is_editable:
            raise ValidationError(_("This edition can still be edited: change it directly."))
        node = Placement.objects.filter(tree_id=locked.pk, unit=unit).select_related("parent").first()
        if node is None:
            raise ValidationError({"unit": _("This unit is not in the edition.")})
        if fact == Correction.Fact.PARENT:
            before = _where(node)
            after = _where(_move(locked, node, after, position, reason))
        else:
            if fact not in SHAPE_COLUMNS:
                raise ValidationError({"fact": _("This is not part of the tree: change it directly.")})
            before = getattr(node, fact) or ""
            _write(node, {fact: after}, reason)
        if before == after:
            raise NothingChangesError(_("Nothing would change."))
        return Correction.objects.create(
            structure=locked,
            unit_id=node.unit_id,
            fact=fact,
            before=before,
            after=after,
            reason=reason,
            made_by=by,
        )


def _where(node):
    """The place of a node in words: the unit above and how many siblings are before it."""
    if node.parent_id is None:
        return ""
    before = Placement.objects.filter(parent=node.parent_id, lft__lt=node.lft).count()
    return f"{node.parent.name} · {before + 1}"


def _structure_of(placement):
    """The key of its structure, asked for again: the instance may be stale, and its row gone."""
    structure_id = Placement.objects.filter(pk=placement.pk).values_list("structure", flat=True).first()
    if structure_id is None:
        raise ValidationError(_("This unit has since been removed from the edition."))
    return structure_id


def _read(locked, placement):
    """The row as it is now, under the lock."""
    node = Placement.objects.filter(pk=placement.pk).select_related("parent").first()
    if node is None:
        raise ValidationError(_("This unit has since been removed from the edition."))
    if node.structure_id != locked.pk:
        raise ValidationError({"parent": _("The unit above must be in the same edition.")})
    return node


def _parent_at(target, position):
    if position not in POSITIONS:
        raise ValidationError(_("Unknown position: %(position)s.") % {"position": position})
    if position in ("first-child", "last-child"):
        return target
    if target.parent is None:
        raise ValidationError({"parent": _("An edition has one unit at the top; place this one under another.")})
    return target.parent
