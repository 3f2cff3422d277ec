"""Mails to those who proposed an agreement, in the language they wrote in, and to the staff who answer them."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from .agreements.staff import staff_to_notify
from .models import FollowLink

logger = logging.getLogger(__name__)


class NoMail(BaseEmailBackend):
    """Stands where no mail server is set: nothing is sent, and nobody is told that it was."""

    def send_messages(self, messages):
        message = "no mail server is set (EMAIL_URL)"
        raise OSError(message)


def confirm(proposal, *, site):
    """Sends the secret address of a new proposal, and returns (address, whether the mail went out)."""
    with override(proposal.language):
        subject = _("Your proposal %(number)s to the General Secretariat") % {"number": proposal.number}
        return _send(proposal, subject, "confirmation", {}, site=site)


def notify_proposer(step, *, site):
    """Writes to the proposer of a step; returns whether the mail went out, None where there is no proposer."""
    proposal = getattr(step.agreement, "proposal", None)
    if proposal is None:
        return None
    with override(proposal.language):
        words = {"number": proposal.number, "news": step.news}
        _address, sent = _send(proposal, _("Proposal %(number)s: %(news)s") % words, "step", {"step": step}, site=site)
        return sent


def notify_staff(agreement, step=None, *, day, site):
    """Writes to the staff whom `step`, or a new proposal where there is none, concerns; a failure is logged only.

    Nothing secret goes along: what the proposer wrote stands in the inbox, which asks who reads it.
    """
    proposal = getattr(agreement, "proposal", None)
    if proposal is None:
        return
    receivers = {}
    for user in staff_to_notify(agreement, step, day=day):
        receivers.setdefault(user.language or settings.LANGUAGE_CODE, []).append(user.email)
    page = reverse("admin:orgunits_agreementonitsway_change", args=[agreement.pk])
    for language, addresses in receivers.items():
        with override(language):
            news = step.news if step else _("a new proposal has arrived")
            context = {"proposal": proposal, "agreement": agreement, "news": news, "address": site.rstrip("/") + page}
            body = render_to_string("orgunits/agreements/mail/staff.txt", context)
            subject = _("Proposal %(number)s: %(news)s") % {"number": proposal.number, "news": news}
        try:
            EmailMessage(_in_a_line(subject), body, bcc=addresses).send()
        except (OSError, SMTPException, ValueError):
            logger.exception("no mail to the staff about %s", proposal.number)


def _in_a_line(subject):
    return Truncator(" ".join(subject.split())).chars(150)


def _send(proposal, subject, template, context, *, site):
    """Each mail has a secret address of its own, since those of earlier mails are not kept."""
    token = FollowLink.objects.make(proposal)
    address = site.rstrip("/") + reverse("orgunits:follow_proposal", args=[token])
    context = {"proposal": proposal, "agreement": proposal.agreement, "address": address, **context}
    body = render_to_string(f"orgunits/agreements/mail/{template}.txt", context)
    try:
        EmailMessage(_in_a_line(subject), body, to=[proposal.email]).send()
    except (OSError, SMTPException, ValueError):
        logger.exception("no mail to the proposer of %s", proposal.number)
        return address, False
    return address, True
