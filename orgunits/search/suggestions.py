"""What a reader may mean who has typed a beginning: names of every language that begin so, or of which words do.

Two statements: the documents, by bounded ranges of the index; then their names. One rule of Python puts them in order.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from django.db.models.fields.json import KeyTextTransform

from ..compiled import compiled, together
from ..models import SearchDocument, SearchPosting
from ..models.folding import fold
from ..models.search_documents import IN_TEXT, WHOLE
from ..search_index.documents import Kind, Role
from ..search_index.words import squeezed
from . import editions as all_editions
from .pending import Pending, due
from .question_words import EMPTY
from .ranking import EXACT_ORDER, OFFICE_FIRST, ORDER
from .results import Hit
from .showing import Standpoint, call, day

# So many letters are needed, and so many are read.
SHORTEST, LONGEST = 2, 200
# So many rows are read of names with one beginning, and of words with one; of so many words, and documents.
MOST_NAMES, MOST_ROWS, MOST_WORDS, MOST_DOCUMENTS = 500, 500, 5, 250
# What these are called are sentences on what they are about; they come after what bears a name.
TITLED = (Kind.AGREEMENT, Kind.MANDATE, Kind.SOURCE)
# Behind every other letter in the order of bytes.
LAST = "\U0010ffff"


class Tier(IntEnum):
    """The nearest first; search/ranking.py has more of them."""

    SHORT = 0  # an acronym or a symbol, just as it was typed
    EXACT = 1
    BEGINNING = 2
    IN_NAME = 3


class Begun(NamedTuple):
    """How one of the names of a document goes on from what was typed; `name` as Document.kept_names() has it."""

    tier: Tier
    foreign: bool
    aside: bool  # another than the name of the shown edition
    role: int
    length: int
    place: int
    name: list


@dataclass
class Suggestion:
    """`hit` is the document as results of a search show it; `note`, the name that was typed where another is shown."""

    hit: Hit
    note: str = ""
    note_language: str = ""


def suggest(text, *, language, structure, day, limit=8, editions=None):
    """At most `limit` Suggestions; `editions` are those the reader may see, where the page has read them."""
    folded = fold(text[:LONGEST])
    if len(squeezed(folded)) < SHORTEST:
        return []
    known, pending, numbers = _candidates(folded, editions)
    standpoint = Standpoint(all_editions.turns(known, structure, day), structure, day, language)
    found = []
    for number, kind, key, names, since, until, leads in _rows_of(numbers, pending):
        if best := _best(folded, names, standpoint, language):
            edition = standpoint.edition(names)
            each = Hit(kind, key, document=number, when=standpoint.when(kind, key, edition, since, until), leads=leads)
            found.append((_order(each, best), each, names, edition, best))
    found.sort(key=lambda one: one[0])
    for _order_of_it, each, names, edition, _best_of_it in found[:limit]:
        call(each, names, None, edition, standpoint, None)
    return [_suggestion(each, best, folded) for _order_of_it, each, _names, _edition, best in found[:limit]]


def _order(each, best):
    kind = OFFICE_FIRST.get(each.kind, ORDER[each.kind]) if best.name[0] == Role.PLACE else ORDER[each.kind]
    is_title = each.kind in TITLED and best.name[0] == Role.NAME
    return min(best.tier, Tier.BEGINNING), is_title, best.tier, each.when, best.foreign, kind, *best[2:5], each.key


def _suggestion(each, best, folded):
    """What was typed is noted where the shown name doesn't have it."""
    _role, languages, text, _folded, _editions = best.name
    if _tier(folded, fold(each.name)) is not None:
        return Suggestion(each)
    return Suggestion(each, text, languages[:2] if best.foreign else "")


def _candidates(folded, given_editions):
    """({key: edition}, Pending, numbers of documents that may be meant)."""
    wholes = list(dict.fromkeys((folded, squeezed(folded))))
    words = sorted(dict.fromkeys(folded.split()), key=lambda word: (word in EMPTY, -len(word)))[:MOST_WORDS]
    asked = {f"name {whole}": _named.of(whole, whole + LAST) for whole in wholes}
    # Of a small word that stands in every name only the longer ones that begin with it.
    asked |= {f"word {word}": _having.of(word + " " * (word in EMPTY), word + LAST) for word in words}
    rows = together(due=due.of(), editions=None if given_editions is not None else all_editions.public.of(), **asked)
    pending = Pending(rows["due"], whole=squeezed(folded))
    named = dict.fromkeys(number for whole in wholes for (number,) in rows[f"name {whole}"])
    holding = _intersection([[number for (number,) in rows[f"word {word}"]] for word in words])
    numbers = list(dict.fromkeys([*named, *holding]))[:MOST_DOCUMENTS]
    editions = rows["editions"] if given_editions is None else given_editions
    return all_editions.by_key(editions), pending, numbers


def _intersection(lists):
    """What all lists have; of one that was cut short nothing is known of what it hasn't, unless all were."""
    whole = [each for each in lists if len(each) < MOST_ROWS]
    shortest, *others = sorted(whole or lists, key=len)
    others = [set(each) for each in others]
    return [number for number in shortest if all(number in other for other in others)]


@compiled
def _named(first, last):
    rows = SearchPosting.objects.filter(term__gte=first, term__lt=last, distance=WHOLE)
    return rows.order_by("term", "document_id").values_list("document_id")[:MOST_NAMES]


@compiled
def _having(first, last):
    rows = SearchPosting.objects.filter(term__gte=first, term__lt=last, distance__gt=WHOLE, distance__lt=IN_TEXT)
    return rows.order_by("term", "distance", "document_id").values_list("document_id")[:MOST_ROWS]


@compiled
def _rows(documents):
    of_shown = {name: KeyTextTransform(name, "shown") for name in ("since", "until")}
    rows = SearchDocument.objects.filter(pk__in=documents).annotate(**of_shown)
    return rows.values_list("pk", "kind", "key", "names", *of_shown, "shown__leads")


def _rows_of(numbers, pending):
    """(number, kind, key, names, since, until, leads); of documents that are due as they will be, all of those."""
    for number, kind, key, names, since, until, leads in _rows(numbers) if numbers else ():
        if (kind, key) not in pending.keys:
            yield number, kind, key, names, day(since), day(until), leads
    for number, each in pending.documents.items():
        yield number, each.kind.value, each.key, each.kept_names(), each.since, each.until, list(each.leads)


def _best(folded, names, standpoint, language):
    """The Begun that is nearest, or None."""
    found = [
        Begun(
            _short(tier, name),
            bool(name[1]) and language not in name[1],
            name[0] != Role.NAME or (bool(name[4]) and standpoint.structure not in name[4]),
            EXACT_ORDER[name[0]],
            len(name[3]),
            place,
            name,
        )
        for place, name in enumerate(names)
        if name[0] < Role.SUBJECT and (tier := _tier(folded, name[3])) is not None
    ]
    return min(found, default=None)


def _short(tier, name):
    return Tier.SHORT if tier == Tier.EXACT and name[0] in (Role.ACRONYM, Role.SYMBOL) else tier


def _tier(typed, name):
    """How a name goes on from what was typed, both folded; None where it has not all of its words."""
    short, whole = squeezed(typed), squeezed(name)
    if whole == short:
        return Tier.EXACT
    if name.startswith(typed) or whole.startswith(short):
        return Tier.BEGINNING
    words = name.split()
    return Tier.IN_NAME if all(any(word.startswith(each) for word in words) for each in typed.split()) else None
