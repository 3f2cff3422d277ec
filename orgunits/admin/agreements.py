"""Cooperation agreements and the organizations they are made with."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from orgunits.forms.agreement_stages import described
from orgunits.models import AgreementOnItsWay, AgreementParty, CooperationAgreement, Partner
from orgunits.models.agreement_dates import DATES, STAGE_DATES
from orgunits.models.folding import fold
from orgunits.models.periods import show_date, show_period

from .agreement_stages import is_officer, may_see_inbox, responsible
from .forms import RecordForm
from .records import RecordAdmin, RecordInline, admin_url, other_languages

# So many days before its end an agreement is listed as ending soon.
SOON = 180


class PartnerForm(RecordForm):
    def clean(self):
        """Of a name that is on record, whoever records it says how to tell the new one apart."""
        cleaned = super().clean()
        name, distinction = (cleaned.get(each, getattr(self.instance, each)) for each in ("name", "distinction"))
        if self.errors or self.reverts_to or not {"name", "distinction"} & {*self.changed_data}:
            return cleaned
        alike = Partner.objects.alike(name, but=self.instance.pk).annotate(number=Count("parties"))
        if any(fold(each.distinction) == fold(distinction) for each in alike) or (alike and not distinction):
            links = format_html_join(
                "; ",
                '<a href="{}">{}</a>',
                [(admin_url(Partner, "change", each.pk), described(each)) for each in alike],
            )
            text = _(
                "Already on record: {partners}. If it is the same one, use that record; if not, say here how to tell "
                "them apart, such as by city."
            )
            self.add_error("distinction", format_html(text, partners=links))
        return cleaned


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    form = PartnerForm
    search_fields = ["folded"]
    list_display = ["name", "distinction", "kind", "country", "agreement_count"]
    ordering = ["name", "pk"]
    list_filter = ["kind"]
    slug_from = "name"
    fieldsets = [(None, {"fields": ["name", "distinction", "slug", "kind", "country", "website"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("parties"))

    def name_in_choices(self, partner):
        return described(partner)

    @admin.display(description=gettext_lazy("agreements"), ordering="number")
    def agreement_count(self, partner):
        return partner.number


class AgreementPartyInline(RecordInline, admin.TabularInline):
    model = AgreementParty
    autocomplete_fields = ["partner"]


class EndFilter(admin.SimpleListFilter):
    title = gettext_lazy("end")
    parameter_name = "end"

    def lookups(self, request, model_admin):
        return [
            ("soon", gettext_lazy("ending within half a year")),
            ("ended", gettext_lazy("ended")),
            ("not_recorded", gettext_lazy("no end recorded")),
        ]

    def queryset(self, request, queryset):
        return queryset.by_end(self.value(), localdate(), soon=timedelta(days=SOON)) if self.value() else queryset


class AgreementForm(RecordForm):
    """What is added here was signed: the others come from a proposal, through the inbox."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.stage = CooperationAgreement.Stage.SIGNED


@admin.register(CooperationAgreement)
class CooperationAgreementAdmin(RecordAdmin, TranslationAdmin):
    """The register; of agreements that are not signed, each officer has those of their branch."""

    form = AgreementForm
    change_form_template = "admin/orgunits/cooperationagreement/change_form.html"
    search_fields = ["folded", "slug", "parties__partner__folded"]
    list_display = ["__str__", "partner_names", "registry_number", "stage", "signed", "unit"]
    list_filter = ["stage", EndFilter, "type", "special_type", "form"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit", "other_units", "member_states", "themes", "renews", "sources"]
    slug_from = "registry_number"
    inlines = [AgreementPartyInline]
    fieldsets = [
        (None, {"fields": ["slug", "registry_number", "title_en", "subject_en", "form"]}),
        (
            gettext_lazy("Type"),
            {
                "fields": ["type", "special_type", "type_basis", "type_note_en"],
                "description": gettext_lazy(
                    "“Inferred” unless a source states the type. The public sees this and the note."
                ),
            },
        ),
        (gettext_lazy("Unit"), {"fields": ["unit", "unit_basis", "unit_note_en", "other_units"]}),
        (
            gettext_lazy("Stages"),
            {
                "fields": [
                    *((name, f"{name}_precision") for name in DATES),
                    "open_ended",
                    "signed_words_en",
                    ("signed_not_before", "signed_not_after"),
                    "renews",
                ],
                "description": gettext_lazy(
                    "Only dates on record, as precisely as they are known. If there is no end date, and no source "
                    "says there is none, the public sees “signed, end not recorded”."
                ),
            },
        ),
        (gettext_lazy("Signature"), {"fields": ["signatory", "signatory_capacity_en"]}),
        (
            gettext_lazy("About"),
            {"fields": ["member_states", "themes", "themes_basis", "note_en", "sources"]},
        ),
        other_languages(
            gettext_lazy("Texts in the other languages"),
            "title",
            "subject",
            "type_note",
            "unit_note",
            "signatory_capacity",
            "signed_words",
            "note",
        ),
    ]

    def get_queryset(self, request):
        agreements = super().get_queryset(request)
        signed = CooperationAgreement.Stage.SIGNED
        others = responsible(request).handled_by(request.user, CooperationAgreement.objects.exclude(stage=signed))
        known = agreements.filter(Q(stage=signed) | Q(pk__in=others.order_by().values("pk")))
        return known.prefetch_related("parties__partner")

    def has_module_permission(self, request):
        return super().has_module_permission(request) or is_officer(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, obj, super().has_view_permission(request, obj))

    def has_change_permission(self, request, obj=None):
        return self._may(request, obj, super().has_change_permission(request, obj))

    def _may(self, request, obj, may_in_register):
        """What is signed goes by the permissions; the others are open to those who handle them, and to nobody else."""
        if obj is None:
            return may_in_register or is_officer(request)
        known = self.get_queryset(request).filter(pk=obj.pk).values_list("stage", flat=True).first()
        return may_in_register if known == CooperationAgreement.Stage.SIGNED else known is not None

    def get_fieldsets(self, request, obj=None):
        first, *others = super().get_fieldsets(request, obj)
        fields = first[1]["fields"]
        return [(first[0], {"fields": [*fields, "stage"] if obj else fields}), *others]

    def get_readonly_fields(self, request, obj=None):
        """The stage and its dates are set by the steps; once it is signed, the dates can be corrected."""
        if obj is None or obj.stage == CooperationAgreement.Stage.SIGNED:
            return ["stage"]
        return ["stage", "slug", *(each for name in STAGE_DATES[:5] for each in (name, f"{name}_precision"))]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """What is renewed was signed, and nobody learns of others by trying."""
        if db_field.name == "renews":
            kwargs["queryset"] = CooperationAgreement.objects.public()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj, form, change):
        if change:  # an earlier version brings back its texts, not its stage
            obj.stage = CooperationAgreement.objects.values_list("stage", flat=True).get(pk=obj.pk)
        super().save_model(request, obj, form, change)

    def refuse_deletion(self, request, obj):
        if obj.stage != CooperationAgreement.Stage.SIGNED or obj.steps.exists():
            raise ValidationError(
                _("An agreement that began as a proposal stays on record: decline it, don’t delete it.")
            )

    def render_change_form(self, request, context, obj=None, **kwargs):
        context["stages_url"] = obj and may_see_inbox(request) and admin_url(AgreementOnItsWay, "change", obj.pk)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def overlaps_of(self, agreement):
        """An agreement and the one it renews, or one that renews it."""
        renewed = [agreement.renews] if agreement.renews else []
        for other in [*renewed, *CooperationAgreement.objects.public().filter(renews=agreement)]:
            if agreement.period.shares_days_with(other.period):
                text = _("“%(agreement)s” is also recorded as in force for part of this time (%(period)s).")
                yield text % {"agreement": other, "period": show_period(other.period)}

    @admin.display(description=gettext_lazy("partners"))
    def partner_names(self, agreement):
        return ", ".join(party.partner.name for party in agreement.parties.all()) or "–"

    @admin.display(description=gettext_lazy("signed on"), ordering="signed_on")
    def signed(self, agreement):
        return show_date(agreement, "signed_on")
