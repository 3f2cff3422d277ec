"""What the units work on: themes, and the Organization's pillars."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .folding import FoldedField
from .instruments import LegalInstrument
from .sources import Source
from .structure import Structure


class ThemeQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """Themes of a unit in some structure the public may see."""
        from .placement_details import PlacementTheme

        return self.filter(
            Exists(
                PlacementTheme.objects.filter(theme=OuterRef("pk"), placement__structure__in=Structure.objects.public())
            )
        )


class Theme(models.Model):
    """A thematic area, the same through the editions."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300, help_text=_("The public sees it on units and in filters."))
    folded = FoldedField(of=["name"])

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class PillarManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Pillar(models.Model):
    """One of the four pillars of the Organization."""

    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    statement = models.TextField(_("statement"), blank=True, help_text=_("Shown where the pillar is explained."))
    strategic_objectives = models.TextField(_("strategic objectives"), blank=True)
    act = models.ForeignKey(LegalInstrument, models.PROTECT, verbose_name=_("act"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="pillars", blank=True)

    objects = PillarManager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)
