"""Which records of a kind have words: one question of the index, however many editions there are."""

from django.db.models import Q

from ..models import CooperationAgreement, SearchDocument, SearchPending, SearchPosting
from ..models.search_documents import IN_TEXT, WHOLE
from ..search_index.documents import Kind
from ..search_index.words import stems
from .candidates import LAST
from .question_words import SHORTEST_STEM, stem


def keys_holding(kind, terms, shape, *, farthest):
    """The keys of records that have a term of each word, no farther off than `farthest`.

    `shape` says of each word how many of the terms are forms of it, and whether two more follow: from which term to
    which one more may be.
    """
    documents = SearchDocument.objects.filter(kind=kind.value)
    for number, begins in shape:
        group, terms = terms[:number], terms[number:]
        has = Q(term__in=group)
        if begins:
            (first, last), terms = terms[:2], terms[2:]
            has |= Q(term__gte=first, term__lt=last)
        postings = SearchPosting.objects.filter(has, distance__lte=farthest).order_by()
        documents = documents.filter(pk__in=postings.values("document"))
    return documents.order_by().values("key")


def keys_called(kind, whole):
    """The keys of records of which a whole name is `whole`, which is squeezed."""
    postings = SearchPosting.objects.filter(term=whole, distance=WHOLE).order_by()
    return SearchDocument.objects.filter(kind=kind.value, pk__in=postings.values("document")).order_by().values("key")


def terms_on_subject(words):
    """(terms, shape) of the words of a question, which are meant in any form: "elections" for "electoral", too."""
    terms, shape = [], []
    for word in words:
        forms, beginning = stems(word), stem(word)
        begins = len(beginning) >= SHORTEST_STEM
        terms += [*forms, beginning, beginning + LAST] if begins else forms
        shape.append((len(forms), begins))
    return terms, tuple(shape)


def agreements_holding(terms, shape, words):
    """A condition for agreements: they have all the words; of those that are due their records say so."""
    due = SearchPending.objects.filter(kind=Kind.AGREEMENT.value).order_by().values("key")
    written = Q(pk__in=keys_holding(Kind.AGREEMENT, terms, shape, farthest=IN_TEXT)) & ~Q(pk__in=due)
    return written | Q(pk__in=CooperationAgreement.objects.filter(pk__in=due).holding(words).order_by().values("pk"))
