"""Organizational units as permanent records: the same in every edition of the structure."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField
from .languages import LANGUAGE_CHOICES
from .periods import date_and_precision, precision_is_given
from .sources import Source
from .structure import Structure
from .visibility import DraftQuerySet, VisibleQuerySet, draft_field


class OrganizationalUnitQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def placed_in(self, structures):
        """Units with a place in one of `structures` (a queryset)."""
        placements = OrganizationalUnit._meta.get_field("placements").related_model.objects
        # The structures are looked for once, and not joined to each place.
        return self.filter(Exists(placements.filter(unit=OuterRef("pk"), structure__in=structures)))

    def public(self):
        """Of those that no draft keeps to itself, the ones that are in some structure the public may see."""
        return super().public().placed_in(Structure.objects.public())


class OrganizationalUnit(models.Model):
    """A unit as a lasting thing. Its public names come from its placements."""

    slug = texts.SlugField(
        _("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address: units/<slug>/.")
    )
    label = texts.CharField(
        _("label"),
        max_length=300,
        help_text=_("For staff, in lists and searches; the public sees the official names."),
    )
    address = texts.TextField(_("address"), blank=True, help_text=_("Today's; the public sees it on today's page."))
    website = texts.URLField(_("website"), blank=True, help_text=_("Today's; the public sees it on today's page."))
    email = texts.EmailField(_("e-mail"), blank=True, help_text=_("Today's; the public sees it on today's page."))
    phone = texts.CharField(
        _("telephone"),
        max_length=100,
        blank=True,
        help_text=_("Today's; the public sees it on today's page."),
    )
    named_on, named_on_precision = date_and_precision(
        _("last named on"),
        help_text=_("The day of the last source that names the unit without stating its place. The public sees it."),
    )
    named_in = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("named in"), related_name="named_units", null=True, blank=True
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="units", blank=True)
    draft = draft_field()

    objects = OrganizationalUnitQuerySet.as_manager()

    class Meta:
        ordering = ["label", "slug"]
        verbose_name = _("unit (permanent record)")
        verbose_name_plural = _("units (permanent records)")
        constraints = [precision_is_given("unit_named_precision", "named_on")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("orgunits:unit_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    @property
    def has_contact(self):
        return bool(self.address or self.is_reached_at_once)

    @property
    def is_reached_at_once(self):
        return bool(self.website or self.email or self.phone)

    @property
    def contact_dated_by(self):
        """The latest of the sources of its contact that bears a date; None where none does. Fetched beforehand."""
        dated = [source for source in self.sources.all() if source.published_on]
        return max(dated, key=lambda source: source.published_on, default=None)


class UnitAliasQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, unit, text):
        return self.get(unit__slug=unit, text=text)

    def public(self):
        """Leaves out those of units that the public doesn't know."""
        return self.filter(unit__in=OrganizationalUnit.objects.public().order_by().values("pk"))


class UnitAlias(models.Model):
    """Another name or acronym by which sources call a unit."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        ACRONYM = "acronym", _("acronym")

    unit = models.ForeignKey(OrganizationalUnit, models.CASCADE, verbose_name=_("unit"), related_name="aliases")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    text = texts.CharField(_("text"), max_length=300, help_text=_("Used to find the unit."))
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGE_CHOICES)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="aliases", null=True, blank=True
    )
    folded = FoldedField(of=["text"])

    objects = UnitAliasQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "kind", "text"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                name="unit_alias_once",
                fields=["unit", "text"],
                violation_error_message=_("The unit already has this alias."),
            )
        ]

    def __str__(self):
        return self.text

    def natural_key(self):
        return (*self.unit.natural_key(), self.text)

    natural_key.dependencies = ["orgunits.organizationalunit"]


class FormerSlugManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class FormerSlug(models.Model):
    """A retired address of a unit; it redirects to today's forever."""

    slug = texts.SlugField(_("former web address"), max_length=120, unique=True)
    unit = models.ForeignKey(OrganizationalUnit, models.CASCADE, verbose_name=_("unit"), related_name="former_slugs")

    objects = FormerSlugManager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("former web address")
        verbose_name_plural = _("former web addresses")
        constraints = [
            models.CheckConstraint(
                name="former_slug_not_empty",
                condition=~Q(slug=""),
                violation_error_message=_("A former web address can't be empty."),
            )
        ]

    def __str__(self):
        return self.slug

    def natural_key(self):
        return (self.slug,)


# Words that addresses use beside slugs, and days.
RESERVED_SLUGS = re.compile(r"propose|follow|\d{4}-\d{2}-\d{2}")


def check_slug(slug, *, unit=None):
    """Refuses an address that is reserved or was another unit's."""
    if RESERVED_SLUGS.fullmatch(slug):
        raise ValidationError({"slug": gettext("“%(slug)s” is reserved; choose another one.") % {"slug": slug}})
    former = FormerSlug.objects.filter(slug=slug).exclude(unit=unit).select_related("unit").first()
    if former is not None:
        message = gettext("“%(slug)s” was the address of “%(unit)s” and redirects to it; choose another one.")
        raise ValidationError({"slug": message % {"slug": slug, "unit": former.unit}})


def rename_slug(unit, slug):
    """Gives a unit a new permanent address; the old one redirects to it forever."""
    with transaction.atomic():
        live = OrganizationalUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if live.slug != slug:
            check_slug(slug, unit=live)
            FormerSlug.objects.filter(unit=live, slug=slug).delete()
            FormerSlug.objects.create(unit=live, slug=live.slug)
            live.slug = slug
            live.full_clean()
            live.save(update_fields=["slug"])
        return live
