"""The General Secretariat's offices away from headquarters."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import texts
from .folding import FoldedField, fold
from .member_states import MemberState
from .periods import Period, date_and_precision, in_order, precision_is_given
from .sources import Source
from .units import OrganizationalUnit
from .visibility import AlwaysPublicQuerySet


def check_texts(value):
    """Numbers are kept as a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise ValidationError(_('Write a list of texts: ["(246) 426-1564", "…"].'))


class Standing(models.TextChoices):
    """What the record says of an office on a day."""

    ESTABLISHED = "established", _("established, no closure on record")
    UNDATED = "undated", _("date not recorded")
    CLOSED = "closed", _("closed")
    LATER = "later", _("established later")


class CountryOfficeQuerySet(AlwaysPublicQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def with_standing(self, day):
        """Adds `standing`, a Standing.

        The day of closure is the office's last. An office without a start date is never claimed for a day, nor is one
        that closed on a day nobody recorded.
        """
        return self.annotate(
            standing=Case(
                When(closed__lt=day, then=Value(Standing.CLOSED)),
                When(status=CountryOffice.Status.CLOSED, closed=None, then=Value(Standing.UNDATED)),
                When(established__lte=day, then=Value(Standing.ESTABLISHED)),
                When(established__gt=day, then=Value(Standing.LATER)),
                default=Value(Standing.UNDATED),
                output_field=models.CharField(),
            )
        )

    def beside(self, office):
        """The others in the same member state; none of a field office."""
        if office.kind == self.model.Kind.FIELD:
            return self.none()
        return self.filter(member_state=office.member_state, kind=office.kind).exclude(pk=office.pk)

    def matching(self, text):
        """Those in whose name, city or state every word of `text` occurs, in any language."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(folded__contains=word) | Q(member_state__folded__contains=word))
        return found

    def for_listing(self):
        return self.select_related("member_state").order_by("slug")


class CountryOffice(models.Model):
    """An office of the General Secretariat away from headquarters."""

    class Kind(models.TextChoices):
        MEMBER_STATE = "member_state", _("office in a member state")
        FIELD = "field", _("field office")

    class Status(models.TextChoices):
        OPERATING = "operating", _("operating")
        EVIDENCED = "evidenced", _("seen in operation, no address recorded")
        CLOSURE_ANNOUNCED = "closure_announced", _("closure announced")
        CLOSED = "closed", _("closed")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEMBER_STATE)
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, verbose_name=_("member state"), related_name="offices", null=True, blank=True
    )
    name = texts.CharField(_("name"), max_length=200)
    city = texts.CharField(_("city"), max_length=100, blank=True)
    address = texts.TextField(_("address"), blank=True)
    phones = texts.ListField(_("telephones"), default=list, blank=True, validators=[check_texts])
    faxes = texts.ListField(_("fax numbers"), default=list, blank=True, validators=[check_texts])
    email = texts.EmailField(_("e-mail"), blank=True)
    hours = texts.CharField(_("hours"), max_length=200, blank=True)
    website = texts.URLField(_("website"), max_length=500, blank=True)
    contact_as_of = texts.CharField(
        _("contact as of"),
        max_length=200,
        blank=True,
        help_text=_("When a page or report gave this address; shown with it."),
    )
    latitude = models.DecimalField(_("latitude of the city"), max_digits=5, decimal_places=2, null=True, blank=True)
    longitude = models.DecimalField(_("longitude of the city"), max_digits=5, decimal_places=2, null=True, blank=True)
    established, established_precision = date_and_precision(_("established"))
    closed, closed_precision = date_and_precision(_("closed"))
    status = models.CharField(_("status"), max_length=17, choices=Status)
    status_as_of = texts.CharField(_("status as of"), max_length=200, blank=True, help_text=_("Shown with the status."))
    coordinating_unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("coordinating unit"),
        related_name="offices",
        null=True,
        blank=True,
    )
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown on the page of the office."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="offices", blank=True)
    folded = FoldedField(of=["name", "city"])

    objects = CountryOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("country office")
        verbose_name_plural = _("country offices")
        constraints = [
            precision_is_given("office_established_precision", "established"),
            precision_is_given("office_closed_precision", "closed"),
            models.CheckConstraint(
                name="office_closed_after_established",
                condition=in_order("established", "closed"),
                violation_error_message=_("The office closed before it was established."),
            ),
            models.CheckConstraint(
                name="office_in_a_member_state",
                condition=Q(kind="field") | Q(member_state__isnull=False),
                violation_error_message=_("An office in a member state needs its state."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgunits:office_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    @property
    def period(self):
        """From its establishment to its closure; one that nobody recorded as closed is open, as in with_standing()."""
        known = self.established, self.established_precision, self.closed, self.closed_precision
        return Period(*known, open_ended=self.status != self.Status.CLOSED)

    @property
    def city_name(self):
        """The city, in the reader's language where it is the capital of the state: those names are recorded."""
        state = self.member_state
        return state.capital if state and self.city == state.capital_en else self.city

    @property
    def has_contact(self):
        return bool(self.address or self.phones or self.faxes or self.email or self.hours or self.website)

    @property
    def dialled_phones(self):
        """Each telephone as it is written and as it is dialled."""
        return [{"text": text, "dialled": dialled(text)} for text in self.phones]

    def get_standing_display(self):
        return Standing(self.standing).label

    @property
    def standing_today(self):
        """Its standing in words, by with_standing(); its status where no day is on record."""
        return self.get_status_display() if self.standing == Standing.UNDATED else self.get_standing_display()


def dialled(text):
    """A telephone number for a link. What is written with ten digits and no plus lacks the 1 of the Caribbean."""
    digits = "".join(character for character in text if character.isdigit())
    if text.startswith("+"):
        return f"+{digits}"
    return f"+1{digits}" if len(digits) == 10 else f"+{digits}"
