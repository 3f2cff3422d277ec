"""Who handles agreements for a unit: its officers. The rule is in agreements/responsible.py."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import name_of
from .units import OrganizationalUnit


class UnitOfficerManager(models.Manager):
    def get_by_natural_key(self, username, unit):
        return self.get(user__username=username, unit__slug=unit)


class UnitOfficer(models.Model):
    """A member of the staff who handles the agreements of a unit and of all units below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("member of the staff"), related_name="officer_of"
    )
    unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="officers",
        help_text=_("The officer handles its agreements and those of every unit below it in today’s structure."),
    )

    objects = UnitOfficerManager()

    class Meta:
        ordering = ["unit__label", "user__username"]
        verbose_name = _("officer for agreements")
        verbose_name_plural = _("officers for agreements")
        constraints = [
            models.UniqueConstraint(
                name="unit_officer_once",
                fields=["user", "unit"],
                violation_error_message=_("This staff member is already an officer of the unit."),
            )
        ]

    def __str__(self):
        return f"{name_of(self, 'user')} · {name_of(self, 'unit')}"

    def natural_key(self):
        return (*self.user.natural_key(), *self.unit.natural_key())

    natural_key.dependencies = ["auth.user", "orgunits.organizationalunit"]
