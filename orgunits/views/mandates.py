"""The mandates and the legal instruments they come from."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..compiled import compiled
from ..forms.mandates import InstrumentFilter, MandateFilter, by_act
from ..models import (
    ChangeEvent,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Placement,
    Structure,
)
from ..models.counts import counted
from ..models.discrepancies import claims_about
from ..models.languages import reading
from ..unit_page.heirs import names_and_heirs

PER_PAGE = 50
PERIOD = ("starts", "starts_precision", "ends", "ends_precision", "open_ended")


def mandate_list(request):
    moment = request.moment
    filters = MandateFilter(request.GET, structure=moment.structure, day=moment.day, user=request.user)
    if not filters.is_valid():
        page = _page(Mandate.objects.none(), request)
    elif any(filters.form.cleaned_data.values()):
        page = _page(filters.qs, request)
    else:  # what nobody filtered or sorted is asked again and again
        page = _page_of_all(request)
    context = {"filters": filters, "page": page, "structure": moment.structure}
    if filters.is_valid() and not filters.chips and page.number == 1:
        context["responsibilities"] = _responsibilities(to_staff=request.user.is_staff)
    return render(request, "orgunits/mandates/mandate_list.html", context)


@compiled
def _responsibilities(*, to_staff):
    return Mandate.objects.visible(to_staff=to_staff).responsibilities().only("slug", "title")


def mandate_detail(request, slug):
    moment, user = request.moment, request.user
    mandates = Mandate.objects.visible_to(user).filter(slug=slug).prefetch_related("sources")
    mandate = mandates.select_related("instrument").first()
    if mandate is None:
        raise Http404(_("There is no mandate “%(slug)s”.") % {"slug": slug})
    _add_units([mandate], request)
    act = mandate.instrument
    then = _structure_then(act)
    names = _names_in(then, [row.unit_id for row in mandate.rows])
    for row in mandate.rows:
        row.then = names.get(row.unit_id)
    about = [("mandate", mandate.slug)]
    if not mandate.provision:  # the act as a whole
        about.append(("instrument", act.slug))
    context = {
        "mandate": mandate,
        "structure": moment.structure,
        "structure_then": then,
        "claims": claims_about(*about, to_staff=user.is_staff),
        "siblings": Mandate.objects.visible_to(user).filter(instrument=act).exclude(pk=mandate.pk).count(),
        "sources": list(mandate.sources.all()),
    }
    return render(request, "orgunits/mandates/mandate_detail.html", context)


def instrument_list(request):
    filters = InstrumentFilter(request.GET, user=request.user)
    instruments = filters.qs if filters.is_valid() else LegalInstrument.objects.none()
    page = Paginator(instruments, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orgunits/mandates/instrument_list.html", {"filters": filters, "page": page})


def instrument_detail(request, slug):
    user = request.user
    chain = LegalInstrument.objects.visible_to(user).chain_of(slug)
    instrument = next((act for act in chain if act.slug == slug), None)
    if instrument is None:
        raise Http404(_("There is no legal instrument “%(slug)s”.") % {"slug": slug})
    mandates = Mandate.objects.visible_to(user).filter(instrument=instrument).order_by("position", "slug")
    page = _page(mandates, request)
    structures = Structure.objects.visible_to(user).chronological().without_long_texts()
    context = {
        "instrument": instrument,
        "chain": chain,
        "structures": structures.filter(authorities=instrument),
        "changes": ChangeEvent.objects.visible_to(user).resting_on(instrument).chronological(),
        "page": page,
        "pillars": instrument.pillar_set.all(),
        "structure": request.moment.structure,
        "claims": claims_about(("instrument", instrument.slug), to_staff=user.is_staff),
        "sources": list(instrument.sources.all()),
    }
    return render(request, "orgunits/mandates/instrument_detail.html", context)


def _page(mandates, request):
    """A page of them with what a line of a list shows of each, and no more."""
    page = Paginator(_with_line(mandates), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    _add_units(page.object_list, request)
    return page


def _page_of_all(request):
    to_staff = request.user.is_staff
    number = dict(_number_of_all(to_staff=to_staff)).get("all", 0)
    page = Paginator(range(number), PER_PAGE).get_page(request.GET.get("page"))
    span = max(page.start_index() - 1, 0), page.end_index()
    page.object_list = _all(span=span, to_staff=to_staff)
    _add_units(page.object_list, request)
    return page


@compiled
def _number_of_all(*, to_staff):
    return counted(all=Mandate.objects.visible(to_staff=to_staff))


@compiled
def _all(*, span, to_staff):
    first, last = span
    return _with_line(by_act(Mandate.objects.visible(to_staff=to_staff)))[first:last]


def _with_line(mandates):
    act = ("slug", "kind", "symbol", "title", "adopted_on", "adopted_on_precision")
    lines = mandates.select_related("instrument")
    return reading(lines, "slug", "title", "provision", *(f"instrument__{name}" for name in act))


@compiled
def _assignments(mandates, day, *, to_staff):
    rows = MandateAssignment.objects.visible(to_staff=to_staff).filter(mandate__in=mandates)
    return reading(rows.with_force_on(day).order_by("pk"), "mandate", "unit", "role", *PERIOD)


def _add_units(mandates, request):
    """Sets `rows` of each, its assignments with what is known of them on the day, and `force`; of each row `named`, the
    placement that names its unit, None where no edition does.
    """
    moment, known = request.moment, {mandate.pk: mandate for mandate in mandates}
    rows = _assignments(known, moment.day, to_staff=request.user.is_staff) if known else []
    for mandate in mandates:
        mandate.rows = [row for row in rows if row.mandate_id == mandate.pk]
        mandate.force = mandate.force_by(mandate.rows)
    units = {row.unit_id for row in rows}
    names = names_and_heirs(units, structure=moment.structure, day=moment.day, user=request.user)
    for row in rows:
        row.named = names.get(row.unit_id)


def _structure_then(act):
    """The structure in force on the first day the act may be of; None where none is recorded for it."""
    if act.adopted_on is None:
        return None
    try:
        return Structure.objects.in_force_on(act.adopted_on)
    except Structure.DoesNotExist:
        return None


def _names_in(structure, units):
    if structure is None:
        return {}
    rows = Placement.objects.of_structure(structure).filter(unit__in=units).select_related("unit")
    return {row.unit_id: row for row in rows}
