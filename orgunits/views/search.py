"""The search of the whole directory: what was typed → results, the best first, and an answer to a clear query."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import failed_searches
from ..answers.cards import Seen, card_of
from ..answers.units import units_shown
from ..compiled import compiled
from ..forms.search import SearchForm
from ..models import SearchDocument, SearchPending
from ..moment import not_indexed, with_editions
from ..search.marking import Words
from ..search.results import Asked
from ..search.search import search
from .find import first_contact

PER_PAGE, PAGES = 10, 10
Kind = SearchDocument.Kind
# Of these kinds one record each is named where nothing was typed.
EXAMPLES = (Kind.UNIT, Kind.PERSON, Kind.INSTRUMENT, Kind.MEMBER_STATE, Kind.THEME, Kind.PARTNER)


@require_safe
@with_editions
def search_page(request):
    form = SearchForm(request.GET)
    context = {"form": form, "canonical_query": None}
    if form.words:
        context |= _results(request, form)
    else:
        context["examples"] = _examples()
    return not_indexed(render(request, "orgunits/search/search.html", context))


def _results(request, form):
    asked = form.cleaned_data["page"]
    is_further = asked > PAGES
    number = 1 if is_further else asked
    results = _search(request, form, number)
    page = Paginator(results.hits[: PER_PAGE * PAGES], PER_PAGE).get_page(number)
    if page.number != number:  # the last one stands for those behind it
        results = _search(request, form, page.number)
    hits = [] if is_further else list(results.page)
    _place(hits, request)
    context = {
        "results": results,
        "number": sum(number for kind, number in results.counts.items() if not form.kinds or kind in form.kinds),
        "words": Words(results.instead or form.words),
        "filters": form.filters(results.counts),
        "page": page,
        "hits": hits,
        "is_further": is_further,
        "most": PER_PAGE * PAGES,
    }
    if hits and results.is_clear and page.number == 1:
        context["card"] = _card(hits, request)
    if not results.counts and request.method == "GET":
        failed_searches.note(form.words, get_language())
    if not results.hits:
        context["first_contact"] = first_contact(request)
    return context


def _search(request, form, page):
    moment = request.moment
    return search(
        Asked(
            form.words,
            get_language(),
            moment.structure,
            moment.day,
            form.kinds,
            first=(page - 1) * PER_PAGE,
            number=PER_PAGE,
            editions=tuple(moment.editions),
        )
    )


def _card(hits, request):
    """The Card of the first of `hits`, which is taken out of them and set as its `hit`; None where it has none."""
    moment = request.moment
    card = card_of(hits[0], Seen(moment.structure, moment.day, request.user, moment.editions))
    if card:
        card.hit = hits.pop(0)
    return card


def _place(hits, request):
    """Sets of the units among `hits` the placement that names each; one that no edition names any more is left out."""
    moment = request.moment
    units = [hit.key for hit in hits if hit.kind == Kind.UNIT]
    placements = units_shown(units, structure=moment.structure, day=moment.day, user=request.user) if units else {}
    for hit in list(hits):
        if hit.kind == Kind.UNIT:
            hit.placement = placements.get(hit.key)
            if hit.placement is None:
                hits.remove(hit)


def _examples():
    """Names from the record, one of each of some kinds: of a unit the acronym, of an act the symbol."""
    documents = {row.kind: row for row in _first_documents()}
    return [_short_name(documents[kind]) for kind in EXAMPLES if kind in documents]


def _short_name(document):
    """The shortest of what it is called in the language of the page, by a name of its own."""
    language = get_language()
    own = [name for name in document.names if name[0] < 3]
    names = [name[2] for name in own if language in name[1] or not name[1]] or [name[2] for name in own]
    return min(names, key=len)


@compiled
def _first_documents():
    """The first one of each kind, without those that are due to be written anew: they may be gone."""
    due = SearchPending.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"))
    documents = SearchDocument.objects.filter(~Exists(due), kind=OuterRef("kind")).order_by("key")
    return SearchDocument.objects.filter(kind__in=EXAMPLES, pk=Subquery(documents.values("pk")[:1]))
