"""The words of a search in a text that it found: which of its words they are, and a passage around them."""

import re

from ..models.folding import fold
from ..search_index.words import stem, stems

# A word of a text, as fold() takes it: initials are one, "U.S." and "EE.UU.".
WORD = re.compile(r"(?<![^\W_])(?:([^\W\d_])\1?\.)+([^\W\d_])\2?(?![^\W_])\.?|[^\W_]+")
# From so many letters on a word is found where another one begins with it.
SHORTEST_BEGINNING = 3
# Letters of a passage, and of those before its first word that was found.
PASSAGE, BEFORE = 200, 60


class Words:
    """The words of a search."""

    def __init__(self, text):
        self.folded = [word for word in fold(text).split() if word]
        self.terms = {term for word in self.folded for term in stems(word)}
        self.beginnings = tuple(word for word in self.folded if len(word) >= SHORTEST_BEGINNING)

    def found_in(self, text, language=""):
        """[(start, end)] of the words of `text`, which is in `language`, that the search asks for."""
        return [found.span() for found in WORD.finditer(text) if self._asks_for(found[0], language)]

    def _asks_for(self, word, language):
        folded = fold(word)
        if not folded:
            return False
        if folded in self.terms or (language and stem(folded, language) in self.terms):
            return True
        return folded.startswith(self.beginnings)

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
