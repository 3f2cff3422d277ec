"""The functions, themes and pillars of the placements."""

from orgunits.models import PlacementPillar, PlacementTheme, UnitFunction
from orgunits.models.folding import fold

from .facts import facts, in_languages, own_texts
from .places import all_places
from .rows import row
from .themes import pillar

MULTIDEPARTMENTAL = {
    "en": "Multidepartmental implementation: carried out by several departments.",
    "es": "Ejecución multidepartamental: a cargo de varios departamentos.",
}
PILLAR_INFERRED = {
    "en": "Stated for the proposal of 2015; the sources of this edition do not repeat it.",
    "es": "Indicado para la propuesta de 2015; las fuentes de esta edición no lo repiten.",
}


def placement_detail_rows():
    found = all_places()
    return [
        *(each for place in found for each in _functions(place)),
        *(each for place in found for each in _themes(place)),
        *(each for place in found for each in _pillars(place)),
    ]


def _functions(place):
    for position, function in enumerate(place.facts.get("functions", []), start=1):
        yield row(
            UnitFunction,
            placement=place.natural_key,
            position=position,
            title_en=function["title"],
            text_en=function["text"],
            text_es=own_texts("functions").get(function["text"]),
        )


def _themes(place):
    notes = place.facts.get("thematic_area_notes", {})
    for position, words in enumerate(place.facts.get("thematic_areas", []), start=1):
        theme, occurrence = _theme_named(place, words)
        yield row(
            PlacementTheme,
            placement=place.natural_key,
            theme=[theme["key"]],
            position=position,
            words_en=words if fold(words) != fold(theme["name"]) else None,
            inferred=occurrence.get("basis", "").startswith("inferred"),
            **in_languages("note", MULTIDEPARTMENTAL if words in notes else None),
        )


def _theme_named(place, words):
    for theme in facts("themes")["items"]:
        for occurrence in theme["occurrences"]:
            if [occurrence["edition"], occurrence["unit_key"], occurrence["label"]] == [*place.natural_key, words]:
                return theme, occurrence
    message = f"{place.path}: no theme for {words!r}"
    raise LookupError(message)


def _pillars(place):
    is_inferred = "pillar_basis" in place.facts
    words = place.facts.get("contributes_to_pillars_text")
    note = {"en": f"“{words}”" if words else None}
    shared = {
        "placement": place.natural_key,
        "basis": PlacementPillar.Basis.INFERRED if is_inferred else PlacementPillar.Basis.STATED,
        **in_languages("note", PILLAR_INFERRED if is_inferred else note),
    }
    if "pillar" in place.facts:
        yield row(PlacementPillar, pillar=pillar(place.facts["pillar"]), role=PlacementPillar.Role.ALIGNED, **shared)
    for key in place.facts.get("contributes_to_pillars", []):
        yield row(PlacementPillar, pillar=pillar(key), role=PlacementPillar.Role.CONTRIBUTES, **shared)
