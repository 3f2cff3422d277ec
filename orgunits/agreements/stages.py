"""The way of an agreement from its proposal to its signature: the allowed moves, who may make them, and the one door.

Every write locks the row of the agreement first and reads it after; what is refused raises ValidationError with a
sentence for the person who asked, and whoever is not permitted gets PermissionDenied.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ..models import AgreementParty, AgreementStep, CooperationAgreement, Partner
from ..models.agreements import RESERVED_SLUGS
from ..models.periods import Precision
from .mails import write_mails
from .responsible import Responsible, edition_held

Stage = CooperationAgreement.Stage
Kind = AgreementStep.Kind


class Mover(models.TextChoices):
    """Who may make a move."""

    OFFICER = "officer", gettext_lazy("an officer of the responsible unit")
    OFFICE = "office", gettext_lazy("the Secretary General’s office")
    PROPOSER = "proposer", gettext_lazy("the proposer")


@dataclass(frozen=True)
class Move:
    """One allowed move, the words of its button, and the date of the way that it fills."""

    start: Stage
    end: Stage
    mover: Mover
    label: str
    date: str = ""


MOVES = [
    Move(Stage.PROPOSED, Stage.UNDER_REVIEW, Mover.OFFICER, gettext_lazy("Take under review")),
    Move(
        Stage.UNDER_REVIEW,
        Stage.PRELIMINARY,
        Mover.OFFICER,
        gettext_lazy("Record the preliminary agreement"),
        "preliminary_on",
    ),
    Move(
        Stage.PRELIMINARY,
        Stage.WITH_SECRETARY_GENERAL,
        Mover.OFFICER,
        gettext_lazy("Send to the Secretary General"),
        "sent_on",
    ),
    Move(
        Stage.WITH_SECRETARY_GENERAL,
        Stage.SIGNED,
        Mover.OFFICE,
        gettext_lazy("Record approval and signature"),
        "signed_on",
    ),
    *(
        Move(stage, Stage.DECLINED, mover, pgettext_lazy("a proposal", "Decline"))
        for stage, mover in [
            (Stage.PROPOSED, Mover.OFFICER),
            (Stage.UNDER_REVIEW, Mover.OFFICER),
            (Stage.PRELIMINARY, Mover.OFFICER),
            (Stage.WITH_SECRETARY_GENERAL, Mover.OFFICE),
        ]
    ),
    *(
        Move(stage, Stage.WITHDRAWN, Mover.PROPOSER, pgettext_lazy("a proposal", "Withdraw"))
        for stage in (Stage.PROPOSED, Stage.UNDER_REVIEW, Stage.PRELIMINARY, Stage.WITH_SECRETARY_GENERAL)
    ),
]


@dataclass(frozen=True)
class Fact:
    """A column that a signature fills in. Where it must not be empty: the sentence that says so."""

    name: str
    required: str = ""
    may_be_to_come: bool = False


_WHO_SIGNED = gettext_lazy("A signature has its signatory and the capacity.")
SIGNATURE_FACTS = [
    Fact("signed_on", required=gettext_lazy("A signature has its day.")),
    Fact("approved_on"),
    Fact("ends_on", may_be_to_come=True),
    Fact("open_ended"),
    Fact("signatory", required=_WHO_SIGNED),
    Fact("signatory_capacity_en", required=_WHO_SIGNED),
    Fact("subject_en", required=gettext_lazy("Say in English what it is about: the public reads it.")),
    Fact("registry_number"),
]


class MovedOnError(ValidationError):
    """Somebody else moved the agreement after it was looked at."""


def open_moves(agreement, *, by, day):
    """The moves that `by` (a user, or None for the proposer) may make now."""
    return [move for move in MOVES if move.start == agreement.stage and may_make(move, agreement, by=by, day=day)]


def may_make(move, agreement, *, by, day):
    if move.mover == Mover.PROPOSER:
        return by is None
    if by is None:
        return False
    responsible = Responsible(day)
    acts = responsible.acts_for_office if move.mover == Mover.OFFICE else responsible.acts_for_unit
    return acts(by, agreement)


@contextmanager
def locked(agreement):
    """The row of the agreement as it now is, under its lock; MovedOnError where its stage is not the one at hand."""
    with transaction.atomic():
        row = CooperationAgreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).first()
        if row is None:
            raise ValidationError(_("This agreement does not exist any more."))
        if row.stage != agreement.stage:
            raise MovedOnError(
                _("It has moved on in the meantime: it stands at “%(stage)s” now. Look at it again before you decide.")
                % {"stage": row.get_stage_display()}
            )
        yield row


def advance(agreement, to, *, by, reason, day, facts=None):
    """Moves an agreement on from the stage that `agreement` says, and records the step, which it returns.

    `by` is a user, or None for the proposer; `day` is today; `facts` are the values of SIGNATURE_FACTS, by their names.
    """
    with locked(agreement) as row:
        move = next((move for move in MOVES if (move.start, move.end) == (row.stage, to)), None)
        if move is None:
            raise ValidationError(
                _("From “%(before)s” an agreement can’t go to “%(after)s”.")
                % {"before": row.get_stage_display(), "after": Stage(to).label if to in Stage else to}
            )
        if not may_make(move, row, by=by, day=day):
            raise PermissionDenied
        if by is not None and not reason.strip():
            raise ValidationError({"reason": _("Say why: the proposer reads it.")})
        if move.date:
            _date(row, move.date, day)
        if to == Stage.SIGNED:
            _sign(row, facts or {}, day)
        row.stage = to
        row.clean()
        row.validate_constraints()
        row._change_reason = reason[:100]
        row.save()
        return _record(row, Kind.MOVED, by=by, text=reason, day=day, from_stage=move.start, to_stage=to)


def add_message(agreement, text, *, day):
    """Records a message of the proposer; refused where the way has ended."""
    with locked(agreement) as row:
        if row.stage not in CooperationAgreement.WITH_UNIT | CooperationAgreement.WITH_OFFICE:
            raise ValidationError(_("This proposal is closed: no message can be added."))
        return _record(row, Kind.MESSAGE, by=None, text=text, day=day)


def hand_over(agreement, unit, *, by, reason, day):
    """Makes another unit responsible for a proposal that is still with its unit."""
    with transaction.atomic(), edition_held(day), locked(agreement) as row:
        if row.stage not in CooperationAgreement.WITH_UNIT:
            raise ValidationError(_("It is not with its unit any more."))
        if not Responsible(day).leads(by, row):
            raise PermissionDenied
        if row.unit == unit:
            raise ValidationError({"unit": _("This unit is responsible already.")})
        if not Responsible(day).stands(unit.pk):
            raise ValidationError({"unit": _("This unit has ended in the meantime. Choose another one.")})
        row.unit, row.unit_basis = unit, CooperationAgreement.Basis.STATED
        row._change_reason = reason[:100]
        row.save()
        return _record(row, Kind.HANDED_OVER, by=by, text=reason, day=day)


def amend(agreement, *, by, text, on, day):
    """Records an amendment of a signed agreement, which the public sees on its page."""
    with locked(agreement) as row:
        if row.stage != Stage.SIGNED:
            raise ValidationError(_("Only a signed agreement is amended."))
        if not Responsible(day).leads(by, row):
            raise PermissionDenied
        if on > day:
            raise ValidationError({"on": _("This day is still to come.")})
        if row.signed_on and on < row.signed_on:
            raise ValidationError({"on": _("It can’t be amended before it was signed.")})
        return _record(row, Kind.AMENDED, by=by, text=text, day=day, on=on)


def _record(row, kind, *, by, text, day, **stages):
    """The step, and the mails that tell of it."""
    language = get_language() or ""
    step = AgreementStep.objects.create(agreement=row, kind=kind, by=by, text=text, language=language, **stages)
    write_mails(row, step, day=day)
    return step


def _date(row, name, day):
    setattr(row, name, day)
    setattr(row, f"{name}_precision", Precision.DAY)


def _sign(row, facts, day):
    """Takes what a signature asks for, and makes the agreement ready for the register."""
    for fact in SIGNATURE_FACTS:
        if fact.name in facts:
            _take(row, fact, facts[fact.name], day)
        if fact.required and not getattr(row, fact.name):
            raise ValidationError({fact.name: fact.required})
    _take_free_slug(row)
    row.full_clean(validate_constraints=False)
    _name_partner(row, facts)


def _take(row, fact, value, day):
    if fact.name.endswith("_on"):
        if value and value > day and not fact.may_be_to_come:
            raise ValidationError({fact.name: _("This day is still to come.")})
        setattr(row, f"{fact.name}_precision", Precision.DAY if value else "")
    setattr(row, fact.name, value)


def _take_free_slug(row):
    """Whoever takes the same one at the same moment is waited for, and another one is taken."""
    while True:
        row.slug = _free_slug(row)
        try:
            with transaction.atomic():
                CooperationAgreement.objects.filter(pk=row.pk).update(slug=row.slug)
        except IntegrityError:
            if not CooperationAgreement.objects.exclude(pk=row.pk).filter(slug=row.slug).exists():
                raise  # it is another rule that was broken
        else:
            return


def _free_slug(row):
    """An address of its own: by its number in the register, else by its title."""
    stem = slugify(row.registry_number.replace("/", "-")) or slugify(str(row))[:100].strip("-") or "agreement"
    others = CooperationAgreement.objects.exclude(pk=row.pk).filter(slug__startswith=stem)
    taken = {*RESERVED_SLUGS, *others.values_list("slug", flat=True)}
    counter, slug = 1, stem
    while slug in taken:
        counter += 1
        slug = f"{stem}-{counter}"
    return slug


def _name_partner(row, facts):
    """A proposal names its organization in words; from the signature on it is a partner of the register.

    Where one of its name is there, whoever records the signature has chosen: `partner` and `distinction` of the facts.
    """
    if row.parties.exists():
        return
    proposal = getattr(row, "proposal", None)
    if proposal is None:
        raise ValidationError(_("Name a partner of the agreement first."))
    choice = {"chosen": facts.get("partner", ""), "distinction": facts.get("distinction", "")}
    partner = Partner.objects.named(proposal.organization, kind=proposal.organization_kind, **choice)
    AgreementParty.objects.create(agreement=row, partner=partner)
