"""Documents that are due, made for the one search that needs them: what is found is as it was written last."""

from functools import cached_property

from ..compiled import compiled
from ..models import SearchPending
from ..models.search_documents import WHOLE
from ..search_index import writing
from ..search_index.documents import Kind
from .unwritten import units_called

# Beyond so many, of a whole edition that was just loaded, the index is read as it is: to make these takes 30 ms.
MOST = 100


@compiled
def due():
    return SearchPending.objects.order_by("pk").values_list("kind", "key")[: MOST * 4]


class Pending:
    """`keys` are those whose rows of the index are not to be read, `documents` by number what stands for them.

    Numbers are below 0; those of rows are above. `kinds` are those that are looked for, none for all. Where more are
    due than are made, `is_beyond`, those alone are of which a squeezed name is `whole`.
    """

    def __init__(self, rows=(), kinds=(), whole=""):
        self.keys = {(kind, key) for kind, key in rows if not kinds or kind in kinds}
        self.is_beyond = len(self.keys) > MOST or len(rows) >= MOST * 4
        if self.is_beyond:
            are_asked = whole and (not kinds or Kind.UNIT in kinds)
            self.keys = {(Kind.UNIT.value, key) for (key,) in units_called(whole)} if are_asked else set()
        self.documents = {}
        of_kind = {}
        for kind, key in sorted(self.keys):
            of_kind.setdefault(kind, []).append(key)
        for kind, keys_of_kind in of_kind.items():
            for document in writing.documents_of(kind, keys_of_kind).values():
                self.documents[-1 - len(self.documents)] = document

    @cached_property
    def postings(self):
        """{number: {term: distance}}; suggestions, which go by names, do without."""
        return {number: writing.postings(document) for number, document in self.documents.items()}

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
