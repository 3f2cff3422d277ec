"""Asking for a new password by mail."""

from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..models import Attempt
from ..senders import mailbox

THREAD = "mail of a new password"


class NewPasswordForm(PasswordResetForm):
    """Answers the same whether somebody has the address or not; counted by network and by mailbox."""

    sender = ""  # set by the view
    is_too_many = False

    def clean_email(self):
        if self._count(self.sender) > settings.NEW_PASSWORDS_AN_HOUR:
            self.is_too_many = True
            raise ValidationError(_("Too many requests came from your network. Try again in an hour."))
        return self.cleaned_data["email"]

    def save(self, **options):
        # Who asks too often for somebody else's address is answered as ever, and that person gets no more mail.
        if self._count(mailbox(self.cleaned_data["email"])) <= settings.NEW_PASSWORDS_AN_HOUR:
            site = urlsplit(settings.SITE_URL)
            super().save(**{**options, "domain_override": site.netloc, "use_https": site.scheme == "https"})

    def send_mail(self, *message, **options):
        """Beside the answer, which must not wait for a mail server, nor show by its slowness that a mail was sent.

        A mail that is lost with its process can be asked for again.
        """
        send = super().send_mail
        language = get_language()

        def send_in_language():
            with override(language):
                send(*message, **options)

        Thread(target=send_in_language, name=THREAD, daemon=True).start()

    def _count(self, who):
        return Attempt.objects.count_one("ask for a new password", who, now=timezone.now())
