"""A text → the terms by which it is found: its words, folded, and their stems in its language."""

from functools import lru_cache

import snowballstemmer

from ..models.folding import fold
from ..models.languages import LANGUAGES

SNOWBALL = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}
_STEMMERS = {language: snowballstemmer.stemmer(SNOWBALL[language]) for language in LANGUAGES}
# A shorter word is found by itself alone: of "BAR" and "bars" one is an acronym.
SHORTEST_STEMMED = 4
# As a stem it would find too much.
SHORTEST_STEM = 3


@lru_cache(maxsize=50_000)
def stem(word, language):
    """The stem of a folded word in a language; the word itself where it is short, or has a digit."""
    if len(word) < SHORTEST_STEMMED or not word.isalpha():
        return word
    found = _STEMMERS[language].stemWord(word)
    return found if len(found) >= SHORTEST_STEM else word


@lru_cache(maxsize=50_000)
def stems(word):
    """Its stems in all languages, itself among them: a reader's word is of any."""
    return tuple(dict.fromkeys([word, *(stem(word, language) for language in LANGUAGES)]))


@lru_cache(maxsize=50_000)
def terms(folded, language):
    """The words of a folded text and their stems; of one without a language the words alone."""
    words = folded.split()
    return tuple(dict.fromkeys([*words, *(stem(word, language) for word in words)] if language else words))


def acronym(folded):
    """The term that says of a word that it is an acronym; no reader types it, no word begins like it."""
    return f"={folded}"


def squeezed(folded):
    """Without spaces: "ag res 2814" and "agres2814" are the same."""
    return folded.replace(" ", "")


@lru_cache(maxsize=5_000)
def terms_of(text, language):
    """terms() of a text that isn't folded yet: of what is due each search asks for them again."""
    return terms(fold(text), language)
