"""A difference put on a structure, through the one door."""

from django.db import transaction

from orgunits.models import OrganizationalUnit, Placement, PlacementTheme, Theme, UnitFunction
from orgunits.models.languages import LANGUAGES
from orgunits.tree import trees


@transaction.atomic
def apply(diff, structure):
    """Makes `structure`, which stands as the one before, as the one after."""
    arrived = {place.unit: place for place in diff.entered}
    displaced = {change.unit: change.after for change in (*diff.moved, *diff.reordered)}
    # From the top down, each right of the sister before it: whatever it is put beside stands where it shall.
    for place in sorted([*arrived.values(), *displaced.values()], key=lambda place: place.lft):
        if place.unit in arrived:
            _add(structure, place)
        else:
            trees.move(_in(structure, place.unit), *_where(structure, place))
    gone = {place.unit for place in diff.left}
    for place in diff.left:
        if place.parent not in gone:
            trees.remove(_in(structure, place.unit))
    for change in (*diff.renamed, *diff.half_named, *diff.changed_kind, *diff.changed_purpose):
        trees.change(_in(structure, change.unit), **_content(change.after))
    with trees.edit(structure):
        _pass_on(diff, structure)


def _in(structure, unit):
    return Placement.objects.get(structure=structure, unit__slug=unit)


def _where(structure, place):
    if place.previous:
        return _in(structure, place.previous), "right"
    return _in(structure, place.parent), "first-child"


def _add(structure, place):
    unit = OrganizationalUnit.objects.get(slug=place.unit)
    content = _content(place)
    target, position = _where(structure, place) if place.parent else (None, "last-child")
    trees.add(
        structure,
        unit,
        parent=target,
        position=position,
        name=content.pop("name_en"),
        sub_units_complete=place.sub_units_complete,
        **content,
    )


def _content(place):
    columns = [f"{field}_{language}" for field in ("name", "acronym", "purpose") for language in LANGUAGES]
    return {"kind": place.kind, **{column: getattr(place, column) or None for column in columns}}


def _pass_on(diff, structure):
    """Takes themes and functions from those that hold them no more, and gives them to those that do."""
    for passage in diff.themes:
        before, after = ({holding.unit for holding in side} for side in (passage.before, passage.after))
        PlacementTheme.objects.filter(
            placement__structure=structure, placement__unit__slug__in=before - after, theme__slug=passage.key
        ).delete()
        for unit in after - before:
            PlacementTheme.objects.create(
                placement=_in(structure, unit), theme=Theme.objects.get(slug=passage.key), position=99
            )
    for passage in diff.functions:
        after = {holding.unit for holding in passage.after}
        for holding in passage.before:
            if holding.unit not in after:
                _functions_of(structure, holding).delete()
        before = {holding.unit for holding in passage.before}
        for holding in passage.after:
            if holding.unit not in before:
                placement = _in(structure, holding.unit)
                last = placement.functions.order_by("position").last()
                UnitFunction.objects.create(
                    placement=placement, position=last.position + 1 if last else 1, **_texts(holding)
                )


def _texts(holding):
    columns = [f"{field}_{language}" for field in ("title", "text") for language in LANGUAGES]
    return {column: text for column in columns if (text := getattr(holding, column))}


def _functions_of(structure, holding):
    return UnitFunction.objects.filter(
        placement__structure=structure, placement__unit__slug=holding.unit, **_texts(holding)
    )
