"""The acts that recorded changes rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import texts
from .instruments import LegalInstrument
from .named import name_of


class ChangeAuthorityManager(models.Manager):
    def get_by_natural_key(self, event, instrument):
        return self.get(event__slug=event, instrument__slug=instrument)


class ChangeAuthority(models.Model):
    """An act that a change rests on."""

    event = models.ForeignKey(
        "orgunits.ChangeEvent", models.CASCADE, verbose_name=_("change"), related_name="change_authorities"
    )
    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, verbose_name=_("legal instrument"), related_name="change_authorities"
    )
    note = texts.CharField(_("note"), max_length=300, blank=True, help_text=_("What the act did; shown with it."))

    objects = ChangeAuthorityManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("authority of a change")
        verbose_name_plural = _("authorities of changes")
        constraints = [
            models.UniqueConstraint(
                name="change_authority_once",
                fields=["event", "instrument"],
                violation_error_message=_("This act is already listed."),
            )
        ]

    def __str__(self):
        return name_of(self, "instrument")

    def natural_key(self):
        return (*self.event.natural_key(), *self.instrument.natural_key())

    natural_key.dependencies = ["orgunits.changeevent", "orgunits.legalinstrument"]
