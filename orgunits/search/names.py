"""What units are and were called, and why a search found them."""

from dataclasses import dataclass, field

from django.db.models import Q, TextChoices, TextField, Value
from django.db.models.functions import Concat, Replace
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from ..models import Placement, PlacementTheme, Structure, UnitAlias
from ..models.folding import fold
from ..models.languages import LANGUAGES


def squeeze(text):
    """Folded and without spaces, so that names can be compared with the slugs made of them."""
    return fold(text).replace(" ", "")


def called(rows, text):
    """Of `rows` with a `folded` column, those of which one folded text is `text`, spaces and hyphens aside."""
    return holding_whole(rows, f"·{squeeze(text)}·") if squeeze(text) else rows.none()


def holding_whole(rows, squeezed):
    """The same of a squeezed text between the dots that part such texts."""
    edge = Value("·", output_field=TextField())
    whole = Concat(edge, Replace("folded", Value(" "), Value(""), output_field=TextField()), edge)
    return rows.annotate(whole=whole).filter(whole__contains=squeezed)


def texts_of(record, *columns):
    """Its texts as (column, language, text), the reader's language first."""
    languages = sorted(LANGUAGES, key=lambda language: language != get_language())
    for column in columns:
        for language in languages:
            if text := getattr(record, f"{column}_{language}"):
                yield column, language, text


@dataclass
class NameUse:
    """Words by which a unit is or was called, and the structures that do so, oldest first; none for an alias."""

    text: str
    language: str
    structures: list = field(default_factory=list)


def uses_of_name(text, *, structures):
    """{unit id: [NameUse]} of all units that a placement in `structures`, or an alias of theirs, calls `text`."""
    uses = {}
    rows = Placement.objects.filter(structure__in=structures)
    for placement in reversed(list(called(rows, text).select_related("structure").latest_first())):
        names = ((language, words) for _column, language, words in texts_of(placement, "name", "acronym"))
        language, words = next(name for name in names if squeeze(name[1]) == squeeze(text))
        use = uses.setdefault(placement.unit_id, {}).setdefault(words, NameUse(words, language))
        use.structures.append(placement.structure)
    for alias in called(UnitAlias.objects.filter(unit__in=rows.values("unit")), text):
        uses.setdefault(alias.unit_id, {}).setdefault(alias.text, NameUse(alias.text, alias.language))
    return {unit: list(words.values()) for unit, words in uses.items()}


class Why(TextChoices):
    """Why a search found a unit whose shown name doesn't tell, the better reasons first."""

    LANGUAGE = "language", _("in another language")
    FORMERLY = "formerly", _("formerly")
    PROPOSED = "proposed", _("as proposed")
    LATER = "later", _("later")
    ALIAS = "alias", _("also known as")
    THEME = "theme", _("theme")


@dataclass(frozen=True)
class Match:
    """One reason: the words that were found and their language, and the structure that uses them where one does."""

    why: Why
    text: str
    language: str
    structure: Structure | None = None


def explain(placements, text, *, to_staff):
    """Sets `matches` of each of `placements`: why `text` found its unit, nothing where the shown name tells."""
    words = fold(text).split()
    shown = {placement.unit_id: placement for placement in placements}
    reasons = {unit: [] for unit in shown}
    for other in _called(shown, *words, to_staff=to_staff):
        reasons[other.unit_id] += _reasons_in(other, shown[other.unit_id])
    for alias in _aliases(shown, *words):
        reasons[alias.unit_id].append(Match(Why.ALIAS, alias.text, alias.language))
    for held in _themes(shown, *words, to_staff=to_staff):
        for _column, language, words_of_theme in texts_of(held.theme, "name"):
            reasons[held.placement.unit_id].append(Match(Why.THEME, words_of_theme, language))
    for placement in placements:
        name = fold(f"{placement.name} {placement.acronym}")
        placement.matches = _fewest(words, name, sorted(reasons[placement.unit_id], key=_goodness))


@compiled
def _called(units, *words, to_staff):
    """The placements of `units` that one of `words` is a part of the names of, the latest first."""
    seen = Structure.objects.visible(to_staff=to_staff)
    of_edition = [f"structure__{name}" for name in ("name", "status", "effective_from", "as_of")]
    others = Placement.objects.filter(_any_of(words), unit__in=units, structure__in=seen).select_related("structure")
    return others.only("name", "acronym", "unit", "structure", *of_edition).latest_first()


@compiled
def _aliases(units, *words):
    aliases = UnitAlias.objects.filter(_any_of(words), unit__in=units).order_by("kind", "text")
    return aliases.only("unit", "text", "language")


@compiled
def _themes(units, *words, to_staff):
    seen = Structure.objects.visible(to_staff=to_staff)
    themes = PlacementTheme.objects.filter(placement__unit__in=units, placement__structure__in=seen)
    themes = themes.filter(_any_of(words, "theme__")).select_related("theme", "placement")
    return themes.only("theme__name", "placement__unit")


def _any_of(words, prefix=""):
    return Q(*[(f"{prefix}folded__contains", word) for word in words], _connector=Q.OR)


def _reasons_in(other, shown):
    if other.structure.status not in Structure.SEEN:
        by_time = Why.PROPOSED
    elif shown.structure.day and other.structure.day and other.structure.day > shown.structure.day:
        by_time = Why.LATER
    else:
        by_time = Why.FORMERLY
    for column, language, text in texts_of(other, "name", "acronym"):
        # The same name in the reader's language: what was found is its translation, not another name.
        same = fold(getattr(other, column)) == fold(getattr(shown, column))
        yield Match(Why.LANGUAGE if same else by_time, text, language, other.structure)


def _goodness(match):
    return Why.values.index(match.why)


def _fewest(words, name, reasons):
    """The first reason that holds all words; else those that together hold what `name` lacks."""
    missing = [word for word in words if word not in name]
    for reason in reasons:
        if missing and all(word in fold(reason.text) for word in words):
            return [reason]
    chosen = []
    for reason in reasons:
        if any(word in fold(reason.text) for word in missing):
            chosen.append(reason)
            missing = [word for word in missing if word not in fold(reason.text)]
    return chosen
