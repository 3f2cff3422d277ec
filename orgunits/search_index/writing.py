"""Documents and their terms into the tables: those that are due, or all; and where the tables differ from the record.

What is written is read after the lock is held, so that of two writers the later one has read what the earlier had seen,
and all that was committed since.
"""

import time
from typing import NamedTuple

from django.db import connection, transaction

from ..models import (
    CooperationAgreement,
    CountryOffice,
    LegalInstrument,
    Mandate,
    MemberState,
    Source,
    Structure,
)
from ..models.posts import bodies_on_record
from ..models.search_documents import (
    IN_TEXT,
    LONGEST_NAME,
    WHOLE,
    SearchDocument,
    SearchPending,
    SearchPosting,
    SearchWord,
)
from . import acts, pages, people, places, records, units
from .documents import Kind, Role
from .words import acronym, squeezed, terms, terms_of

BATCH = 250
ROWS_AT_ONCE = 10_000
PAUSE = 0.1  # seconds
# The number of the lock: of this index, in this database.
LOCK = 7_305_016
LONGEST_TERM = SearchPosting._meta.get_field("term").max_length
LONGEST_WORD = SearchWord._meta.get_field("word").max_length


class Made(NamedTuple):
    """Of a kind: the keys of all its documents now, and what makes those of some keys."""

    keys: callable
    documents: callable


def _keys(queryset):
    return lambda: queryset().order_by("pk").values_list("pk", flat=True)


MADE = {
    Kind.UNIT: Made(_keys(units.public_units), units.documents),
    Kind.MEMBER_STATE: Made(_keys(MemberState.objects.all), places.member_states),
    Kind.OFFICE: Made(_keys(CountryOffice.objects.all), places.offices),
    Kind.PERSON: Made(_keys(people.public_people), people.people),
    Kind.THEME: Made(_keys(records.public_themes), records.themes),
    Kind.BODY: Made(_keys(lambda: bodies_on_record(to_staff=False)), records.bodies),
    Kind.PARTNER: Made(_keys(records.public_partners), records.partners),
    Kind.INSTRUMENT: Made(_keys(LegalInstrument.objects.public), acts.instruments),
    Kind.MANDATE: Made(_keys(Mandate.objects.public), acts.mandates),
    Kind.POST: Made(_keys(people.public_posts), people.posts),
    Kind.AGREEMENT: Made(_keys(CooperationAgreement.objects.public), records.agreements),
    Kind.EDITION: Made(_keys(Structure.objects.public), acts.editions),
    Kind.SOURCE: Made(_keys(Source.objects.public), records.sources),
    Kind.PAGE: Made(pages.keys, pages.pages),
}


def documents_of(kind, keys):
    """{key: Document} of those of `keys` that the public may see."""
    return {document.key: document for document in MADE[kind].documents(list(keys))}


def postings(document):
    """{term: distance} of a document: its names whole, their words, the words of its texts."""
    found = {}
    for language, said in document.texts.items():
        for each in said:
            found |= dict.fromkeys(terms_of(each, language), IN_TEXT)
    for name in sorted(document.names, key=lambda name: -name.role):
        folded = name.folded
        far = min(max(len(folded.split()), WHOLE + 1), LONGEST_NAME) if name.role < Role.SUBJECT else LONGEST_NAME
        for term in terms(folded, name.language):
            found[term] = min(far, found.get(term, IN_TEXT))
    for name in document.names:
        if name.role < Role.SUBJECT:
            folded = name.folded
            found |= dict.fromkeys((folded[:LONGEST_TERM], squeezed(folded)[:LONGEST_TERM]), WHOLE)
            if name.role == Role.ACRONYM:
                found[acronym(folded)] = IN_TEXT
    return {term: distance for term, distance in found.items() if term and len(term) <= LONGEST_TERM}


def catch_up(limit=None, *, wait=True):
    """Writes the documents that are due, of more than `limit` the first ones noted; returns how many were.

    Without `wait` none while somebody else writes: they stay due, and searches read them so.
    """
    if not SearchPending.objects.exists():
        return 0
    with transaction.atomic():
        if not lock(wait=wait):
            return 0
        due, rows = {}, []
        for number, kind, key in SearchPending.objects.order_by("pk").values_list("pk", "kind", "key").iterator():
            if limit is not None and (kind, key) not in due and len(due) == limit:
                break
            due[kind, key] = True
            rows.append(number)
        for kind in dict.fromkeys(kind for kind, _key in due):
            keys = [key for other, key in due if other == kind]
            for start in range(0, len(keys), BATCH):
                _write(kind, keys[start : start + BATCH])
        _forget(rows)
    return len(due)


def build(progress=lambda done, number: None):
    """Writes every document again, a batch in a transaction; returns how many there are.

    Readers find what was there until its batch is written. `progress` is called with how many of how many are done.
    """
    # What was committed when it is looked at is in what is read after it; what is noted later stays.
    rows = list(SearchPending.objects.values_list("pk", flat=True))
    keys = {kind: list(made.keys()) for kind, made in MADE.items()}
    number, done, known = sum(map(len, keys.values())), 0, set()
    for kind, every in keys.items():
        _remove_others(kind, set(every))
        for start in range(0, len(every), BATCH):
            with transaction.atomic():
                lock()
                _write(kind, every[start : start + BATCH], all_of_it=True, known=known)
            done += len(every[start : start + BATCH])
            progress(done, number)
            _let_others_write()
    for start in range(0, len(rows), ROWS_AT_ONCE):
        with transaction.atomic():
            lock()
            _forget(rows[start : start + ROWS_AT_ONCE])
        _let_others_write()
    with transaction.atomic():
        lock()
        _remove_words()
        _count_rows()
    return number


def _count_rows():
    """PostgreSQL plans by what it knows of a table, which it would look at some time later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (SearchDocument, SearchPosting, SearchWord):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def _let_others_write():
    """On SQLite who waits for the lock looks every tenth of a second, and would find it held by the next batch."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


def drift():
    """[(kind, key)] of the documents that differ from the record or lack in the index, those that are due aside."""
    due = set(SearchPending.objects.values_list("kind", "key"))
    different = []
    for kind, made in MADE.items():
        every = list(made.keys())
        there = set(SearchDocument.objects.filter(kind=kind).values_list("key", flat=True))
        different += [(kind, key) for key in sorted(there - set(every))]
        for start in range(0, len(every), BATCH):
            different += [(kind, key) for key in _different(kind, every[start : start + BATCH])]
    return [each for each in different if each not in due]


def _different(kind, keys):
    rows = {row.key: row for row in SearchDocument.objects.filter(kind=kind, key__in=keys)}
    kept = {}
    for posting in SearchPosting.objects.filter(document__in=[row.pk for row in rows.values()]):
        kept.setdefault(posting.document_id, {})[posting.term] = posting.distance
    for key, document in documents_of(kind, keys).items():
        row = rows.get(key)
        made = document.kept_names(), document.shown(), postings(document)
        if row is None or made != (row.names, row.shown, kept.get(row.pk, {})):
            yield key


def lock(*, wait=True):
    """One writer at a time; whether this one is it. On SQLite the transaction itself is the lock."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _write(kind, keys, *, all_of_it=False, known=None):
    """Makes the documents of these keys what they are to be; those that are so already only where `all_of_it` is.

    `known` are words that are in the vocabulary; those of the documents come to them.
    """
    made = documents_of(kind, keys)
    there = {row.key: row for row in SearchDocument.objects.filter(kind=kind, key__in=keys)}
    _delete(row.pk for key, row in there.items() if key not in made)
    rows = [
        SearchDocument(kind=kind, key=key, names=document.kept_names(), shown=document.shown())
        for key, document in made.items()
    ]
    if not all_of_it:
        rows = [row for row in rows if row.key not in there or not _are_alike(row, there[row.key])]
    if not rows:
        return
    if old := [there[row.key].pk for row in rows if row.key in there]:
        SearchPosting.objects.filter(document__in=old).delete()
    SearchDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["names", "shown"], batch_size=BATCH
    )
    found = [(row.pk, term, distance) for row in rows for term, distance in postings(made[row.key]).items()]
    _insert(SearchPosting, ("document_id", "term", "distance"), found)
    known = set() if known is None else known
    words = {word for row in rows for *_name, folded, _editions in row.names for word in folded.split()}
    _insert_words(sorted(word for word in words - known if word.isalpha() and len(word) <= LONGEST_WORD))
    known |= words


def _are_alike(one, other):
    """Whether two rows of a document say the same; its postings are made of what they say."""
    return (one.names, one.shown) == (other.names, other.shown)


def _insert(model, columns, rows):
    """Many rows, past Django, which would take most of the time of a build."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("%s" for _column in columns)
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", rows)


def _forget(rows):
    """That these were due."""
    for start in range(0, len(rows), BATCH):
        SearchPending.objects.filter(pk__in=rows[start : start + BATCH]).delete()


def _insert_words(words):
    """Those that are there already stay."""
    table = SearchWord._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (word, backwards) VALUES (%s, %s) ON CONFLICT (word) DO NOTHING",
            [(word, word[::-1]) for word in words],
        )


def _remove_others(kind, keys):
    with transaction.atomic():
        lock()
        rows = SearchDocument.objects.filter(kind=kind).values_list("pk", "key")
        _delete(number for number, key in rows if key not in keys)


def _delete(numbers):
    """Documents and their postings."""
    numbers = list(numbers)
    for start in range(0, len(numbers), BATCH):
        SearchDocument.objects.filter(pk__in=numbers[start : start + BATCH]).delete()


def _remove_words():
    """Those that no name has any more.

    By the difference of two lists: PostgreSQL, which knows nothing yet of tables that were just filled, would look
    through all terms for each word.
    """
    named = SearchPosting.objects.filter(distance__lt=IN_TEXT).order_by().values_list("term")
    words = [word for (word,) in SearchWord.objects.order_by().values_list("word").difference(named)]
    for start in range(0, len(words), BATCH):
        SearchWord.objects.filter(word__in=words[start : start + BATCH]).delete()
