"""What the staff write when they move an agreement on."""

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..agreements.stages import SIGNATURE_FACTS
from ..models import CooperationAgreement, Partner
from ..pasted import LineField, TextField
from .units import has_words


def _day(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=widget, **options)


def _text(label, **options):
    widget = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4})
    return TextField(label=label, max_length=5000, widget=widget, **options)


def _words(label, **options):
    widget = forms.TextInput(attrs={"class": "vTextField"})
    return LineField(label=label, max_length=200, validators=[has_words], widget=widget, **options)


class SeenForm(forms.Form):
    """Carries the stage that was seen when the form was opened."""

    stage = forms.ChoiceField(choices=CooperationAgreement.Stage.choices, widget=forms.HiddenInput)


class MoveForm(SeenForm):
    reason = _text(_("Reason"), help_text=_("The proposer will read this: say what was decided and what comes next."))

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)

    @property
    def facts(self):
        """What it says beside the reason, by the names of the columns."""
        return {}


class SignatureForm(MoveForm):
    """Approval and signature: from then on the agreement is public. A field for each of SIGNATURE_FACTS."""

    signed_on = _day(_("Signed on"))
    approved_on = _day(_("Approved on"), help_text=_("If it was not the day of the signature."))
    ends_on = _day(
        _("Ends on"),
        help_text=_("As stated in the agreement. If left blank, the public sees that its end is not recorded."),
    )
    open_ended = forms.BooleanField(label=_("It has no end date"), help_text=_("Only if the agreement says so."))
    signatory = _words(_("Signed by"), help_text=_("For the General Secretariat."))
    signatory_capacity_en = _words(_("In the capacity of"), help_text=_("In English; other languages can follow."))
    subject_en = _text(_("What it is about"), help_text=_("In English. The public sees it in the register."))
    registry_number = LineField(
        label=_("Registry number"),
        max_length=60,
        help_text=_("If it has one. Its web address is made from this, or else from the title."),
    )

    partner = forms.ChoiceField(
        label=_("Which organization"),
        help_text=_("An organization with this name is already on record. Only you know whether it is the same."),
        widget=forms.RadioSelect,
    )
    distinction = _words(
        _("If it is another one: how to tell it apart"),
        help_text=_("Such as its city. Shown in brackets after the name."),
        required=False,
    )

    field_order = ["partner", "distinction", *(fact.name for fact in SIGNATURE_FACTS), "reason"]

    def __init__(self, *args, about, **kwargs):
        initial = {"subject_en": about.subject_en or "", "registry_number": about.registry_number}
        super().__init__(*args, about=about, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        for fact in SIGNATURE_FACTS:
            field = self.fields[fact.name]
            field.required = field.widget.is_required = bool(fact.required)
        if alike := _alike(about):
            other = (Partner.NEW, _("another organization with this name"))
            self.fields["partner"].choices = [*((str(each.pk), described(each)) for each in alike), other]
        else:
            del self.fields["partner"], self.fields["distinction"]

    @property
    def facts(self):
        names = [*(fact.name for fact in SIGNATURE_FACTS), "partner", "distinction"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _alike(agreement):
    """The partners of the name that a proposal gives, where its partner is still to be named."""
    proposal = getattr(agreement, "proposal", None)
    if proposal is None or agreement.parties.exists():
        return []
    return list(Partner.objects.alike(proposal.organization).annotate(number=Count("parties")))


def described(partner):
    """What tells a partner from others of its name."""
    parts = [partner.get_kind_display(), partner.get_country_display()]
    if partner.number:
        parts.append(
            ngettext("%(count)d agreement", "%(count)d agreements", partner.number) % {"count": partner.number}
        )
    return ": ".join([str(partner), ", ".join(filter(None, map(str, parts)))])


class HandOverForm(SeenForm):
    unit = forms.ChoiceField(
        label=_("To which unit"),
        error_messages={"invalid_choice": _("There is no unit “%(value)s” in today’s structure.")},
    )
    reason = _text(_("Reason"), help_text=_("The proposer will read this: say what was decided and what comes next."))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["unit"].choices = [(slug, str(row.name)) for slug, row in units.items()]

    @property
    def chosen_unit(self):
        return self.units[self.cleaned_data["unit"]].unit


class AmendmentForm(SeenForm):
    on = _day(_("Amended on"))
    text = _text(_("What was amended"), help_text=_("The public sees it on the page of the agreement."))
