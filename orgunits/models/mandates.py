"""What legal acts charge units with, and since when."""

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField, fold
from .instruments import LegalInstrument
from .named import name_of
from .periods import date_and_precision, end_not_recorded, period_constraints, period_contains
from .placements import Placement
from .sorting import SortKeys
from .sources import Source
from .visibility import DraftQuerySet, VisibleQuerySet, draft_field


class Force(models.TextChoices):
    """What is known on a day of a mandate, or of its assignment to a unit."""

    IN_FORCE = "in_force", _("in force")
    END_NOT_RECORDED = "end_not_recorded", _("begun, end not recorded")
    LATER = "later", _("begins later")
    ENDED = "ended", _("ended")
    NOT_DATED = "not_dated", _("date not recorded")


class MandateQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def responsibilities(self):
        """The provisions of the Charter that a source quotes as what the General Secretariat is responsible for."""
        quoted = self.filter(instrument__kind=LegalInstrument.Kind.CHARTER, wording=Mandate.Wording.QUOTED)
        return quoted.order_by("instrument", "position", "slug")

    def with_force_on(self, day, *, user):
        """Adds `force`: what is known of each on `day`, the most that holds of any of its units `user` may see."""
        own = MandateAssignment.objects.visible_to(user).filter(mandate=OuterRef("pk"))
        return self.annotate(
            force=Case(
                When(Exists(own.in_force_on(day)), then=Value(Force.IN_FORCE)),
                When(Exists(own.begun_by(day)), then=Value(Force.END_NOT_RECORDED)),
                When(Exists(own.filter(starts__gt=day)), then=Value(Force.LATER)),
                When(Exists(own.filter(ends__lt=day)), then=Value(Force.ENDED)),
                default=Value(Force.NOT_DATED),
                output_field=CharField(),
            )
        )

    def assigned_to(self, units):
        """Those that concern one of `units`."""
        return self.filter(Exists(MandateAssignment.objects.filter(mandate=OuterRef("pk"), unit__in=units)))

    def assigned_within(self, placement):
        """Those that concern the unit of `placement` or any below it in its structure."""
        return self.assigned_to(Placement.objects.within(placement).values("unit"))

    def living_in(self, structure):
        """Those of which a unit is in `structure`."""
        return self.assigned_to(Placement.objects.filter(structure=structure).order_by().values("unit"))

    def orphaned_in(self, structure):
        """Those of which no unit is in `structure`."""
        return self.exclude(pk__in=self.living_in(structure).order_by().values("pk"))

    def matching(self, text):
        """Mandates of which each word of `text` is in the title, text or provision, or in the words of the act."""
        mandates = self
        for word in fold(text).split():
            mandates = mandates.filter(Q(folded__contains=word) | Q(instrument__folded__contains=word))
        return mandates


class Mandate(models.Model):
    """What an act, or one provision of it, charges units with."""

    class Wording(models.TextChoices):
        QUOTED = "quoted", _("quoted")
        SUMMARIZED = "summarized", _("paraphrased")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address."))
    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, verbose_name=_("legal instrument"), related_name="mandates"
    )
    provision = texts.CharField(
        _("provision"), max_length=100, blank=True, help_text=_("“Article 112(a)”; empty for the act as a whole.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Its place within the act."))
    title = texts.CharField(_("title"), max_length=500)
    text = texts.TextField(_("text"), blank=True)
    wording = models.CharField(_("wording"), max_length=10, choices=Wording, blank=True)
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown on the page of the mandate."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="mandates", blank=True)
    draft = draft_field()
    folded = FoldedField(of=["provision", "title", "text"])
    sort_key = SortKeys(of=["title"])

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "position", "slug"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("orgunits:mandate_detail", args=[self.slug])

    def force_by(self, assignments):
        """The same rule as MandateQuerySet.with_force_on, for a row at hand and the `force` of its assignments."""
        known = {assignment.force for assignment in assignments}
        return next((force for force in Force if force in known), Force.NOT_DATED)

    @property
    def is_responsibility(self):
        """The same rule as MandateQuerySet.responsibilities, for a row at hand."""
        return self.instrument.kind == LegalInstrument.Kind.CHARTER and self.wording == Mandate.Wording.QUOTED

    def natural_key(self):
        return (self.slug,)


class MandateAssignmentQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, mandate, unit):
        return self.get(mandate__slug=mandate, unit__slug=unit)

    def public(self):
        """Leaves out those of a mandate, or to a unit, that only a draft knows."""
        return self.filter(mandate__draft__isnull=True, unit__draft__isnull=True)

    def in_force_on(self, day):
        return self.filter(period_contains(day))

    def begun_by(self, day):
        """Begun on or before `day`, of which no end is recorded."""
        return self.filter(end_not_recorded(day))

    def with_force_on(self, day):
        """Adds `force`: what is known of each on `day`."""
        return self.annotate(
            force=Case(
                When(period_contains(day), then=Value(Force.IN_FORCE)),
                When(end_not_recorded(day), then=Value(Force.END_NOT_RECORDED)),
                When(starts__gt=day, then=Value(Force.LATER)),
                When(ends__lt=day, then=Value(Force.ENDED)),
                default=Value(Force.NOT_DATED),
                output_field=CharField(),
            )
        )


class MandateAssignment(models.Model):
    """A unit that a mandate concerns, and since when."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, verbose_name=_("mandate"), related_name="assignments")
    unit = models.ForeignKey(
        "orgunits.OrganizationalUnit", models.PROTECT, verbose_name=_("unit"), related_name="mandate_assignments"
    )
    role = texts.CharField(_("role"), max_length=200, blank=True, help_text=_("What the unit does for it; shown."))
    starts, starts_precision = date_and_precision(_("in force from"))
    ends, ends_precision = date_and_precision(_("in force until"))
    open_ended = models.BooleanField(_("still in force, according to a source"), default=False)

    objects = MandateAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["mandate", "pk"]
        verbose_name = _("assignment of a mandate")
        verbose_name_plural = _("assignments of mandates")
        constraints = [
            models.UniqueConstraint(
                name="mandate_assignment_once",
                fields=["mandate", "unit"],
                violation_error_message=_("The unit already has this mandate."),
            ),
            *period_constraints("mandate_assignment"),
        ]

    def __str__(self):
        return name_of(self, "unit")

    def natural_key(self):
        return (*self.mandate.natural_key(), *self.unit.natural_key())

    natural_key.dependencies = ["orgunits.mandate", "orgunits.organizationalunit"]
