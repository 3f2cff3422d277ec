"""Who logged in, and who tried to: for superusers, to read. Deleting a row of wrong passwords lets somebody in."""

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.utils.translation import gettext_noop
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

# Its pages show secrets; who lost a device is helped by manage.py reset_second_factor.
admin.site.unregister([TOTPDevice, StaticDevice])

# The words of django-axes, which brings no Spanish: named here so that our catalogues hold them.
WORDS = [
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("access log"),
    gettext_noop("access logs"),
    gettext_noop("User Agent"),
    gettext_noop("IP Address"),
    gettext_noop("Username"),
    gettext_noop("HTTP Accept"),
    gettext_noop("Path"),
    gettext_noop("Attempt Time"),
    gettext_noop("Failed Logins"),
    gettext_noop("Logout Time"),
]


class ForSuperusers(admin.ModelAdmin):
    list_filter = ["attempt_time"]
    search_fields = ["username", "ip_address"]
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"
    actions = None

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccessLog)
class AccessLogAdmin(ForSuperusers):
    list_display = ["attempt_time", "username", "ip_address", "logout_time"]
    fields = ["username", "ip_address", "user_agent", "path_info", "attempt_time", "logout_time"]


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ForSuperusers):
    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    fields = ["username", "ip_address", "user_agent", "path_info", "attempt_time", "failures_since_start"]

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)
