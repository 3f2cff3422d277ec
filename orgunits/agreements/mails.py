"""Which mails a proposal and each of its steps call for, written in the transaction of the step itself.

And those to whom a turn has passed without a step: as officers are named, leave, lose a permission or an address, or as
a structure takes effect.
"""

from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import AgreementStep, CooperationAgreement, Mail
from .responsible import Responsible, staff_to_notify, users_to_write_to


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


def notify_new_owners(*, day):
    """Writes to those who have the turn and were never written to about the proposal; returns how many mails.

    Who made a step of it knows of it.
    """
    if not settings.HAS_MAIL:
        return 0
    missing = _not_notified(CooperationAgreement.objects.pending().filter(proposal__isnull=False), day)
    if not missing:
        return 0
    with transaction.atomic():
        pending = CooperationAgreement.objects.pending().filter(pk__in=missing).order_by("pk")
        list(pending.select_for_update(no_key=True, of=("self",)).values_list("pk"))
        missing = _not_notified(pending, day)  # as it is now, under the lock
        users = {user.pk: user for user in users_to_write_to({each for users in missing.values() for each in users})}
        proposals = dict(pending.values_list("pk", "proposal"))
        mails = [
            Mail(
                kind=Mail.Kind.YOUR_TURN,
                proposal_id=proposals[agreement],
                to=users[user].email,
                language=users[user].language or settings.LANGUAGE_CODE,
                due_at=timezone.now(),
            )
            for agreement, keys in missing.items()
            for user in sorted(keys)
        ]
        Mail.objects.bulk_create(mails)
    return len(mails)


def _not_notified(agreements, day):
    """{agreement: {keys of the users with an address who have the turn, and to whom nobody wrote about it}}."""
    pending = list(agreements.only("stage", "unit"))
    responsible = Responsible(day)
    responsible.set_turns(pending)
    known = defaultdict(set)
    to_staff = Mail.objects.filter(kind__in=[Mail.Kind.TO_STAFF, Mail.Kind.YOUR_TURN])
    for agreement, address in to_staff.filter(proposal__agreement__in=agreements).values_list(
        "proposal__agreement", "to"
    ):
        known[agreement].add(address)
    steps = AgreementStep.objects.filter(agreement__in=agreements, by__isnull=False)
    for agreement, user in steps.values_list("agreement", "by"):
        known[agreement].add(user)
    addresses = responsible.addresses
    found = {
        each.pk: {user for user in each.turn.with_address if not known[each.pk] & {user, addresses[user]}}
        for each in pending
    }
    return {agreement: users for agreement, users in found.items() if users}
