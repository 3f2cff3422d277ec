"""Words → the documents that may answer, by few lookups, each of them bounded.

What is common is bounded in the order of the index, nearest names first: so the documents are the same on both
databases.
"""

from dataclasses import dataclass, field
from math import log10

from django.db.models import Exists, Func, OuterRef

from ..compiled import compiled, together
from ..models import SearchPosting, SearchWord
from ..models.search_documents import IN_TEXT, WHOLE
from . import editions
from .acronyms import acronyms_among, acronyms_of
from .pending import Pending, due
from .query import SHORTEST_BEGINNING, parts_of

# Of each term so many documents are known, which is all that ten pages show; of names with one beginning; of words with
# one beginning. Of a common word so many are looked at for others that are common, too.
MOST, MOST_NAMES, MOST_WORDS, SCANNED = 200, 100, 24, 1000
# Behind every other letter in the order of bytes.
LAST = "\U0010ffff"


def _postings(kind, **asked):
    """Postings of documents of one kind, or of all where it is None."""
    return SearchPosting.objects.filter(**asked, **({"document__kind": kind} if kind else {}))


@compiled
def _having(term, *, kind=None):
    rows = _postings(kind, term=term).order_by("distance", "document_id")
    return rows.values_list("document_id", "distance")[:MOST]


@compiled
def _named_from(first, last, *, kind=None):
    rows = _postings(kind, term__gte=first, term__lt=last, distance=WHOLE)
    return rows.order_by("term", "document_id").values_list("term", "document_id")[:MOST_NAMES]


@compiled
def words_from(first, last):
    rows = SearchWord.objects.filter(word__gte=first, word__lt=last)
    return rows.order_by("word").values_list("word", flat=True)[:MOST_WORDS]


class _OfFew(Func):
    """A column whose index is not to be used: on SQLite, which has no figures of the tables, it would be."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="+%(expressions)s")


@compiled
def _holding(documents, *terms):
    rows = SearchPosting.objects.annotate(of_few=_OfFew("term")).filter(document__in=documents, of_few__in=terms)
    return rows.values_list("document_id", "term", "distance")


@compiled
def _having_all(first, *others, sizes, kind=None):
    """Of the documents that a term finds, the nearest that one term of each group finds, too."""
    nearest = _postings(kind, term=first).order_by("distance", "document_id")[:SCANNED]
    rows = SearchPosting.objects.filter(pk__in=nearest.values("pk"))
    for size in sizes:
        terms, others = others[:size], others[size:]
        rows = rows.filter(Exists(SearchPosting.objects.filter(document=OuterRef("document"), term__in=terms)))
    return rows.order_by("distance", "document_id").values_list("document_id", flat=True)[:MOST]


@dataclass
class Of:
    """The documents of a word: {number: distance}; `is_whole` says that there are no others."""

    documents: dict = field(default_factory=dict)
    is_whole: bool = True
    farthest: int = WHOLE

    def add(self, rows, most):
        self.is_whole &= len(rows) < most
        self.farthest = max(self.farthest, rows[-1][1] if rows else WHOLE)
        for number, distance in rows:
            if distance < self.documents.get(number, IN_TEXT + 1):
                self.documents[number] = distance

    @property
    def rarity(self):
        """From 4, for a word that no other document has, to 1."""
        return 4 - log10(max(len(self.documents), 1)) if self.is_whole else 1


@dataclass
class Candidates:
    """`named` are documents of which a whole name is what was typed, or begins with it; `found` those with all words,
    the nearest first; `some` the nearest of the others, asked for where there are none with all."""

    named: dict
    found: list
    of_word: dict
    pending: Pending
    editions: dict
    more: bool = False
    begun: tuple = ()  # what the last word may be the beginning of
    unknown: tuple = ()  # words that nothing has just so

    @property
    def documents(self):
        return list(dict.fromkeys([*self.named, *self.found]))


class Lookup:
    """The lookups of one search, of documents of one kind or of all; what is known is not asked for again."""

    def __init__(self, query, kind=None):
        self.query, self.kind, self.rows, self.names = query, kind and kind.value, {}, []
        self.due, self.pending, self.editions = (), None, None

    def first(self, given_editions=None, **others):
        """What every search needs, in one statement; returns the rows of `others`, more questions.

        Then `query` knows which of its words are acronyms.
        """
        query = self.query
        wholes = dict.fromkeys((query.folded, query.squeezed))
        terms = dict.fromkeys([*wholes, *(form for word in query.words for form in word.forms)])
        asked = {f"t{number}": _having.of(term, kind=self.kind) for number, term in enumerate(terms)}
        asked |= {
            f"n{number}": _named_from.of(whole, whole + LAST, kind=self.kind) for number, whole in enumerate(wholes)
        }
        found = together(
            due=due.of(),
            editions=editions.public.of() if given_editions is None else None,
            acronyms=acronyms_among(query.inflected),
            **asked,
            **others,
        )
        self.editions = editions.by_key(found["editions"] if given_editions is None else given_editions)
        self.due = found["due"]
        self.pending = Pending(self.due, (self.kind,) if self.kind else (), query.squeezed)
        self.query = query.knowing(acronyms_of(query.inflected, found["acronyms"], self.pending))
        for number, term in enumerate(terms):
            self.rows[term] = found[f"t{number}"]
        for number, whole in enumerate(wholes):
            self.names += found[f"n{number}"]
            self.names += self.pending.beginning(whole)
            if len(found[f"n{number}"]) == MOST_NAMES:
                self.more = True
        return {name: found[name] for name in others}

    more = False

    def terms(self, terms):
        """Asks for those terms that are not known yet."""
        unknown = [term for term in dict.fromkeys(terms) if term not in self.rows]
        found = together(**{f"t{number}": _having.of(term, kind=self.kind) for number, term in enumerate(unknown)})
        for number, term in enumerate(unknown):
            self.rows[term] = found[f"t{number}"]

    def of(self, terms):
        """Of: the documents that one of the terms finds."""
        found = Of()
        for term in terms:
            found.add(self.rows[term], MOST)
            found.add(self.pending.having(term), MOST)
        return found

    def begun_by(self, word):
        """The words that begin with it."""
        rows = words_from(word, word + LAST)
        if len(rows) == MOST_WORDS:
            self.more = True
        return tuple(sorted({*rows, *self.pending.words_beginning(word)} - {word})[:MOST_WORDS])

    def all_of(self, of_word):
        """({number: distance}, whether there may be more) of the documents that have every word.

        `of_word` is {Word: (terms, Of)}. The distance is that of the word that is farthest.
        """
        whole = sorted((of for _terms, of in of_word.values() if of.is_whole), key=lambda of: len(of.documents))
        common = {word: terms for word, (terms, of) in of_word.items() if not of.is_whole}
        if whole:
            found = dict(whole[0].documents)
            for of in whole[1:]:
                found = {
                    number: max(distance, of.documents[number])
                    for number, distance in found.items()
                    if number in of.documents
                }
            return (self._verified(found, common) if common and found else found), False
        if len(of_word) == 1:
            return next(iter(of_word.values()))[1].documents, True
        # Of words that are all common the one that names have the farthest is taken for the rarest.
        first = max(common, key=lambda word: (of_word[word][1].farthest, len(word.text), word.text))
        term = max(first.forms, key=lambda form: len(self.rows[form]))
        others = [terms for word, terms in common.items() if word is not first]
        sizes = tuple(map(len, others))
        numbers = _having_all(term, *(each for terms in others for each in terms), sizes=sizes, kind=self.kind)
        numbers += [number for number, terms in self.pending.postings.items() if term in terms]
        return self._verified(dict.fromkeys(numbers, WHOLE), common), True

    def _verified(self, found, common):
        """Those of `found` that have all the common words, too."""
        terms = dict.fromkeys(term for each in common.values() for term in each)
        held = {}
        for number, term, distance in _holding([number for number in found if number > 0], *terms):
            held.setdefault(number, {})[term] = distance
        for number in found:
            if number < 0:
                held[number] = self.pending.postings[number]
        verified = {}
        for number, farthest in found.items():
            of_document = held.get(number, {})
            for each in common.values():
                distances = [of_document[term] for term in each if term in of_document]
                if not distances:
                    break
                farthest = max(farthest, min(distances))
            else:
                verified[number] = farthest
        return verified


def _nearest(found, most):
    return sorted(found.items(), key=lambda each: (each[1], each[0]))[:most]


def look_up(lookup):
    """Candidates that have all the words; the last one may be a beginning where names don't have it whole."""
    query = lookup.query
    of_word = {word: (word.forms, lookup.of(word.forms)) for word in query.words}
    for word, (_terms, of) in list(of_word.items()):
        parts = parts_of(word.text) if not of.documents else []
        if parts:  # "agres2876" where no symbol has it so
            lookup.terms(parts)
            of_word[word] = (tuple(parts), _all_parts(lookup, parts))
    found, more = lookup.all_of(of_word)
    begun = ()
    last = query.last
    in_names = any(distance < IN_TEXT for distance in found.values())
    if not in_names and last in of_word and last.text.isalpha() and len(last.text) >= SHORTEST_BEGINNING:
        begun = lookup.begun_by(last.text)
        if begun:
            lookup.terms(begun)
            terms = (*last.forms, *begun)
            begun_too = of_word | {last: (terms, lookup.of(terms))}
            wider, more_of_these = lookup.all_of(begun_too)
            if wider:
                found, more = wider | found, more or more_of_these
                of_word = begun_too
            else:
                begun = ()
    named = dict.fromkeys(
        number
        for whole in dict.fromkeys((query.folded, query.squeezed))
        for number, distance in [*lookup.rows[whole], *lookup.pending.having(whole)]
        if distance == WHOLE
    )
    named |= dict.fromkeys(number for _term, number in _beginning(query, lookup, has_whole=bool(named or found)))
    return Candidates(
        named=named,
        found=[number for number, _distance in _nearest(found, len(found))],
        of_word={word: of for word, (_terms, of) in of_word.items()},
        pending=lookup.pending,
        editions=lookup.editions,
        more=more or lookup.more,
        begun=begun,
        unknown=tuple(word.text for word in query.words if not word.is_kept and not lookup.of([word.text]).documents),
    )


def _beginning(query, lookup, *, has_whole):
    """[(whole name, number)] of names that begin with what was typed, the shortest first.

    What is short begins names by whole words alone, as a rule.
    """
    names = sorted(lookup.names, key=lambda name: (len(name[0]), name))
    if len(query.squeezed) < SHORTEST_BEGINNING + has_whole:
        names = [name for name in names if f"{name[0]} ".startswith(f"{query.folded} ")]
    return names


def _all_parts(lookup, parts):
    ofs = [lookup.of([part]) for part in parts]
    shared = set.intersection(*(set(of.documents) for of in ofs))
    of = Of({number: max(each.documents[number] for each in ofs) for number in shared})
    of.is_whole = True
    return of
