"""The dotted lines of a structure, and the bodies outside the tree."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import texts
from .named import name_of
from .placements import Placement
from .sources import Source
from .structure import Structure
from .units import OrganizationalUnit
from .visibility import VisibleQuerySet


class BodyManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Body(models.Model):
    """An organ, commission, committee, fund or meeting outside the tree that a unit serves."""

    class Kind(models.TextChoices):
        ORGAN = "organ", _("organ")
        COMMISSION = "commission", _("commission")
        COMMITTEE = "committee", _("committee")
        INSTITUTE = "institute", _("institute")
        FUND = "fund", _("fund")
        MEETING = "meeting", _("meeting")
        NETWORK = "network", _("network")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = texts.CharField(_("name"), max_length=300, help_text=_("Shown on the pages of the units that serve it."))

    objects = BodyManager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class UnitRelationQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, structure, unit, kind, to_unit, to_body):
        return self.get(
            structure__slug=structure,
            unit__slug=unit,
            kind=kind,
            **({"to_unit__slug": to_unit} if to_unit else {"to_unit": None}),
            **({"to_body__slug": to_body} if to_body else {"to_body": None}),
        )

    def public(self):
        return self.filter(structure__in=Structure.objects.public())


class UnitRelation(models.Model):
    """A line of one structure beside the tree: from a unit to a unit or a body."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports_to", _("reports to")
        COORDINATED_BY = "coordinated_by", _("coordinated by")
        COORDINATES_WITH = "coordinates_with", _("coordinates with")
        ADMINISTRATIVELY_UNDER = "administratively_under", _("administratively under")
        SERVES = "serves", _("serves")

    structure = models.ForeignKey(Structure, models.CASCADE, verbose_name=_("edition"), related_name="unit_relations")
    unit = models.ForeignKey(OrganizationalUnit, models.PROTECT, verbose_name=_("unit"), related_name="relations")
    kind = models.CharField(_("relation"), max_length=22, choices=Kind)
    to_unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("to the unit"),
        related_name="relations_to",
        null=True,
        blank=True,
    )
    to_body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("to the body"), related_name="relations", null=True, blank=True
    )
    text = texts.TextField(_("the source's words"), blank=True, help_text=_("Shown with the relation."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="unit_relations", blank=True)

    objects = UnitRelationQuerySet.as_manager()

    class Meta:
        ordering = ["structure", "unit", "kind", "pk"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(
                name="unit_relation_to_one_thing",
                condition=Q(to_unit__isnull=False, to_body__isnull=True)
                | Q(to_unit__isnull=True, to_body__isnull=False),
                violation_error_message=_("A relation leads to one unit or to one body."),
            ),
            models.CheckConstraint(
                name="unit_relation_not_to_itself",
                condition=Q(to_unit__isnull=True) | ~Q(to_unit=models.F("unit")),
                violation_error_message=_("A relation leads to another unit."),
            ),
            models.UniqueConstraint(
                name="unit_relation_once_to_unit",
                fields=["structure", "unit", "kind", "to_unit"],
                condition=Q(to_unit__isnull=False),
                violation_error_message=_("This relation is already recorded."),
            ),
            models.UniqueConstraint(
                name="unit_relation_once_to_body",
                fields=["structure", "unit", "kind", "to_body"],
                condition=Q(to_body__isnull=False),
                violation_error_message=_("This relation is already recorded."),
            ),
        ]

    def __str__(self):
        other = name_of(self, "to_unit" if self.to_unit_id else "to_body")
        return f"{name_of(self, 'unit')} {self.get_kind_display()} {other}"

    def natural_key(self):
        return (
            *self.structure.natural_key(),
            *self.unit.natural_key(),
            self.kind,
            self.to_unit.slug if self.to_unit else None,
            self.to_body.slug if self.to_body else None,
        )

    natural_key.dependencies = ["orgunits.structure", "orgunits.organizationalunit", "orgunits.body"]

    def clean(self):
        """Both ends are in the structure."""
        for field in ("unit", "to_unit"):
            unit = getattr(self, f"{field}_id")
            if unit and not Placement.objects.filter(structure=self.structure_id, unit=unit).exists():
                raise ValidationError({field: _("This unit is not in the edition.")})
