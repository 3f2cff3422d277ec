"""The inbox: pending agreements, and the steps that whoever looks at them can take."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from orgunits import mail
from orgunits.agreements.responsible import Responsible
from orgunits.agreements.stages import advance, amend, hand_over, open_moves
from orgunits.documents import answer_with
from orgunits.forms.agreement_stages import AmendmentForm, HandOverForm, MoveForm, SignatureForm
from orgunits.forms.proposals import todays_units
from orgunits.keys import number
from orgunits.models import AgreementOnItsWay, CooperationAgreement, Structure
from orgunits.models.agreement_access import DECIDES

from .records import admin_url

Stage = CooperationAgreement.Stage


def responsible(request):
    """Who answers for which agreement today, as this request found it."""
    if not hasattr(request, "responsible"):
        request.responsible = Responsible(timezone.localdate())
    return request.responsible


def is_officer(request):
    user = request.user
    return user.is_active and user.is_staff and responsible(request).is_officer_somewhere(user)


def may_see_inbox(request):
    return is_officer(request) or (request.user.is_staff and request.user.has_perm(DECIDES))


class TurnFilter(admin.SimpleListFilter):
    """Unasked, what waits for whoever looks."""

    title = gettext_lazy("progress")
    parameter_name = "turn"

    def lookups(self, request, model_admin):
        return [("all", gettext_lazy("All pending agreements")), ("ended", pgettext_lazy("agreements", "Ended"))]

    def choices(self, changelist):
        nothing, *others = super().choices(changelist)
        return [{**nothing, "display": _("Needs my action")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset.pending()
        if self.value() == "ended":
            return queryset.exclude(pk__in=queryset.pending().values("pk"))
        return responsible(request).waiting_for(request.user, queryset)


class InboxList(ChangeList):
    """Says of each line whose turn it is."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        responsible(request).set_turns(self.result_list)


@admin.register(AgreementOnItsWay)
class InboxAdmin(admin.ModelAdmin):
    list_display = ["__str__", "organization", "stage", "whose_turn", "waiting", "news", "unit"]
    list_filter = [TurnFilter, "stage"]
    list_per_page = 50
    search_fields = ["folded", "proposal__organization"]
    ordering = [F("proposal__made_at").asc(nulls_last=True), "pk"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False  # all would be the whole register
    empty_value_display = "–"
    actions = None

    class Media:
        css = {"all": ["css/admin-records.css"]}

    def has_module_permission(self, request):
        return may_see_inbox(request)

    def has_view_permission(self, request, obj=None):
        return may_see_inbox(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        agreements = responsible(request).known_to(request.user, super().get_queryset(request))
        return agreements.with_waiting().select_related("unit", "proposal", "renews")

    @admin.display(description=gettext_lazy("organization"))
    def organization(self, agreement):
        return agreement.proposal.organization if hasattr(agreement, "proposal") else "–"

    @admin.display(description=gettext_lazy("now with"))
    def whose_turn(self, agreement):
        return agreement.turn.in_words if agreement.turn else "–"

    @admin.display(description=gettext_lazy("waiting"), ordering="waiting_since")
    def waiting(self, agreement):
        if agreement.turn is None or agreement.waiting_since is None:
            return "–"
        days = (timezone.localdate() - timezone.localdate(agreement.waiting_since)).days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("since today")

    @admin.display(description=gettext_lazy("new message"), boolean=True)
    def news(self, agreement):
        return agreement.has_news

    def get_urls(self):
        view, name = self.admin_site.admin_view, "orgunits_agreementonitsway"
        return [
            path("<int:pk>/move/<slug:to>/", view(self.move), name=f"{name}_move"),
            path("<int:pk>/hand-over/", view(self.hand_over), name=f"{name}_hand_over"),
            path("<int:pk>/amend/", view(self.amend), name=f"{name}_amend"),
            path("<int:pk>/document/", view(self.document), name=f"{name}_document"),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return InboxList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Inbox of agreements"), **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The stages of one agreement, and the steps that can be taken."""
        agreement = self._agreement(request, number(object_id))
        day, user = timezone.localdate(), request.user
        staff = responsible(request)
        staff.set_turns([agreement])
        moves = open_moves(agreement, by=user, day=day)
        may_lead = staff.leads(user, agreement)
        context = {
            "agreement": agreement,
            "proposal": getattr(agreement, "proposal", None),
            "moves": [(move, _url("move", agreement, move.end)) for move in moves],
            "hand_over_url": may_lead and agreement.stage in agreement.WITH_UNIT and _url("hand_over", agreement),
            "amend_url": may_lead and agreement.stage == Stage.SIGNED and _url("amend", agreement),
            "edit_url": staff.is_officer(user, agreement) and admin_url(CooperationAgreement, "change", agreement.pk),
            "steps": agreement.steps.select_related("by"),
            "turn": agreement.turn,
            "is_mine": agreement.turn and user.pk in agreement.turn.people,
            "waiting": self.waiting(agreement),
        }
        return self._page(request, "stages", agreement, str(agreement), context)

    def move(self, request, pk, to):
        agreement = self._agreement(request, pk)
        move = next((each for each in _moves(request, agreement) if each.end == to), None)
        if move is None and request.method != "POST":
            return self._refuse(
                request,
                agreement,
                _("This step is not available: the agreement has moved on, or the step is not yours to take."),
            )
        kind = SignatureForm if to == Stage.SIGNED else MoveForm

        def act(form, seen):
            facts = {"reason": form.cleaned_data["reason"], "facts": form.facts}
            return advance(seen, to, by=request.user, day=timezone.localdate(), **facts)

        return self._act(request, agreement, kind, act, title=move.label if move else _("Move on"), about=agreement)

    def hand_over(self, request, pk):
        agreement = self._agreement(request, pk)

        def act(form, seen):
            reason = form.cleaned_data["reason"]
            return hand_over(seen, form.chosen_unit, by=request.user, reason=reason, day=timezone.localdate())

        units = todays_units(Structure.objects.up_to(timezone.localdate()).first())
        return self._act(request, agreement, HandOverForm, act, title=_("Hand over to another unit"), units=units)

    def amend(self, request, pk):
        agreement = self._agreement(request, pk)

        def act(form, seen):
            facts = {"text": form.cleaned_data["text"], "on": form.cleaned_data["on"]}
            return amend(seen, by=request.user, day=timezone.localdate(), **facts)

        return self._act(request, agreement, AmendmentForm, act, title=_("Record an amendment"))

    def document(self, request, pk):
        agreement = self._agreement(request, pk)
        if not hasattr(agreement, "proposal"):
            raise Http404
        return answer_with(agreement.proposal)

    def _agreement(self, request, pk):
        """What is not theirs is as if it were not there."""
        if not may_see_inbox(request):
            raise PermissionDenied
        agreement = self.get_queryset(request).filter(pk=pk).first()
        if agreement is None:
            raise Http404(_("This agreement is not among those you handle."))
        return agreement

    def _act(self, request, agreement, kind, act, *, title, **options):
        """Shows a form and does what it asks; what is refused becomes its error."""
        form = kind(request.POST or None, initial={"stage": agreement.stage}, **options)
        if request.method == "POST" and form.is_valid():
            seen = CooperationAgreement(pk=agreement.pk, stage=form.cleaned_data["stage"])
            try:
                step = act(form, seen)
            except ValidationError as refusal:
                _show(refusal, form)
            except IntegrityError:
                form.add_error(None, _("Somebody else changed this at the same time. Check it, then save again."))
            else:
                self._send_news(request, step)
                still_known = self.get_queryset(request).filter(pk=agreement.pk).exists()
                return redirect(_url("change", agreement) if still_known else admin_url(self.model, "changelist"))
        return self._page(
            request,
            "act",
            agreement,
            title,
            {"form": form, "agreement": agreement, "stages_url": _url("change", agreement)},
        )

    def _send_news(self, request, step):
        """After the step is stored for good, with the e-mails about it."""
        self.message_user(request, _("Done: %(news)s.") % {"news": step.news}, messages.SUCCESS)
        if settings.HAS_MAIL:
            mail.send_at_once(now=timezone.now())
        elif hasattr(step.agreement, "proposal"):
            self.message_user(
                request, _("No mail server is configured: write to the proposer yourself."), messages.WARNING
            )

    def _refuse(self, request, agreement, sentence):
        self.message_user(request, sentence, messages.ERROR)
        return redirect(_url("change", agreement))

    def _page(self, request, template, agreement, title, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/orgunits/agreementonitsway/{template}.html", context)


def _moves(request, agreement):
    return open_moves(agreement, by=request.user, day=timezone.localdate())


def _url(page, agreement, *args):
    return admin_url(AgreementOnItsWay, page, agreement.pk, *args)


def _show(refusal, form):
    """Each sentence at its field, where the form has it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
