"""The page of a member state."""

from django.db.models import F
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..agreements.summaries import agreements_of_state
from ..citations import Citations
from ..models import MemberState
from ..models.discrepancies import claims_about


def member_state_detail(request, iso2):
    """The page of a state; with its code in capitals, the way to it."""
    state = MemberState.objects.filter(iso2=iso2.upper()).first()
    if state is None:
        raise Http404(_("There is no member state “%(code)s”.") % {"code": iso2})
    if iso2 != iso2.lower():
        query = request.META["QUERY_STRING"]
        address = state.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    day = request.moment.day
    citations = Citations()
    state.cites = citations.cite(*state.sources.all())
    memberships = list(state.memberships.order_by(F("starts").asc(nulls_last=True), "pk").prefetch_related("sources"))
    current = set(state.memberships.current_on(day).values_list("pk", flat=True))
    for membership in memberships:
        membership.is_current = membership.pk in current
        membership.cites = citations.cite(*membership.sources.all())
    context = {
        "member_state": state,
        "memberships": memberships,
        "current": [membership for membership in memberships if membership.is_current],
        "offices": state.offices.with_standing(day).for_listing(),
        "agreements": agreements_of_state(state, day=day),
        "claims": claims_about(("member state", state.iso2), to_staff=request.user.is_staff),
        "sources": citations.sources,
    }
    return render(request, "orgunits/member_states/member_state_detail.html", context)
