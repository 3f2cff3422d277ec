"""The one search of the directory: words → documents, ranked.

query (what was typed) → candidates (documents by few bounded lookups; pending: what is due, as it will be) → ranking
(one rule, in Python) → showing (names, what was found, texts). A search never writes.
"""

from collections import Counter

from django.db.models.fields.json import KeyTextTransform

from ..compiled import compiled
from ..models import SearchDocument
from ..models.search_documents import IN_TEXT
from ..search_index.documents import Kind
from . import query as queries
from .candidates import Lookup, look_up
from .clear import is_clear
from .editions import turns
from .heirs import heirs
from .nearly import alike, with_the_most
from .ranking import FOREIGN_STEM, Ranking, Tier
from .results import Asked, Hit, Results, Why
from .showing import PAST, Standpoint, call, complete, day
from .spelling import as_spelt, corrections, is_slip

# So many candidates are ranked, which is all that ten pages show; of the others only the kind is asked for.
MOST = 200
# Of words found in texts alone: so much of them must be in the names of what is shown beside.
LEAST = 0.5
# Of units that are gone, so many of the first hits are followed, where a name is just what was typed.
MOST_GONE, CLEAR = 3, Tier.JUST_THESE


@compiled
def _rows(documents):
    rows = SearchDocument.objects.filter(pk__in=documents)
    of_shown = {name: KeyTextTransform(name, "shown") for name in ("since", "until")}
    return rows.annotate(**of_shown).values_list("pk", "kind", "key", "names", *of_shown)


@compiled
def _kinds(documents):
    return SearchDocument.objects.filter(pk__in=documents).values_list("pk", "kind", "key")


@compiled
def _shown(documents):
    return SearchDocument.objects.filter(pk__in=documents).values_list("pk", "shown")


def search(asked: Asked) -> Results:
    query = queries.read(asked.text)
    if not query:
        return Results(asked)
    lookup = Lookup(query)
    lookup.first(asked.editions)
    query, candidates = lookup.query, look_up(lookup)
    results = _results(asked, query, candidates, candidates.documents)
    if results.are_by_names:
        return results
    for instead, is_like in _instead(query, candidates):
        others = Lookup(queries.read(instead))
        others.first(asked.editions)
        of_correction = look_up(others)
        better = _results(asked, others.query, of_correction, of_correction.documents, instead=instead)
        is_better = better.are_by_names or (better.counts and not results.counts)
        if is_better and not (is_like and better.is_foreign):
            return better
    if results.counts and len(query.words) == 1:
        return results
    if results.counts:  # in texts alone: what has most of the words in names may be a better answer
        nearly = with_the_most(candidates, farthest=IN_TEXT - 1, least=LEAST)
        return _results(asked, query, candidates, dict.fromkeys([*candidates.documents, *sorted(nearly)]))
    held = with_the_most(candidates)
    return _results(asked, query, candidates, sorted(held), held=held)


def _instead(query, candidates):
    """(what was typed with other words for those that nothing has just so, whether these are but like them).

    One, or none. A word that is but like one that was typed is not offered in a language that the page is not in.
    """
    if not candidates.unknown:
        return
    better = corrections(candidates.unknown, are_unknown=True)
    better = {word: other for word, other in better.items() if is_slip(word, other)}
    like = {word: other for word in candidates.unknown if word not in better and (other := alike(word))}
    if better or like:
        yield " ".join((better | like).get(word, word) for word in query.folded.split()), bool(like)


def _results(asked, query, candidates, numbers, *, instead="", held=None):
    numbers, more = list(numbers), candidates.more
    pending = candidates.pending
    counts = None
    if len(numbers) > MOST:
        of_kind = _kinds_of(numbers, pending)
        counts = Counter(of_kind.values())
        numbers = [number for number in numbers if number in of_kind]
        if asked.kinds:
            numbers = [number for number in numbers if of_kind[number] in asked.kinds]
        more |= len(numbers) > MOST
        numbers = numbers[:MOST]
    ranking = Ranking(query, asked.language, candidates)
    standpoint = Standpoint(
        turns(candidates.editions, asked.structure, asked.day), asked.structure, asked.day, asked.language
    )
    hits, rows = [], {}
    for row in _rows_of(numbers, pending):
        number, kind, key, names, since, until = row
        best, had, others_lacking = ranking.best(kind, names)
        edition = standpoint.edition(names)
        each = Hit(kind, key, document=number, when=standpoint.when(kind, key, edition, since, until))
        each.since, each.until = since, until
        each.rank = ranking.key(each, best, had, others_lacking)
        rows[number] = names, best, edition
        hits.append(each)
    hits.sort(key=lambda each: each.rank)
    first = rows[hits[0].document][1] if hits else None
    by_names = bool(hits) and hits[0].rank[0] < Tier.REST and first.form != FOREIGN_STEM
    _add_heirs(hits, rows, asked, standpoint)
    if counts is None:
        counts = Counter(each.kind for each in hits)
    hits = [each for each in hits if not asked.kinds or each.kind in asked.kinds]
    names = {number: row[0] for number, row in rows.items()}
    if instead:
        texts = ((name[1], name[2]) for of_document in names.values() for name in of_document)
        instead = as_spelt(instead, asked.text, texts, asked.language)
    results = Results(asked, hits, dict(counts), instead, _missing(query, held), is_clear(hits, query, names), more)
    results.acronyms = tuple(word.text for word in query.words if word.is_acronym)
    results.is_partial = pending.is_beyond
    results.are_by_names, results.is_foreign = by_names, bool(first and first.foreign)
    for each in results.page:
        call(each, *rows[each.document], standpoint, ranking.has_all_words)
    results.marked = tuple(form for word in query.words for form in word.forms) + candidates.begun
    complete(results.page, _shown_of(results.page, pending), query, asked.language)
    return results


def _add_heirs(hits, rows, asked, standpoint):
    """Puts behind units that are gone, and called just so, those that have their functions."""
    gone = [each for each in hits[:MOST_GONE] if each.kind == Kind.UNIT and each.when == PAST and each.rank[0] <= CLEAR]
    if not gone or asked.structure is None:
        return
    found = heirs([each.key for each in gone], asked.structure, asked.day)
    there = {each.key for each in hits if each.kind == Kind.UNIT}
    for each in gone:
        of_it = found.get(each.key, ())
        each.heirs = tuple(key for _number, key, _names in of_it)
        made = [
            Hit(Kind.UNIT.value, key, why=Why.HEIR, found_in=(each.key,), rank=each.rank, document=number)
            for number, key, _names in of_it
            if key not in there
        ]
        there.update(each.heirs)
        rows.update((number, (names, None, standpoint.edition(names))) for number, _key, names in of_it)
        place = hits.index(each) + 1
        hits[place:place] = made


def _missing(query, held):
    if held is None:
        return ()
    found = {word for words in held.values() for word in words}
    return tuple(word.text for word in query.words if word not in found)


def _kinds_of(numbers, pending):
    rows = _kinds([number for number in numbers if number > 0])
    found = {number: kind for number, kind, key in rows if (kind, key) not in pending.keys}
    return found | {number: pending.documents[number].kind.value for number in numbers if number < 0}


def _rows_of(numbers, pending):
    """(number, kind, key, names, since, until) of documents; those that are due as they will be."""
    of_index = [number for number in numbers if number > 0]
    for number, kind, key, names, since, until in _rows(of_index) if of_index else ():
        if (kind, key) not in pending.keys:
            yield number, kind, key, names, day(since), day(until)
    for number in numbers:
        if number < 0:
            each = pending.documents[number]
            yield number, each.kind.value, each.key, each.kept_names(), each.since, each.until


def _shown_of(hits, pending):
    of_index = [each.document for each in hits if each.document > 0]
    rows = dict(_shown(of_index)) if of_index else {}
    return rows | {each.document: pending.documents[each.document].shown() for each in hits if each.document < 0}
