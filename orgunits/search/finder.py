"""Which units to approach: found by words and by theme, ranked, each with what on record says so."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..models import Placement, Structure
from ..models.folding import fold
from ..models.placement_choice import in_turn
from . import asked
from .names import texts_of
from .question_words import FIRST, likeness, root, telling_words


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


def find_units(text, theme, *, structure, day, to_staff, agreements=()):
    """Candidates for the words of `text` (may be empty), for `theme` (may be None), the best first.

    They hold all that is asked, by what is recorded latest; where no unit does, either the words or the theme; else by
    what was recorded before or later, and at last only some of the words, which leaves others `missing`. `agreements`
    are those on_subject(): their responsible units are candidates too.
    """
    words = telling_words(text)
    keys = set(asked.keys_of_units(theme, *map(root, words), to_staff=to_staff))
    record = _Record(keys | {each.unit_id for each in agreements if each.unit_id}, words, structure, day, to_staff)
    candidates = record.candidates()
    record.add_aliases(candidates)
    record.add_themes(candidates, theme)
    record.add_functions(candidates)
    for agreement in agreements:
        if agreement.unit_id in candidates:
            candidates[agreement.unit_id].reasons.append(_reason_of(agreement, words, theme))
    wanted = [set(words)] if words else []
    wanted += [{theme}] if theme else []
    found = [each for each in candidates.values() if each.placement.level]
    chosen = _holding(found, wanted)
    if not chosen:
        record.add_replaced(candidates)
        chosen = _holding(found, wanted) or _nearest(found)
    for each in chosen:
        each.missing = [word for word in words if word not in each.weights]
    return sorted(chosen, key=lambda each: _rank(each, structure))


def _holding(found, asked):
    """Those that hold all that is asked; where none does, those that hold a whole part of it."""
    whole = [each for each in found if set().union(*asked) <= set(each.weights)]
    return whole or [each for each in found if any(part <= set(each.weights) for part in asked)]


def _nearest(found):
    """Those that hold the most of what is asked."""
    most = max((len(each.weights) for each in found), default=0)
    return [each for each in found if most and len(each.weights) == most]


def _rank(candidate, structure):
    placement = candidate.placement
    stands = structure is not None and placement.structure_id == structure.pk
    return -sum(candidate.weights.values()), not stands, placement.lft, placement.pk


@dataclass
class _Record:
    """What is recorded of `units` (keys) that holds one of `words`, on the day and in the structure that are shown."""

    units: set
    words: list
    structure: Structure | None
    day: date
    to_staff: bool

    def candidates(self):
        """{unit: Candidate}, with the reasons that its names and its latest purpose give."""
        of_unit = {}
        for row in asked.named(*self._asked, *self._beginnings, to_staff=self.to_staff):
            of_unit.setdefault(row.unit_id, []).append(row)
        return {unit: self._candidate(rows) for unit, rows in of_unit.items()}

    def _candidate(self, rows):
        shown = next((row for row in rows if self.structure and row.structure_id == self.structure.pk), rows[0])
        with_purpose = [row for row in rows if any(texts_of(row, "purpose"))]
        latest = next(iter(in_turn(with_purpose)), None)
        candidate = Candidate(shown, [])
        for row in rows:
            what = What.NAME if row is shown else What.OTHER_NAME
            candidate.reasons += self._weighed(row, what, "name", "acronym", structure=row.structure)
            if row is latest:
                candidate.reasons += self._weighed(row, What.PURPOSE, "purpose", structure=row.structure)
        return candidate

    def add_aliases(self, candidates):
        for alias in asked.aliases(candidates, *self._beginnings) if self.words else ():
            if weights := _weights(alias.text, self.words, WEIGHT[What.ALIAS]):
                reason = Reason(What.ALIAS, alias.text, alias.language, weights=weights)
                candidates[alias.unit_id].reasons.append(reason)

    def add_themes(self, candidates, theme):
        """Those of the latest edition with themes of each unit, and as replaced those of others."""
        for held in asked.themes(*self._asked, theme, *self._beginnings):
            candidate = candidates[held.placement.unit_id]
            reasons = candidate.reasons if held.is_latest else candidate.replaced
            known = {"structure": held.placement.structure, "inferred": held.inferred}
            reasons += self._weighed(held.theme, What.THEME, "name", **known)
            if held.theme == theme:
                text, language = next((text, language) for _column, language, text in texts_of(theme, "name"))
                reasons.append(Reason(What.THEME, text, language, weights={theme: WEIGHT[What.THEME]}, **known))

    def add_functions(self, candidates):
        """Those of the latest edition with functions of each unit."""
        for reason, unit in self._functions(asked.functions(*self._asked)) if self.words else ():
            candidates[unit].reasons.append(reason)

    def add_replaced(self, candidates):
        """What later records replaced, purposes and functions too."""
        if self.words:
            replaced = {unit: [] for unit in candidates}
            for row in asked.purposes(*self._asked, to_staff=self.to_staff):
                if not row.is_latest:
                    replaced[row.unit_id] += self._weighed(row, What.PURPOSE, "purpose", structure=row.structure)
            for unit, candidate in candidates.items():
                candidate.replaced = replaced[unit] + candidate.replaced
            every = (row for row in asked.functions(*self._asked, replaced_too=True) if not row.is_latest)
            for reason, unit in self._functions(every):
                candidates[unit].replaced.append(reason)
        for candidate in candidates.values():
            candidate.reasons += candidate.replaced

    def _functions(self, rows):
        for function in rows:
            placement = function.placement
            for reason in self._weighed(function, What.FUNCTION, "title", "text", structure=placement.structure):
                yield reason, placement.unit_id

    @property
    def _asked(self):
        return self.units, self.structure, self.day

    @property
    def _beginnings(self):
        """What all words like one of those asked for begin with."""
        return dict.fromkeys(word[:FIRST] for word in self.words)

    def _weighed(self, record, what, *columns, **known):
        """A Reason for each text of the record that holds one of the words."""
        for _column, language, text in texts_of(record, *columns):
            if weights := _weights(text, self.words, WEIGHT[what]):
                yield Reason(what, text, language, weights=weights, **known)


def _reason_of(agreement, words, theme):
    """It holds each of the words, in its texts or in the name of a partner or theme."""
    weight = WEIGHT[What.AGREEMENT]
    weights = dict.fromkeys(words, weight / 2) if agreement.holds_words else {}
    weights |= _weights(agreement.folded, [*weights], weight)
    weights |= {theme: weight} if agreement.is_on_theme else {}
    subject, language = next((text, language) for _column, language, text in texts_of(agreement, "subject"))
    inferred = agreement.unit_basis == agreement.Basis.INFERRED
    return Reason(What.AGREEMENT, subject, language, inferred=inferred, weights=weights)


def _weights(text, words, weight):
    """How much each of the words counts in a text."""
    found = fold(text).split()
    weights = {word: weight * max((likeness(word, each) for each in found), default=0) for word in words}
    return {word: counts for word, counts in weights.items() if counts}
