"""Member states, and the General Secretariat's offices in them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .periods import Precision, precision_is_given
from .sources import Source
from .units import OrganizationalUnit


class MemberStateManager(models.Manager):
    def get_by_natural_key(self, iso2):
        return self.get(iso2=iso2)


class MemberState(models.Model):
    """A state that signed or joined the Charter."""

    class SubRegion(models.TextChoices):
        NORTH_AMERICA = "north_america", _("North America")
        CENTRAL_AMERICA = "central_america", _("Central America")
        CARIBBEAN = "caribbean", _("Caribbean")
        SOUTH_AMERICA = "south_america", _("South America")

    iso2 = models.CharField(
        _("ISO code"), max_length=2, unique=True, help_text=_("Its permanent address, in lower case.")
    )
    iso3 = models.CharField(_("ISO code of three letters"), max_length=3, unique=True)
    old_code = models.CharField(
        _("code of the old site"), max_length=3, blank=True, help_text=_("Not ISO's: DOM meant Dominica.")
    )
    name = models.CharField(_("name"), max_length=100)
    sub_region = models.CharField(_("sub-region"), max_length=15, choices=SubRegion)
    capital = models.CharField(_("capital"), max_length=100)
    latitude = models.DecimalField(_("latitude of the capital"), max_digits=5, decimal_places=2)
    longitude = models.DecimalField(_("longitude of the capital"), max_digits=5, decimal_places=2)
    note = models.TextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="member_states", blank=True)

    objects = MemberStateManager()

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


class MembershipManager(models.Manager):
    def get_by_natural_key(self, iso2, status):
        return self.get(member_state__iso2=iso2, status=status)


class Membership(models.Model):
    """How a state stood to the Organization in a period."""

    class Status(models.TextChoices):
        MEMBER = "member", _("member")
        NOT_PARTICIPATING = "not_participating", _("member, not participating")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CONTESTED = "contested", _("contested")

    member_state = models.ForeignKey(
        MemberState, models.CASCADE, verbose_name=_("member state"), related_name="memberships"
    )
    status = models.CharField(_("status"), max_length=17, choices=Status)
    starts = models.DateField(_("from"))
    starts_precision = models.CharField(_("known to the"), max_length=5, choices=Precision)
    ends = models.DateField(_("until"), null=True, blank=True)
    ends_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    note = models.TextField(_("note"), blank=True, help_text=_("Shown with the membership."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="memberships", blank=True)

    objects = MembershipManager()

    class Meta:
        ordering = ["member_state", "starts"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(name="membership_status_once", fields=["member_state", "status"]),
            models.CheckConstraint(
                name="membership_ends_precision",
                condition=precision_is_given("ends", "ends_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
                violation_error_message=_("The end comes before the beginning."),
            ),
        ]

    def __str__(self):
        return f"{self.member_state}: {self.get_status_display()}"

    def natural_key(self):
        return (*self.member_state.natural_key(), self.status)

    natural_key.dependencies = ["orgunits.memberstate"]


class CountryOfficeManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class CountryOffice(models.Model):
    """An office of the General Secretariat away from headquarters."""

    class Kind(models.TextChoices):
        MEMBER_STATE = "member_state", _("office in a member state")
        FIELD = "field", _("field office")

    class Status(models.TextChoices):
        OPERATING = "operating", _("operating")
        EVIDENCED = "evidenced", _("seen at work, without an address")
        CLOSURE_ANNOUNCED = "closure_announced", _("closure announced")
        CLOSED = "closed", _("closed")

    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEMBER_STATE)
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, verbose_name=_("member state"), related_name="offices", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=100, blank=True)
    address = models.TextField(_("address"), blank=True)
    phones = models.JSONField(_("telephones"), default=list, blank=True)
    faxes = models.JSONField(_("fax numbers"), default=list, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    latitude = models.DecimalField(_("latitude of the city"), max_digits=5, decimal_places=2, null=True, blank=True)
    longitude = models.DecimalField(_("longitude of the city"), max_digits=5, decimal_places=2, null=True, blank=True)
    established = models.DateField(_("established"), null=True, blank=True)
    established_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    closed = models.DateField(_("closed"), null=True, blank=True)
    closed_precision = models.CharField(_("known to the"), max_length=5, choices=Precision, blank=True, default="")
    status = models.CharField(_("status"), max_length=17, choices=Status)
    status_as_of = models.CharField(
        _("status as of"), max_length=200, blank=True, help_text=_("Shown with the status.")
    )
    coordinating_unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("coordinating unit"),
        related_name="offices",
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page of the office."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="offices", blank=True)

    objects = CountryOfficeManager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("country office")
        verbose_name_plural = _("country offices")
        constraints = [
            models.CheckConstraint(
                name="office_established_precision",
                condition=precision_is_given("established", "established_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="office_closed_precision",
                condition=precision_is_given("closed", "closed_precision"),
                violation_error_message=_("Say how precisely the date is known, and only where there is a date."),
            ),
            models.CheckConstraint(
                name="office_closed_after_established",
                condition=Q(established__isnull=True) | Q(closed__isnull=True) | Q(closed__gte=models.F("established")),
                violation_error_message=_("The office closed before it was established."),
            ),
            models.CheckConstraint(
                name="office_in_a_member_state",
                condition=Q(kind="field") | Q(member_state__isnull=False),
                violation_error_message=_("An office in a member state names the state."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgunits:office_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)
