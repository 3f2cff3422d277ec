"""What hangs on a placement: its functions, themes and pillars."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import texts
from .named import name_of
from .placements import Placement
from .themes import Pillar, Theme


class UnitFunctionManager(models.Manager):
    def get_by_natural_key(self, structure, unit, position):
        return self.get(placement__structure__slug=structure, placement__unit__slug=unit, position=position)


class UnitFunction(models.Model):
    """One function or line of action of a unit, as a source lists it."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, verbose_name=_("unit in an edition"), related_name="functions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = texts.CharField(_("title"), max_length=300, blank=True)
    text = texts.TextField(_("text"), help_text=_("Shown on the unit's page."))

    objects = UnitFunctionManager()

    class Meta:
        ordering = ["placement", "position"]
        verbose_name = _("function")
        verbose_name_plural = _("functions")
        constraints = [
            models.UniqueConstraint(
                name="unit_function_position",
                fields=["placement", "position"],
                violation_error_message=_("Two functions have the same position."),
            )
        ]

    def __str__(self):
        return self.title or self.text[:80]

    def natural_key(self):
        return (*self.placement.natural_key(), self.position)

    natural_key.dependencies = ["orgunits.placement"]


class PlacementThemeManager(models.Manager):
    def get_by_natural_key(self, structure, unit, theme):
        return self.get(placement__structure__slug=structure, placement__unit__slug=unit, theme__slug=theme)


class PlacementTheme(models.Model):
    """A theme a unit has in a structure."""

    placement = models.ForeignKey(
        Placement, models.CASCADE, verbose_name=_("unit in an edition"), related_name="placement_themes"
    )
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("theme"), related_name="placement_themes")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    words = texts.CharField(
        _("in the source's words"),
        max_length=300,
        blank=True,
        help_text=_("If different from the theme's name."),
    )
    note = texts.CharField(_("note"), max_length=300, blank=True, help_text=_("Shown with the theme."))
    inferred = models.BooleanField(_("inferred"), default=False, help_text=_("The public sees this."))

    objects = PlacementThemeManager()

    class Meta:
        ordering = ["placement", "position", "theme"]
        verbose_name = _("theme of a unit")
        verbose_name_plural = _("themes of a unit")
        constraints = [
            models.UniqueConstraint(
                name="placement_theme_once",
                fields=["placement", "theme"],
                violation_error_message=_("The unit already has this theme."),
            )
        ]

    def __str__(self):
        return name_of(self, "theme")

    def natural_key(self):
        return (*self.placement.natural_key(), *self.theme.natural_key())

    natural_key.dependencies = ["orgunits.placement", "orgunits.theme"]


class PlacementPillarQuerySet(models.QuerySet):
    def aligned(self):
        """Leaves out the pillars a unit only contributes to."""
        return self.filter(role=PlacementPillar.Role.ALIGNED).select_related("pillar")

    def get_by_natural_key(self, structure, unit, pillar):
        return self.get(placement__structure__slug=structure, placement__unit__slug=unit, pillar__slug=pillar)


class PlacementPillar(models.Model):
    """How a unit serves a pillar in a structure."""

    class Role(models.TextChoices):
        ALIGNED = "aligned", _("aligned with")
        CONTRIBUTES = "contributes", _("contributes to")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        INFERRED = "inferred", _("inferred")

    placement = models.ForeignKey(
        Placement, models.CASCADE, verbose_name=_("unit in an edition"), related_name="placement_pillars"
    )
    pillar = models.ForeignKey(Pillar, models.PROTECT, verbose_name=_("pillar"), related_name="placement_pillars")
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.ALIGNED)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.STATED)
    note = texts.CharField(_("note"), max_length=400, blank=True, help_text=_("Shown with the pillar."))

    objects = PlacementPillarQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "pillar"]
        verbose_name = _("pillar of a unit")
        verbose_name_plural = _("pillars of a unit")
        constraints = [
            models.UniqueConstraint(
                name="placement_pillar_once",
                fields=["placement", "pillar"],
                violation_error_message=_("The unit already has this pillar."),
            )
        ]

    def __str__(self):
        return name_of(self, "pillar")

    def natural_key(self):
        return (*self.placement.natural_key(), *self.pillar.natural_key())

    natural_key.dependencies = ["orgunits.placement", "orgunits.pillar"]

    @property
    def is_inferred(self):
        """Whether no source states it; the public sees this."""
        return self.basis == self.Basis.INFERRED
