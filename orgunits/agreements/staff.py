"""Whom of the staff the news of an agreement concerns."""

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, Subquery

from ..models import AgreementStep, CooperationAgreement, UnitOfficer
from ..models.agreement_access import DECIDES

Stage, Kind = CooperationAgreement.Stage, AgreementStep.Kind
# Of the two that check log-ins, the one that knows permissions.
BACKEND = "django.contrib.auth.backends.ModelBackend"


def staff_to_notify(agreement, step=None, *, day):
    """Users with a mail address who have to know of `step`, or of a proposal that is new where there is none.

    Adds `language`, the one they last wrote in, None where that is not known. What the staff do concerns others only
    where it becomes their turn by it; what a proposer does concerns the officers of the branch, and the Secretary
    General's office where the agreement is with it. Where a branch has no officer it is the office, which can hand
    over.
    """
    users = get_user_model().objects
    wrote = AgreementStep.objects.filter(by=OuterRef("pk")).exclude(language="").order_by("-pk").values("language")
    staff = users.filter(is_active=True, is_staff=True).exclude(email="").annotate(language=Subquery(wrote[:1]))
    office = Q(pk__in=users.with_perm(DECIDES, include_superusers=False, backend=BACKEND).values("pk"))
    officers = Q(pk__in=UnitOfficer.objects.of_branch(agreement.unit_id, day).values("user"))
    return staff.filter(_concerned(agreement, step, staff, officers, office)).exclude(pk=step and step.by_id)


def _concerned(agreement, step, staff, officers, office):
    if step is not None and step.to_stage == Stage.WITH_SECRETARY_GENERAL:
        return office
    if step is not None and step.by_id and step.kind != Kind.HANDED_OVER:
        return Q(pk__in=[])
    was_at = step.from_stage if step is not None and step.from_stage else agreement.stage
    if was_at in CooperationAgreement.WITH_OFFICE:
        return officers | office
    return officers if staff.filter(officers).exists() else office
