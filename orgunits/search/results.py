"""What a search asks and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Structure

# So many hits of a page.
OF_A_PAGE = 20


class Why(TextChoices):
    """Why a document was found whose shown name doesn't show it."""

    ACRONYM = "acronym", _("acronym")
    SYMBOL = "symbol", _("symbol")
    LANGUAGE = "language", _("in another language")
    FORMERLY = "formerly", _("formerly")
    PROPOSED = "proposed", _("as proposed")
    LATER = "later", _("later")
    ALIAS = "alias", _("also known as")
    PLACE = "place", pgettext_lazy("a city", "in")
    SUBJECT = "subject", _("subject")
    HEIR = "heir", _("has functions of")


@dataclass(frozen=True)
class Asked:
    """`language` is the reader's, `structure` (or None) and `day` are those that the page shows.

    Of the hits those from `first` on, `number` of them, are given whole. `editions` are those that the reader may see,
    where the page has read them: they need not be asked for again.
    """

    text: str
    language: str
    structure: Structure | None
    day: date
    kinds: tuple = ()  # none: all
    first: int = 0
    number: int = OF_A_PAGE
    editions: tuple | None = field(default=None, compare=False)


@dataclass
class Hit:
    """A document that was found.

    `name` is what it is called where the page is; `found` the words that were found, where the name doesn't show it (a
    former name, one in another language, an alias, a subject), with `why`; `snippet` is a text around the words, looked
    for once it is asked for: an answer card shows none.
    `when` is 0 where it is of the shown day, 1 where it is past, 2 where it comes later or was only proposed.
    Of hits that were not asked for there are kind, key, `when` and rank alone. Of one that follows a unit that is gone,
    because it has its functions, `why` is "heir" and `found_in` the key of that unit.
    """

    kind: str
    key: int
    leads: list = field(default_factory=list)
    name: str = ""
    name_language: str = ""
    acronym: str = ""
    found: str = ""
    found_language: str = ""
    why: str = ""
    found_in: tuple = ()  # keys of the editions that call it so, the latest first
    about: str = ""
    when: int = 0
    rank: tuple = ()
    document: int = 0  # its number in the index
    heirs: tuple = ()  # keys of the units that have the functions of this one, which is gone
    since: date | None = None
    until: date | None = None
    says: Callable | None = field(default=None, compare=False, repr=False)  # (snippet, its language)

    @property
    def snippet(self):
        return self._said[0]

    @property
    def snippet_language(self):
        return self._said[1]

    @cached_property
    def _said(self):
        return self.says() if self.says else ("", "")


@dataclass
class Results:
    """`hits` of the asked kinds, the best first; `counts` of every kind; `instead` is what was looked for where what
    was typed finds nothing ("did you mean"), `missing` the words that no hit has; `is_clear` says that the first hit
    answers the query by itself. `marked` are the beginnings of words that were found, folded, to mark them."""

    asked: Asked
    hits: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    instead: str = ""
    missing: tuple = ()
    is_clear: bool = False
    more: bool = False  # there may be more than were looked at
    is_partial: bool = False  # the index is being written: there may be others
    marked: tuple = ()
    acronyms: tuple = ()  # those of the words that are one, of which no other form is looked for
    is_foreign: bool = False  # the first hit was found by a name in another language than the reader's
    are_by_names: bool = False  # the first hit has all the words, of its languages, in its names

    @property
    def lacks_number(self):
        return any(any(map(str.isdigit, word)) for word in self.missing)

    @property
    def page(self):
        """Those of the hits that are given whole."""
        return self.hits[self.asked.first : self.asked.first + self.asked.number]
