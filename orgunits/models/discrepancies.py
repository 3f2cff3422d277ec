"""Where two sources disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from . import texts
from .sources import Source
from .units import OrganizationalUnit
from .visibility import DraftQuerySet, VisibleQuerySet, draft_field


class DiscrepancyQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Discrepancy(models.Model):
    """What two sources say differently, and how the directory reads it."""

    class About(models.TextChoices):
        """What the page of a unit answers first, and sources disagree on today."""

        HEAD = "head", _("its head")
        PLACE = "place", _("its place")
        CONTACT = "contact", _("its contact")

    slug = texts.SlugField(_("web address ending"), unique=True)
    topic = texts.CharField(_("topic"), max_length=200)
    reading = texts.TextField(_("our reading"), help_text=_("Shown beside the statements that disagree."))
    units = models.ManyToManyField(
        OrganizationalUnit, verbose_name=_("units"), related_name="discrepancies", blank=True
    )
    about = models.CharField(
        _("answer in dispute"),
        max_length=7,
        choices=About,
        blank=True,
        help_text=_("Where it would change what today’s page of a unit says first: shown beside that."),
    )
    others = models.JSONField(
        _("other records"),
        default=list,
        blank=True,
        help_text=_("Keys of offices, posts, mandates, agreements and member states it is about."),
    )
    draft = draft_field()

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")

    def __str__(self):
        return self.topic

    def natural_key(self):
        return (self.slug,)


class DiscrepancyClaimQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, discrepancy, position):
        return self.get(discrepancy__slug=discrepancy, position=position)

    def public(self):
        return self.filter(discrepancy__draft__isnull=True)

    def for_listing(self):
        """With discrepancy and source, each discrepancy's in its order."""
        return self.select_related("discrepancy", "source").order_by("discrepancy__slug", "position")


class DiscrepancyClaim(models.Model):
    """What one source says."""

    discrepancy = models.ForeignKey(Discrepancy, models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField(_("position"))
    text = texts.TextField(_("what the source says"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="claims")

    objects = DiscrepancyClaimQuerySet.as_manager()

    class Meta:
        ordering = ["discrepancy", "position"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [models.UniqueConstraint(name="claim_position", fields=["discrepancy", "position"])]

    def __str__(self):
        return self.text

    def natural_key(self):
        return (*self.discrepancy.natural_key(), self.position)

    natural_key.dependencies = ["orgunits.discrepancy"]


def claims_about(*records, to_staff):
    """Those about one of `records`, each (kind, key) as discrepancies name it; without any, those about a record."""
    keys = [{"kind": kind, "id": key} for kind, key in records]
    claims = _claims_about_records(to_staff=to_staff)
    return [claim for claim in claims if not keys or any(key in claim.discrepancy.others for key in keys)]


@compiled
def _claims_about_records(*, to_staff):
    return DiscrepancyClaim.objects.visible(to_staff=to_staff).exclude(discrepancy__others=[]).for_listing()
