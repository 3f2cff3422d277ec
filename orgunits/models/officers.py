"""Who handles agreements for a unit: its officers, with everything below it in today's structure."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from .named import name_of
from .placements import Placement
from .structure import Structure
from .units import OrganizationalUnit


class UnitOfficerManager(models.Manager):
    def get_by_natural_key(self, username, unit):
        return self.get(user__username=username, unit__slug=unit)

    def of_branch(self, unit, day):
        """Those of a unit (its key) and of the units above it in `day`'s structure: who handles its agreements."""
        tree = Placement.objects.filter(tree_id=Subquery(Structure.objects.up_to(day).values("pk")[:1]))
        here = tree.filter(unit=unit, lft__gte=OuterRef("lft"), rght__lte=OuterRef("rght"))
        return self.filter(Q(unit=unit) | Q(unit__in=tree.filter(Exists(here)).order_by().values("unit")))


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
                violation_error_message=_("This member of the staff is an officer of the unit already."),
            )
        ]

    def __str__(self):
        return f"{name_of(self, 'user')} · {name_of(self, 'unit')}"

    def natural_key(self):
        return (*self.user.natural_key(), *self.unit.natural_key())

    natural_key.dependencies = ["auth.user", "orgunits.organizationalunit"]


def units_handled_by(user, day, *, field="unit"):
    """Condition: the unit in `field` is one of which `user` is an officer, or stands below one in `day`'s structure.

    A unit that doesn't stand in that structure has its own officers only.
    """
    own = UnitOfficer.objects.filter(user=user).values("unit")
    tree = Placement.objects.filter(tree_id=Subquery(Structure.objects.up_to(day).values("pk")[:1]))
    above = tree.filter(unit__in=own, lft__lte=OuterRef("lft"), rght__gte=OuterRef("rght"))
    below = tree.filter(Exists(above)).order_by().values("unit")
    return Q(**{f"{field}__in": own}) | Q(**{f"{field}__in": below})
