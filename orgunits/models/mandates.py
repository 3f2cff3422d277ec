"""Legal acts."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .periods import Precision, precision_is_given
from .sources import Source


class LegalInstrumentQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """Leaves out what only structures hidden from the public cite."""
        from .structure import Structure

        citing = Structure.objects.filter(authorities=OuterRef("pk"))
        return self.filter(Exists(citing.public()) | ~Exists(citing))


class LegalInstrument(models.Model):
    """An act the structure and its units rest on: the Charter, a resolution, an executive order."""

    class Kind(models.TextChoices):
        CHARTER = "charter", _("Charter")
        TREATY = "treaty", _("treaty")
        RESOLUTION = "resolution", _("resolution")
        EXECUTIVE_ORDER = "executive_order", _("executive order")
        RULES = "rules", _("rules or statute")
        PLAN = "plan", _("plan or program")
        DECLARATION = "declaration", _("declaration")
        OTHER = "other", _("other act")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    symbol = models.CharField(
        _("symbol"),
        max_length=200,
        blank=True,
        help_text=_("As the act cites itself: “AG/RES. 2814 (XLIV-O/14)”."),
    )
    title = models.CharField(_("title"), max_length=500)
    body = models.CharField(_("body"), max_length=200, blank=True, help_text=_("The organ that adopted it."))
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_on_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    url = models.URLField(_("address of the text"), max_length=500, blank=True)
    revises = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("revises"), related_name="revisions", null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown with the act."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="legal_instruments", blank=True)

    objects = LegalInstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["adopted_on", "slug"]
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")
        constraints = [
            models.CheckConstraint(
                name="legal_instrument_adopted_precision",
                condition=precision_is_given("adopted_on", "adopted_on_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="legal_instrument_not_its_own_revision",
                condition=~Q(revises=models.F("pk")),
                violation_error_message=_("An act can't revise itself."),
            ),
        ]

    def __str__(self):
        return self.symbol or self.title

    def natural_key(self):
        return (self.slug,)


class MandateManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Mandate(models.Model):
    """What an act, or one provision of it, charges units with."""

    class Wording(models.TextChoices):
        QUOTED = "quoted", _("quoted word for word")
        SUMMARIZED = "summarized", _("in other words")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, verbose_name=_("legal instrument"), related_name="mandates"
    )
    provision = models.CharField(
        _("provision"), max_length=100, blank=True, help_text=_("“Article 112(a)”; empty for the act as a whole.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Its place within the act."))
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    wording = models.CharField(_("wording"), max_length=10, choices=Wording, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page of the mandate."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="mandates", blank=True)

    objects = MandateManager()

    class Meta:
        ordering = ["instrument", "position", "slug"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)


class MandateAssignmentManager(models.Manager):
    def get_by_natural_key(self, mandate, unit):
        return self.get(mandate__slug=mandate, unit__slug=unit)


class MandateAssignment(models.Model):
    """A unit that a mandate concerns, and since when."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, verbose_name=_("mandate"), related_name="assignments")
    unit = models.ForeignKey(
        "orgunits.OrganizationalUnit", models.PROTECT, verbose_name=_("unit"), related_name="mandate_assignments"
    )
    role = models.CharField(_("role"), max_length=200, blank=True, help_text=_("What the unit does for it; shown."))
    starts = models.DateField(_("in force from"), null=True, blank=True)
    starts_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    ends = models.DateField(_("in force until"), null=True, blank=True)
    ends_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    open_ended = models.BooleanField(_("still in force, as a source says"), default=False)

    objects = MandateAssignmentManager()

    class Meta:
        ordering = ["mandate", "pk"]
        verbose_name = _("assignment of a mandate")
        verbose_name_plural = _("assignments of mandates")
        constraints = [
            models.UniqueConstraint(
                name="mandate_assignment_once",
                fields=["mandate", "unit"],
                violation_error_message=_("The unit has this mandate already."),
            ),
            models.CheckConstraint(
                name="mandate_assignment_starts_precision",
                condition=precision_is_given("starts", "starts_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="mandate_assignment_ends_precision",
                condition=precision_is_given("ends", "ends_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="mandate_assignment_ends_after_it_starts",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                violation_error_message=_("The end comes before the beginning."),
            ),
        ]

    def __str__(self):
        return f"{self.mandate}: {self.unit}"

    def natural_key(self):
        return (*self.mandate.natural_key(), *self.unit.natural_key())

    natural_key.dependencies = ["orgunits.mandate", "orgunits.organizationalunit"]
