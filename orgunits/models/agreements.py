"""Cooperation agreements."""

from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import texts
from .agreement_dates import DATES, STAGE_DATES, date_constraints
from .agreement_queries import CooperationAgreementQuerySet
from .agreement_states import AgreementState, state_of
from .folding import FoldedField
from .partners import Partner
from .periods import Period, date_and_precision, last_day, whole_day
from .sorting import SortKeys
from .sources import Source
from .themes import Theme
from .units import OrganizationalUnit


def _label(field):
    return CooperationAgreement._meta.get_field(field).verbose_name


# Words that addresses use beside slugs.
RESERVED_SLUGS = ("propose", "follow", "types")


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

    # Whose turn it is.
    WITH_UNIT = frozenset([Stage.PROPOSED, Stage.UNDER_REVIEW, Stage.PRELIMINARY])
    WITH_OFFICE = frozenset([Stage.WITH_SECRETARY_GENERAL])

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address."))
    registry_number = texts.CharField(_("registry number"), max_length=60, blank=True)
    title = texts.CharField(_("title"), max_length=500, blank=True)
    subject = texts.TextField(_("subject"), help_text=_("What it is about; shown in the register."))
    partners = models.ManyToManyField(
        Partner, through="AgreementParty", verbose_name=_("partners"), related_name="agreements"
    )
    type = models.CharField(_("type"), max_length=7, choices=Type)
    special_type = models.CharField(_("special type"), max_length=24, choices=SpecialType, blank=True)
    type_basis = models.CharField(_("how the type was decided"), max_length=8, choices=Basis, default=Basis.STATED)
    type_note = texts.CharField(_("note on the type"), max_length=300, blank=True)
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
    unit_note = texts.CharField(_("note on the unit"), max_length=300, blank=True)
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
    signatory = texts.CharField(_("signed by"), max_length=200, blank=True, help_text=_("For the General Secretariat."))
    signatory_capacity = texts.CharField(_("in the capacity of"), max_length=200, blank=True)
    renews = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("renews"), related_name="renewals", null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=22, choices=Stage, default=Stage.PROPOSED)
    proposed_on, proposed_on_precision = date_and_precision(_("proposed on"))
    preliminary_on, preliminary_on_precision = date_and_precision(_("preliminary agreement on"))
    sent_on, sent_on_precision = date_and_precision(_("sent to the Secretary General on"))
    approved_on, approved_on_precision = date_and_precision(_("approved on"))
    signed_on, signed_on_precision = date_and_precision(_("signed on"))
    in_force_on, in_force_on_precision = date_and_precision(_("in force from"))
    ends_on, ends_on_precision = date_and_precision(_("ends on"))
    terminated_on, terminated_on_precision = date_and_precision(_("terminated on"))
    signed_words = texts.CharField(
        _("signed, in words"), max_length=200, blank=True, help_text=_("If no date is known: “2021 or later”.")
    )
    signed_not_before = models.DateField(_("not signed before"), null=True, blank=True)
    signed_not_after = models.DateField(_("signed at the latest on"), null=True, blank=True)
    open_ended = models.BooleanField(_("no end date, according to a source"), default=False)
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown on the page of the agreement."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="agreements", blank=True)

    folded = FoldedField(of=["title", "subject", "registry_number"])
    sort_key = SortKeys(of=["title", "subject"])

    objects = CooperationAgreementQuerySet.as_manager()

    class Meta:
        ordering = [F("signed_on").desc(nulls_last=True), "slug"]
        verbose_name = _("cooperation agreement")
        verbose_name_plural = _("cooperation agreements")
        permissions = [("decide_cooperationagreement", "Can approve and sign for the Secretary General")]
        # Two more, which only PostgreSQL can have: migration 0008.
        indexes = [
            models.Index(name=f"agreement_{name}", fields=[name])
            for name in ("signed_on", "ends_on", "terminated_on", "special_type", "stage")
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_special_type",
                condition=(Q(type="special") & ~Q(special_type="")) | Q(type="general", special_type=""),
                violation_error_message=_("A special agreement needs a special type; a general one has none."),
            ),
            models.CheckConstraint(
                name="agreement_does_not_renew_itself",
                condition=Q(renews__isnull=True) | ~Q(renews=F("pk")),
                violation_error_message=_("An agreement can't renew itself."),
            ),
            *date_constraints(),
        ]

    def __str__(self):
        return self.title or Truncator(self.subject).chars(80)

    def get_absolute_url(self):
        return reverse("orgunits:agreement_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["orgunits.organizationalunit", "orgunits.memberstate", "orgunits.theme"]

    @cached_property
    def partner_names(self):
        """Asks for nothing after CooperationAgreementQuerySet.for_listing(), nor where lines() set it."""
        return [party.partner.name for party in self.parties.all()]

    @property
    def is_with_public_bodies(self):
        """Whether it is with governments and organizations of theirs alone; asks for nothing, as `partner_names`."""
        kinds = {party.partner.kind for party in self.parties.all()}
        return bool(kinds) and kinds <= Partner.PUBLIC_BODIES

    def state_on(self, day):
        """The same as CooperationAgreementQuerySet.with_state_on, for a row at hand."""
        return state_of(self, day)

    @property
    def period(self):
        """From its entry into force, the signature where no other day is known, to its end."""
        starts = "in_force_on" if self.in_force_on else "signed_on"
        ends = "terminated_on" if self.terminated_on else "ends_on"
        names = (starts, f"{starts}_precision", ends, f"{ends}_precision", "open_ended")
        return Period(*(getattr(self, name) for name in names))

    @property
    def state_label(self):
        """The words for the `state` that with_state_on() adds."""
        return AgreementState(self.state).label

    def clean(self):
        """What the columns can't say: dates known to a month or year, a loop of renewals, reserved addresses."""
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": gettext("“%(slug)s” is reserved; choose another one.") % {"slug": self.slug}}
            )
        for name in DATES:
            day, precision = getattr(self, name), getattr(self, f"{name}_precision")
            setattr(self, name, day and whole_day(name, day, precision))
        for earlier, later in [*combinations(STAGE_DATES, 2), ("signed_on", "terminated_on")]:
            self._check_order(earlier, later)
        self._check_renewals()

    def _check_order(self, earlier, later):
        """A date known to its year may lie anywhere in it."""
        begins, follows = getattr(self, earlier), getattr(self, later)
        if begins and follows and begins > last_day(follows, getattr(self, f"{later}_precision")):
            names = {"earlier": _label(earlier), "later": _label(later)}
            raise ValidationError({later: gettext("“%(later)s” comes before “%(earlier)s”.") % names})

    def _check_renewals(self):
        seen, renewed = {self.pk} - {None}, self.renews
        while renewed is not None:
            if renewed.pk in seen:
                raise ValidationError({"renews": gettext("These agreements would renew each other in a circle.")})
            seen.add(renewed.pk)
            renewed = renewed.renews


class AgreementOnItsWay(CooperationAgreement):
    """The same agreements in the inbox of those who move them on."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("pending agreement")
        verbose_name_plural = _("inbox of agreements")
