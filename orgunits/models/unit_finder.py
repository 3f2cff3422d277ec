"""Which units to approach: found by words and by theme, ranked, each with what on record says so."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from .folding import fold
from .placement_details import PlacementTheme, UnitFunction
from .placements import Placement
from .structure import Structure
from .unit_search import texts_of
from .units import OrganizationalUnit, UnitAlias

# So many units are looked at closely.
MOST = 300
# Words that say nothing of a subject, in the four languages, folded.
EMPTY_WORDS = """
a an the of and or on in for to with by from at against about
el la los las un una de del y o en para por con contra sobre
le les une du des et ou dans pour avec contre sur
os as um uma do da dos das e em no na com
"""
EMPTY = frozenset(EMPTY_WORDS.split())


class What(TextChoices):
    """What of a unit holds the words."""

    NAME = "name", _("its name")
    OTHER_NAME = "other_name", _("another name")
    ALIAS = "alias", _("also known as")
    THEME = "theme", _("its theme")
    FUNCTION = "function", _("its function")
    PURPOSE = "purpose", _("its purpose")
    AGREEMENT = "agreement", _("responsible for an agreement")


# How much a word found there tells; half of it where it is but the beginning of a word.
WEIGHT = {
    What.NAME: 10,
    What.OTHER_NAME: 7,
    What.ALIAS: 7,
    What.THEME: 8,
    What.FUNCTION: 4,
    What.PURPOSE: 4,
    What.AGREEMENT: 5,
}


@dataclass(frozen=True)
class Reason:
    """One statement that leads to a unit, the structure that records it, and how much each word counts in it."""

    what: What
    text: str
    language: str = ""
    structure: Structure | None = None
    inferred: bool = False
    weights: dict = field(default_factory=dict, hash=False)


@dataclass
class Candidate:
    """A unit, named by `placement`, and why it is one."""

    placement: Placement
    reasons: list

    @property
    def weights(self):
        """The most that each word counts in one of the reasons."""
        best = {}
        for reason in self.reasons:
            for word, weight in reason.weights.items():
                best[word] = max(best.get(word, 0), weight)
        return best

    @property
    def told(self):
        """The fewest of the reasons that hold what all of them hold, the most telling first."""
        told, known = [], {}
        for reason in sorted(self.reasons, key=lambda each: -sum(each.weights.values())):
            if any(weight > known.get(word, 0) for word, weight in reason.weights.items()):
                told.append(reason)
                known |= {word: max(weight, known.get(word, 0)) for word, weight in reason.weights.items()}
        return told


def telling_words(text):
    """The words of `text` that say something of a subject; all of them where none does."""
    words = fold(text).split()
    return [word for word in words if word not in EMPTY] or words


def find_units(text, theme, *, structure, day, structures, agreements=()):
    """Candidates for the words of `text` (may be empty), for `theme` (may be None), the best first.

    They hold all that is asked; where no unit does, either the words or the theme. `agreements` are those
    on_subject(): their responsible units are candidates too. Five queries.
    """
    words = telling_words(text)
    keys = _keys(words, theme, structures) | {each.unit_id for each in agreements if each.unit_id}
    candidates = _candidates(keys, structure=structure, day=day, structures=structures, words=words)
    for reason, unit in _reasons(candidates, words, theme, agreements, structure, day):
        candidates[unit].reasons.append(reason)
    asked = [set(words)] if words else []
    asked += [{theme}] if theme else []
    found = [each for each in candidates.values() if each.placement.level]
    whole = [each for each in found if set().union(*asked) <= set(each.weights)]
    chosen = whole or [each for each in found if any(part <= set(each.weights) for part in asked)]
    return sorted(chosen, key=lambda each: _rank(each, structure))


def _rank(candidate, structure):
    placement = candidate.placement
    stands = structure is not None and placement.structure_id == structure.pk
    return -sum(candidate.weights.values()), not stands, placement.lft, placement.pk


def _keys(words, theme, structures):
    asked = Q(pk__in=[])
    if words:
        units = OrganizationalUnit.objects.concerned_with(" ".join(words), structures=structures)
        asked |= Q(pk__in=units.values("pk"))
    if theme:
        held = PlacementTheme.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
        asked |= Exists(held.filter(theme=theme))
    return set(OrganizationalUnit.objects.filter(asked).order_by("pk").values_list("pk", flat=True)[:MOST])


def _candidates(keys, *, structure, day, structures, words):
    """{unit: Candidate}, with the reasons that its names and purpose give."""
    naming = Placement.objects.filter(unit__in=keys).naming(structure, among=structures)
    rows = (
        Placement.objects.filter(unit__in=keys, structure__in=structures)
        .annotate(names=ExpressionWrapper(Q(pk__in=naming.values("pk")), output_field=BooleanField()))
        .with_holder_of_purpose(structure, day)
        .select_related("unit", "structure", "parent__unit")
        .latest_first()
    )
    rows = list(rows)
    candidates = {row.unit_id: Candidate(row, []) for row in rows if row.names}
    for row in rows:
        what = What.NAME if row.names else What.OTHER_NAME
        reasons = candidates[row.unit_id].reasons
        reasons += _weighed(row, what, words, "name", "acronym", structure=row.structure)
        if row.pk == row.holder:
            reasons += _weighed(row, What.PURPOSE, words, "purpose", structure=row.structure)
    return candidates


def _reasons(candidates, words, theme, agreements, structure, day):
    """(Reason, unit) of aliases, themes, functions and agreements."""
    for alias in UnitAlias.objects.filter(unit__in=candidates):
        if weights := _weights(alias.text, words, WEIGHT[What.ALIAS]):
            yield Reason(What.ALIAS, alias.text, alias.language, weights=weights), alias.unit_id
    for held in _held(PlacementTheme, candidates, structure, day).select_related("theme", "placement__structure"):
        placement = held.placement
        known = {"structure": placement.structure, "inferred": held.inferred}
        for reason in _weighed(held.theme, What.THEME, words, "name", **known):
            yield reason, placement.unit_id
        if held.theme == theme:
            text, language = next((text, language) for _column, language, text in texts_of(theme, "name"))
            weights = {theme: WEIGHT[What.THEME]}
            yield Reason(What.THEME, text, language, weights=weights, **known), placement.unit_id
    for function in _held(UnitFunction, candidates, structure, day).select_related("placement__structure"):
        for reason in _weighed(function, What.FUNCTION, words, "title", "text", structure=function.placement.structure):
            yield reason, function.placement.unit_id
    for agreement in agreements:
        if agreement.unit_id in candidates:
            inferred = agreement.unit_basis == agreement.Basis.INFERRED
            told = [*(words if agreement.holds_words else []), *([theme] if agreement.is_on_theme else [])]
            weights = dict.fromkeys(told, WEIGHT[What.AGREEMENT])
            subject, language = next((text, language) for _column, language, text in texts_of(agreement, "subject"))
            yield Reason(What.AGREEMENT, subject, language, inferred=inferred, weights=weights), agreement.unit_id


def _held(model, units, structure, day):
    """The rows of each unit that its page shows, by as_recorded()."""
    holder = (
        Placement.objects.filter(unit=OuterRef("placement__unit"))
        .filter(Exists(model.objects.filter(placement=OuterRef("pk"))))
        .as_recorded(structure, day)
    )
    rows = model.objects.filter(placement__unit__in=units)
    return rows.annotate(holder=Subquery(holder.values("pk")[:1])).filter(placement=F("holder"))


def _weighed(record, what, words, *columns, **known):
    """A Reason for each text of the record that holds one of the words."""
    for _column, language, text in texts_of(record, *columns):
        if weights := _weights(text, words, WEIGHT[what]):
            yield Reason(what, text, language, weights=weights, **known)


def _weights(text, words, weight):
    """How much each of the words counts in a text; the beginning of a word ("port" in "ports") counts half."""
    found = fold(text).split()
    weights = {word: weight / 2 for word in words if any(each.startswith(word) for each in found)}
    return weights | {word: weight for word in words if word in found}
