"""Suggestions as a reader types, and what a browser has to know to search here from its own bar."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import identity
from ..forms.suggest import OPENSEARCH, SuggestForm
from ..models import SearchDocument
from ..moment import address_of, not_indexed, timeless, with_editions
from ..search.showing import NOT_YET, PAST
from ..search.suggestions import suggest

# Somebody who deletes a letter and types it again is answered by the browser; in seconds.
FRESH = 60
Kind = SearchDocument.Kind


@require_safe
@with_editions
def suggestions(request):
    """As JSON for the box of the pages; with `?format=opensearch` as browsers read it."""
    form = SuggestForm(request.GET)
    words, as_opensearch = "", False
    if form.is_valid():
        words, as_opensearch = form.cleaned_data["q"], form.cleaned_data["format"] == OPENSEARCH
    moment = request.moment
    found = suggest(
        words, language=get_language(), structure=moment.structure, day=moment.day, editions=moment.editions
    )
    rows = [_row(each, moment) for each in found]
    if as_opensearch:
        names, addresses = [row["name"] for row in rows], [settings.SITE_URL + row["address"] for row in rows]
        answer = JsonResponse([words, names, [], addresses], safe=False, content_type="application/x-suggestions+json")
    else:
        answer = JsonResponse({"suggestions": rows})
    patch_cache_control(answer, private=True, max_age=FRESH)
    return not_indexed(answer)


def _row(suggestion, moment):
    """Languages are given where they are not that of the page."""
    hit, language = suggestion.hit, get_language()
    view, arguments, *query = hit.leads
    row = {
        "name": hit.name,
        "kind": _kind(hit),
        "address": moment.address_of(view, *arguments, **(query[0] if query else {})),
        "note": suggestion.note,
    }
    for name, spoken in (("language", hit.name_language), ("note_language", suggestion.note_language)):
        if spoken not in ("", language):
            row[name] = spoken
    return row


def _kind(hit):
    if hit.kind == Kind.UNIT and hit.when == PAST:
        return _("former unit")
    if hit.kind == Kind.UNIT and hit.when == NOT_YET:
        return _("unit, later or only proposed")
    return str(Kind(hit.kind).label)


def _short_name():
    """The format allows 16 letters."""
    name = identity.name()
    return name if len(name) <= 16 else pgettext("in at most 16 letters", "OAS directory")


@require_safe
@timeless
def opensearch(request):
    """The description of this search, in one language; its addresses are absolute, as the format asks."""
    context = {
        "short_name": _short_name(),
        "site": settings.SITE_URL,
        "addresses": {name: settings.SITE_URL + address_of(name) for name in ("search", "suggest", "opensearch")},
    }
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "opensearch.xml", context, content_type=content_type)
