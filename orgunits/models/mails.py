"""Mails that wait to be sent: what each is about, never what it says.

Its text is composed when it is sent, so that no secret address is kept; it is written in the transaction of what it
tells of, so that neither is there without the other.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agreement_steps import AgreementStep
from .proposals import AgreementProposal

# So long after each failure it is tried again, the last one ever after, until it is given up.
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)]
GIVEN_UP_AFTER = timedelta(days=5)


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Those to be tried now, the longest waiting first."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def waiting(self):
        return self.filter(due_at__isnull=False)

    def given_up(self):
        return self.filter(due_at__isnull=True, sent_at__isnull=True)

    def in_state(self, state):
        return {"waiting": self.waiting, "given_up": self.given_up}.get(state, self.sent)()

    def sent(self):
        return self.filter(sent_at__isnull=False)


class Mail(models.Model):
    """One mail to one receiver about a proposal of an agreement."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("confirmation of a proposal")
        NEWS = "news", _("news to the proposer")
        TO_STAFF = "to_staff", _("news to the staff")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    proposal = models.ForeignKey(
        AgreementProposal, models.CASCADE, verbose_name=_("proposal of an agreement"), related_name="mails"
    )
    # None where the proposal itself is the news.
    step = models.ForeignKey(
        AgreementStep, models.CASCADE, verbose_name=_("step"), related_name="mails", null=True, blank=True
    )
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("next try"), null=True, blank=True, help_text=_("Empty once sent or given up."))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(name="mail_due", fields=["due_at"], condition=Q(due_at__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_is_not_due",
                condition=Q(sent_at__isnull=True) | Q(due_at__isnull=True),
                violation_error_message=_("What was sent is not sent again."),
            ),
            models.CheckConstraint(
                name="mail_news_has_its_step",
                condition=~Q(kind="news") | Q(step__isnull=False),
                violation_error_message=_("News to a proposer are of a step."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.proposal.number}"

    @property
    def is_given_up(self):
        return self.due_at is None and self.sent_at is None

    def put_off(self, now):
        """Before a try: however it ends, the next one comes later. Says nothing of the outcome."""
        wait = WAITS[min(self.tries, len(WAITS) - 1)]
        self.tries += 1
        self.due_at = now + wait if now + wait < self.made_at + GIVEN_UP_AFTER else None
