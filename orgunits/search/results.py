"""What a search asks and what it gives."""

from dataclasses import dataclass, field
from datetime import date

from ..models import Structure


@dataclass(frozen=True)
class Asked:
    """`language` is the reader's, `structure` (or None) and `day` are those that the page shows."""

    text: str
    language: str
    structure: Structure | None
    day: date
    kinds: tuple = ()  # none: all


@dataclass
class Hit:
    """A document that was found.

    `name` is what it is called where the page is; `found` the words that were found, where the name doesn't tell (a
    former name, one in another language, an alias, a subject), with `why`; `snippet` is a text around the words.
    `when` is 0 where it is of the shown day, 1 where it is past, 2 where it comes later or was only proposed.
    """

    kind: str
    key: int
    leads: list
    name: str
    name_language: str = ""
    found: str = ""
    found_language: str = ""
    why: str = ""
    found_in: tuple = ()  # keys of the editions that call it so
    snippet: str = ""
    snippet_language: str = ""
    about: str = ""
    when: int = 0
    rank: tuple = ()


@dataclass
class Results:
    """`hits` of the asked kinds, the best first; `counts` of every kind; `instead` is what was looked for where what
    was typed finds nothing ("did you mean"), `missing` the words that no hit has; `is_clear` says that the first hit
    answers the query by itself."""

    asked: Asked
    hits: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)
    instead: str = ""
    missing: tuple = ()
    is_clear: bool = False
    more: bool = False  # there may be more than were looked at
