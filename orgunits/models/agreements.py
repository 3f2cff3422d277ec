"""Cooperation agreements and the organizations they are made with."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .periods import Precision, precision_is_given
from .sources import Source
from .themes import Theme
from .units import OrganizationalUnit


class PartnerManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Partner(models.Model):
    """An organization that made an agreement with the General Secretariat."""

    class Kind(models.TextChoices):
        UN_BODY = "un_body", _("body of the United Nations")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
        DEVELOPMENT_BANK = "development_bank", _("development bank")
        GOVERNMENT = "government", _("government or its agency")
        UNIVERSITY = "university", _("university")
        FOUNDATION = "foundation", _("foundation")
        CIVIL_SOCIETY = "civil_society", _("civil society organization")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300, help_text=_("As the source writes it. Not translated."))
    kind = models.CharField(_("kind"), max_length=17, choices=Kind)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO code of two letters."))
    website = models.URLField(_("website"), max_length=500, blank=True)

    objects = PartnerManager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


def _date(label):
    return models.DateField(label, null=True, blank=True)


def _precision():
    return models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")


class CooperationAgreementManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class CooperationAgreement(models.Model):
    """An agreement of the General Secretariat with other organizations; before its signature, a proposal of one."""

    class Type(models.TextChoices):
        GENERAL = "general", _("general cooperation agreement")
        SPECIAL = "special", _("special cooperation agreement")

    class SpecialType(models.TextChoices):
        PROGRAM = "program", _("on a technical, administrative or financial program")
        SPECIALIZED_ORGANIZATION = "specialized_organization", _("relating to the Specialized Organizations")
        SECRETARY_GENERAL = "secretary_general", _("established directly by the Secretary General")

    class Form(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        FRAMEWORK = "framework", _("framework agreement")
        LETTERS = "letters", _("exchange of letters")
        DECLARATION = "declaration", _("declaration")
        OTHER = "other", _("other")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        INFERRED = "inferred", _("inferred")

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        UNDER_REVIEW = "under_review", _("under review")
        PRELIMINARY = "preliminary", _("preliminary agreement")
        WITH_SECRETARY_GENERAL = "with_secretary_general", _("with the Secretary General")
        SIGNED = "signed", _("signed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # The dates of the way, in their order.
    WAY = ("proposed", "preliminary", "sent", "approved", "signed", "in_force", "ends")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    registry_number = models.CharField(_("registry number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    subject = models.TextField(_("subject"), help_text=_("What it is about; shown in the register."))
    partners = models.ManyToManyField(
        Partner, through="AgreementParty", verbose_name=_("partners"), related_name="agreements"
    )
    type = models.CharField(_("type"), max_length=7, choices=Type)
    special_type = models.CharField(_("special type"), max_length=24, choices=SpecialType, blank=True)
    type_basis = models.CharField(_("how the type was decided"), max_length=8, choices=Basis, default=Basis.STATED)
    type_note = models.CharField(_("note on the type"), max_length=300, blank=True)
    form = models.CharField(_("form"), max_length=11, choices=Form, default=Form.AGREEMENT)
    unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("responsible unit"),
        related_name="agreements",
        null=True,
        blank=True,
    )
    unit_basis = models.CharField(
        _("how the unit is known"), max_length=8, choices=Basis, default=Basis.STATED, blank=True
    )
    unit_note = models.CharField(_("note on the unit"), max_length=300, blank=True)
    other_units = models.ManyToManyField(
        OrganizationalUnit, verbose_name=_("other units"), related_name="other_agreements", blank=True
    )
    member_states = models.ManyToManyField(
        "orgunits.MemberState", verbose_name=_("member states"), related_name="agreements", blank=True
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="agreements", blank=True)
    themes_basis = models.CharField(
        _("how the themes are known"), max_length=8, choices=Basis, default=Basis.STATED, blank=True
    )
    signatory = models.CharField(
        _("signed by"), max_length=200, blank=True, help_text=_("For the General Secretariat.")
    )
    signatory_capacity = models.CharField(_("in the capacity of"), max_length=200, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("renews"), related_name="renewals", null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=22, choices=Stage, default=Stage.PROPOSED)
    proposed_on, proposed_on_precision = _date(_("proposed on")), _precision()
    preliminary_on, preliminary_on_precision = _date(_("preliminary agreement on")), _precision()
    sent_on, sent_on_precision = _date(_("sent to the Secretary General on")), _precision()
    approved_on, approved_on_precision = _date(_("approved on")), _precision()
    signed_on, signed_on_precision = _date(_("signed on")), _precision()
    in_force_on, in_force_on_precision = _date(_("in force from")), _precision()
    ends_on, ends_on_precision = _date(_("ends on")), _precision()
    terminated_on, terminated_on_precision = _date(_("terminated on")), _precision()
    signed_words = models.CharField(
        _("signed, in words"), max_length=200, blank=True, help_text=_("Where no date is known: “2021 or later”.")
    )
    open_ended = models.BooleanField(_("without an end, as a source says"), default=False)
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page of the agreement."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="agreements", blank=True)

    objects = CooperationAgreementManager()

    class Meta:
        ordering = [F("signed_on").desc(nulls_last=True), "slug"]
        verbose_name = _("cooperation agreement")
        verbose_name_plural = _("cooperation agreements")
        constraints = [
            models.CheckConstraint(
                name="agreement_special_type",
                condition=(Q(type="special") & ~Q(special_type="")) | Q(type="general", special_type=""),
                violation_error_message=_("A special agreement has its special type, a general one has none."),
            ),
            models.CheckConstraint(
                name="agreement_does_not_renew_itself",
                condition=Q(renews__isnull=True) | ~Q(renews=F("pk")),
                violation_error_message=_("An agreement can't renew itself."),
            ),
            models.CheckConstraint(
                name="agreement_open_has_no_end",
                condition=Q(open_ended=False) | Q(ends_on__isnull=True),
                violation_error_message=_("What has an end is not open."),
            ),
            *(
                models.CheckConstraint(
                    name=f"agreement_{field}_precision",
                    condition=precision_is_given(field, f"{field}_precision"),
                    violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
                )
                for field in (
                    "proposed_on",
                    "preliminary_on",
                    "sent_on",
                    "approved_on",
                    "signed_on",
                    "in_force_on",
                    "ends_on",
                    "terminated_on",
                )
            ),
        ]

    def __str__(self):
        return self.title or self.subject[:80]

    def get_absolute_url(self):
        return reverse("orgunits:agreement_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)


class AgreementPartyManager(models.Manager):
    def get_by_natural_key(self, agreement, partner):
        return self.get(agreement__slug=agreement, partner__slug=partner)


class AgreementParty(models.Model):
    """A partner of an agreement, and who signed for it."""

    agreement = models.ForeignKey(
        CooperationAgreement, models.CASCADE, verbose_name=_("agreement"), related_name="parties"
    )
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("partner"), related_name="parties")
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)

    objects = AgreementPartyManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                name="agreement_party_once",
                fields=["agreement", "partner"],
                violation_error_message=_("This partner is named already."),
            )
        ]

    def __str__(self):
        return str(self.partner)

    def natural_key(self):
        return (*self.agreement.natural_key(), *self.partner.natural_key())

    natural_key.dependencies = ["orgunits.cooperationagreement", "orgunits.partner"]
