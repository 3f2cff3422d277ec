"""The draft of a record: set when the record is made, kept whenever it is written.

Receivers, so that one rule holds everywhere. To make a record of a draft, the draft is held first; to write a
reference, the row it leads to is locked, then read: is it hidden? So a race may refuse, but shows nothing.
Raw loads are not asked: check.py finds what they bring.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from ..models import OrganizationalUnit, Placement, PlacementTheme, Structure, Theme
from ..tree import trees
from .references import CITING, OWNED, PARTS, is_hidden, references


@receiver(pre_save)
def keep_hidden(sender, instance, raw, update_fields, **kwargs):
    """Gives a new record its draft, keeps that of an old one, and refuses that what is public names what is not."""
    model = sender._meta.concrete_model
    if raw or (model not in OWNED and model not in CITING):
        return
    named = [field for field in references(model) if field.many_to_one and getattr(instance, field.attname)]
    if update_fields is not None:
        named = [field for field in named if field.name in update_fields]
        if not named and "draft" not in update_fields:
            return
    if model in OWNED:
        _settle(instance, model, named)
    hidden = _hidden_named(instance, named)
    if hidden and not _is_hidden(instance, model):
        # What a plain load brought in is for check.py: who writes something else of the record is not warned of it.
        known = model._base_manager.filter(~is_hidden(model), pk=instance.pk).values().first() or {}
        named = {field: getattr(instance, field.attname) for field in hidden}
        if refused := {field: key for field, key in named.items() if known.get(field.attname) != key}:
            raise ValidationError({field.name: _refusal(field, key) for field, key in refused.items()})


@receiver(m2m_changed)
def keep_hidden_from_lists(sender, instance, action, reverse, model, pk_set, **kwargs):
    """The same for what is added to a list, also to one with a model of its own: Django writes its rows unseen."""
    if action != "pre_add" or not pk_set:
        return
    owner = (model if reverse else type(instance))._meta.concrete_model
    field = next((field for field in owner._meta.local_many_to_many if field.remote_field.through is sender), None)
    if field is None or owner not in CITING or field.related_model not in (Structure, *OWNED):
        return
    owners, targets = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    hidden = hidden_among(field.related_model, targets)
    if hidden and len(_locked(owner, owners).filter(is_hidden(owner))) < len(owners):
        raise ValidationError({field.name: _refusal(field, min(hidden))})


@receiver(post_save, sender=Placement)
@receiver(post_save, sender=PlacementTheme)
def claim(sender, instance, created, raw, **kwargs):
    """A unit that is placed in a draft first of all belongs to it from then on; so does a theme."""
    placement = instance if sender is Placement else instance.placement
    if raw or not created or placement.structure.is_public:
        return
    model, key = (OrganizationalUnit, instance.unit_id) if sender is Placement else (Theme, instance.theme_id)
    if not model.objects.public().filter(pk=key).exists():
        # A full lock: a writer that is about to name it waits, or is seen by the question after it.
        list(_for_update(model.objects.filter(pk=key)).values_list("pk"))
        if not _is_named_in_public(model, key):
            model.objects.filter(pk=key, draft__isnull=True).update(draft=placement.structure_id)


def draft_hiding(model, keys):
    """The key of a structure that hides one of the rows `keys` of `model`, else None.

    Asked without a lock: the structure is held first, then the rows are locked and read once more.
    """
    hider = "pk" if model is Structure else "draft"
    rows = model._base_manager.filter(is_hidden(model), pk__in=keys).order_by("pk")
    return rows.values_list(hider, flat=True).first()


def hidden_among(model, keys):
    """{key: the structure that hides it} for the rows of `model` that are hidden, locked before they are read."""
    rows = _locked(model, keys)
    if model is Structure:
        return {row.pk: row.pk for row in rows if not row.is_public}
    return {key: draft for key, draft in rows.values_list("pk", "draft") if draft is not None}


def _hidden_named(instance, fields):
    """{field: the structure that hides what the instance names by it}; structures are locked before records."""
    found = {}
    models = {field.related_model for field in fields}
    for model in sorted(models, key=lambda model: (model is not Structure, model._meta.model_name)):
        keys = {field: getattr(instance, field.attname) for field in fields if field.related_model is model}
        hidden = hidden_among(model, set(keys.values()))
        found |= {field: hidden[key] for field, key in keys.items() if key in hidden}
    return found


def _settle(instance, model, named):
    """Its draft as the database has it; of a new record the one it was given, else one of what it names by `named`."""
    live = list(_locked(model, {instance.pk}).values_list("draft", flat=True)) if instance.pk else []
    if live:
        instance.draft_id = live[0]
        return
    key = _draft_last_known(instance, model) or instance.draft_id or _draft_named(instance, named)
    wanted = Structure.objects.filter(pk=key).first()
    instance.draft_id = None
    if wanted is not None:
        with trees.hold(wanted) as draft:
            instance.draft_id = None if draft.is_public else draft.pk


def _draft_last_known(instance, model):
    """Of a record that is brought back: an earlier version may be from before it was given to its draft."""
    if not instance.pk:
        return None
    return model.history.filter(**{model._meta.pk.name: instance.pk}).values_list("draft", flat=True).first()


def _draft_named(instance, named):
    """A structure that hides something the instance names, else None."""
    found = (draft_hiding(field.related_model, {getattr(instance, field.attname)}) for field in named)
    return next(filter(None, found), None)


def _is_hidden(instance, model):
    """Whether it is part of something hidden, or is hidden itself."""
    if model in OWNED:
        return instance.draft_id is not None
    if model is Structure:
        return not instance.is_public
    joined = {model._meta.get_field(join) for join in PARTS.get(model, ())}
    # Locked: what it belongs to may be about to become public.
    return any(
        list(_locked(field.related_model, {getattr(instance, field.attname)}).filter(is_hidden(field.related_model)))
        for field in joined
    )


def _is_named_in_public(model, key):
    """Whether a public record refers to the row."""
    named = Q(pk__in=[])
    for citing in CITING:
        for field in references(citing):
            if field.related_model is model:
                rows = citing._base_manager.filter(~is_hidden(citing), **{field.name: OuterRef("pk")})
                named |= Exists(rows)
    return model.objects.filter(named, pk=key).exists()


def _locked(model, keys):
    return _for_update(model._base_manager.filter(pk__in=keys).order_by("pk"), no_key=True)


def _for_update(rows, **options):
    """A lock needs a transaction; every writer has one, and a script without takes what it reads."""
    return rows.select_for_update(**options) if connection.in_atomic_block else rows


def _refusal(field, key):
    model = field.related_model
    record = model._base_manager.get(pk=key)
    draft = record if model is Structure else record.draft
    text = _("“%(record)s” is only in the draft “%(draft)s”: public records can't refer to it. Make it public first.")
    return text % {"record": record, "draft": draft.name}
