"""Units by what they are and were called, and why a search found them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, Value
from django.db.models.functions import Concat, Replace
from django.utils.translation import get_language

from .folding import fold
from .placement_details import PlacementTheme
from .placements import Placement
from .structure import Structure
from .units import UnitAlias


def called(rows, text):
    """Of `rows` with a `folded` column, those of which one folded text is `text`; spaces and hyphens don't matter."""
    squeezed = fold(text).replace(" ", "")
    if not squeezed:
        return rows.none()
    whole = Concat(Value("·"), Replace("folded", Value(" "), Value("")), Value("·"))
    return rows.annotate(whole=whole).filter(whole__contains=f"·{squeezed}·")


def names_of(placement):
    """Its names and acronyms as (language, text), the reader's language first."""
    languages = sorted(settings.MODELTRANSLATION_LANGUAGES, key=lambda language: language != get_language())
    for field in ("name", "acronym"):
        for language in languages:
            if text := getattr(placement, f"{field}_{language}"):
                yield language, text


@dataclass(frozen=True)
class NameUse:
    """One way in which a unit is or was called: the words, and the structures and aliases that use them."""

    text: str
    language: str
    structures: tuple


def uses_of_name(text, *, structures):
    """{unit id: [NameUse, …]} of all units that a placement in `structures` or an alias calls `text`. Two queries."""
    squeezed = fold(text).replace(" ", "")
    found = {}
    placements = called(Placement.objects.filter(structure__in=structures), text).select_related("structure")
    for placement in sorted(placements.latest_first(), key=_is_proposal):
        for language, words in names_of(placement):
            if fold(words).replace(" ", "") == squeezed:
                found.setdefault(placement.unit_id, {}).setdefault(words, (language, []))[1].append(placement.structure)
                break
    named_by = Placement.objects.filter(structure__in=structures)
    for alias in called(UnitAlias.objects.filter(unit__in=named_by.values("unit")), text):
        found.setdefault(alias.unit_id, {}).setdefault(alias.text, (alias.language, []))
    return {
        unit: [NameUse(words, language, tuple(reversed(used))) for words, (language, used) in uses.items()]
        for unit, uses in found.items()
    }


def _is_proposal(placement):
    return not placement.structure.has_been_real
