"""Whether the first of what was found answers a search by itself: it gets the answer card then."""

from collections import Counter

from ..search_index.documents import Kind, Role
from .ranking import RECORDS, Tier
from .results import Why

# What is typed has so many letters, or it is a part of many names.
SHORTEST = 3


def is_clear(hits, query, names):
    """Whether the first of `hits` is called just so and no other of its time is, or it alone bears what was typed.

    A person bears a surname, an act a number, a unit of the shown structure its name without what kind of unit it is.
    `names` are those of each document, by its number. Those that have the functions of a unit that is gone, and the
    mandates of an act, are called so because of it.
    """
    if not hits:
        return False
    first, *others = (each for each in hits if each.why != Why.HEIR)
    if first.rank[0] == Tier.EXACT:
        of_an_act = first.kind == Kind.INSTRUMENT
        others = (each for each in others if not (of_an_act and each.kind == Kind.MANDATE))
        return all(each.rank[:6] > first.rank[:6] for each in others)
    typed = _Typed(query)
    if first.kind == Kind.UNIT and first.rank[0] == Tier.JUST_THESE and not first.when and typed.is_long:
        people = (each for each in others if each.kind == Kind.PERSON)
        if any(typed.is_borne(each.kind, names[each.document]) for each in people):
            return False
        return all(each.rank[0] > Tier.JUST_THESE for each in others)
    if not typed.may_be_borne_by(first.kind) or not typed.is_borne(first.kind, names[first.document]):
        return False
    return not any(typed.is_borne(each.kind, names[each.document]) for each in others)


class _Typed:
    """What was typed but for the words that say nothing, each as often as it was: "mora mora"."""

    def __init__(self, query):
        empty = {word.text for word in query.others}
        self.words = Counter(word for word in query.folded.split() if word not in empty)
        self.is_long = len(query.squeezed) >= SHORTEST
        self.has_number = any(any(map(str.isdigit, word)) for word in self.words)

    def may_be_borne_by(self, kind):
        return self.is_long and kind == (Kind.INSTRUMENT if self.has_number else Kind.PERSON)

    def is_borne(self, kind, names):
        """Whether a name has all of it; of records, whose titles have many words, the symbol."""
        roles = (Role.SYMBOL,) if kind in RECORDS else tuple(role for role in Role if role < Role.SUBJECT)
        return any(name[0] in roles and self.words <= Counter(name[3].split()) for name in names)
