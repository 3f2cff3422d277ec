"""What changed between two structures: the page, the table and the data."""

from django.http import JsonResponse
from django.shortcuts import render

from ..comparison.comparison import compare
from ..comparison.passages import passages_of
from ..exports.comparison import comparison_data, comparison_rows
from ..exports.tables import csv_response
from ..forms.compare import CompareForm, EditionsForm, ShowForm
from ..middleware import bad_request
from ..models import Structure
from ..moment import timeless
from .compare_summary import summary_of
from .compare_trees import trees_of

# So many changes are listed on the page, and so many themes and functions of a group; the table and the data have all.
MOST = 500


def _answer(build):
    """A view that reads the two structures and hands `build` the request and their Comparison.

    A form where none is named, the 400 page where one is missing or malformed.
    """

    def view(request):
        editions = list(
            Structure.objects.visible_to(request.user).chronological().without_long_texts().with_successor()
        )
        form = CompareForm(request.GET, editions=editions)
        if build is page and not form.is_asked:
            return _ask(request, editions)
        if not form.is_valid():
            return bad_request(request, *form.sentences)
        one, other = form.structures()
        return build(request, compare(one, other, editions=editions, user=request.user), (one, other), editions)

    return timeless(view)


def _ask(request, editions):
    adopted = [edition for edition in editions if edition.status == Structure.Status.ADOPTED]
    context = {
        "form": EditionsForm(editions, adopted[-2:]),
        "editions": editions,
        "first": adopted[0] if adopted else None,
    }
    return render(request, "orgunits/compare/compare_form.html", context)


def page(request, comparison, asked, editions):
    show = ShowForm(request.GET)
    changes = list(comparison.changes.values())
    shown = show.cleaned_data["show"] if show.is_valid() else None
    if shown:
        changes = [change for change in changes if shown in change.findings]
    elif not show.is_valid():
        changes = []
    passages = passages_of(comparison)
    context = {
        "comparison": comparison,
        "summary": summary_of(comparison),
        "is_backwards": asked[0] != comparison.earlier,
        "form": EditionsForm(editions, asked),
        "show": show,
        "shown": shown,
        "branches": comparison.branches(changes[:MOST]),
        "number": len(changes),
        "is_cut": len(changes) > MOST,
        "passages": passages.first(MOST),
        "passages_are_cut": len(passages.first(MOST)) < len(passages),
        **trees_of(comparison),
    }
    return render(request, "orgunits/compare/compare.html", context)


def table(request, comparison, asked, editions):
    name = f"{comparison.earlier.slug}--{comparison.later.slug}.csv"
    return csv_response(name, comparison_rows(comparison, request))


def data(request, comparison, asked, editions):
    return JsonResponse(comparison_data(comparison, request), json_dumps_params={"ensure_ascii": False, "indent": 1})


compare_page, compare_table, compare_data = _answer(page), _answer(table), _answer(data)
