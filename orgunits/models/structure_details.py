"""What an edition of the structure rests on, and how it was reviewed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import texts
from .instruments import LegalInstrument
from .languages import language_columns
from .named import name_of
from .structure import Structure


class StructureAuthorityManager(models.Manager):
    def get_by_natural_key(self, structure, instrument):
        return self.get(structure__slug=structure, instrument__slug=instrument)


class StructureAuthority(models.Model):
    """An act that a structure rests on."""

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"))
    instrument = models.ForeignKey(LegalInstrument, models.PROTECT, verbose_name=_("legal instrument"))
    note = texts.CharField(_("note"), max_length=300, blank=True, help_text=_("What the act did; shown with it."))

    objects = StructureAuthorityManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        constraints = [
            models.UniqueConstraint(
                name="structure_authority_once",
                fields=["structure", "instrument"],
                violation_error_message=_("This act is already listed."),
            )
        ]

    def __str__(self):
        return name_of(self, "instrument")

    def natural_key(self):
        return (*self.structure.natural_key(), *self.instrument.natural_key())

    natural_key.dependencies = ["orgunits.structure", "orgunits.legalinstrument"]


def _step(label):
    return texts.TextField(label, blank=True, help_text=_("Shown on the page of the edition."))


class StructureReview(models.Model):
    """One turn of the cycle of continuous improvement, as far as it got: see source document 003, section IV."""

    # The steps in their order.
    STEPS = ("identified", "planned", "implemented", "assessed", "decided")

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="reviews")
    day = models.DateField(_("day"))
    identified = _step(_("what was identified"))
    planned = _step(_("what was planned"))
    implemented = _step(_("what was implemented"))
    assessed = _step(_("what was assessed"))
    decided = _step(_("what was decided"))

    class Meta:
        ordering = ["structure", "day"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [models.UniqueConstraint(name="structure_review_day", fields=["structure", "day"])]

    def __str__(self):
        return f"{name_of(self, 'structure')}, {self.day}"

    def clean(self):
        if not any(getattr(self, column) for column in language_columns(*self.STEPS)):
            raise ValidationError(_("Say at least one step of the review: what was identified, planned, …"))
