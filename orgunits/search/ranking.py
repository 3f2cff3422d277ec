"""How good an answer a document is: one rule, of its names and of the words it has.

An exact acronym or symbol, name, alias, place; what it works on or who holds it by just these words; the beginning of a
name; all words in one name; in one subject; in several of both; in its texts too; only some of the words. Of answers as
good: those of the shown day before past ones before those that came later; words in their own form before others; in
order; of shorter names; in the reader's language.
"""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from ..search_index.documents import Kind, Role
from ..search_index.words import squeezed, stem
from .question_words import EMPTY

ORDER = {kind: number for number, kind in enumerate(Kind.values)}
# A city is first of all where an office is.
OFFICE_FIRST = {Kind.OFFICE: -1}


class Tier(IntEnum):
    EXACT = 0
    JUST_THESE = 1  # words that tell something, in whatever form
    BEGINNING = 2
    IN_NAME = 3
    IN_SUBJECT = 4
    IN_SEVERAL = 5
    IN_TEXT = 6
    SOME = 7


# Of exact names.
EXACT_ORDER = {Role.ACRONYM: 0, Role.SYMBOL: 0, Role.NAME: 1, Role.ALIAS: 2, Role.PLACE: 3, Role.SUBJECT: 4}
OWN, STEM, BEGUN = range(3)


class Found(NamedTuple):
    """What of the words one name has. `name` is as Document.kept_names() has it."""

    tier: Tier
    lacks: int  # words that it has not
    role: int
    form: int  # the farthest form of a word
    disorder: int  # 0 where the words follow each other as they were typed
    extra: int  # words that tell something and were not typed
    foreign: bool
    place: int  # of the name in its document
    name: list
    words: tuple  # that it has


@lru_cache(maxsize=20_000)
def _placed(folded, languages):
    """({word: its first place}, {stem: its first place}, number of telling words) of a name."""
    words = folded.split()
    places, stems = {}, {}
    for place, word in enumerate(words):
        places.setdefault(word, place)
        for language in _pairs(languages):
            stems.setdefault(stem(word, language), place)
    return places, stems, sum(word not in EMPTY for word in places) or len(places)


def _pairs(languages):
    return [languages[start : start + 2] for start in range(0, len(languages), 2)]


class Ranking:
    """The rule for one query, of a reader of a language."""

    def __init__(self, query, language, begun=(), parts=None):
        self.query, self.language, self.begun = query, language, frozenset(begun)
        self.parts = parts or {}
        self.wholes = {query.folded, query.squeezed}

    def best(self, names):
        """(Found of the name that answers best, the words that its names have) of kept names; (None, ()) for none."""
        best, had = None, set()
        for place, name in enumerate(names):
            found = self._found(place, name)
            if found:
                had.update(found.words)
                if best is None or found[:8] < best[:8]:
                    best = found
        return best, had

    def _found(self, place, name):
        role, languages, _text, folded, _editions = name
        foreign = bool(languages) and self.language not in _pairs(languages)
        if folded in self.wholes or squeezed(folded) == self.query.squeezed:
            tier = Tier.EXACT if role < Role.SUBJECT else Tier.JUST_THESE
            words = self.query.words
            return Found(tier, 0, EXACT_ORDER[role], OWN, 0, 0, foreign, place, name, words)
        places, stems, telling = _placed(folded, languages)
        had, farthest, order = [], OWN, []
        for word in self.query.words:
            at, form = self._place(word, places, stems)
            if at is not None:
                had.append(word)
                farthest = max(farthest, form)
                order.append(at)
        begins = role < Role.SUBJECT and (
            folded.startswith(self.query.folded) or squeezed(folded).startswith(self.query.squeezed)
        )
        if not had and not begins:
            return None
        others = sum(word.text in places for word in self.query.others)
        lacks = len(self.query.words) - len(had)
        extra = max(telling - len(had), 0) + len(self.query.others) - others
        disorder = sum(there != here + 1 for here, there in zip(order, order[1:], strict=False))
        if begins:
            tier = Tier.BEGINNING
            lacks = 0
            if extra == 0 and not lacks and had:
                tier = Tier.JUST_THESE
        elif lacks:
            tier = Tier.SOME
        elif telling == len(had) and farthest < BEGUN:
            tier = Tier.JUST_THESE
        else:
            tier = Tier.IN_NAME if role < Role.SUBJECT else Tier.IN_SUBJECT
        return Found(tier, lacks, EXACT_ORDER[role], farthest, disorder, extra, foreign, place, name, tuple(had))

    def _place(self, word, places, stems):
        if word.text in places:
            return places[word.text], OWN
        for form in word.forms:
            if form in stems:
                return stems[form], STEM
            if form in places:
                return places[form], STEM
        if word == self.query.last and self.begun:
            for other, at in places.items():
                if other.startswith(word.text):
                    return at, BEGUN
        parts = self.parts.get(word)
        if parts and all(part in places for part in parts):
            return places[parts[0]], OWN
        return None, 0

    def key(self, kind, key, best, had, when, *, has_all):
        """What documents are sorted by. `has_all` says that the words that no name has are in its texts."""
        order = ORDER[kind]
        if best is None:
            tier, lacks = (Tier.IN_TEXT, len(self.query.words)) if has_all else (Tier.SOME, len(self.query.words))
            return (tier, lacks, when, 0, 0, 0, 0, True, order, key)
        tier, lacks = best.tier, best.lacks
        if lacks:
            lacks = len(self.query.words) - len(had)
            tier = Tier.SOME if not has_all else Tier.IN_TEXT if lacks else Tier.IN_SEVERAL
        if best.role == EXACT_ORDER[Role.PLACE]:
            order = OFFICE_FIRST.get(kind, order)
        role = best.role if tier <= Tier.JUST_THESE else 0
        return (tier, lacks, when, role, best.form, best.disorder, best.extra, best.foreign, order, key)
