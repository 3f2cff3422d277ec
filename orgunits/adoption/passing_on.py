"""Open work passes on when an edition takes effect: to the unit that was chosen, or that the recorded changes name.

An adoption for today or for a day that is past does so itself. For a day to come `pass_on_due()` does, on that day;
each edition in one transaction, under the lock of all editions and of what passes on.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..agreements.mails import notify_new_owners, write_mails
from ..agreements.responsible import Responsible, users_to_write_to
from ..models import (
    AgreementStep,
    CooperationAgreement,
    Mail,
    MandateAssignment,
    Placement,
    Structure,
    StructureStep,
    Transfer,
    UnitOfficer,
)
from ..models.periods import Precision, day_before
from ..tree import trees
from .open_work import Kind, is_for_today, lock_open_work, open_work

Stage = CooperationAgreement.Stage


def pass_on_due(*, today):
    """Passes on the open work of every adopted edition whose day has come; returns how many there were."""
    due = StructureStep.objects.filter(
        kind=StructureStep.Kind.ADOPTED,
        work_passed_at__isnull=True,
        structure__status=Structure.Status.ADOPTED,
        structure__effective_from__lte=today,
    )
    number = 0
    for pk in list(due.order_by("structure__effective_from").values_list("pk", flat=True)):
        with trees.hold_all():
            step = due.filter(pk=pk).select_related("structure", "by").first()  # as it is now, under the lock
            if step is not None:
                lock_open_work(step.structure, day=step.structure.effective_from)
                pass_on(step, today=today)
                number += 1
    return number


def pass_on(step, *, today):
    """Passes on the open work of the units that the edition of this adoption ends. Its rows are locked already."""
    structure, day = step.structure, step.structure.effective_from
    if is_for_today(structure, day=day, today=today):
        before = Structure.objects.up_to(day_before(day)).first()
        done = [
            row
            for item in open_work(structure, before=before, day=day)
            for row in _transfers(item, structure, by=step.by, day=day, today=today)
        ]
        _notify(structure, done, today=today)
        notify_new_owners(day=today)
    step.work_passed_at = timezone.now()
    step.save(update_fields=["work_passed_at"])


def _transfers(item, structure, *, by, day, today):
    """Writes one item and returns what is recorded of it; nothing of what nobody has decided."""
    about = {"structure": structure, "kind": item.kind, "from_unit_id": item.unit}
    if item.kind == Kind.AGREEMENTS:
        rows = [Transfer.objects.get_or_create(**about, unit_id=heir)[0] for heir in item.heirs]
    elif item.is_undecided:
        return []  # begun after the adoption: for the officers of all units that the changes name, till they hand over
    else:
        names = {Transfer.FIELDS[item.kind]: item.record}
        row = item.chosen or Transfer(**about, **names, unit_id=item.to)
        if not _write(item, structure, by=by, day=day, today=today):
            return []
        rows = [row]
    for row in rows:
        row.done_at = timezone.now()
        row.save()
    return rows


def _write(item, structure, *, by, day, today):
    """Whether the item is still there to name."""
    record = item.record
    record._change_reason, record._history_user = str(structure.name)[:100], by
    if item.kind == Kind.PROPOSAL:
        _hand_over(record, item, structure, by=by, today=today)
    elif item.kind == Kind.OFFICE:
        record.coordinating_unit_id = item.to
        record.save()
    elif item.kind == Kind.MANDATE:
        return _assign(record, item.to, by=by, day=day)
    elif item.to is None:
        record.delete()
        return False
    elif not UnitOfficer.objects.filter(user=record.user, unit=item.to).exists():
        record.unit_id = item.to
        record.save()
    return True


def _hand_over(agreement, item, structure, *, by, today):
    proposal = getattr(agreement, "proposal", None)
    language = proposal.language if proposal else settings.LANGUAGE_CODE
    agreement.unit_id, agreement.unit_basis = item.to, CooperationAgreement.Basis.STATED
    agreement.save()
    with override(language):
        units = {item.unit, item.to}
        rows = Placement.objects.filter(unit__in=units).naming(structure, among=Structure.objects.public())
        names = {row.unit_id: row.name for row in rows}
        text = _("“%(before)s” is not part of the structure any more; “%(after)s” takes the proposal over.")
        text %= {"before": names.get(item.unit, ""), "after": names.get(item.to, "")}
    step = AgreementStep.objects.create(
        agreement=agreement, kind=AgreementStep.Kind.HANDED_OVER, by=by, text=text, language=language
    )
    write_mails(agreement, step, day=today)


def _assign(assignment, unit, *, by, day):
    """The mandate ends for its unit the day before, and begins for the other one, unless that has it already.

    False where nothing is written: the other one had it until it ended there, and a second period can't be recorded.
    """
    other = MandateAssignment.objects.filter(mandate=assignment.mandate_id, unit=unit).first()
    if other is not None and other.ends and other.ends < day:
        return False
    last = day_before(day)
    if assignment.starts and assignment.starts > last:  # it has not begun
        if unit is not None and other is None:
            assignment.unit_id = unit
            assignment.save()
            return True
        assignment.delete()
        return False
    if unit is not None and other is None:
        left_out = ("id", "unit_id", "starts", "starts_precision")
        columns = [each.attname for each in MandateAssignment._meta.concrete_fields if each.attname not in left_out]
        values = {name: getattr(assignment, name) for name in columns}
        successor = MandateAssignment(**values, unit_id=unit, starts=day, starts_precision=Precision.DAY)
        successor._change_reason, successor._history_user = assignment._change_reason, by
        successor.save()
    assignment.ends, assignment.ends_precision, assignment.open_ended = last, Precision.DAY, False
    assignment.save()
    return True


def _notify(structure, transfers, *, today):
    """One mail to each of those who answer for the units that something but a proposal has passed to."""
    if not settings.HAS_MAIL:
        return
    responsible, people = Responsible(today), set()
    for unit in {row.unit_id for row in transfers if row.kind != Kind.PROPOSAL} - {None}:
        people |= responsible.turn(unit, Stage.PROPOSED).with_address
    Mail.objects.bulk_create(
        Mail(
            kind=Mail.Kind.PASSED_ON,
            structure=structure,
            user=user,
            to=user.email,
            language=user.language or settings.LANGUAGE_CODE,
            due_at=timezone.now(),
        )
        for user in users_to_write_to(people)
    )


def passed_on_to(user, structure, *, today):
    """The Transfers of `structure`, but for proposals, to units that `user` answers for: what a mail lists."""
    rows = structure.transfers.filter(done_at__isnull=False, unit__isnull=False).exclude(kind=Kind.PROPOSAL)
    rows = rows.select_related("officer__user", "office", "assignment__mandate", "from_unit", "unit").order_by("pk")
    responsible = Responsible(today)
    return [row for row in rows if user.pk in responsible.turn(row.unit_id, Stage.PROPOSED).people]
