"""The pages that lead a structure from draft to history: check and adopt, propose, withdraw."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgunits import mail
from orgunits.adoption import status as adoption
from orgunits.adoption.checks import check
from orgunits.adoption.events import propose_events
from orgunits.adoption.open_work import decide
from orgunits.models import AdoptionPlan, LegalInstrument, Structure
from orgunits.models.periods import day_after, show_date
from orgunits.pasted import TextField
from orgunits.tree import trees

from .adoption_links import compare_url, with_links
from .adoption_work import choices_in, work_of
from .choices import Choices, RecordsField
from .consequences import consequences, in_force_when
from .in_structure import preview_url, tree_url
from .records import admin_url

Status = Structure.Status


class DayForm(forms.Form):
    """For which day, and by which acts beside those that are named already."""

    day = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=gettext_lazy("The first day. It takes effect by itself at midnight in Washington."),
        error_messages={"invalid": gettext_lazy("Write the day as 2027-01-31.")},
    )
    acts = RecordsField(
        label=gettext_lazy("By these acts"),
        queryset=LegalInstrument.objects.all(),
        required=False,
        help_text=gettext_lazy("The executive order, the resolutions: whatever else it rests on. Type to search."),
        error_messages={"invalid_choice": gettext_lazy("This act is not on record any more. Choose again.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = Structure._meta.get_field("authorities")
        widget = Choices(field, admin.site)
        widget.choices = self.fields["acts"].choices
        self.fields["acts"].widget = widget


class ReasonForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("Shown on the page of the structure."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class AdoptionPages:
    """For the admin of structures. No rule of its own: what adoption/status.py refuses is shown."""

    def get_urls(self):
        pages = {"check": self.check_view, "propose": self.propose_view, "withdraw": self.withdraw_view}
        urls = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"orgunits_structure_{name}")
            for name, view in pages.items()
        ]
        return [*urls, *super().get_urls()]

    def status_pages(self, request, structure):
        """{name: address} of the pages that are of use for `structure` as it is now."""
        if not self.has_change_permission(request):
            return {}
        moves = Structure.MOVES[structure.status]
        pages = {"check": Status.ADOPTED in moves, "propose": Status.PROPOSED in moves}
        pages["withdraw"] = Status.WITHDRAWN in moves and (
            structure.is_editable or structure.effective_from > localdate()
        )
        return {name: admin_url(Structure, name, structure.pk) for name, useful in pages.items() if useful}

    # --- check and adopt ---

    def check_view(self, request, object_id):
        structure = self._structure(request, object_id)
        if Status.ADOPTED not in Structure.MOVES[structure.status]:
            text = _("“%(structure)s” is %(status)s; there is nothing to adopt any more.")
            return self._back(request, structure, text)
        sent = request.POST if request.method == "POST" else request.GET
        plan = _plan_of(structure)
        form = DayForm(sent if "day" in sent else _planned(structure, plan))
        if not form.is_valid():
            return self._check_page(request, structure, form, None, plan)
        day, acts = form.cleaned_data["day"], list(form.cleaned_data["acts"])
        checked = check(structure, day=day, acts=acts, today=localdate())
        action = request.POST.get("action")
        if action in ("plan", "adopt", "confirm") or (action and plan is None):
            chosen = {"reason": request.POST.get("reason"), "seen": request.POST.get("seen")}
            try:
                plan = adoption.plan(structure, day=day, acts=acts, by=request.user, **chosen)
            except ValidationError as refusal:
                return self._check_page(request, structure, form, checked, _plan_of(structure), refusal=refusal)
        if action == "acknowledge":
            chosen = request.POST.getlist("warning")
            obstacles = [obstacle for obstacle in checked.open_warnings if obstacle.key in chosen]
            adoption.acknowledge(structure, obstacles, by=request.user)
        elif action == "changes":
            self._propose_changes(request, structure, checked)
        elif action == "work":
            self._decide_work(request, structure, checked)
        elif action in ("adopt", "confirm"):
            return self._adopt(request, structure, form, checked, plan, confirmed=action == "confirm")
        if action:
            return redirect(request.path if plan.says(day, acts) else f"{request.path}?{_query(day, acts)}")
        return self._check_page(request, structure, form, checked, plan)

    def _propose_changes(self, request, structure, checked):
        with trees.edit(structure) as locked:
            made = len(propose_events(locked, before=checked.before)) if locked.is_editable else 0
        text = ngettext("%(count)d change was recorded.", "%(count)d changes were recorded.", made) % {"count": made}
        if not made:
            text = _("All changes that the two trees show are recorded already.")
        self.message_user(request, text, messages.SUCCESS)

    def _decide_work(self, request, structure, checked):
        try:
            facts = {"before": checked.before, "day": checked.day, "by": request.user}
            decide(structure, choices_in(request.POST), **facts)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)
        else:
            self.message_user(request, _("It is recorded who takes over what."), messages.SUCCESS)

    def _adopt(self, request, structure, form, checked, plan, *, confirmed):
        reason = ReasonForm(request.POST)
        reason.is_valid()
        day, acts = checked.day, list(form.cleaned_data["acts"])
        asked = {"day": day, "acts": acts, "by": request.user, "today": localdate()}
        if not confirmed:
            if checked.blocking:
                return self._check_page(request, structure, form, checked, plan)
            return self._page(
                request,
                structure,
                "adopt",
                title=_("Adopt this structure?"),
                form=form,
                plan=plan,
                reason=ReasonForm(initial={"reason": plan.reason}) if checked.later else None,
                reason_needed=adoption.reason_needed(checked) if checked.later else "",
                acts=dict.fromkeys([*structure.authorities.all(), *acts]),
                **_outlook(checked),
            )
        try:
            adopted = adoption.adopt(structure, reason=reason.cleaned_data.get("reason", ""), **asked)
        except ValidationError as refusal:
            checked = check(structure, day=day, acts=acts, today=localdate())
            return self._check_page(request, structure, form, checked, plan, refusal=refusal)
        self.log_change(request, adopted, _("Adopted."))
        mail.send_at_once(now=timezone.now())
        text = _("“%(structure)s” is adopted, in force from %(day)s on. Nobody has to do anything on that day.")
        return self._back(request, adopted, text, messages.SUCCESS)

    def _check_page(self, request, structure, form, checked, plan, *, refusal=None):
        return self._page(
            request,
            structure,
            "check",
            title=_("Check and adopt"),
            form=form,
            plan=plan,
            named=structure.structureauthority_set.select_related("instrument"),
            refusals=refusal.messages if refusal else [],
            recorded=structure.changes.prefetch_related("originals", "results"),
            may_adopt=request.user.has_perm("orgunits.adopt_structure"),
            **(_outlook(checked) | with_links(checked) if checked else {}),
        )

    # --- propose and withdraw ---

    def propose_view(self, request, object_id):
        structure = self._structure(request, object_id)
        refusals = []
        if request.method == "POST":
            try:
                proposed = adoption.propose(structure, by=request.user)
            except ValidationError as refusal:
                refusals = refusal.messages
            else:
                self.log_change(request, proposed, _("Proposed."))
                text = _("“%(structure)s” is proposed: everybody sees it, marked as a proposal.")
                return self._back(request, proposed, text, messages.SUCCESS)
        return self._page(request, structure, "propose", title=_("Propose this structure?"), refusals=refusals)

    def withdraw_view(self, request, object_id):
        structure = self._structure(request, object_id)
        form, refusals = ReasonForm(request.POST or None), []
        if request.method == "POST" and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                withdrawn = adoption.withdraw(structure, reason=reason, by=request.user, today=localdate())
            except ValidationError as refusal:
                refusals = refusal.messages
            else:
                self.log_change(request, withdrawn, _("Withdrawn."))
                return self._back(request, withdrawn, _("“%(structure)s” is withdrawn."), messages.SUCCESS)
        return self._page(
            request, structure, "withdraw", title=_("Withdraw this structure?"), form=form, refusals=refusals
        )

    # --- what the pages share ---

    def _structure(self, request, object_id):
        if not self.has_change_permission(request):
            raise PermissionDenied
        structure = self.get_object(request, unquote(object_id))
        if structure is None:
            raise Http404
        return structure

    def _back(self, request, structure, text, level=messages.ERROR):
        names = {"structure": structure.name, "status": structure.get_status_display()}
        names["day"] = show_date(structure, "effective_from")
        self.message_user(request, text % names, level)
        return redirect(admin_url(Structure, "change", structure.pk))

    def _page(self, request, structure, page, **context):
        context |= {
            **self.admin_site.each_context(request),
            "subtitle": structure.name,
            "opts": self.opts,
            "original": structure,
            "tree_url": tree_url(structure),
            "preview_url": preview_url(structure),
            "status_pages": self.status_pages(request, structure),
        }
        return TemplateResponse(request, f"admin/orgunits/structure/{page}.html", context)


def _plan_of(structure):
    return AdoptionPlan.objects.filter(structure=structure).select_related("by").first()


def _planned(structure, plan):
    """What was chosen before, by whomever; else the day entered for it, or tomorrow."""
    if plan:
        return {"day": plan.day.isoformat(), "acts": plan.acts}
    return {"day": (structure.effective_from or day_after(localdate())).isoformat()}


def _outlook(checked):
    """What will happen, for the pages that show it."""
    comparison = compare_url(checked.before, checked.structure) if checked.before else ""
    return {
        "checked": checked,
        "comparison_url": comparison,
        "in_force_when": in_force_when(checked),
        "consequences": consequences(checked),
        **work_of(checked),
    }


def _query(day, acts):
    return urlencode({"day": day.isoformat(), "acts": [act.pk for act in acts]}, doseq=True)
