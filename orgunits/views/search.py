"""The search of the whole directory: what was typed → results, the best first, and an answer to a clear query."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import failed_searches
from ..answers.cards import Seen, card_of, card_of_only_unit, is_theme_alone
from ..answers.units import units_shown
from ..compiled import compiled, together
from ..forms.search import SearchForm
from ..models import Appointment, CooperationAgreement, CountryOffice, LegalInstrument, Placement, SearchDocument
from ..models.languages import reading
from ..moment import not_indexed
from ..search.marking import Words
from ..search.results import Asked
from ..search.search import search
from .find import first_contact

PER_PAGE, PAGES = 10, 10
Kind = SearchDocument.Kind


@require_safe
def search_page(request):
    form = SearchForm(request.GET)
    context = {"form": form, "canonical_query": None}
    if form.words:
        context |= _results(request, form)
    else:
        context["examples"] = _examples(request.moment)
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
        "words": Words(results.instead or form.words, results.acronyms),
        "filters": form.filters(results.counts),
        "page": page,
        "hits": hits,
        "asked": asked,
        "is_further": is_further,
        "most": PER_PAGE * PAGES,
    }
    if hits and page.number == 1:
        context["card"] = _card(hits, request, is_clear=results.is_clear)
    if not results.counts and not results.is_partial and request.method == "GET":
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


def _card(hits, request, *, is_clear):
    """The Card of one of `hits`, which is taken out of them and set as its `hit`; None where there is none.

    It is that of the first, where it answers by itself, or of the only unit that works on it.
    """
    moment = request.moment
    seen = Seen(moment.structure, moment.day, request.user, moment.editions, moment.span)
    if card := card_of_only_unit(hits, seen):
        return card
    card = card_of(hits[0], seen) if is_clear or is_theme_alone(hits) else None
    if card:
        card.hit = hits.pop(0)
    return card


def _place(hits, request):
    """Sets of the units among `hits` the placement that names each; one that no edition names any more is left out.

    Of offices, their standing in words.
    """
    moment = request.moment
    units = [hit.key for hit in hits if hit.kind == Kind.UNIT]
    placements = _units_shown(units, moment, request.user) if units else {}
    for hit in list(hits):
        if hit.kind == Kind.UNIT:
            hit.placement = placements.get(hit.key)
            if hit.placement is None:
                hits.remove(hit)
    offices = [hit.key for hit in hits if hit.kind == Kind.OFFICE]
    standing = {office.pk: office for office in _offices(offices, moment.day)} if offices else {}
    for hit in hits:
        if office := hit.kind == Kind.OFFICE and standing.get(hit.key):
            hit.standing = office.standing_today if moment.is_today else office.get_standing_display()


@compiled
def _offices(offices, day):
    return reading(CountryOffice.objects.filter(pk__in=offices).with_standing(day), "status")


def _units_shown(units, moment, user):
    return units_shown(units, structure=moment.structure, day=moment.day, user=user, editions=moment.editions)


def _examples(moment):
    """Words that find something, from the record: an acronym, who was appointed last, an act, a city, a partner."""
    found = together(
        units=_some_unit.of(moment.structure),
        people=_some_person.of(),
        acts=_some_act.of(),
        cities=_some_city.of(),
        partners=_some_partner.of(),
    )
    return list(dict.fromkeys(row[0] for rows in found.values() for row in rows))


@compiled
def _some_unit(structure):
    """The first secretariat below the top with an acronym."""
    named = Placement.objects.filter(structure=structure, level__gt=0, acronym_en__gt="").secretariats()
    return named.rewrite(False).order_by("lft").values_list("acronym_en")[:1]


@compiled
def _some_person():
    dated = Appointment.objects.public().filter(person__draft=None, starts__isnull=False)
    return dated.exclude(person=None).order_by("-starts", "pk").values_list("name")[:1]


@compiled
def _some_act():
    acts = LegalInstrument.objects.public().filter(adopted_on__isnull=False).exclude(symbol="")
    return acts.order_by("-adopted_on", "pk").values_list("symbol")[:1]


@compiled
def _some_city():
    return CountryOffice.objects.exclude(city="").order_by("slug").values_list("city")[:1]


@compiled
def _some_partner():
    signed = CooperationAgreement.objects.public().exclude(signed_on=None).order_by("-signed_on", "pk")
    return signed.filter(parties__isnull=False).values_list("parties__partner__name")[:1]
