"""Which units to approach: found by words and by theme, ranked, each with what on record says so."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Placement, Structure
from ..models.folding import fold
from ..models.placement_choice import in_turn, naming_among
from ..search_index.documents import Role
from . import asked
from .names import texts_of
from .question_words import likeness, significant_words
from .spelling import as_spelt, corrections, is_slip


class What(TextChoices):
    """What of a unit holds the words."""

    NAME = "name", _("its name")
    OTHER_NAME = "other_name", _("another name")
    ALIAS = "alias", _("also known as")
    THEME = "theme", _("its theme")
    FUNCTION = "function", _("its function")
    PURPOSE = "purpose", _("its purpose")
    AGREEMENT = "agreement", _("responsible for an agreement")


# How much weight a word found there has; less of it where it is but like the word that is asked for.
WEIGHT = {
    What.NAME: 10,
    What.OTHER_NAME: 7,
    What.ALIAS: 7,
    What.THEME: 8,
    What.FUNCTION: 4,
    What.PURPOSE: 4,
    What.AGREEMENT: 5,
}


TEXTS = (What.FUNCTION, What.PURPOSE)
# A theme that is looked for by another word for it counts so much of one that is called so.
LABEL_COUNTS = 0.9


@dataclass(frozen=True)
class Reason:
    """One statement that leads to a unit, the structure that records it, and how much each word counts in it."""

    what: What
    text: str
    language: str = ""
    structure: Structure | None = None
    inferred: bool = False
    weights: dict = field(default_factory=dict, hash=False)
    # The word by which a theme was found that is not called so; `is_ours`: no source has it.
    label: str = ""
    label_language: str = ""
    is_ours: bool = False


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

    def is_called_or_on(self, words):
        """Whether its names, its themes or its agreements hold all the words."""
        significant = {word for reason in self.reasons if reason.what not in TEXTS for word in reason.weights}
        return significant.issuperset(words)

    @property
    def shown_reasons(self):
        """The fewest of the reasons that hold what all of them hold, the most telling first."""
        shown, known = [], {}
        for reason in sorted(self.reasons, key=lambda each: -sum(each.weights.values())):
            if any(weight > known.get(word, 0) for word, weight in reason.weights.items()):
                shown.append(reason)
                known |= {word: max(weight, known.get(word, 0)) for word, weight in reason.weights.items()}
        return shown


@dataclass
class Found:
    """`units` are Candidates, the best first; `instead`, what was looked for in the place of misspelt words.

    `elsewhere` is the kind of what is called by the words and is no unit: an edition, act, person or office.
    """

    units: list
    instead: str = ""
    elsewhere: str = ""
    unknown: tuple = ()
    is_partial: bool = False  # the index is being written: there may be others


def find_units(text, theme, **shown):
    """Found for the words of `text` (may be empty), for `theme` (may be None).

    Candidates hold all that is asked, by what is recorded latest; where no unit does, either the words or the theme;
    else by what was recorded before or later, and at last only some of the words, which leaves others `missing`. A word
    that nothing has is looked for as the one that is meant, where that finds more.
    """
    found = _find(text, theme, **shown)
    if found.elsewhere or not found.unknown or (found.units and not found.units[0].missing):
        return found
    meant = {word: other for word, other in corrections(found.unknown).items() if is_slip(word, other)}
    if not meant:
        return found
    instead = " ".join(meant.get(word, word) for word in fold(text).split())
    better = _find(instead, theme, **shown)
    if not better.units or (found.units and len(better.units[0].missing) >= len(found.units[0].missing)):
        return found
    texts = ((reason.language, reason.text) for each in better.units for reason in each.reasons)
    better.instead = as_spelt(instead, text, texts, get_language())
    return better


def _find(text, theme, *, structure, day, to_staff, agreements=()):
    """`agreements` are those on_subject(): their responsible units are candidates too."""
    words = significant_words(text)
    responsible = {each.unit_id for each in agreements if each.unit_id}
    meant = asked.meant(text, words, theme, responsible, to_staff=to_staff)
    if not meant.names:
        return Found([], "", meant.elsewhere, meant.unknown, meant.is_partial)
    record = _Record(meant, words, structure, day, to_staff)
    candidates = record.candidates()
    record.add_themes(candidates, theme)
    record.add_functions(candidates)
    for agreement in agreements:
        if agreement.unit_id in candidates:
            candidates[agreement.unit_id].reasons.append(record.reason_of(agreement, theme))
    wanted = [set(words)] if words else []
    wanted += [{theme}] if theme else []
    found = [each for each in candidates.values() if each.placement.level]
    chosen = _holding(found, wanted)
    if meant.elsewhere:
        # A text that mentions an act or a person is no reason to approach its unit on it.
        chosen = [each for each in chosen if each.is_called_or_on(words)]
    elif not chosen:
        record.add_replaced(candidates)
        chosen = _holding(found, wanted) or _nearest(found)
    for each in chosen:
        each.missing = [word for word in words if word not in each.weights]
    chosen.sort(key=lambda each: _rank(each, structure))
    return Found(chosen, "", meant.elsewhere, meant.unknown, meant.is_partial)


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
    """What is recorded of the units that are `meant` that holds one of `words`, in the structure and on the day."""

    meant: asked.Meant
    words: list
    structure: Structure | None
    day: date
    to_staff: bool

    def candidates(self):
        """{unit: Candidate}, with the reasons that its names and its latest purpose give."""
        of_unit = {}
        for row in asked.named(*self._asked, to_staff=self.to_staff, with_purposes=bool(self.words)):
            of_unit.setdefault(row.unit_id, []).append(row)
        return {unit: self._candidate(unit, rows) for unit, rows in of_unit.items()}

    def _candidate(self, unit, rows):
        shown = naming_among(rows)
        candidate = Candidate(
            shown, list(self._weighed(shown, What.NAME, "name", "acronym", structure=shown.structure))
        )
        for role, languages, text, folded, keys in self.meant.names.get(unit, ()):
            if role == Role.SUBJECT or shown.structure_id in keys:
                continue
            what = What.OTHER_NAME if keys else What.ALIAS
            if weights := self._weights_in(folded, WEIGHT[what]):
                language = get_language() if get_language() in languages else languages[:2]
                edition = next((self.meant.editions[key] for key in keys if key in self.meant.editions), None)
                candidate.reasons.append(Reason(what, text, language, edition, weights=weights))
        with_purpose = [row for row in rows if any(texts_of(row, "purpose"))]
        if latest := next(iter(in_turn(with_purpose)), None):
            candidate.reasons += self._weighed(latest, What.PURPOSE, "purpose", structure=latest.structure)
        return candidate

    def add_themes(self, candidates, theme):
        """Those of the latest edition with themes of each unit, and as replaced those of others."""
        for held in asked.themes(*self._asked, theme, [*self.meant.labels], *asked.beginnings(self.words)):
            candidate = candidates[held.placement.unit_id]
            reasons = candidate.reasons if held.is_latest else candidate.replaced
            known = {"structure": held.placement.structure, "inferred": held.inferred}
            reasons += self._weighed(held.theme, What.THEME, "name", **known)
            reasons += self._labels(held.theme, **known)
            if held.theme == theme:
                text, language = _named(theme)
                reasons.append(Reason(What.THEME, text, language, weights={theme: WEIGHT[What.THEME]}, **known))

    def _labels(self, theme, **known):
        """A Reason for each label of the theme that holds one of the words."""
        for label, label_language, source in self.meant.labels.get(theme.pk, ()):
            if weights := self._weights_in(fold(label), WEIGHT[What.THEME] * LABEL_COUNTS):
                of_label = {"label": label, "label_language": label_language, "is_ours": source is None}
                yield Reason(What.THEME, *_named(theme), weights=weights, **of_label, **known)

    def add_functions(self, candidates):
        """Those of the latest edition with functions of each unit."""
        for reason, unit in self._functions(asked.functions(*self._asked)) if self.words else ():
            candidates[unit].reasons.append(reason)

    def add_replaced(self, candidates):
        """What later records replaced, purposes and functions too."""
        if self.words:
            replaced = {unit: [] for unit in candidates}
            for row in asked.replaced_purposes(*self._asked, to_staff=self.to_staff):
                replaced[row.unit_id] += self._weighed(row, What.PURPOSE, "purpose", structure=row.structure)
            for unit, candidate in candidates.items():
                candidate.replaced = replaced[unit] + candidate.replaced
            for reason, unit in self._functions(asked.functions(*self._asked, replaced=True)):
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
        return [*self.meant.names], self.structure, self.day

    def _weighed(self, record, what, *columns, **known):
        """A Reason for each text of the record that holds one of the words."""
        for _column, language, text in texts_of(record, *columns):
            if weights := self._weights_in(fold(text), WEIGHT[what]):
                yield Reason(what, text, language, weights=weights, **known)

    def reason_of(self, agreement, theme):
        """It holds each of the words, in its texts or in the name of a partner or theme."""
        weight = WEIGHT[What.AGREEMENT]
        weights = {}
        if agreement.holds_words:
            weights = dict.fromkeys(self.words, weight / 2) | self._weights_in(fold(agreement.folded), weight)
        weights |= {theme: weight} if agreement.is_on_theme else {}
        subject, language = next((text, language) for _column, language, text in texts_of(agreement, "subject"))
        inferred = agreement.unit_basis == agreement.Basis.INFERRED
        return Reason(What.AGREEMENT, subject, language, inferred=inferred, weights=weights)

    def _weights_in(self, folded, weight):
        """How much each of the words counts in a folded text."""
        found, weights = folded.split(), {}
        for word in self.words:
            is_whole = word in self.meant.acronyms
            alike = word in found if is_whole else max((likeness(word, each) for each in found), default=0)
            if alike:
                weights[word] = weight * alike
        return weights


def _named(theme):
    """(its name, its language) as the reader has it."""
    return next((text, language) for _column, language, text in texts_of(theme, "name"))
