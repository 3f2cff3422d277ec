"""Where the units are in each edition, and what is recorded of them there."""

from orgunits.models import Kind, Placement

from .facts import edition, in_languages, own_texts
from .names import official_names, sources_of_names
from .places import all_places
from .rows import row
from .sources import source, sources

KINDS = {
    "general secretariat": Kind.GENERAL_SECRETARIAT,
    "organ head office": Kind.HEAD_OFFICE,
    "secretariat": Kind.SECRETARIAT,
    "executive secretariat": Kind.EXECUTIVE_SECRETARIAT,
    "commission secretariat": Kind.COMMISSION_SECRETARIAT,
    "department": Kind.DEPARTMENT,
    "office": Kind.OFFICE,
    "section": Kind.SECTION,
    "program": Kind.PROGRAM,
    "thematic area": Kind.AREA,
}
WORDINGS = {"quoted from source document": Placement.Wording.QUOTED, "paraphrase": Placement.Wording.PARAPHRASED}
# Editions that rest on what pages showed.
OBSERVED = ("2019-2024-observed", "2025-observed")


def placement_rows():
    """In the order of the trees."""
    return [_placement_row(place) for place in all_places()]


def _placement_row(place):
    names, _ = official_names(place)
    return row(
        Placement,
        structure=[place.edition],
        unit=[place.key],
        parent=place.parent.natural_key if place.parent else None,
        lft=place.lft,
        rght=place.rght,
        level=place.level,
        kind=KINDS[place.facts["kind"]],
        basis=basis(place),
        sub_units_complete=_has_all_sub_units(place),
        sources=sources([*place.sources, *sources_of_names(place)]),
        **names,
        **_summary(place),
        **_purpose(place),
        **_functions(place),
        **in_languages("note", _note(place)),
    )


def basis(place):
    if place.carried_over:
        return Placement.Basis.CARRIED_OVER
    if (_own_note(place) or {}).get("inferred"):
        return Placement.Basis.INFERRED
    return Placement.Basis.OBSERVED if place.edition in OBSERVED else Placement.Basis.STATED


def _has_all_sub_units(place):
    complete = edition(place.edition)["complete_below"]
    return not place.carried_over and ("*" in complete or place.key in complete)


def _summary(place):
    if "summary" not in place.facts:
        return {}
    return {
        **in_languages("summary", {"en": place.facts["summary"], **own_texts("summaries")[place.path]}),
        "summary_source": source(place.facts["summary_source"]),
        "summary_year": place.facts["summary_year"],
    }


def _purpose(place):
    if "objective" not in place.facts:
        return {}
    wording = WORDINGS[place.facts["objective_kind"]]
    purpose = {"en": place.facts["objective"]}
    if wording == Placement.Wording.PARAPHRASED:
        purpose["es"] = own_texts("purposes")[place.path]
    return {
        **in_languages("purpose", purpose),
        "purpose_wording": wording,
        "purpose_source": _source_of_purpose(place, wording),
    }


def _source_of_purpose(place, wording):
    """The one that the facts name, the only source of the unit, or the only document that a quotation can come from."""
    if named := place.facts.get("objective_source"):
        return source(named)
    candidates = place.sources
    if wording == Placement.Wording.QUOTED:
        candidates = [address for address in candidates if address.endswith(".txt")]
    return source(candidates[0]) if len(candidates) == 1 else None


def _functions(place):
    if "functions" not in place.facts:
        return {}
    note = own_texts("functions_notes")[place.path] if "functions_note" in place.facts else None
    return {
        "functions_complete": place.facts["functions_complete"],
        "functions_source": source(place.facts["functions_source"]),
        **in_languages("functions_note", note),
    }


def _own_note(place):
    """What the facts note of a unit, written for the public; an own note says why a confidence isn't high."""
    return None if place.carried_over else own_texts("notes").get(place.path)


def _note(place):
    return {language: text for language, text in (_own_note(place) or {}).items() if language != "inferred"}
