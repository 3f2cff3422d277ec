"""The register of cooperation agreements, one agreement, and what the types mean."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..agreements.renewals import chain_of
from ..agreements.units import name_units_of_agreement, name_units_of_agreements
from ..compiled import compiled
from ..forms.agreements import AgreementFilter
from ..models import AgreementStep, CooperationAgreement, DiscrepancyClaim, MemberState
from ..models.agreement_queries import as_lines
from ..models.discrepancies import claims_about
from ..models.languages import reading
from ..models.sources import source_of_file
from ..moment import timeless
from .agreement_totals import Totals, counted_of

PER_PAGE = 25
# What sources disagree on about agreements as such.
ON_KINDS, ON_SIGNING, ON_RESPONSIBILITY = "contra-25", "contra-26", "contra-27"
# The source document that explains the two types.
ON_TYPES = "001_0a5910d038fa4025.txt"


def agreement_list(request):
    moment = request.moment
    to_staff = request.user.is_staff
    filters = AgreementFilter(request.GET, structure=moment.structure, day=moment.day, to_staff=to_staff)
    if not filters.is_valid():
        totals, page = None, Paginator([], PER_PAGE).get_page(1)
    elif any(filters.form.cleaned_data.values()):
        totals = Totals(counted_of(filters.qs, moment.day))
        page = _page(request, totals, lambda first, last: filters.qs[first:last].lines(moment.day))
    else:  # what nobody filtered or sorted is asked again and again
        totals = Totals(_counted(moment.day))
        page = _page(request, totals, lambda first, last: as_lines(_latest(moment.day, span=(first, last)), moment.day))
    name_units_of_agreements(page.object_list, structure=moment.structure, to_staff=to_staff)
    context = {"filters": filters, "page": page, "totals": totals}
    return render(request, "orgunits/agreements/agreement_list.html", context)


def _page(request, totals, read):
    """The page asked for, of as many as the totals count; `read` gives the lines from one number to another."""
    page = Paginator(range(totals.number), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = read(max(page.start_index() - 1, 0), page.end_index())
    return page


def _all(day):
    return CooperationAgreement.objects.public().latest_first().signed_by(day)


@compiled
def _counted(day):
    return counted_of(_all(day), day)


@compiled
def _latest(day, *, span):
    first, last = span
    return _all(day).for_lines()[first:last]


def agreement_detail(request, slug):
    moment = request.moment
    to_staff = request.user.is_staff
    agreement, renewals = _agreement(slug, moment.day)
    context = {
        "agreement": agreement,
        "other_units": name_units_of_agreement(agreement, structure=moment.structure, to_staff=to_staff),
        "renewals": renewals,
        "claims": claims_about(("agreement", agreement.slug), to_staff=request.user.is_staff),
        "structure": moment.structure,
        "sources": list(agreement.sources.all()),
    }
    return render(request, "orgunits/agreements/agreement_detail.html", context)


@timeless
def agreement_types(request):
    counts = CooperationAgreement.objects.public().order_by().values_list("type", "special_type", "type_basis")
    numbers, inferred = Counter(), Counter()
    for kind, special, basis, number in counts.annotate(number=Count("pk")):
        numbers[special or kind] += number
        inferred[special or kind] += number if basis == CooperationAgreement.Basis.INFERRED else 0
    claims = DiscrepancyClaim.objects.visible_to(request.user)
    claims = claims.filter(discrepancy__slug__in=[ON_KINDS, ON_SIGNING, ON_RESPONSIBILITY])
    context = {
        "numbers": numbers,
        "inferred": inferred,
        "claims": claims.for_listing(),
        "source": source_of_file(ON_TYPES, to_staff=request.user.is_staff),
    }
    return render(request, "orgunits/agreements/agreement_types.html", context)


def _agreement(slug, day):
    """The signed agreement of this address, with its state on `day`, and the chain of renewals it is in, [] for none.

    Http404 where there is no such agreement.
    """
    amendments = Prefetch("steps", AgreementStep.objects.amendments(), to_attr="amendments")
    chain = chain_of(slug).with_state_on(day).for_listing()
    states = Prefetch("member_states", reading(MemberState.objects.all(), "iso2", "name"))
    chain = list(chain.prefetch_related("themes", states, "sources", amendments))
    agreement = next((each for each in chain if each.slug == slug), None)
    if agreement is None:
        raise Http404(_("There is no agreement “%(slug)s”.") % {"slug": slug})
    return agreement, chain if len(chain) > 1 else []
