"""What units are and were called, and why a search found them."""

from dataclasses import dataclass, field, replace

from django.db.models import F, TextChoices, TextField, Value
from django.db.models.functions import Concat, Replace
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from ..formatting import translation_of
from ..models import Placement, PlacementTheme, Structure, ThemeLabel, UnitAlias
from ..models.folding import fold
from ..models.languages import LANGUAGES
from ..search_index.documents import Role
from .units import Sought, hidden_structures

CALLS = (Role.NAME, Role.ACRONYM, Role.ALIAS)


def squeeze(text):
    """Folded and without spaces, so that names can be compared with the slugs made of them."""
    return fold(text).replace(" ", "")


def called(rows, text):
    """Of `rows` with a `folded` column, those of which one folded text is `text`, spaces and hyphens aside."""
    if not squeeze(text):
        return rows.none()
    edge = Value("·", output_field=TextField())
    whole = Concat(edge, Replace("folded", Value(" "), Value(""), output_field=TextField()), edge)
    return rows.annotate(whole=whole).filter(whole__contains=f"·{squeeze(text)}·")


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


def uses_of_name(text, *, to_staff):
    """{unit id: [NameUse]} of all units that a structure the reader may see, or an alias of theirs, calls `text`."""
    asked = squeeze(text)
    if not asked:
        return {}
    sought = Sought(text, to_staff=to_staff)
    called_so = sought.names_called()
    if to_staff:
        rows = Placement.objects.filter(structure__in=hidden_structures())
        drafted = called(rows, text).order_by("pk").values_list("unit", flat=True)
        _add_drafted(called_so, sorted({*drafted, *called_so}))
    uses = {}
    for unit, names in called_so.items():
        for role, languages, words, folded, keys in names:
            if role in CALLS and squeeze(folded) == asked:
                use = uses.setdefault(unit, {}).setdefault(words, NameUse(words, languages[:2]))
                known = (sought.editions[key] for key in keys if key in sought.editions)
                use.structures = sorted({*use.structures, *known}, key=_oldest_first)
    return {unit: list(of_unit.values()) for unit, of_unit in uses.items()}


def _oldest_first(edition):
    return edition.day is not None, edition.day, edition.pk


class Why(TextChoices):
    """Why a search found a unit whose shown name doesn't show it, the better reasons first."""

    LANGUAGE = "language", _("in another language")
    FORMERLY = "formerly", _("formerly")
    PROPOSED = "proposed", _("as proposed")
    LATER = "later", _("later")
    ALIAS = "alias", _("also known as")
    THEME = "theme", _("theme")


@dataclass(frozen=True)
class Match:
    """One reason: the words that were found and their language, and the structure that uses them where one does.

    Of a theme that is looked for by another word, that word is `label`, and `is_ours` says that no source has it.
    """

    why: Why
    text: str
    language: str
    structure: Structure | None = None
    has: frozenset = frozenset()  # those of the words
    label: str = ""
    label_language: str = ""
    is_ours: bool = False


def explain(placements, sought):
    """Sets `matches` of each of `placements`: why its unit was found, nothing where the shown name shows it."""
    lacking = {placement: _lacking(placement, sought.words) for placement in placements}
    units = sorted(placement.unit_id for placement, words in lacking.items() if words)
    names = sought.names(units) if units else {}
    if units and sought.to_staff:
        _add_drafted(names, units)
    for placement, words in lacking.items():
        reasons = _reasons(names.get(placement.unit_id, ()), placement, words, sought) if words else ()
        placement.matches = _fewest(words, sorted(reasons, key=_goodness))
    _name_themes(placements, to_staff=sought.to_staff)


def _lacking(placement, words):
    """Those of the words that the shown name has not."""
    shown = [fold(text) for text in (placement.name, placement.acronym) if text]
    every = "".join(LANGUAGES)
    return frozenset(word for word in words.words if not any(words.has(word, text, every) for text in shown))


def _reasons(names, shown, lacking, sought):
    """A Match of each of the names of a unit that has one of the words that are lacking."""
    same = _called_as_shown(names, shown)
    for role, languages, text, folded, keys in names:
        has = frozenset(word for word in lacking if sought.words.has(word, folded, languages))
        if not has:
            continue
        language = get_language() if get_language() in languages else languages[:2]
        if role in (Role.NAME, Role.ACRONYM) and keys:
            editions = [sought.editions[key] for key in keys if key in sought.editions]
            reasons = [(_why(each, shown, same[role]), each) for each in editions]
            if reasons:
                why, edition = min(reasons, key=lambda each: Why.values.index(each[0]))
                yield Match(why, text, language, edition, has)
        else:
            yield Match(Why.THEME if role == Role.SUBJECT else Why.ALIAS, text, language, None, has)


def _called_as_shown(names, shown):
    """{role: keys of the editions} that call the unit as the page does: their other names are translations of it."""
    same = {Role.NAME: set(), Role.ACRONYM: set()}
    texts = {Role.NAME: fold(shown.name), Role.ACRONYM: fold(shown.acronym)}
    for role, _languages, _text, folded, keys in names:
        if role in same and folded == texts[role]:
            same[role].update(keys)
    return same


def _why(edition, shown, same):
    if edition.pk in same:
        return Why.LANGUAGE
    if edition.status not in Structure.SEEN:
        return Why.PROPOSED
    return Why.LATER if shown.structure.day and edition.day and edition.day > shown.structure.day else Why.FORMERLY


def _goodness(match):
    return Why.values.index(match.why)


def _fewest(lacking, reasons):
    """The first reason that has all that is lacking; else those that together have it."""
    for reason in reasons:
        if lacking <= reason.has:
            return [reason] if lacking else []
    chosen = []
    for reason in reasons:
        if lacking & reason.has:
            chosen.append(reason)
            lacking -= reason.has
    return chosen


def _add_drafted(names, units):
    """Adds to {unit: names} what hidden structures call these units, as Document.kept_names() has names."""
    places = list(_drafted(units))
    unknown = {row.unit_id for row in places} - names.keys()
    for row in places:
        for role, column in ((Role.NAME, "name"), (Role.ACRONYM, "acronym")):
            for _column, language, text in texts_of(row, column):
                names.setdefault(row.unit_id, []).append([role, language, text, fold(text), [row.structure_id]])
    for alias in _aliases(sorted(unknown)):
        names[alias.unit_id].append([Role.ALIAS, alias.language, alias.text, alias.folded, []])
    for held in _drafted_themes([row.pk for row in places]):
        for _column, language, text in texts_of(held.theme, "name"):
            names[held.placement.unit_id].append([Role.SUBJECT, language, text, fold(text), []])


@compiled
def _drafted(units):
    rows = Placement.objects.filter(unit__in=units, structure__in=hidden_structures())
    return rows.only("name", "acronym", "unit", "structure").order_by("-structure", "lft")


@compiled
def _aliases(units):
    return UnitAlias.objects.filter(unit__in=units).order_by("pk").only("unit", "text", "language", "folded")


@compiled
def _drafted_themes(placements):
    rows = PlacementTheme.objects.filter(placement__in=placements).select_related("theme", "placement")
    return rows.order_by("pk").only("theme__name", "placement__unit")


def _name_themes(placements, *, to_staff):
    """Themes that were found by a label of theirs are called by their names."""
    found = {placement.unit_id for placement in placements for each in placement.matches if each.why == Why.THEME}
    labels = {(label.unit, label.text): label for label in _labels(sorted(found), to_staff=to_staff)} if found else {}
    for placement in placements if labels else ():
        placement.matches = [_by_label(each, labels.get((placement.unit_id, each.text))) for each in placement.matches]


@compiled
def _labels(units, *, to_staff):
    """Labels of the themes of units, each with its `unit`."""
    held = {"theme__placement_themes__placement__unit__in": units}
    held["theme__placement_themes__placement__structure__in"] = Structure.objects.visible(to_staff=to_staff)
    labels = ThemeLabel.objects.filter(**held).annotate(unit=F("theme__placement_themes__placement__unit"))
    return labels.select_related("theme").only("text", "language", "source", "theme__name").distinct().order_by("pk")


def _by_label(match, label):
    if label is None or match.why != Why.THEME:
        return match
    name, language = translation_of(label.theme, "name")
    is_ours = label.basis == ThemeLabel.Basis.OURS
    return replace(
        match, text=name, language=language, label=label.text, label_language=label.language, is_ours=is_ours
    )
