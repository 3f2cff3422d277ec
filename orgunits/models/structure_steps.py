"""What was done with a structure and by whom: proposed, adopted, withdrawn; which warnings were acknowledged; and for
which day an adoption is planned.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import texts
from .structure import Structure


class StructureStep(models.Model):
    """One step of a structure from draft to history. Written by adoption/status.py alone."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("a structure", "proposed")
        ADOPTED = "adopted", pgettext_lazy("a structure", "adopted")
        WITHDRAWN = "withdrawn", pgettext_lazy("a structure", "withdrawn")

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=Kind)
    day = models.DateField(_("in force from"), null=True, blank=True)
    reason = texts.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Of an adoption: when the open work of the units that it ends had passed on. Empty until its day.
    work_passed_at = models.DateTimeField(_("open work passed on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of an edition")
        verbose_name_plural = _("steps of editions")
        constraints = [
            models.CheckConstraint(
                name="structure_step_adopted_has_a_day",
                condition=Q(kind="adopted", day__isnull=False) | (~Q(kind="adopted") & Q(day__isnull=True)),
                violation_error_message=_("An adoption needs a day; other steps have none."),
            ),
            models.CheckConstraint(
                name="structure_step_withdrawn_has_a_reason",
                condition=~Q(kind="withdrawn", reason=""),
                violation_error_message=_("Give a reason for withdrawing."),
            ),
        ]

    def __str__(self):
        return f"{self.structure}: {self.get_kind_display()}"


class Acknowledgement(models.Model):
    """A warning of the check before adoption that somebody has read and answers for."""

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="acknowledgements")
    key = models.CharField(_("key"), max_length=200)  # changes with what the warning says
    text = texts.TextField(_("warning"))  # as it was read
    units = models.JSONField(_("units"), default=list, blank=True)  # those that the warning was about
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("acknowledged warning")
        verbose_name_plural = _("acknowledged warnings")
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_once",
                fields=["structure", "key"],
                violation_error_message=_("This warning is already acknowledged."),
            )
        ]

    def __str__(self):
        return self.text


class AdoptionPlan(models.Model):
    """For which day and by which acts a structure is to be adopted, kept until it is: for everybody who works on it.

    A plan is no record of what an act did: it keeps the keys of acts, and none of them from being deleted.
    """

    structure = models.OneToOneField(Structure, models.CASCADE, verbose_name=_("edition"), related_name="adoption_plan")
    day = models.DateField(_("in force from"))
    acts = models.JSONField(_("acts"), default=list, blank=True)
    reason = texts.TextField(_("reason"), blank=True)  # where another edition follows
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("planned adoption")
        verbose_name_plural = _("planned adoptions")

    def __str__(self):
        return f"{self.structure}: {self.day}"

    def says(self, day, acts):
        return (self.day, sorted(self.acts)) == (day, sorted(act.pk for act in acts))

    @property
    def version(self):
        """Another one whenever somebody planned otherwise."""
        return self.at.isoformat()
