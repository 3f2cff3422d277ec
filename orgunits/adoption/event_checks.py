"""Whether the recorded changes that lead to a structure fit what its tree and the edition before it show."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import ChangeEvent
from ..models.change_rules import check_change


def unfitting_events(structure, places, places_before, day):
    """(event, a sentence) for what doesn't fit; places by unit."""
    events = ChangeEvent.objects.filter(structure=structure)
    for event in events.prefetch_related("originals", "results"):
        originals, results = ([unit.pk for unit in units.all()] for units in (event.originals, event.results))
        units = [*event.originals.all(), *event.results.all()]
        name = {"change": f"{event.get_kind_display()}: {_names(units, places, places_before)}"}
        try:
            check_change(event.kind, originals, results, incomplete=event.units_incomplete, moved_to=event.moved_to_id)
        except ValidationError as refusal:
            yield event, " ".join([_("The change “%(change)s” is incomplete.") % name, *refusal.messages])
            continue
        if event.earliest and not event.earliest <= day <= event.latest:
            yield event, _("The change “%(change)s” has a different date from the adoption.") % name
        if places_before and set(originals) - places_before.keys():
            text = _("The change “%(change)s” names a unit before it that isn't in the edition before.")
            yield event, text % name
        if set(results) - places.keys():
            yield event, _("The change “%(change)s” names a unit after it that isn't in this edition.") % name
        elif sentence := _contradicted(event, originals, results, places, places_before):
            yield event, sentence % name


def _contradicted(event, originals, results, places, places_before):
    """A sentence where the trees show something else than the event says."""
    kinds = ChangeEvent.Kind
    if event.kind == kinds.ABOLISHED and any(unit in places for unit in originals):
        return _("The change “%(change)s” ends a unit that is still in this edition.")
    if event.kind == kinds.CREATED and any(unit in places_before for unit in results):
        return _("The change “%(change)s” creates a unit that is already in the edition before.")
    both = [(places_before[unit], places[unit]) for unit in results if unit in places and unit in places_before]
    if event.kind == kinds.RENAMED and both and all(was.name_en == row.name_en for was, row in both):
        return _("The change “%(change)s” renames a unit that has the same name in both editions.")
    if event.kind == kinds.MOVED and event.moved_to_id and not _are_under(results, event.moved_to_id, places):
        return _("The change “%(change)s” moves a unit under one that isn't above it in this edition.")
    return ""


def _are_under(units, above, places):
    parent = places.get(above)
    return parent is not None and all(places[unit].parent_id == parent.pk for unit in units if unit in places)


def _names(units, places, places_before):
    """As they stand here or in the edition before; one that is in neither by its label for staff."""
    rows = {unit: places.get(unit.pk) or places_before.get(unit.pk) for unit in units}
    return ", ".join(row.name if row else unit.label for unit, row in rows.items())
