"""What a draft alone knew becomes public with it, and so does all that it refers to."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from ..models import ChangeEvent
from ..models.structure import Structure, is_hidden_from_the_public
from ..tree import trees
from ..tree.history_lists import BATCH, write_lists
from .references import CITING, OWNED, lookups, references


def publish(structure, *, by=None):
    """Lets go what only `structure` knew, with all it refers to, whichever draft had it; returns how many records.

    Call it in the transaction that makes the structure public, and that holds all structures.
    """
    with trees.hold(structure) as locked:
        # A change that leads to another draft waits for that one.
        waiting = ChangeEvent.objects.filter(is_hidden_from_the_public("structure__"), draft=locked)
        waiting.exclude(structure=locked).update(draft=F("structure"))
        own = {model: set(model.objects.filter(draft=locked).values_list("pk", flat=True)) for model in OWNED}
        own[ChangeEvent] |= set(ChangeEvent.objects.filter(structure=locked).values_list("pk", flat=True))
        for model, keys in _named_by(Structure, {locked.pk}).items():
            own[model] |= keys
        return _let_go(reach(own), by)


def free(records):
    """Makes `records`, {model: keys}, public ahead of their draft, with all they refer to; returns how many it were.

    Holds all structures: no draft may take a unit that one of the records names before they are public.
    """
    with trees.hold_all():
        reached = reach(records)
        keys = reached.get(ChangeEvent, ())
        leading = ChangeEvent.objects.filter(is_hidden_from_the_public("structure__"), pk__in=keys)
        if early := leading.select_related("structure").first():
            text = _("“%(change)s” leads to the draft “%(draft)s” and becomes public with it.")
            raise ValidationError(text % {"change": early, "draft": early.structure.name})
        return _let_go(reached)


def _let_go(reached, by=None):
    """With a row in the history of each; `by` is the user who is logged in, where none is named."""
    for model, keys in reached.items():
        model.objects.filter(pk__in=keys).update(draft=None)
        rows = list(model.objects.filter(pk__in=keys))
        why = {"update": True, "default_user": by, "default_change_reason": _("made public")}
        write_lists(model.history.bulk_history_create(rows, batch_size=BATCH, **why))
    return sum(map(len, reached.values()))


def reach(records):
    """{model: keys} of the hidden ones among `records` and all that these refer to, at any distance.

    Each row is locked before its references are read, so that what somebody is just adding is seen.
    """
    found, asked = defaultdict(set), records
    while any(asked.values()):
        named = defaultdict(set)
        for model in OWNED:
            rows = model.objects.select_for_update(no_key=True).filter(pk__in=asked.get(model, ()), draft__isnull=False)
            if keys := set(rows.order_by("pk").values_list("pk", flat=True)) - found[model]:
                found[model] |= keys
                for target, more in _named_by(model, keys).items():
                    named[target] |= more
        asked = {model: keys - found[model] for model, keys in named.items()}
    return {model: keys for model, keys in found.items() if keys}


def _named_by(model, keys):
    """{model: keys} of the hidden records that the rows `keys` of `model`, and their parts, refer to."""
    found = defaultdict(set)
    for citing in CITING:
        for lookup in lookups(citing, model):
            for field in references(citing):
                if field.related_model in OWNED:
                    hidden = {f"{lookup}__in": keys, f"{field.name}__draft__isnull": False}
                    found[field.related_model] |= set(
                        citing._base_manager.filter(**hidden).values_list(field.name, flat=True)
                    )
    return found
