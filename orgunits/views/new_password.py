"""A new password by mail, for staff: Django's own pages, in the look of the admin, with a limit."""

from django.contrib import admin
from django.contrib.auth import views
from django.urls import path
from django.utils import timezone

from .. import mail
from ..forms.new_password import ChosenPasswordForm, NewPasswordForm
from ..senders import address_of


class InTheAdmin:
    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**admin.site.each_context(self.request), **kwargs})


class Ask(InTheAdmin, views.PasswordResetView):
    form_class = NewPasswordForm

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.sender = address_of(self.request)
        return form

    def form_valid(self, form):
        response = super().form_valid(form)
        mail.send_at_once(now=timezone.now())
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 429 if form.is_too_many else 200
        return response


class Asked(InTheAdmin, views.PasswordResetDoneView):
    pass


class Choose(InTheAdmin, views.PasswordResetConfirmView):
    form_class = ChosenPasswordForm


class Chosen(InTheAdmin, views.PasswordResetCompleteView):
    pass


# Under Django's names: its pages and its mail link to them, the log-in where the first is there.
urlpatterns = [
    path("password_reset/", Ask.as_view(), name="admin_password_reset"),
    path("password_reset/done/", Asked.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", Choose.as_view(), name="password_reset_confirm"),
    path("reset/done/", Chosen.as_view(), name="password_reset_complete"),
]
