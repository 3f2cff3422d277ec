"""Which units a change of each kind needs before and after it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_change(kind, originals, results, *, incomplete=False, moved_to=None):
    """Refuses, with a sentence at the field, units that don't fit `kind`.

    `originals` and `results` are units (or their keys). `incomplete`: the source tells of more units than are on
    record, so a merger or split may name fewer than it needs.
    """
    before, after = set(originals), set(results)
    errors = {}
    few = 1 if incomplete else 2
    if kind == "created":
        _refuse(
            errors,
            "originals",
            before,
            _("A creation has no unit before it; record a transfer of functions as a separate change."),
        )
        _ask(errors, "results", after, 1, _("Name the unit that was created."))
    elif kind == "abolished":
        _ask(errors, "originals", before, 1, _("Name the unit that was abolished."))
        _refuse(
            errors,
            "results",
            after,
            _("An abolition has no unit after it; record who received its functions as a separate change."),
        )
    elif kind == "merged":
        _ask(errors, "originals", before, few, _("A merger has two or more units before it."))
        _ask(errors, "results", after, 1, _("Name the unit that resulted from the merger."))
    elif kind == "split":
        _ask(errors, "originals", before, 1, _("Name the unit that was split."))
        _ask(errors, "results", after, few, _("A split has two or more units after it."))
    elif kind == "seceded":
        _ask(errors, "originals", before, 1, _("Name the unit that continues, from which another separated."))
        _ask(errors, "results", after, 1, _("Name the unit that was separated from it."))
        if before & after:
            errors["results"] = _(
                "Name the unit that continues only before; after, name the one that separated from it."
            )
    elif kind == "reorganized":
        _ask(errors, "originals", before, few, _("A complex reorganization has two or more units before it."))
        _ask(errors, "results", after, 1, _("Name the units that resulted from the reorganization."))
    elif kind == "functions_transferred":
        _ask(errors, "originals", before, 1, _("Name the unit whose functions were transferred."))
        _ask(errors, "results", after, 1, _("Name the unit that received the functions."))
        if before & after:
            errors["results"] = _("A unit can't receive its own functions.")
    elif kind in ("renamed", "moved"):
        _ask(errors, "originals", before, 1, _("Name the unit."))
        if before and before != after:
            errors["results"] = _(
                "A unit that is renamed or moved stays the same unit: name the same ones before and after."
            )
        if kind == "moved" and moved_to is not None and (moved_to in after or moved_to in before):
            errors["moved_to"] = _("A unit can't be under itself.")
    if errors:
        raise ValidationError(errors)


def _ask(errors, field, units, number, sentence):
    if len(units) < number:
        errors[field] = sentence


def _refuse(errors, field, units, sentence):
    if units:
        errors[field] = sentence
