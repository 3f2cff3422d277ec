"""Member states, and how each stood to the Organization through time."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField
from .periods import Precision, date_and_precision, period_constraints, period_contains
from .sources import Source
from .visibility import AlwaysPublicQuerySet


class MemberStateQuerySet(AlwaysPublicQuerySet):
    def get_by_natural_key(self, iso2):
        return self.get(iso2=iso2)

    def without_office(self):
        """Those of which no office is on record, whenever it was."""
        return self.filter(offices__isnull=True)


class MemberState(models.Model):
    """A state that signed or joined the Charter."""

    class SubRegion(models.TextChoices):
        NORTH_AMERICA = "north_america", _("North America")
        CENTRAL_AMERICA = "central_america", _("Central America")
        CARIBBEAN = "caribbean", _("Caribbean")
        SOUTH_AMERICA = "south_america", _("South America")

    iso2 = texts.CharField(
        _("ISO code"), max_length=2, unique=True, help_text=_("Its permanent address, in lower case.")
    )
    iso3 = texts.CharField(_("ISO code of three letters"), max_length=3, unique=True)
    old_code = texts.CharField(
        _("code of the old site"), max_length=3, blank=True, help_text=_("Not ISO's: DOM meant Dominica.")
    )
    name = texts.CharField(_("name"), max_length=100)
    sub_region = models.CharField(_("sub-region"), max_length=15, choices=SubRegion)
    capital = texts.CharField(_("capital"), max_length=100)
    latitude = models.DecimalField(_("latitude of the capital"), max_digits=5, decimal_places=2)
    longitude = models.DecimalField(_("longitude of the capital"), max_digits=5, decimal_places=2)
    note = texts.TextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="member_states", blank=True)
    folded = FoldedField(of=["name"])

    objects = MemberStateQuerySet.as_manager()

    class Meta:
        ordering = ["iso2"]
        verbose_name = _("member state")
        verbose_name_plural = _("member states")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgunits:member_state_detail", args=[self.iso2.lower()])

    def natural_key(self):
        return (self.iso2,)


class MembershipQuerySet(AlwaysPublicQuerySet):
    def get_by_natural_key(self, iso2, status):
        return self.get(member_state__iso2=iso2, status=status)

    def current_on(self, day):
        """Those known to include the day; on the day of a change, the one that begins."""
        begins = self.model.objects.filter(
            member_state=OuterRef("member_state"), starts=day, starts_precision=Precision.DAY
        )
        ends_today = Q(ends=day, ends_precision=Precision.DAY) & Exists(begins)
        return self.filter(period_contains(day)).exclude(ends_today)


class Membership(models.Model):
    """How a state stood to the Organization in a period."""

    class Status(models.TextChoices):
        MEMBER = "member", _("member")
        NOT_PARTICIPATING = "not_participating", _("member, not participating")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CONTESTED = "contested", _("membership contested")

    member_state = models.ForeignKey(
        MemberState, models.CASCADE, verbose_name=_("member state"), related_name="memberships"
    )
    status = models.CharField(_("status"), max_length=17, choices=Status)
    starts, starts_precision = date_and_precision(_("from"), required=True)
    ends, ends_precision = date_and_precision(_("until"))
    open_ended = models.BooleanField(_("ongoing, according to a source"), default=False)
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown with the membership."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="memberships", blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["member_state", F("starts").asc(nulls_last=True)]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(name="membership_status_once", fields=["member_state", "status"]),
            *period_constraints("membership", start_is_known=True),
        ]

    def __str__(self):
        return self.get_status_display()

    def natural_key(self):
        return (*self.member_state.natural_key(), self.status)

    natural_key.dependencies = ["orgunits.memberstate"]
