"""What changed between two structures: the page, the table and the data."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render

from ..comparison.comparison import compare
from ..comparison.findings import Finding
from ..comparison.passages import passages_of
from ..exports.comparison import comparison_data, comparison_rows
from ..exports.tables import csv_response
from ..forms.compare import CompareForm, EditionsForm, ShowForm
from ..middleware import bad_request
from ..models import Structure
from ..moment import not_indexed, timeless
from .compare_summary import summary_of
from .compare_trees import trees_of

# So many changes are on a page, so many themes and functions, and so many facts that only one edition has: together
# less than 300 kB. No two editions of the demo have more than 63 changes, or 110 themes and functions.
PER_PAGE = 120
# So many changes are open when the page opens, in whole branches from the first on; of one kind asked for, more.
OPEN, OPEN_OF_A_KIND = 5, 40


@timeless
def compare_page(request):
    """The form where no structure is named, else what changed between the two."""
    form = _form(request)
    if not form.is_asked:
        return _ask(request, form.editions)
    if not form.is_valid():
        return bad_request(request, *form.sentences)
    asked, comparison = form.structures(), _comparison(form, request.user)
    show = ShowForm(request.GET)
    shown = show.cleaned_data["show"] if show.is_valid() else None
    changes = list(comparison.changes.values()) if show.is_valid() else []
    if shown:
        changes = [change for change in changes if shown in change.findings]
    passages = passages_of(comparison)
    longest = max(len(changes), len(passages), len(comparison.one_sided))
    page = Paginator(range(longest), PER_PAGE).get_page(request.GET.get("page"))
    first, last = page.object_list.start, page.object_list.stop
    context = {
        "comparison": comparison,
        "canonical_query": {"from": comparison.earlier.slug, "to": comparison.later.slug},
        "summary": summary_of(comparison),
        "is_backwards": asked[0] != comparison.earlier,
        "form": EditionsForm(form.editions, asked),
        "show": show,
        "shown": shown,
        "page": page,
        "branches": _folded(comparison, changes[first:last], most=OPEN_OF_A_KIND if shown else OPEN),
        "passages": passages.part(first, last),
        "one_sided": comparison.one_sided[first:last],
        **trees_of(comparison),
    }
    response = render(request, "orgunits/compare/compare.html", context)
    return not_indexed(response) if form.names_a_day else response


def _folded(comparison, changes, *, most):
    """[(Branch, [(label, number)] of what is found in it, whether it is open)]."""
    folds, number = [], 0
    for branch in comparison.branches(changes):
        number += len(branch.changes)
        found = Counter(finding for change in branch.changes for finding in change.findings)
        counts = [(comparison.label(finding), found[finding]) for finding in Finding if found[finding]]
        folds.append((branch, counts, number <= most))
    return folds


@timeless
def compare_table(request):
    form = _form(request)
    if not form.is_valid():
        return bad_request(request, *form.sentences)
    comparison = _comparison(form, request.user)
    name = f"{comparison.earlier.slug}--{comparison.later.slug}.csv"
    return csv_response(name, comparison_rows(comparison, request))


@timeless
def compare_data(request):
    form = _form(request)
    if not form.is_valid():
        return bad_request(request, *form.sentences)
    content = comparison_data(_comparison(form, request.user), request)
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _form(request):
    """Which two of the structures that the reader may see."""
    editions = Structure.objects.visible_to(request.user).chronological().without_long_texts().with_successor()
    return CompareForm(request.GET, editions=list(editions))


def _comparison(form, user):
    """Of the two that a valid form names; Http404 where one isn't there or the reader can't see it."""
    one, other = form.structures()
    return compare(one, other, editions=form.editions, user=user)


def _ask(request, editions):
    adopted = [edition for edition in editions if edition.status == Structure.Status.ADOPTED]
    context = {
        "form": EditionsForm(editions, adopted[-2:]),
        "editions": editions,
        "first": adopted[0] if adopted else None,
    }
    return render(request, "orgunits/compare/compare_form.html", context)
