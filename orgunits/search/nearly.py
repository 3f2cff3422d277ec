"""Where nothing has all the words: what has the most of them, and words that are like one."""

from ..models.search_documents import IN_TEXT
from .candidates import LAST, words_from

# A word of a text counts so much of one of a name; a document that has nearly as much as another is as good.
TEXT_COUNTS, NEARLY = 0.5, 0.75
# From so many letters on the first two thirds of a word are enough to find another by it: "ombudsman", "ombudsperson".
LONG = 8


def with_the_most(candidates, *, farthest=IN_TEXT, least=0.0):
    """{number: the words it has} of the documents that have the most of the words, by how rare these are.

    A word of a text counts half; `farthest` is the distance up to which a word counts at all, `least` the part of all
    words that a document must have.
    """
    held, weights = {}, {}
    rarity = {word: of.rarity for word, of in candidates.of_word.items()}
    for word, of in candidates.of_word.items():
        for number, distance in of.documents.items():
            if distance <= farthest:
                held.setdefault(number, []).append(word)
                weight = rarity[word] * (TEXT_COUNTS if distance == IN_TEXT else 1)
                weights[number] = weights.get(number, 0) + weight
    enough = max(max(weights.values(), default=0) * NEARLY, least * sum(rarity.values()))
    return {number: held[number] for number, weight in weights.items() if weight >= enough}


def alike(word):
    """The word of the index with the same first letters that is nearest in length, where the word is long; else ""."""
    if len(word) < LONG or not word.isalpha():
        return ""
    beginning = word[: len(word) * 2 // 3]
    found = words_from(beginning, beginning + LAST)
    return min(found, key=lambda other: (abs(len(other) - len(word)), other), default="")
