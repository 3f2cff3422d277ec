"""What a reader typed → the words that are looked for, and in which forms."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..models.folding import fold
from ..search_index.words import squeezed, stems
from .question_words import EMPTY

# Of a longer text the beginning is looked for, and so many words of it.
LONGEST_TEXT = 400
MOST_WORDS = 16
# What is typed in capitals and is no longer may be an acronym: another one is another thing.
LONGEST_ACRONYM = 6
SHORTEST_MISSPELT = 5
# From so many letters on the last word may be the beginning of one.
SHORTEST_BEGINNING = 3
LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, eq=False)
class Word:
    """`forms` are what it may be in the index, itself first; `is_kept` says that no other word may be meant by it.

    An acronym of the index is itself alone: "SEDI" is no form of "sede".
    """

    text: str
    forms: tuple
    is_empty: bool = False
    is_kept: bool = False
    is_acronym: bool = False


@dataclass(frozen=True)
class Query:
    """`words` are those that must be found, `others` those of a question that say nothing of its subject."""

    folded: str
    squeezed: str
    words: tuple
    others: tuple
    last: Word | None
    is_cut: bool = False

    def __bool__(self):
        return bool(self.words)

    @property
    def inflected(self):
        """The texts of those that are looked for in other forms, too."""
        return tuple(word.text for word in (*self.words, *self.others) if len(word.forms) > 1)

    def knowing(self, acronyms):
        """The same where these words are acronyms of the index."""
        if not acronyms:
            return self
        whole = {
            word: replace(word, forms=(word.text,), is_kept=True, is_acronym=True) if word.text in acronyms else word
            for word in (*self.words, *self.others)
        }
        words, others = (tuple(whole[word] for word in each) for each in (self.words, self.others))
        return replace(self, words=words, others=others, last=whole[self.last])

    @property
    def number(self):
        return len(self.words) + len(self.others)


@lru_cache(maxsize=200)
def read(text):
    typed = [(word, _is_acronym(part)) for part in text[:LONGEST_TEXT].split() for word in fold(part).split()]
    folded = fold(text[:LONGEST_TEXT])
    if [word for word, _capitals in typed] != folded.split():  # "E. U." is one word, of two parts
        typed = [(word, False) for word in folded.split()]
    capitals = {word for word, is_acronym in typed if is_acronym}
    words = [_word(word, word in capitals) for word in dict.fromkeys(word for word, _capitals in typed)]
    is_cut = len(words) > MOST_WORDS or len(text) > LONGEST_TEXT
    words = words[:MOST_WORDS]
    significant = tuple(word for word in words if not word.is_empty) or tuple(words)
    others = tuple(word for word in words if word not in significant)
    return Query(folded, squeezed(folded), significant, others, words[-1] if words else None, is_cut)


def _is_acronym(typed):
    letters = [letter for letter in typed if letter.isalpha()]
    return 0 < len(letters) <= LONGEST_ACRONYM and typed.isupper()


def _word(folded, is_acronym):
    is_kept = is_acronym or len(folded) < SHORTEST_MISSPELT or not folded.isalpha()
    return Word(folded, stems(folded), folded in EMPTY and not is_acronym, is_kept)


def parts_of(word):
    """ "agres2876" → "agres", "2876": words of a symbol that were typed as one; else nothing."""
    parts = LETTERS_OR_DIGITS.findall(word)
    return parts if len(parts) > 1 else []
