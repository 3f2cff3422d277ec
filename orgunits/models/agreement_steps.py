"""What happened to an agreement, step by step. Steps are added by agreements/stages.py and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import texts
from .agreements import CooperationAgreement

Stage = CooperationAgreement.Stage
NEWS = {
    Stage.UNDER_REVIEW: _("it is under review"),
    Stage.PRELIMINARY: _("a preliminary agreement is reached"),
    Stage.WITH_SECRETARY_GENERAL: _("it was sent to the Secretary General"),
    Stage.SIGNED: _("the agreement is signed"),
    Stage.DECLINED: _("it was declined"),
    Stage.WITHDRAWN: _("it was withdrawn"),
}


class AgreementStepQuerySet(models.QuerySet):
    def amendments(self):
        """What the public sees of the steps of a signed agreement, by the day."""
        return self.filter(kind=AgreementStep.Kind.AMENDED).order_by("on", "pk")


class AgreementStep(models.Model):
    """A move from stage to stage, a message of the proposer, a hand-over to another unit, or an amendment."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved on")
        MESSAGE = "message", _("message of the proposer")
        HANDED_OVER = "handed_over", _("handed over")
        AMENDED = "amended", _("amended")

    agreement = models.ForeignKey(
        CooperationAgreement, models.CASCADE, verbose_name=_("agreement"), related_name="steps"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.MOVED)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Nobody where the proposer did it, who has no account.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True
    )
    from_stage = models.CharField(_("from"), max_length=22, choices=Stage, blank=True)
    to_stage = models.CharField(_("to"), max_length=22, choices=Stage, blank=True)
    on = models.DateField(_("on"), null=True, blank=True, help_text=_("The day of an amendment."))
    text = texts.TextField(_("reason or message"), blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)

    objects = AgreementStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of an agreement")
        verbose_name_plural = _("steps of agreements")
        constraints = [
            models.CheckConstraint(
                name="agreement_step_moves_from_to",
                condition=(Q(kind="moved") & ~Q(from_stage="") & ~Q(to_stage=""))
                | (~Q(kind="moved") & Q(from_stage="", to_stage="")),
                violation_error_message=_("A move names two stages; other steps name none."),
            ),
            models.CheckConstraint(
                name="agreement_step_amendment_has_its_day",
                condition=~Q(kind="amended") | Q(on__isnull=False),
                violation_error_message=_("An amendment needs a date."),
            ),
        ]

    def __str__(self):
        return f"{self.agreement}: {self.to_stage or self.kind}"

    @property
    def news(self):
        """The step in a few words, as the proposer reads them."""
        return NEWS.get(self.to_stage) or self.get_kind_display()
