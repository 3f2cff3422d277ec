"""How a document that was found is shown: its name where the page is, what was found of it, a text around the words."""

from datetime import date
from functools import partial

from ..models.folding import fold
from ..models.languages import fallback_chain
from ..search_index.documents import Kind, Role
from ..search_index.words import stems
from .editions import LATER, PROPOSED, SEEN, SHOWN
from .ranking import Tier, spoken
from .results import Why

# So many letters of a text are shown, and so many of them before the first word.
LONGEST_SNIPPET, BEFORE = 220, 60
NOW, PAST, NOT_YET = range(3)


class Standpoint:
    """What the page shows: the turns of the editions, the day, the reader's languages."""

    def __init__(self, turns, structure, day, language):
        self.turns, self.structure, self.day = turns, structure and structure.pk, day
        self.languages = {each: number for number, each in enumerate(fallback_chain(language))}

    def edition(self, names):
        """The edition that names a unit here, by its Turn; None where its names are of none."""
        return min(
            (self.turns[each] for name in names for each in name[4] if each in self.turns),
            default=None,
        )

    def when(self, kind, key, edition, since, until):
        if kind == Kind.EDITION and key in self.turns:
            edition = self.turns[key]
        if edition is not None:
            return {SHOWN: NOW, SEEN: PAST}.get(edition.turn, NOT_YET)
        if since and since > self.day:
            return NOT_YET
        return PAST if until and until < self.day else NOW

    def in_language(self, names, *roles, edition=None):
        """The name of the first of `roles` that it has here, in the reader's language where it has one; or None."""
        key = edition and abs(edition.key)
        for role in roles:
            here = [name for name in names if name[0] == role and (key is None or key in name[4])]
            if here:
                return min(here, key=lambda name: self._foreign(name[1]))
        return None

    def _foreign(self, languages):
        """How far down the reader's languages a name is; one without a language is for all."""
        return min((self.languages.get(each, 9) for each in spoken(languages)), default=0)

    def language(self, name):
        """Of those of a name the one that the reader would have first."""
        return min(spoken(name[1]), key=lambda each: self.languages.get(each, 9), default="")


def call(hit, names, best, edition, standpoint, has_all_words):
    """Gives a Hit its name, and what was found of it.

    `best` is the Found of the name that answers, `edition` that which names it here; `tells` says of a name whether it
    has all the words.
    """
    roles = (Role.SYMBOL, Role.NAME) if hit.kind == Kind.INSTRUMENT else (Role.NAME, Role.SYMBOL, Role.ALIAS)
    shown = standpoint.in_language(names, *roles, edition=edition) or standpoint.in_language(names, *roles) or names[0]
    acronym = standpoint.in_language(names, Role.ACRONYM, edition=edition)
    hit.name, hit.name_language = shown[2], standpoint.language(shown)
    hit.acronym = acronym[2] if acronym else ""
    if best and best.tier != Tier.REST and not has_all_words(shown) and not (acronym and has_all_words(acronym)):
        hit.why = _why(best.name, edition, standpoint)
        hit.found, hit.found_language = best.name[2], standpoint.language(best.name)
        hit.found_in = tuple(best.name[4])


def _why(name, edition, standpoint):
    role, _languages, _text, _folded, editions = name
    if role in (Role.NAME, Role.ACRONYM) and editions and edition:
        called = min((standpoint.turns[each] for each in editions if each in standpoint.turns), default=None)
        if called is None or called == edition:
            return Why.LANGUAGE
        return {SEEN: Why.FORMERLY, PROPOSED: Why.PROPOSED, LATER: Why.LATER}.get(called.turn, Why.LANGUAGE)
    return {
        Role.NAME: Why.LANGUAGE,
        Role.ACRONYM: Why.ACRONYM,
        Role.SYMBOL: Why.SYMBOL,
        Role.ALIAS: Why.ALIAS,
        Role.PLACE: Why.PLACE,
        Role.SUBJECT: Why.SUBJECT,
    }[role]


def complete(hits, shown, query, language):
    """Gives hits what `shown` of their documents says: {number: Document.shown()}."""
    sought = Sought(query)
    languages = fallback_chain(language)
    for each in hits:
        of = shown.get(each.document)
        if of is None:
            continue
        each.leads = list(of["leads"])
        each.about = next((of["about"][code] for code in languages if code in of["about"]), "")
        each.says = partial(_snippet, of["texts"], sought, languages)


# Stems have so many letters at least, and begin as their words do.
FIRST_LETTERS = 3


class Sought:
    """The words of a query, to be found in texts."""

    def __init__(self, query):
        self.forms = {form for word in query.words for form in word.forms}
        self.beginnings = {form[:FIRST_LETTERS] for form in self.forms}

    def is_one(self, folded):
        """Whether a folded word is one of them, in whatever form."""
        return folded[:FIRST_LETTERS] in self.beginnings and not self.forms.isdisjoint(stems(folded))

    def number_in(self, text):
        return len({word for word in fold(text).split() if self.is_one(word)})


def _snippet(texts, sought, languages):
    """The text that has the most of the words, around the first of them; of the first language in which one has any."""
    for code in [*languages, ""]:
        best = max(
            ((sought.number_in(text), -place, text) for place, text in enumerate(texts.get(code, ()))), default=None
        )
        if best and best[0]:
            words = best[2].split()
            first = next(place for place, word in enumerate(words) if any(map(sought.is_one, fold(word).split())))
            return _around(words, first), code
    return next(((_around(texts[code][0].split(), 0), code) for code in [*languages, ""] if texts.get(code)), ("", ""))


def _around(words, place):
    start, length = place, 0
    while start and length + len(words[start - 1]) < BEFORE:
        start -= 1
        length += len(words[start]) + 1
    if start < 4:
        start = 0
    end, length = start, 0
    while end < len(words) and (length < LONGEST_SNIPPET or end <= place):
        length += len(words[end]) + 1
        end += 1
    return ("… " if start else "") + " ".join(words[start:end]) + (" …" if end < len(words) else "")


def day(text):
    """SQLite gives the word "null" for none."""
    return date.fromisoformat(text) if text and text != "null" else None
