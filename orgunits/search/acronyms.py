"""Which words of a search are acronyms of the index: they are looked for whole, in no other form.

"SEDI" would be a form of "sede" else. It holds for all acronyms, whatever they stand for: the index notes each of them.
"""

from ..compiled import compiled
from ..models import SearchPosting
from ..search_index.words import acronym


@compiled
def _acronyms_among(*terms):
    return SearchPosting.objects.filter(term__in=terms).order_by().values_list("term").distinct()


def acronyms_among(words):
    """The question which of these words are acronyms of the index; None where there are none. See acronyms_of()."""
    return _acronyms_among.of(*map(acronym, words)) if words else None


def acronyms_of(words, rows, pending):
    """Those of `words` of which the `rows` of acronyms_among(), or what is due, say so."""
    known = {term for (term,) in rows}.union(*pending.postings.values())
    return {word for word in words if acronym(word) in known}
