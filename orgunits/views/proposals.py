"""Proposing an agreement, and following a proposal by its secret address. Neither needs an account."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from .. import identity, mail
from ..agreements.acting import set_desks
from ..agreements.proposals import propose as store
from ..agreements.responsible import Responsible
from ..agreements.stages import add_message, advance, open_moves
from ..agreements.turns import Desk
from ..agreements.with_whom import with_whom
from ..documents import BoundedUploadHandler, answer_with, log_refusal, not_stored
from ..forms.languages import IN_THIS_LANGUAGE, as_typed
from ..forms.proposals import MessageForm, ProposalForm, WithdrawalForm, asked_for, outside_today, renewed_by
from ..models import Attempt, FollowLink
from ..models.proposals import NotStored
from ..moment import timeless
from ..senders import address_of as client_address
from ..senders import mailbox
from .letters import letter, refused_for_nul, todays_structure

SLUG = re.compile(r"[-\w]{1,120}")
MESSAGE, WITHDRAW = "message", "withdraw"
ACTS = {MESSAGE: MessageForm, WITHDRAW: WithdrawalForm}


@csrf_exempt  # only here: the check reads the form, and how it is read must be said before
@timeless
def propose(request):
    if not identity.takes_proposals():
        return letter(request)
    request.upload_handlers = [BoundedUploadHandler(request)]
    return _propose(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def _propose(request):
    structure = todays_structure()
    if refusal := refused_for_nul(request):
        return refusal
    if IN_THIS_LANGUAGE in request.POST:
        return _first(request, structure, as_typed(ProposalForm, request.POST), file_again=bool(request.FILES))
    if request.method == "POST":
        form = ProposalForm(request.POST, request.FILES, structure=structure)
        if answer := _received(request, form):
            return answer
        return _form(request, form, status=429 if getattr(form, "is_too_many", False) else 200)
    return _first(request, structure, asked_for(request.GET))


def _first(request, structure, initial, **context):
    """The form before it is sent."""
    asked = initial["unit"] or ""
    form = ProposalForm(initial=initial, structure=structure, asked=asked)
    context.setdefault("renewed", renewed_by(initial.get("renews")))
    outside = outside_today(asked) if asked not in form.units else None
    unknown = asked if SLUG.fullmatch(asked) and asked not in form.units and outside is None else ""
    return _form(request, form, outside=outside, unknown=unknown, **context)


def _form(request, form, *, status=200, **context):
    if form.is_bound:
        context |= {"renewed": form.cleaned_data.get("renews"), "file_again": bool(form.errors and form.files)}
    context |= {"form": form, "typed_form": "proposal", "largest": settings.DOCUMENT_MAX_SIZE}
    return render(request, "orgunits/agreements/propose.html", context, status=status)


def _received(request, form):
    """Stores the proposal of a form; None where the form has to be shown again."""
    sender = client_address(request)
    is_valid = form.is_valid()
    if _too_many(form, "try a proposal", sender, settings.TRIES_AN_HOUR) or not is_valid:
        return None
    values = {**form.values, "language": get_language(), "day": timezone.localdate()}
    senders = (sender, values["email"].lower())
    if any(_too_many(form, "propose", each, settings.PROPOSALS_AN_HOUR) for each in senders):
        return None
    try:
        proposal, _is_new = store(**values)
    except NotStored as refusal:
        log_refusal(settings.DOCUMENTS_DIR, refusal.__cause__)
        form.add_error("document", not_stored())
        return None
    if settings.HAS_MAIL:
        mail.send_at_once(now=timezone.now())
        return redirect("orgunits:proposal_sent")
    # The one answer that carries a link; whoever sends the same again has lost it and gets another.
    address = reverse("orgunits:follow_proposal", args=[FollowLink.objects.make(proposal)])
    return redirect(f"{address}?mail=failed")


def _too_many(form, what, who, most):
    who = mailbox(who) if "@" in str(who) else who
    if Attempt.objects.count_one(what, who, now=timezone.now()) <= most:
        return False
    form.add_error(None, _("Too many submissions. Nothing was stored; try again in an hour."))
    form.is_too_many = True
    return True


@timeless
def proposal_sent(request):
    if not identity.takes_proposals():
        return redirect("orgunits:propose_agreement")
    return render(request, "orgunits/agreements/proposal_sent.html")


# No cookie gives a right here, the secret in the address does, which a forged request lacks. The usual check would
# fail: a page that tells no referrer sends no origin either.
@csrf_exempt
@timeless
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, token):
    proposal = _proposal(token)
    if refusal := refused_for_nul(request):
        return _secret(refusal)
    # One form on the page with two buttons: whichever is pressed, what was typed for the other comes back, too.
    forms = {act: form(prefix=act, initial=as_typed(form, request.POST, prefix=act)) for act, form in ACTS.items()}
    status = 200
    if request.method == "POST" and IN_THIS_LANGUAGE not in request.POST:
        act = WITHDRAW if WITHDRAW in request.POST else MESSAGE
        form = forms[act] = ACTS[act](request.POST, prefix=act)
        if form.is_valid() and _done(request, proposal, act, form):
            if not _typed_beside(forms, act):
                return _secret(redirect("orgunits:follow_proposal", token))
            proposal, forms[act] = _proposal(token), ACTS[act](prefix=act)
        status = 429 if getattr(form, "is_too_many", False) else 200
    forms[WITHDRAW].initial["stage"] = proposal.agreement.stage
    context = {**_shown(proposal), "message_form": forms[MESSAGE], "withdrawal_form": forms[WITHDRAW]}
    context |= {"token": token, "address": request.build_absolute_uri(request.path)}
    context["typed_form"] = MESSAGE if context["is_open"] else None
    context["mail_failed"] = request.GET.get("mail") == "failed"
    return _secret(render(request, "orgunits/agreements/follow.html", context, status=status))


def _typed_beside(forms, done):
    """What was typed for the act that was not done; only the page itself can show it again, no redirect."""
    return forms[WITHDRAW].initial["reason"] if done == MESSAGE else forms[MESSAGE].initial["text"]


def _shown(proposal):
    agreement, day = proposal.agreement, timezone.localdate()
    staff = Responsible(day)
    way = list(agreement.steps.all())
    set_desks(way, agreement, responsible=staff)
    return {
        "proposal": proposal,
        "agreement": agreement,
        "way": way,
        "is_open": bool(open_moves(agreement, by=None, day=day)),
        **with_whom(agreement, responsible=staff),
    }


def _done(request, proposal, act, form):
    """Does what a form of the follow page asks; what is refused becomes its error."""
    if _too_many(form, "write to", proposal.pk, settings.MESSAGES_AN_HOUR):
        return False
    agreement, data = proposal.agreement, form.cleaned_data
    day = timezone.localdate()
    try:
        if act == MESSAGE:
            add_message(agreement, data["text"], day=day)
            messages.success(request, _with_whom(agreement, day))
        else:
            agreement.stage = data["stage"]
            advance(agreement, "withdrawn", by=None, reason=data["reason"], day=day)
            messages.success(request, _("Your proposal is withdrawn."))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        agreement.refresh_from_db()
        return False
    mail.send_at_once(now=timezone.now())
    return True


def _with_whom(agreement, day):
    """Where a message is now, in a sentence."""
    desk = Responsible(day).turn_of(agreement).desk
    if desk == Desk.UNIT:
        return _("Your message is with the unit.")
    if desk == Desk.OFFICE:
        return _("Your message is with the Secretary General’s office.")
    return _("Your message is stored. At present nobody is in charge of your proposal.")


@timeless
def follow_document(request, token):
    return _secret(answer_with(_proposal(token)))


def _proposal(token):
    """The same answer for every secret that leads nowhere."""
    proposal = FollowLink.objects.proposal_of(token)
    if proposal is None:
        raise Http404(_("This link leads to no proposal. Take it from the latest mail, whole and unchanged."))
    return proposal


def _secret(response):
    """Its address must not get about: not to other sites, not into caches and not into search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    return response
