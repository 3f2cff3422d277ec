"""Words of a search that nothing has → the nearest words of the index ("did you mean").

Of a word below five letters, or with a digit, nothing else is meant: each other acronym or number is another thing.
"""

from collections import Counter
from os.path import commonprefix

from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.functions import Length
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract_iter

from ..compiled import compiled, together
from ..models import SearchPosting, SearchWord
from ..models.folding import fold
from ..search_index.words import stems
from .marking import WORD

SHORTEST = 5
# From so many letters on two edits are forgiven, below it one.
LONG = 9
# Of one search so many words are looked at; of a beginning or an end that many words have, so many.
WORDS, MOST = 8, 2000
# Of two words as near, the one that more documents have; beyond so many, no more are counted.
ENOUGH = 500
# Behind every other letter in the order of bytes.
LAST = "\U0010ffff"


class _Number(Subquery):
    """How many rows a question has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def corrections(words, *, are_unknown=False):
    """{word: the nearest word of the index} for those of these folded words that no document has and that have one.

    Of words as near: that of more documents, then that nearer in length, then the first of the alphabet. Where a search
    has found that no document has them, `are_unknown`, that is not asked again.
    """
    words = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and word.isalpha()][:WORDS]
    unknown = words if are_unknown else _unknown(words)
    near = {word: nearest for word, nearest in _near(unknown).items() if nearest}
    keys = {key for nearest in near.values() for _distance, key, _other in nearest}
    numbers = dict(_numbers(keys)) if keys else {}
    found = {}
    for word, nearest in near.items():
        known = [
            (distance, -numbers[key], abs(len(other) - len(word)), other)
            for distance, key, other in nearest
            if numbers[key]
        ]
        if known:
            found[word] = min(known)[-1]
    return found


def is_slip(typed, meant):
    """Whether a word may be typed so for another: two other letters beside each other are another word."""
    first = len(commonprefix([typed, meant]))
    last = len(commonprefix([typed[first:][::-1], meant[first:][::-1]]))
    wrong, right = typed[first : len(typed) - last], meant[first : len(meant) - last]
    return not len(wrong) == len(right) == 2 or wrong == right[::-1]


def as_spelt(meant, typed, texts, language):
    """Folded words that are meant by a typed text, with their accents, in capitals where they were typed so.

    Each as the `texts` that were found, (languages, text), spell it most often, those of the reader's language first.
    """
    words = set(meant.split())
    spellings = {word: Counter() for word in words}
    for languages, text in texts:
        for found in WORD.finditer(text):
            if (word := fold(found[0])) in words:
                spellings[word][not languages or language in languages, found[0].lower()] += 1
    shown = []
    parts = typed.split()
    for place, word in enumerate(meant.split()):
        *_rest, spelt = max(
            ((is_own, number, text) for (is_own, text), number in spellings[word].items()), default=[word]
        )
        has_capital = len(parts) == len(meant.split()) and parts[place][:1].isupper()
        shown.append(spelt.capitalize() if has_capital else spelt)
    return " ".join(shown)


def edits_in(word):
    """How many edits are forgiven: a letter more, less or another, two that changed places."""
    return 0 if len(word) < SHORTEST or not word.isalpha() else 1 if len(word) < LONG else 2


def _unknown(words):
    """Those that no document has, in none of the forms by which a search looks for them."""
    forms = [form for word in words for form in stems(word)]
    there = together(**{form: _there.of(form) for form in forms})
    return [word for word in words if not any(there[form] for form in stems(word))]


@compiled
def _there(term):
    return SearchPosting.objects.filter(term=term).order_by("term").values_list("distance")[:1]


def _near(words):
    """{word: [(distance, key, word of the index), …]} of those that may be meant."""
    asked = {}
    for word in words:
        edits = edits_in(word)
        # However many edits, a part of the word is as it was, the letters aside that may have changed places with it.
        first, last = ((len(word) - 1) // 2, len(word) // 2) if edits == 1 else (len(word) // 3, len(word) // 3)
        lengths = max(len(word) - edits, SHORTEST), len(word) + edits
        beginning, end = word[:first], word[: -last - 1 : -1]
        asked[f"{word} begins"] = _by_beginning.of(beginning, beginning + LAST, *lengths)
        asked[f"{word} ends"] = _by_end.of(end, end + LAST, *lengths)
    rows = together(**asked)
    return {
        word: _nearest(word, {key: other for row in ("begins", "ends") for key, other in rows[f"{word} {row}"]})
        for word in words
    }


def _nearest(word, candidates):
    near = extract_iter(word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=edits_in(word))
    return [(distance, key, other) for other, distance, key in near]


@compiled
def _by_beginning(first, last, shortest, longest):
    return _of_length(SearchWord.objects.filter(word__gte=first, word__lt=last), shortest, longest)


@compiled
def _by_end(first, last, shortest, longest):
    return _of_length(SearchWord.objects.filter(backwards__gte=first, backwards__lt=last), shortest, longest)


def _of_length(rows, shortest, longest):
    rows = rows.alias(length=Length("word")).filter(length__gte=shortest, length__lte=longest)
    return rows.order_by("word").values_list("pk", "word")[:MOST]


@compiled
def _numbers(keys):
    """How many documents have each of these words of the index; of a word that was left behind, none."""
    documents = SearchPosting.objects.filter(term=OuterRef("word")).order_by().values("pk")[:ENOUGH]
    return SearchWord.objects.filter(pk__in=keys).order_by("pk").values_list("pk", _Number(documents))
