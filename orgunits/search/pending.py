"""Documents that are due, made for the one search that needs them: what is found is as it was written last."""

from ..compiled import compiled
from ..models import SearchPending
from ..models.search_documents import WHOLE
from ..search_index import writing

# Beyond so many, of a whole edition that was just loaded, the index is read as it is.
MOST = 500


@compiled
def due():
    return SearchPending.objects.order_by("pk").values_list("kind", "key")[: MOST * 4]


class Pending:
    """`keys` are those whose rows of the index are not to be read, `documents` by number what stands for them.

    Numbers are below 0; those of rows are above. `only` is the one kind that is looked for, None for all.
    """

    def __init__(self, rows=(), only=None):
        keys = {(kind, key) for kind, key in rows if only in (None, kind)}
        self.keys = keys if len(keys) <= MOST and len(rows) < MOST * 4 else set()
        self.documents, self.postings = {}, {}
        of_kind = {}
        for kind, key in sorted(self.keys):
            of_kind.setdefault(kind, []).append(key)
        for kind, keys_of_kind in of_kind.items():
            for document in writing.documents_of(kind, keys_of_kind).values():
                number = -1 - len(self.documents)
                self.documents[number] = document
                self.postings[number] = writing.postings(document)

    def having(self, term):
        """[(number, distance)] of those that a term finds."""
        return [(number, terms[term]) for number, terms in self.postings.items() if term in terms]

    def beginning(self, text):
        """[(term, number)] of whole names that begin with `text`."""
        return [
            (term, number)
            for number, terms in self.postings.items()
            for term, distance in terms.items()
            if distance == WHOLE and term.startswith(text)
        ]

    def words_beginning(self, text):
        """Words of its documents that begin with `text`."""
        return {term for terms in self.postings.values() for term in terms if term.startswith(text) and term.isalpha()}
