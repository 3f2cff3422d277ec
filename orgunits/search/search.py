"""The one search of the directory: words → documents, ranked.

A first version, plain: all words have to be found; an exact name comes first, then a name's beginning, then names.
"""

from collections import Counter

from ..models import SearchDocument, SearchPosting
from ..models.folding import fold
from ..search_index.documents import Role
from ..search_index.words import stems
from .results import Asked, Hit, Results

MOST = 300
ORDER = {kind: number for number, kind in enumerate(SearchDocument.Kind.values)}


def search(asked: Asked) -> Results:
    folded = fold(asked.text)
    words = folded.split()
    if not words:
        return Results(asked)
    rows = SearchDocument.objects.all()
    for word in words:
        rows = rows.filter(pk__in=SearchPosting.objects.filter(term__in=stems(word)).values("document"))
    hits = [_hit(row, folded, asked) for row in rows[:MOST]]
    hits.sort(key=lambda hit: (hit.rank, hit.when, ORDER[hit.kind], hit.key))
    counts = Counter(hit.kind for hit in hits)
    hits = [hit for hit in hits if not asked.kinds or hit.kind in asked.kinds]
    return Results(asked, hits, dict(counts), is_clear=bool(hits) and hits[0].rank == (0,))


def _hit(row, folded, asked):
    names = sorted(row.names, key=lambda name: (name[0], asked.language not in name[1]))
    shown = names[0]
    rank = 0 if any(name[3] == folded and name[0] < Role.SUBJECT for name in names) else 1
    texts = row.shown["texts"].get(asked.language) or [""]
    leads = row.shown["leads"]
    about = row.shown["about"].get(asked.language, "")
    return Hit(row.kind, row.key, leads, shown[2], shown[1][:2], snippet=texts[0][:200], about=about, rank=(rank,))
