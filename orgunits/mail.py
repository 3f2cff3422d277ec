"""Sends the mails that wait: composed in the language of the receiver, one at a time, again where it fails."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import identity
from .adoption.passing_on import pass_on_due, passed_on_to
from .agreements.mails import notify_new_owners
from .agreements.responsible import Responsible
from .agreements.with_whom import with_whom
from .models import FollowLink, Mail, Transfer

logger = logging.getLogger(__name__)

# So that no absence note or ticket system answers (RFC 3834, and two older ways that mail programs know). Reports of
# mails that can't be delivered are wanted. Nobody has subscribed to a list here: no List-… headers.
BY_ITSELF = {
    "Auto-Submitted": "auto-generated",
    "Precedence": "bulk",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
}


def send_at_once(*, now):
    """Where mails cost nothing, as on the demo's terminal, they are not left to the command."""
    if settings.MAIL_AT_ONCE:
        write_due(now=now)
        send_due(now=now)


def write_due(*, now):
    """Writes what the day brings: the open work of editions that take effect, and turns that have passed on."""
    today = localdate(now)
    pass_on_due(today=today)
    notify_new_owners(day=today)


def send_due(*, now, most=None):
    """Sends what is due at `now`, at most so many; returns (how many were sent, how many failed).

    Any number of processes may do so at once. A mail comes twice only where the server took it and its answer was lost.
    """
    sent = failed = 0
    for pk in list(Mail.objects.due(now).values_list("pk", flat=True)[:most]):
        outcome = _send(pk, now)
        sent, failed = sent + (outcome is True), failed + (outcome is False)
    return sent, failed


def _send(pk, now):
    """Whether the mail went out; None where another process has taken it, or nobody is to get it any more."""
    with transaction.atomic():
        mail = Mail.objects.due(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if mail is None:
            return None
        if mail.is_for_nobody:
            mail.delete()
            return None
        mail.put_off(now)
        mail.save(update_fields=["due_at", "tries"])
        message = _composed(mail)
    # Beyond the transaction: whoever follows the link at once finds it, and a silent server holds no lock.
    try:
        message.send()
    except (OSError, SMTPException, ValueError) as error:
        mail.error = Truncator(f"{type(error).__name__}: {error}").chars(300)
        mail.save(update_fields=["error"])
        logger.error("mail %s not sent, try %s: %s", mail.pk, mail.tries, type(error).__name__)
        return False
    mail.sent_at, mail.due_at, mail.error = now, None, ""
    mail.save(update_fields=["sent_at", "due_at", "error"])
    return True


def _composed(mail):
    with override(mail.language):
        if mail.kind == Mail.Kind.NEW_PASSWORD:
            return _new_password(mail)
        if mail.kind == Mail.Kind.PASSED_ON:
            return _passed_on(mail)
        return _to_staff(mail) if mail.kind in (Mail.Kind.TO_STAFF, Mail.Kind.YOUR_TURN) else _to_proposer(mail)


def _new_password(mail):
    """Django's own words. The link's time begins now, so that it holds however long the mail waited."""
    user, site = mail.user, urlsplit(settings.SITE_URL)
    context = {
        "email": mail.to,
        "user": user,
        "site_name": site.netloc,
        "domain": site.netloc,
        "protocol": site.scheme,
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    subject = render_to_string("registration/password_reset_subject.txt", context)
    body = render_to_string("registration/password_reset_email.html", context)
    return _to_one(mail, subject, body)


def _to_staff(mail):
    """Nothing secret goes along: what the proposer wrote is in the inbox, which asks who reads it."""
    proposal, step = mail.proposal, mail.step
    page = reverse("admin:orgunits_agreementonitsway_change", args=[proposal.agreement_id])
    news = step.news if step else _("a new proposal has arrived")
    if mail.kind == Mail.Kind.YOUR_TURN:
        news = _("it is with you now")
    subject = _("Proposal %(number)s: %(news)s") % {"number": proposal.number, "news": news}
    return _message(mail, "staff", subject, {"news": news, "address": settings.SITE_URL + page})


def _passed_on(mail):
    """What has passed to the units that its receiver answers for, each with the page where it is dealt with."""
    rows = passed_on_to(mail.user, mail.structure, today=localdate())
    pages = [(row, settings.SITE_URL + _page_of(row)) for row in rows]
    context = {"structure": mail.structure, "pages": pages}
    body = render_to_string("orgunits/agreements/mail/passed_on.txt", context)
    return _to_one(mail, _("Work that has passed to you: %(structure)s") % {"structure": mail.structure}, body)


def _page_of(transfer):
    if transfer.kind == Transfer.Kind.OFFICE:
        return transfer.office.get_absolute_url()
    if transfer.kind == Transfer.Kind.MANDATE:
        return transfer.assignment.mandate.get_absolute_url()
    if transfer.kind == Transfer.Kind.OFFICER:
        return reverse("admin:orgunits_agreementonitsway_changelist")
    return f"{reverse('orgunits:agreement_list')}?unit={transfer.from_unit.slug}"


def _to_proposer(mail):
    """Each mail has a secret address of its own, since those of earlier mails are not kept."""
    proposal, step = mail.proposal, mail.step
    token = FollowLink.objects.make(proposal)
    address = settings.SITE_URL + reverse("orgunits:follow_proposal", args=[token])
    context = {"address": address, **with_whom(proposal.agreement, responsible=Responsible(localdate()))}
    if step is None:
        subject = _("Your proposal %(number)s to the General Secretariat") % {"number": proposal.number}
        return _message(mail, "confirmation", subject, context)
    subject = _("Proposal %(number)s: %(news)s") % {"number": proposal.number, "news": step.news}
    return _message(mail, "step", subject, {"step": step, **context})


def _message(mail, template, subject, context):
    context |= {"proposal": mail.proposal, "agreement": mail.proposal.agreement}
    body = render_to_string(f"orgunits/agreements/mail/{template}.txt", context)
    return _to_one(mail, Truncator(" ".join(subject.split())).chars(150), body)


def _to_one(mail, subject, body):
    """A mail to its one receiver, who is named in it; it says whose site it is from."""
    return EmailMessage(
        identity.subject(" ".join(subject.split())),
        identity.signed(body),
        from_email=identity.sender(),
        to=[mail.to],
        headers=BY_ITSELF,
    )
