"""Which unit takes over what a unit holds that an edition ends: open work, item by item."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .agreements import CooperationAgreement
from .mandates import MandateAssignment
from .officers import UnitOfficer
from .offices import CountryOffice
from .structure import Structure
from .units import OrganizationalUnit


class Transfer(models.Model):
    """One open item of a unit that an edition ends, and the unit that takes it over.

    Chosen before the adoption, or by the recorded changes; written to the item when the edition takes effect.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("pending agreement")
        OFFICER = "officer", _("officer for agreements")
        OFFICE = "office", _("country office")
        MANDATE = "mandate", _("mandate")
        # All of a unit together: a signed agreement keeps the unit it was signed by.
        AGREEMENTS = "agreements", _("signed agreements")

    # The field that names the item of each kind.
    FIELDS = {
        Kind.PROPOSAL: "agreement",
        Kind.OFFICER: "officer",
        Kind.OFFICE: "office",
        Kind.MANDATE: "assignment",
    }

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="transfers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    agreement = models.ForeignKey(CooperationAgreement, models.CASCADE, related_name="+", null=True, blank=True)
    officer = models.ForeignKey(UnitOfficer, models.CASCADE, related_name="+", null=True, blank=True)
    office = models.ForeignKey(CountryOffice, models.CASCADE, related_name="+", null=True, blank=True)
    assignment = models.ForeignKey(MandateAssignment, models.CASCADE, related_name="+", null=True, blank=True)
    from_unit = models.ForeignKey(
        OrganizationalUnit, models.PROTECT, verbose_name=_("unit before"), related_name="transfers_from"
    )
    # None where it ends with the unit.
    unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("unit after"),
        related_name="transfers_to",
        null=True,
        blank=True,
    )
    # Nobody where the recorded changes name the one unit that takes over.
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("chosen by"),
        related_name="+",
        null=True,
        blank=True,
    )
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("transfer of open work")
        verbose_name_plural = _("transfers of open work")
        constraints = [
            models.CheckConstraint(
                name="transfer_names_its_item",
                condition=Q(kind="proposal", agreement__isnull=False)
                | Q(kind="officer", officer__isnull=False)
                | Q(kind="office", office__isnull=False)
                | Q(kind="mandate", assignment__isnull=False)
                | Q(
                    kind="agreements",
                    agreement__isnull=True,
                    officer__isnull=True,
                    office__isnull=True,
                    assignment__isnull=True,
                ),
                violation_error_message=_("Say what is transferred."),
            ),
            models.CheckConstraint(
                name="transfer_leads_to_a_unit",
                condition=Q(unit__isnull=False) | Q(kind__in=["officer", "mandate"]),
                violation_error_message=_("Only an officer’s task or a mandate can end with its unit."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"transfer_{field}_once",
                    fields=["structure", field],
                    condition=Q(**{f"{field}__isnull": False}),
                    violation_error_message=_("It is already decided where this goes."),
                )
                for field in ("agreement", "officer", "office", "assignment")
            ),
            models.UniqueConstraint(
                name="transfer_agreements_once",
                fields=["structure", "from_unit", "unit"],
                condition=Q(kind="agreements"),
                violation_error_message=_("It is already decided where this goes."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.from_unit} → {self.unit or '–'}"

    @property
    def item(self):
        field = self.FIELDS.get(self.kind)
        return field and getattr(self, field)
