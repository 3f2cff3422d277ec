"""The mails: which wait, which were sent, which were given up and why."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgunits.models import Mail


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting")), ("given_up", _("given up")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() else queryset


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """To look at; what was given up can be tried once more. No mail can be read here: none is kept."""

    list_display = ["about", "kind", "to", "state", "made_at", "tries", "error"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["proposal__agreement"]
    search_fields = ["to"]
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    actions = ["try_again"]

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_send_permission(self, request):
        return request.user.has_perm("orgunits.change_mail")

    @admin.display(description=gettext_lazy("proposal"), ordering="proposal")
    def about(self, mail):
        return mail.proposal and mail.proposal.number

    @admin.display(description=gettext_lazy("state"), ordering="due_at")
    def state(self, mail):
        if mail.sent_at:
            return _("sent")
        return _("given up") if mail.is_given_up else _("waiting")

    @admin.action(description=gettext_lazy("Try to send again"), permissions=["send"])
    def try_again(self, request, queryset):
        number = queryset.given_up().update(due_at=timezone.now(), tries=0, made_at=timezone.now())
        message = ngettext("One mail will be tried again.", "%(count)d mails will be tried again.", number)
        self.message_user(request, message % {"count": number}, messages.SUCCESS if number else messages.WARNING)
