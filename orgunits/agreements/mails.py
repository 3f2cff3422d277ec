"""Which mails a proposal and each of its steps call for, written in the transaction of the step itself."""

from django.conf import settings
from django.utils import timezone

from ..models import AgreementStep, Mail
from .responsible import staff_to_notify


def write_mails(agreement, step=None, *, day):
    """The mails about `step`, or about a new proposal where there is none, to be sent as soon as they are committed.

    None where the agreement began without a proposal, or no mail server is set.
    """
    proposal = getattr(agreement, "proposal", None)
    if proposal is None or not settings.HAS_MAIL:
        return
    about = {"proposal": proposal, "step": step, "due_at": timezone.now()}
    mails = []
    if step is None or step.kind != AgreementStep.Kind.MESSAGE:  # its own message is no news to the proposer
        kind = Mail.Kind.NEWS if step else Mail.Kind.CONFIRMATION
        mails.append(Mail(kind=kind, to=proposal.email, language=proposal.language, **about))
    for user in staff_to_notify(agreement, step, day=day):
        language = user.language or settings.LANGUAGE_CODE
        mails.append(Mail(kind=Mail.Kind.TO_STAFF, to=user.email, language=language, **about))
    Mail.objects.bulk_create(mails)
