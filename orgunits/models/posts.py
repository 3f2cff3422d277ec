"""Posts and who is appointed to them: names of public officials from sources, with what they say of the time.

Who holds a post on a day is decided in holders.py.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import texts
from .named import name_of
from .people import Person
from .periods import date_and_precision, period_constraints
from .relations import Body, UnitRelation
from .sources import Source
from .units import OrganizationalUnit
from .visibility import DraftQuerySet, VisibleQuerySet, draft_field


class PostQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def of_unit(self, unit, kind):
        """The posts that head `unit` or are in it; of those that stand for many, the one for its `kind` (None where it
        has none) and any that somebody holds or held there. Adds `heads_the_unit`.
        """
        appointed = Appointment.objects.filter(post=OuterRef("pk"), unit=unit)
        heads = self.model.heads.through.objects.filter(post=OuterRef("pk"), organizationalunit=unit)
        of_kind = Q(for_each=kind) if kind else Q()
        found = self.annotate(heads_the_unit=Exists(heads))
        return found.filter(Q(heads_the_unit=True) | Exists(appointed) | Q(unit=unit) | of_kind)


class Post(models.Model):
    """A post in a unit, or one that every unit or office of a kind has."""

    class ForEach(models.TextChoices):
        DEPARTMENT = "department", _("each department")
        OFFICE = "office", _("each office")
        SECTION = "section", _("each section")
        COUNTRY_OFFICE = "country_office", _("each office in a member state")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent address."))
    title = texts.CharField(_("title"), max_length=300, help_text=_("Shown with the name of the holder."))
    unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("in the unit"),
        related_name="posts",
        null=True,
        blank=True,
    )
    for_each = models.CharField(
        _("one in"), max_length=14, choices=ForEach, blank=True, help_text=_("Instead of a unit.")
    )
    heads = models.ManyToManyField(OrganizationalUnit, verbose_name=_("heads"), related_name="head_posts", blank=True)
    seniority = models.PositiveSmallIntegerField(
        _("seniority"), null=True, blank=True, help_text=_("1 the highest, as source document 003 ranks the posts.")
    )
    reports_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("reports to"), related_name="reporting", null=True, blank=True
    )
    elected_by = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("elected by"), related_name="+", null=True, blank=True
    )
    term_years = models.PositiveSmallIntegerField(_("years of a term"), null=True, blank=True)
    max_terms = models.PositiveSmallIntegerField(_("terms at most"), null=True, blank=True)
    term_source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source of the term"), related_name="terms", null=True, blank=True
    )
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown with the post."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="posts", blank=True)
    draft = draft_field()

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = [models.F("seniority").asc(nulls_last=True), "slug"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                name="post_in_a_unit_or_for_each",
                condition=Q(unit__isnull=False, for_each="") | (Q(unit__isnull=True) & ~Q(for_each="")),
                violation_error_message=_("A post is in one unit, or there is one in each of many."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("orgunits:post_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)


def bodies_on_record(*, to_staff):
    """Bodies that a relation or a post names which the reader may see; of what staff see, all."""
    if to_staff:
        return Body.objects.all()
    relations = UnitRelation.objects.public().filter(to_body=OuterRef("pk"))
    posts = Post.objects.public().filter(elected_by=OuterRef("pk"))
    return Body.objects.filter(Exists(relations) | Exists(posts))


class PostResponsibilityQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, post, position):
        return self.get(post__slug=post, position=position)

    def public(self):
        return self.filter(post__draft__isnull=True)


class PostResponsibility(models.Model):
    """What a source says the post is responsible for."""

    post = models.ForeignKey(Post, models.CASCADE, verbose_name=_("post"), related_name="responsibilities")
    position = models.PositiveSmallIntegerField(_("position"))
    text = texts.TextField(_("text"), help_text=_("Shown with the post, as a quotation."))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="responsibilities")

    objects = PostResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["post", "position"]
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                name="post_responsibility_position",
                fields=["post", "position"],
                violation_error_message=_("Two responsibilities have the same position."),
            )
        ]

    def __str__(self):
        return self.text[:80]

    def natural_key(self):
        return (*self.post.natural_key(), self.position)

    natural_key.dependencies = ["orgunits.post"]


def in_time(path=""):
    """The order of the appointments at the end of `path`, such as "held__"."""
    dates = [models.F(f"{path}{name}").asc(nulls_last=True) for name in ("starts", "seen_on")]
    return [*dates, f"{path}pk"]


class AppointmentQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def seen(self, *, to_staff):
        """Those to posts that the reader may see, too."""
        return self.visible(to_staff=to_staff).filter(post__in=Post.objects.visible(to_staff=to_staff).order_by())

    def beside(self, appointment):
        """The others to the same post, in the same unit or office, that the public or the same draft knows."""
        place = {name: getattr(appointment, name) for name in ("post", "unit", "office")}
        known = Q(draft=None) | Q(draft=appointment.draft)
        return self.filter(known, **place).exclude(pk=appointment.pk)


class Appointment(models.Model):
    """A person in a post: from and until where a source says so, else when the person was seen in it.

    An end is stored as the last day of what is known of it. An unknown end is open only where a source says so. Without
    `person` the name alone is on record: nobody said whether it is one who has other posts.
    """

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True)
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="appointments")
    unit = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("in the unit"),
        related_name="appointments",
        null=True,
        blank=True,
        help_text=_("If there is one such post in each unit."),
    )
    office = models.ForeignKey(
        "orgunits.CountryOffice",
        models.PROTECT,
        verbose_name=_("in the office"),
        related_name="appointments",
        null=True,
        blank=True,
        help_text=_("If there is one such post in each unit."),
    )
    name = texts.CharField(_("name"), max_length=200)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="appointments",
        null=True,
        blank=True,
        help_text=_("Choose a person already on record, or leave blank to create a new one with this name."),
    )
    country = models.ForeignKey(
        "orgunits.MemberState", models.PROTECT, verbose_name=_("country"), related_name="+", null=True, blank=True
    )
    starts, starts_precision = date_and_precision(_("from"))
    ends, ends_precision = date_and_precision(_("until"))
    open_ended = models.BooleanField(_("still in the post, according to a source"), default=False)
    seen = texts.CharField(
        _("seen in the post"), max_length=100, blank=True, help_text=_("In the source's words: “c. 2024”.")
    )
    seen_on = models.DateField(_("seen on"), null=True, blank=True, help_text=_("For the order; shown as the words."))
    acting = models.BooleanField(_("acting"), default=False)
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown with the name."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="appointments", blank=True)
    draft = draft_field()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["post", *in_time()]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            *period_constraints("appointment"),
            models.CheckConstraint(
                name="appointment_in_a_unit_or_an_office",
                condition=Q(unit__isnull=True) | Q(office__isnull=True),
                violation_error_message=_("Name the unit or the office, not both."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {name_of(self, 'post')}"

    def natural_key(self):
        return (self.slug,)
