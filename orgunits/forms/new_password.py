"""Asking for a new password by mail."""

from django.conf import settings
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models import Attempt, Mail
from ..senders import mailbox


class OnlyThePassword:
    """Writes nothing of the user but the password: what somebody else wrote since it was read stays."""

    def set_password_and_save(self, user, password_field_name="password1", commit=True):
        user.set_password(self.cleaned_data[password_field_name])
        if commit:
            user.save(update_fields=["password"])
        return user


class ChosenPasswordForm(OnlyThePassword, SetPasswordForm):
    """A new password after the mail."""


class ChangedPasswordForm(OnlyThePassword, AdminPasswordChangeForm):
    """Another password than one's own so far."""


class NewPasswordForm(PasswordResetForm):
    """Answers the same, and as soon, whether somebody has the address or not; counted by network and by mailbox."""

    sender = ""  # set by the view
    is_too_many = False

    def clean_email(self):
        if self._count(self.sender) > settings.NEW_PASSWORDS_AN_HOUR:
            self.is_too_many = True
            raise ValidationError(_("Too many requests came from your network. Try again in an hour."))
        return self.cleaned_data["email"]

    def save(self, **options):
        """Writes the mails, which `manage.py send_mail` sends with the link that is made then."""
        email = self.cleaned_data["email"]
        # Who asks too often for somebody else's address is answered as ever, and that person gets no more mail.
        if self._count(mailbox(email)) <= settings.NEW_PASSWORDS_AN_HOUR:
            users = self.get_users(email)
            Mail.objects.ask_for_new_password(email, users, language=get_language(), now=timezone.now())

    def _count(self, who):
        return Attempt.objects.count_one("ask for a new password", who, now=timezone.now())
