"""The words of a search in a text that it found: which of its words they are, and a passage around them."""

import re

from ..models.folding import fold
from ..models.languages import FIRST_LANGUAGE
from ..search_index.words import stem, stems
from .question_words import EMPTY

# A word of a text, as fold() takes it: initials are one, "U.S." and "EE.UU.".
WORD = re.compile(r"(?<![^\W_])(?:([^\W\d_])\1?\.)+([^\W\d_])\2?(?![^\W_])\.?|[^\W_]+")
# From so many letters on a word is found where another one begins with it.
SHORTEST_BEGINNING = 3
# Of so many letters are words that say little; longer ones are marked, "office" and the like.
LONGEST_EMPTY = 3
# Letters of a passage, and of those before its first word that was found.
PASSAGE, BEFORE = 200, 60


class Words:
    """The words of a search, "of" and "los" and the like aside where there are others.

    Those that are `acronyms` are marked whole, and in no other form.
    """

    def __init__(self, text, acronyms=()):
        words = fold(text).split()
        significant = [word for word in words if word not in EMPTY or len(word) > LONGEST_EMPTY]
        self.words = {word: {word} if word in acronyms else set(stems(word)) for word in significant or words}
        self.acronyms = acronyms

    def found_in(self, text, language=""):
        """[(start, end)] of the words of `text`, which is in `language`, that the search asks for.

        One that no word is, in whatever form, is found where a word begins with it.
        """
        there = [(found.span(), fold(found[0])) for found in WORD.finditer(text)]
        found = set()
        for word, forms in self.words.items():
            same = {span for span, each in there if each in forms or stem(each, language or FIRST_LANGUAGE) in forms}
            if not same and len(word) >= SHORTEST_BEGINNING and word not in self.acronyms:
                same = {span for span, each in there if each.startswith(word)}
            found |= same
        return sorted(found)

    def passage(self, text, language=""):
        """`text` around the first words found in it, cut between words where it is long."""
        text = " ".join(text.split())
        if len(text) <= PASSAGE + 20:
            return text
        found = self.found_in(text, language)
        start = max(found[0][0] - BEFORE, 0) if found else 0
        start = min(start, len(text) - PASSAGE)
        end = start + PASSAGE
        if start:
            start = text.find(" ", start, start + BEFORE) + 1 or start
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + PASSAGE // 2)
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return f"{before}{text[start:end].strip()}{after}"
