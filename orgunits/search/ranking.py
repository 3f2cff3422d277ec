"""How good an answer a document is: one rule, of its names and of the words it has.

An exact acronym or symbol, name, alias, place; a name of just these words, then what it works on or who holds it; the
beginning of a name; all words in one name; in one subject; in several of both; else by how many of the words it has in
names and in texts, and how rare these are. Of answers as good: those of the shown day before past ones before those
that came later; words in their own form before others; close together; of shorter names; in the reader's language.
"""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from ..search_index.documents import Kind, Role
from ..search_index.words import squeezed, stem
from .nearly import TEXT_COUNTS
from .query import parts_of
from .question_words import EMPTY

ORDER = {kind: number for number, kind in enumerate(Kind.values)}
# Whose titles hold many words: what they are about comes first.
RECORDS = (Kind.INSTRUMENT, Kind.MANDATE, Kind.AGREEMENT, Kind.EDITION, Kind.SOURCE)
# A city is first of all where an office is.
OFFICE_FIRST = {Kind.OFFICE: -1}

# Who asks so, asks for a person.
WHO = frozenset(["who", "quien", "quienes", "qui", "quem"])
HOLDERS = (Kind.POST, Kind.PERSON)


class Tier(IntEnum):
    EXACT = 0
    JUST_THESE = 1  # words that tell something, in whatever form
    JUST_A_SUBJECT = 2
    BEGINNING = 3
    IN_NAME = 4
    IN_SUBJECT = 5
    IN_SEVERAL = 6
    REST = 7


# Of exact names.
EXACT_ORDER = {Role.ACRONYM: 0, Role.SYMBOL: 0, Role.NAME: 1, Role.ALIAS: 2, Role.PLACE: 3, Role.SUBJECT: 4}
# As typed; in another form of the name's language, of another one; as its beginning.
OWN, STEM, FOREIGN_STEM, BEGUN = range(4)
# What a unit is, not what it is for.
KINDS_OF_UNITS = """
secretariat secretariats secretaria secretarias secretariado executive ejecutiva executif executiva department
departamento departement office oficina bureau escritorio unit unidad unite unidade section seccion secao division
divisao program programme programa direction direccion direcao
au aux ao aos do no nas pelo pela pour par l d s
"""
SAY_LITTLE = EMPTY | frozenset(KINDS_OF_UNITS.split())
# A word of a subject counts so much of one of a name.
SUBJECT_COUNTS = 0.8
# Of what a question says beside its subject, words of so many letters are looked for in names.
SHORTEST_OTHER = 4


class Found(NamedTuple):
    """What of the words one name has. `name` is as Document.kept_names() has it."""

    tier: Tier
    lacks: int
    role: int  # by EXACT_ORDER; those that have other words, too, behind them
    form: int  # the farthest form of a word
    apart: int  # how often two words don't stand beside each other
    extra: int  # words that tell something and were not typed
    length: int
    foreign: bool
    place: int  # of the name in its document
    name: list
    words: tuple  # that it has


@lru_cache(maxsize=20_000)
def _placed(folded, languages):
    """({word: its first place}, {language: {stem: its first place}}, how many are significant, squeezed) of a name."""
    words = folded.split()
    places = {word: place for place, word in reversed(list(enumerate(words)))}
    stems = {
        language: {stem(word, language): place for word, place in reversed(places.items())}
        for language in spoken(languages)
    }
    return places, stems, sum(word not in SAY_LITTLE for word in places) or len(places), squeezed(folded)


@lru_cache(maxsize=100)
def spoken(languages):
    """ "enes" → "en", "es"."""
    return [languages[start : start + 2] for start in range(0, len(languages), 2)]


class Ranking:
    """The rule for one query, of a reader of a language. `found` are the Candidates."""

    def __init__(self, query, language, found):
        self.query, self.language, self.begun = query, language, bool(found.begun)
        self.words, self.number, self.whole = query.words, query.number, query.squeezed
        self.of_word = found.of_word
        self.parts = {word: parts_of(word.text) for word in query.words}
        self.others = [word for word in query.others if len(word.text) >= SHORTEST_OTHER]
        asks_who = not WHO.isdisjoint(word.text for word in query.others)
        self.order = {kind: place - 20 * (asks_who and kind in HOLDERS) for kind, place in ORDER.items()}
        self.weights = {word: of.rarity for word, of in found.of_word.items()}

    def best(self, kind, names):
        """(Found of the name that answers best or None, {word: how much it counts}, number of other words lacking)."""
        best, had, others = None, {}, set()
        for place, name in enumerate(names):
            if kind == Kind.THEME and name[0] == Role.ALIAS:  # a word for a theme is what it is about
                name = [Role.SUBJECT, *name[1:]]
            found = self._found(place, name, others)
            if found:
                counts = 1 if name[0] < Role.SUBJECT else SUBJECT_COUNTS
                for word in found.words:
                    had[word] = max(counts, had.get(word, 0))
                if best is None or found < best:
                    best = found
        return best, had, len(self.others) - len(others)

    def has_all_words(self, name):
        """Whether a name has all the words."""
        found = self._found(0, name, set())
        return found is not None and found.tier != Tier.REST

    def _found(self, place, name, others):
        """Found of one name, or None; adds to `others` those of them that it has."""
        role, languages, _text, folded, _editions = name
        foreign = bool(languages) and self.language not in spoken(languages)
        own = role < Role.SUBJECT
        places, stems, significant, whole = _placed(folded, languages)
        if self.others:
            others.update(
                word for word in self.others if word.text in places or not stems.keys().isdisjoint(word.forms)
            )
        if whole == self.whole:
            tier = Tier.EXACT if own else Tier.JUST_A_SUBJECT
            return Found(tier, 0, EXACT_ORDER[role], OWN, 0, 0, 0, foreign, place, name, self.words)
        had, farthest, order = [], OWN, []
        for word in self.words:
            at, form = self._place(word, places, stems)
            if at is not None:
                had.append(word)
                farthest = max(farthest, form)
                order.append(at)
        begins = own and whole.startswith(self.whole)
        if not had and not begins:
            return None
        if len(had) < len(self.words) and not begins:
            tier = Tier.REST
        elif significant <= len(had):
            tier = Tier.BEGINNING if farthest == BEGUN else Tier.JUST_THESE if own else Tier.JUST_A_SUBJECT
        elif begins:
            tier = Tier.BEGINNING
        else:
            tier = Tier.IN_NAME if own else Tier.IN_SUBJECT
        apart = sum(abs(there - here) > 1 for here, there in zip(order, order[1:], strict=False))
        extra = max(significant - len(had), 0)
        words = self.words if begins else tuple(had)
        lacks = len(self.words) - len(words)
        is_whole = len(places) == self.number and not extra and farthest == OWN
        is_whole = is_whole and all(each.text in places for each in self.query.others)
        role = EXACT_ORDER[role] if is_whole else EXACT_ORDER[role] + len(EXACT_ORDER)
        return Found(tier, lacks, role, farthest, apart, extra, len(folded), foreign, place, name, words)

    def _place(self, word, places, stems):
        if word.text in places:
            return places[word.text], OWN
        if word.is_acronym:
            return None, 0
        for language, of_language in stems.items():
            at = of_language.get(stem(word.text, language))
            if at is not None:
                return at, STEM
        for of_language in stems.values():
            for form in word.forms:
                if form in of_language:
                    return of_language[form], FOREIGN_STEM
        for form in word.forms:
            if form in places:
                return places[form], FOREIGN_STEM
        if self.begun and word == self.query.last:
            for other, at in places.items():
                if other.startswith(word.text):
                    return at, BEGUN
        parts = self.parts.get(word)
        if parts and all(part in places for part in parts):
            return places[parts[0]], OWN
        return None, 0

    def key(self, hit, best, had, others_lacking):
        """What hits are sorted by."""
        order = self.order[hit.kind]
        if best is None:
            return (
                Tier.REST,
                0,
                -self.score(hit.document, had),
                hit.kind in RECORDS,
                hit.when,
                0,
                0,
                0,
                0,
                True,
                order,
                0,
                hit.key,
            )
        tier, rest = best.tier, 0
        if tier == Tier.REST:
            if len(had) == len(self.query.words):
                tier = Tier.IN_SEVERAL
            else:
                rest = -self.score(hit.document, had)
        if others_lacking and tier != Tier.EXACT:
            tier = max(tier, Tier.IN_NAME)
        if hit.kind == Kind.SOURCE and tier >= Tier.BEGINNING:
            tier = max(tier, Tier.IN_SEVERAL)
        is_record = tier >= Tier.IN_NAME and hit.kind in RECORDS
        if hit.kind == Kind.THEME and tier in (Tier.JUST_A_SUBJECT, Tier.IN_SUBJECT):
            order = -1  # before those that work on it
        if best.name[0] == Role.PLACE:
            order = OFFICE_FIRST.get(hit.kind, order)
        role = best.role if tier <= Tier.JUST_THESE else 0
        close = (best.form, best.apart, best.extra, best.foreign)
        return (tier, others_lacking, rest, is_record, hit.when, role, *close, order, best.length, hit.key)

    def score(self, number, had):
        """How many of the words a document has, by how rare they are, those of its texts less."""
        score = 0
        for word, of in self.of_word.items():
            if word in had:
                score += self.weights[word] * had[word]
            elif number in of.documents:
                score += self.weights[word] * TEXT_COUNTS
        return round(score, 2)
