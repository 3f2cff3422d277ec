"""Mails that wait to be sent: what each is about, never what it says.

Its text is composed when it is sent, so that no secret address is kept; it is written in the transaction of what it
tells of, so that neither is there without the other.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import texts
from .agreement_steps import AgreementStep
from .proposals import AgreementProposal
from .structure import Structure

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

    def ask_for_new_password(self, email, users, *, language, now):
        """Writes the mails by which `users`, all with this address, set a new password.

        Where nobody has it one is written as well, to nobody: so both cost the same, and the time shows neither.
        """
        about = {"kind": Mail.Kind.NEW_PASSWORD, "language": language, "due_at": now}
        mails = [Mail(to=user.email, user=user, log_in=log_in_of(user), **about) for user in users]
        self.bulk_create(mails or [Mail(to=email, log_in=log_in_of(None), **about)])

    def in_state(self, state):
        return {"waiting": self.waiting, "given_up": self.given_up}.get(state, self.sent)()

    def sent(self):
        return self.filter(sent_at__isnull=False)


def log_in_of(user):
    """A keyed digest by which one sees that somebody got another password or address, or signed in, since."""
    known = (user.pk, user.password, user.email, user.last_login) if user else ()
    return salted_hmac("orgunits.mails", repr(known), algorithm="sha256").hexdigest()


class Mail(models.Model):
    """One mail to one receiver: about a proposal of an agreement, work that has passed on, or a new password."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("confirmation of a proposal")
        NEWS = "news", _("news to the proposer")
        TO_STAFF = "to_staff", _("news to the staff")
        YOUR_TURN = "your_turn", _("a turn that has passed on")
        PASSED_ON = "passed_on", _("open work that has passed on")
        NEW_PASSWORD = "new_password", _("a new password")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # None for a new password, and for work that has passed on.
    proposal = models.ForeignKey(
        AgreementProposal,
        models.CASCADE,
        verbose_name=_("proposal of an agreement"),
        related_name="mails",
        null=True,
        blank=True,
    )
    # None where the proposal itself is the news.
    step = models.ForeignKey(
        AgreementStep, models.CASCADE, verbose_name=_("step"), related_name="mails", null=True, blank=True
    )
    # The edition by which work has passed on.
    structure = models.ForeignKey(
        Structure, models.CASCADE, verbose_name=_("edition"), related_name="mails", null=True, blank=True
    )
    # Whose work it is now. Or, for a new password: who asked, None where nobody has the address (any more), and the
    # log-in as it was then.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        related_name="+",
        null=True,
        blank=True,
    )
    log_in = models.CharField(max_length=64, blank=True, editable=False)
    to = texts.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("next try"), null=True, blank=True, help_text=_("Empty once sent or given up."))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = texts.CharField(_("why it failed"), max_length=300, blank=True)

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
            models.CheckConstraint(
                name="mail_is_about_one_thing",
                condition=Q(kind="new_password", proposal__isnull=True, step__isnull=True, structure__isnull=True)
                | Q(kind="passed_on", proposal__isnull=True, step__isnull=True, structure__isnull=False)
                | (
                    ~Q(kind__in=["new_password", "passed_on"])
                    & Q(proposal__isnull=False, user__isnull=True, structure__isnull=True)
                ),
                violation_error_message=_("A mail is about a proposal, work that has passed on, or a new password."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.proposal.number if self.proposal else self.to}"

    @property
    def is_given_up(self):
        return self.due_at is None and self.sent_at is None

    @property
    def is_for_nobody(self):
        """A new password is sent only to whom it was asked for, with the log-in of that moment."""
        if self.kind == self.Kind.PASSED_ON:
            return self.user is None or not self.user.is_active
        if self.kind != self.Kind.NEW_PASSWORD:
            return False
        user = self.user
        return user is None or not user.is_active or not user.has_usable_password() or self.log_in != log_in_of(user)

    def put_off(self, now):
        """Before a try: however it ends, the next one comes later. Says nothing of the outcome."""
        wait = WAITS[min(self.tries, len(WAITS) - 1)]
        self.tries += 1
        self.due_at = now + wait if now + wait < self.made_at + GIVEN_UP_AFTER else None
