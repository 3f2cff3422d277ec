"""Where statements come from, and where two sources disagree."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .periods import Precision, precision_is_given


class SourceQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Source(models.Model):
    """A document or page that statements of the directory rest on."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("source document")
        PAGE = "page", _("web page")
        GENERAL_KNOWLEDGE = "general_knowledge", _("general knowledge")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(
        _("title"),
        max_length=500,
        help_text=_("The public sees it wherever the source is cited. Not translated."),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, blank=True, default=""
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page of the source."))

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                name="source_published_precision",
                condition=precision_is_given("published_on", "published_on_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.UniqueConstraint(
                name="source_url_once",
                fields=["url"],
                condition=~Q(url=""),
                violation_error_message=_("There is a source with this address already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("orgunits:source_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)


class DiscrepancyQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Discrepancy(models.Model):
    """What two sources say differently, and how the directory reads it."""

    slug = models.SlugField(_("slug"), unique=True)
    topic = models.CharField(_("topic"), max_length=200)
    reading = models.TextField(_("our reading"), help_text=_("Shown beside the statements that disagree."))
    units = models.ManyToManyField(
        "orgunits.OrganizationalUnit", verbose_name=_("units"), related_name="discrepancies", blank=True
    )
    others = models.JSONField(
        _("other records"),
        default=list,
        blank=True,
        help_text=_("Keys of offices, posts, mandates, agreements and member states it is about."),
    )

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")

    def __str__(self):
        return f"{self.topic} ({self.slug})"

    def natural_key(self):
        return (self.slug,)


class DiscrepancyClaim(models.Model):
    """What one source says."""

    discrepancy = models.ForeignKey(Discrepancy, models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("what the source says"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="claims")

    class Meta:
        ordering = ["discrepancy", "position"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [models.UniqueConstraint(name="claim_position", fields=["discrepancy", "position"])]

    def __str__(self):
        return self.text
