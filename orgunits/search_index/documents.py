"""What a document is: the names of a record, what else is said of it, where it leads."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from ..models import SearchDocument
from ..models.folding import fold
from ..models.languages import LANGUAGES

Kind = SearchDocument.Kind
# So much of a text, and of all texts in a language, is searched and kept for snippets.
LONGEST_TEXT, MOST_TEXT = 4000, 40_000
# "International Organization for Migration (IOM)"; of what is in brackets, what has two capitals and no space.
ACRONYM = re.compile(r"\s*\(([^\W\d_]+(?:[/.&-]?\w+)*)\)")


class Role(IntEnum):
    """What a name is of its record, the nearest first."""

    NAME = 0
    ACRONYM = 1
    SYMBOL = 2  # of an act, an agreement: letters and numbers
    ALIAS = 3
    PLACE = 4  # the city of an office, the capital of a state
    SUBJECT = 5  # what it works on or who holds it: found by it, never called so


@dataclass(frozen=True)
class Name:
    """`editions` are the keys of the structures that call it so; of what no edition names there are none."""

    role: Role
    text: str
    language: str = ""
    editions: tuple = ()

    @property
    def folded(self):
        return fold(self.text)


@dataclass
class Document:
    """`leads` is where a result goes: the name of a view, its arguments, its query.

    `since` and `until` say when it was: outside of them it is past, or to come; open where nothing is recorded.
    `about` is a line beside the name, `texts` what else is said of it, both by language.
    """

    kind: Kind
    key: int
    leads: tuple
    names: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)
    about: dict = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def name(self, role, text, language="", editions=()):
        if text:
            self.names.append(Name(role, text, language, tuple(editions)))

    def name_and_acronym(self, text, language=""):
        """A name that may have its acronym in brackets: found by the one, and by the other."""
        self.name(Role.NAME, text, language)
        found = ACRONYM.search(text or "")
        if found and sum(letter.isupper() for letter in found[1]) > 1:
            self.name(Role.ACRONYM, found[1], language)
            self.name(Role.ALIAS, " ".join(ACRONYM.sub(" ", text, count=1).split()), language)

    def name_in_each(self, role, row, column, editions=()):
        """The translations of a column; a name in two languages is given in both."""
        for language in LANGUAGES:
            self.name(role, row[f"{column}_{language}"], language, editions)

    def say(self, text, language=""):
        """`language` may be empty: a text that is not translated."""
        said, text = self.texts.setdefault(language, []), (text or "")[:LONGEST_TEXT]
        if text and text not in said and sum(map(len, said)) < MOST_TEXT:
            said.append(text)

    def say_in_each(self, row, *columns):
        for column in columns:
            for language in LANGUAGES:
                self.say(row[f"{column}_{language}"], language)

    def kept_names(self):
        """[role, its languages in a row ("enes"; none: ""), text, folded text, editions] of each name."""
        languages = {}
        for name in self.names:
            languages.setdefault((int(name.role), name.text, name.editions), []).append(name.language)
        return [
            [role, "".join(dict.fromkeys(spoken)), text, fold(text), list(editions)]
            for (role, text, editions), spoken in languages.items()
        ]

    def shown(self):
        view, *rest = self.leads
        return {
            "leads": [view, *rest],
            "texts": {language: said for language, said in self.texts.items() if said},
            "about": {language: text for language, text in self.about.items() if text},
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
