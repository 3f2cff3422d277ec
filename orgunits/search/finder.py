"""Which units to approach: found by words and by theme, ranked, each with what on record says so."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from ..models import OrganizationalUnit, Placement, PlacementTheme, Structure, UnitAlias, UnitFunction
from ..models.folding import fold
from .names import texts_of
from .question_words import likeness, root, telling_words
from .units import concerned_with

# So many units are looked at closely.
MOST = 300


class What(TextChoices):
    """What of a unit holds the words."""

    NAME = "name", _("its name")
    OTHER_NAME = "other_name", _("another name")
    ALIAS = "alias", _("also known as")
    THEME = "theme", _("its theme")
    FUNCTION = "function", _("its function")
    PURPOSE = "purpose", _("its purpose")
    AGREEMENT = "agreement", _("responsible for an agreement")


# How much a word found there tells; less of it where it is but like the word that is asked for.
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
    # What its later records replaced: counts where nothing else leads to a unit.
    replaced: list = field(default_factory=list)
    # Those of the words that none of the reasons holds.
    missing: list = field(default_factory=list)

    @property
    def weights(self):
        """The most that each word counts in one of the reasons."""
        best = {}
        for reason in self.reasons:
            for word, weight in reason.weights.items():
                best[word] = max(best.get(word, 0), weight)
        return best

    @property
    def shown_reasons(self):
        """The fewest of the reasons that hold what all of them hold, the most telling first."""
        shown, known = [], {}
        for reason in sorted(self.reasons, key=lambda each: -sum(each.weights.values())):
            if any(weight > known.get(word, 0) for word, weight in reason.weights.items()):
                shown.append(reason)
                known |= {word: max(weight, known.get(word, 0)) for word, weight in reason.weights.items()}
        return shown


def find_units(text, theme, *, structure, day, structures, agreements=()):
    """Candidates for the words of `text` (may be empty), for `theme` (may be None), the best first.

    They hold all that is asked, by what is recorded latest; where no unit does, either the words or the theme; else by
    what was recorded before or later, and at last only some of the words, which leaves others `missing`. `agreements`
    are those on_subject(): their responsible units are candidates too.
    """
    words = telling_words(text)
    keys = _keys(words, theme, structures) | {each.unit_id for each in agreements if each.unit_id}
    candidates = _candidates(keys, structure=structure, day=day, structures=structures, words=words)
    for reason, unit, is_latest in _reasons(candidates, words, theme, agreements, structure, day):
        (candidates[unit].reasons if is_latest else candidates[unit].replaced).append(reason)
    asked = [set(words)] if words else []
    asked += [{theme}] if theme else []
    found = [each for each in candidates.values() if each.placement.level]
    chosen = _holding(found, asked) or _holding(_with_replaced(found), asked) or _nearest(found)
    for each in chosen:
        each.missing = [word for word in words if word not in each.weights]
    return sorted(chosen, key=lambda each: _rank(each, structure))


def _holding(found, asked):
    """Those that hold all that is asked; where none does, those that hold a whole part of it."""
    whole = [each for each in found if set().union(*asked) <= set(each.weights)]
    return whole or [each for each in found if any(part <= set(each.weights) for part in asked)]


def _with_replaced(found):
    for each in found:
        each.reasons += each.replaced
    return found


def _nearest(found):
    """Those that hold the most of what is asked."""
    most = max((len(each.weights) for each in found), default=0)
    return [each for each in found if most and len(each.weights) == most]


def _rank(candidate, structure):
    placement = candidate.placement
    stands = structure is not None and placement.structure_id == structure.pk
    return -sum(candidate.weights.values()), not stands, placement.lft, placement.pk


def _keys(words, theme, structures):
    units = concerned_with(OrganizationalUnit.objects.all(), [root(word) for word in words], structures=structures)
    asked = Q(words_held__gt=0)
    if theme:
        held = PlacementTheme.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
        asked |= Exists(held.filter(theme=theme))
    return set(units.filter(asked).order_by("-words_held", "pk").values_list("pk", flat=True)[:MOST])


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
        candidate = candidates[row.unit_id]
        candidate.reasons += _weighed(row, what, words, "name", "acronym", structure=row.structure)
        records = candidate.reasons if row.pk == row.holder else candidate.replaced
        records += _weighed(row, What.PURPOSE, words, "purpose", structure=row.structure)
    return candidates


def _reasons(candidates, words, theme, agreements, structure, day):
    """(Reason, unit, whether no later record replaced it) of aliases, themes, functions and agreements."""
    for alias in UnitAlias.objects.filter(unit__in=candidates):
        if weights := _weights(alias.text, words, WEIGHT[What.ALIAS]):
            yield Reason(What.ALIAS, alias.text, alias.language, weights=weights), alias.unit_id, True
    for held in _held(PlacementTheme, candidates, structure, day).select_related("theme"):
        placement, is_latest = held.placement, held.placement_id == held.holder
        known = {"structure": placement.structure, "inferred": held.inferred}
        for reason in _weighed(held.theme, What.THEME, words, "name", **known):
            yield reason, placement.unit_id, is_latest
        if held.theme == theme:
            text, language = next((text, language) for _column, language, text in texts_of(theme, "name"))
            weights = {theme: WEIGHT[What.THEME]}
            yield Reason(What.THEME, text, language, weights=weights, **known), placement.unit_id, is_latest
    for function in _held(UnitFunction, candidates, structure, day):
        placement, is_latest = function.placement, function.placement_id == function.holder
        for reason in _weighed(function, What.FUNCTION, words, "title", "text", structure=placement.structure):
            yield reason, placement.unit_id, is_latest
    for agreement in agreements:
        if agreement.unit_id in candidates:
            yield _reason_of(agreement, words, theme), agreement.unit_id, True


def _reason_of(agreement, words, theme):
    """It holds each of the words, in its texts or in the name of a partner or theme."""
    weight = WEIGHT[What.AGREEMENT]
    weights = dict.fromkeys(words, weight / 2) if agreement.holds_words else {}
    weights |= _weights(agreement.folded, [*weights], weight)
    weights |= {theme: weight} if agreement.is_on_theme else {}
    subject, language = next((text, language) for _column, language, text in texts_of(agreement, "subject"))
    inferred = agreement.unit_basis == agreement.Basis.INFERRED
    return Reason(What.AGREEMENT, subject, language, inferred=inferred, weights=weights)


def _held(model, units, structure, day):
    """The rows of each unit that the reader may see, with `holder`, the placement whose rows its page shows."""
    public = Structure.objects.public()
    seen = Q(placement__structure__in=public) | Q(placement__structure=structure)
    holder = (
        Placement.objects.filter(unit=OuterRef("placement__unit"))
        .filter(Exists(model.objects.filter(placement=OuterRef("pk"))))
        .as_recorded(structure, day)
    )
    rows = model.objects.filter(seen, placement__unit__in=units)
    rows = rows.annotate(holder=Subquery(holder.values("pk")[:1])).select_related("placement__structure")
    return rows.order_by("-placement__structure__effective_from", "placement", "pk")


def _weighed(record, what, words, *columns, **known):
    """A Reason for each text of the record that holds one of the words."""
    for _column, language, text in texts_of(record, *columns):
        if weights := _weights(text, words, WEIGHT[what]):
            yield Reason(what, text, language, weights=weights, **known)


def _weights(text, words, weight):
    """How much each of the words counts in a text."""
    found = fold(text).split()
    weights = {word: weight * max((likeness(word, each) for each in found), default=0) for word in words}
    return {word: counts for word, counts in weights.items() if counts}
