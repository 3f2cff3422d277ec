"""The site of the admin: its records under the headings that staff look for, not in one list by the alphabet."""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import PasswordChangeView
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from orgunits.agreements.responsible import Responsible
from orgunits.forms.new_password import ChangedPasswordForm
from orgunits.views.unsent import after_log_in, log_in_ended

SECTIONS = [
    (
        _("Structure"),
        ["Structure", "Placement", "OrganizationalUnit", "UnitRelation", "Body", "Theme", "Pillar"],
    ),
    (_("Changes"), ["ChangeEvent", "Correction"]),
    (_("Agreements"), ["AgreementOnItsWay", "CooperationAgreement", "Partner", "UnitOfficer", "Mail"]),
    (_("Mandates"), ["Mandate", "LegalInstrument"]),
    (_("Posts and offices"), ["Post", "Appointment", "Person", "CountryOffice", "MemberState"]),
    (_("Sources"), ["Source", "Discrepancy"]),
]
OTHER_SECTIONS = {"auth": {"name": _("User accounts")}, "axes": {"name": _("Sign-ins and failed attempts")}}


class Offered(AutocompleteJsonView):
    """What a field in which one types to find records offers, by the name that the records' own admin gives it."""

    def serialize_result(self, obj, to_field_name):
        offered = super().serialize_result(obj, to_field_name)
        name = getattr(self.model_admin, "name_in_choices", str)
        return {**offered, "text": name(obj)}


class DirectorySite(AdminSite):
    index_title = _("What would you like to edit?")

    def each_context(self, request):
        return {**super().each_context(request), "second_factor": settings.SECOND_FACTOR}

    def index(self, request, extra_context=None):
        """Says to those who name officers what waits in the place of others, or with nobody."""
        if request.user.has_perm("orgunits.change_unitofficer"):
            stood_in, unreached = Responsible(localdate()).uncovered()
            extra_context = {"stood_in": stood_in, "unreached": unreached, **(extra_context or {})}
        return super().index(request, extra_context)

    def admin_view(self, view, cacheable=False):
        """A form that comes after the log-in ended is not lost: Django's own would lead to the log-in without it."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kept(request, *args, **kwargs):
            if request.method == "POST" and request.user.is_anonymous and _is_a_page(request):
                ended = log_in_ended(request, AdminAuthenticationForm(request))
                return ended or guarded(request, *args, **kwargs)
            return guarded(request, *args, **kwargs)

        return kept

    def login(self, request, extra_context=None):
        """Who gave the right password goes on to the second factor, where the site asks for one."""
        signed_in = getattr(request, "signed_in", None)  # see orgunits/middleware.py
        if request.method == "GET" and signed_in and signed_in.is_authenticated and not request.user.is_authenticated:
            to = urlencode({"next": request.GET.get("next", "")})
            return redirect(f"{reverse('second_factor')}?{to}")
        response = super().login(request, extra_context)
        return after_log_in(request, response) if request.method == "POST" else response

    def password_change(self, request, extra_context=None):
        """Django's own page, with a form that writes the password alone."""
        request.current_app = self.name
        return PasswordChangeView.as_view(
            form_class=ChangedPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)

    def autocomplete_view(self, request):
        return Offered.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The start and the side bar show the directory in sections; what is in none of them comes after."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        directory = [app for app in apps if app["app_label"] == "orgunits"]
        others = [app | OTHER_SECTIONS.get(app["app_label"], {}) for app in apps if app["app_label"] != "orgunits"]
        return [section for app in directory for section in in_sections(app)] + others


def _is_a_page(request):
    """Whether the answer is shown as a page, and not read by a script; the log-out has nothing to keep."""
    return "text/html" in request.headers.get("Accept", "text/html") and request.path != reverse("admin:logout")


def in_sections(app):
    """The app's entry of the list as one entry a section, without the sections that are empty for whoever looks."""
    models = {model["object_name"]: model for model in app["models"]}
    sections = [(name, [models.pop(each) for each in names if each in models]) for name, names in SECTIONS]
    sections.append((app["name"], list(models.values())))
    return [{**app, "name": name, "models": found} for name, found in sections if found]
