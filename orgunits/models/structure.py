"""Structures: editions of the organizational structure, who may see and change them. Over 300 lines: one table."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import texts
from .instruments import LegalInstrument
from .kinds import SECRETARIATS
from .labels import Labels
from .periods import Precision, bounds_in_order, date_and_precision, day_before, precision_is_given, show_bounds
from .sources import Source
from .visibility import VisibleQuerySet


def day_columns(path=""):
    """Columns of the structure at the end of `path`, such as "structure__": the first that is filled is its day."""
    return [f"{path}effective_from", f"{path}as_of"]


def day_of(path=""):
    """Expression: the day of the structure at the end of `path`, NULL where it has none."""
    return Coalesce(*day_columns(path))


def is_seen_by_the_public(path=""):
    """Condition: the structure at the end of `path`, such as "structure__", is public."""
    status, was_proposed = f"{path}status", f"{path}was_proposed"
    statuses = [Structure.Status.PROPOSED, Structure.Status.ADOPTED, Structure.Status.OBSERVED]
    withdrawn = {status: Structure.Status.WITHDRAWN, was_proposed: True}
    return Q(**{f"{status}__in": statuses}) | Q(**withdrawn)


def is_hidden_from_the_public(path=""):
    """Condition: there is a structure at the end of `path`, and the public does not see it."""
    status = f"{path}status"
    never_proposed = {status: Structure.Status.WITHDRAWN, f"{path}was_proposed": False}
    return Q(**{status: Structure.Status.DRAFT}) | Q(**never_proposed)


class StructureQuerySet(VisibleQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        """Proposed, adopted and observed ones, and withdrawn ones that had been proposed; never drafts."""
        return self.filter(is_seen_by_the_public())

    def adopted(self):
        return self.filter(status=Structure.Status.ADOPTED)

    def up_to(self, day):
        """The adopted ones that took effect by `day`, the latest first."""
        return self.adopted().filter(effective_from__lte=day).order_by("-effective_from")

    def in_force_on(self, day):
        """The adopted structure with the greatest `effective_from` not after `day`.

        Raises Structure.DoesNotExist where no structure is recorded for that day.
        """
        structure = self.up_to(day).first()
        if structure is None:
            raise Structure.DoesNotExist
        return structure

    def dated(self):
        """Adds `dated`: the day it takes effect, else the day it describes, else NULL."""
        return self.annotate(dated=day_of())

    def chronological(self):
        """Oldest first, those without any date last."""
        return self.dated().order_by(F("dated").asc(nulls_last=True), "pk")

    def without_long_texts(self):
        """For lists of editions."""
        return self.defer("rationale", "coverage")

    def with_successor(self):
        """Adds the first day of the adopted one that follows, and its bounds, as `next_…`; `until` reads them."""
        following = (
            Structure.objects.adopted().filter(effective_from__gt=OuterRef("effective_from")).order_by("effective_from")
        )
        return self.annotate(
            next_from=Subquery(following.values("effective_from")[:1]),
            next_precision=Subquery(following.values("effective_from_precision")[:1]),
            next_not_before=Subquery(following.values("effective_not_before")[:1]),
            next_not_after=Subquery(following.values("effective_not_after")[:1]),
        )

    def with_one_before(self):
        """Adds `one_before`, the slug of the edition it is compared with, NULL for the first.

        What is not adopted is compared with the one it was made from, else, like an adopted one, with the last that
        had been adopted.
        """
        own_day = Coalesce(*map(OuterRef, day_columns()), Value(date.max))
        adopted = Structure.objects.adopted().filter(effective_from__lt=own_day).order_by("-effective_from")
        made_from = Q(based_on__status__in=Structure.SEEN) & ~Q(status=Structure.Status.ADOPTED)
        last = Subquery(adopted.values("slug")[:1])
        return self.annotate(one_before=Case(When(made_from, then=F("based_on__slug")), default=last))

    def with_counts(self):
        """Adds `unit_count` and `secretariat_count`, counted from the trees."""
        placements = Structure._meta.get_field("placements").related_model.objects

        def number(**wanted):
            rows = placements.filter(tree_id=OuterRef("pk"), **wanted).order_by().values("tree_id")
            return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)

        return self.annotate(unit_count=number(), secretariat_count=number(kind__in=SECRETARIATS))


def set_successors(editions):
    """What with_successor() adds, of a list that has all adopted ones."""
    following = None
    adopted = [edition for edition in editions if edition.status == Structure.Status.ADOPTED]
    for edition in sorted(adopted, key=lambda each: each.effective_from, reverse=True):
        edition.next_from = following and following.effective_from
        edition.next_precision = following and following.effective_from_precision
        edition.next_not_before = following and following.effective_not_before
        edition.next_not_after = following and following.effective_not_after
        following = edition


class Structure(Labels, models.Model):
    """One edition of the organizational structure, as an act adopts it or as it was observed."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a structure", "draft")
        PROPOSED = "proposed", pgettext_lazy("a structure", "proposed")
        ADOPTED = "adopted", pgettext_lazy("a structure", "adopted")
        OBSERVED = "observed", pgettext_lazy("a structure", "observed")
        WITHDRAWN = "withdrawn", pgettext_lazy("a structure", "withdrawn")

    class Basis(models.TextChoices):
        ACT = "act", _("a legal act")
        DOCUMENT = "document", _("a document")
        RECONSTRUCTED = "reconstructed", _("reconstructed from reports")
        OBSERVED = "observed", _("observed on pages")

    # What takes the place of an adopted edition where no act is on record: see is_put_together.
    PUT_TOGETHER = _("compiled from reports")

    EDITABLE = (Status.DRAFT, Status.PROPOSED)
    # Of those a source says how the units stood; the others say how they were to stand.
    SEEN = (Status.ADOPTED, Status.OBSERVED)
    # From each status, those it may take next. Proposing, adopting and withdrawing is done by adoption/status.py,
    # with its rules; that a draft was an observation all along is said in its form.
    MOVES = {
        Status.DRAFT: (Status.PROPOSED, Status.ADOPTED, Status.OBSERVED, Status.WITHDRAWN),
        Status.PROPOSED: (Status.ADOPTED, Status.WITHDRAWN),
        Status.ADOPTED: (Status.WITHDRAWN,),
        Status.OBSERVED: (),
        Status.WITHDRAWN: (),
    }

    slug = texts.SlugField(
        _("web address ending"), max_length=80, unique=True, help_text=_("Its permanent address: structures/<slug>/.")
    )
    name = texts.CharField(_("name"), max_length=200, help_text=_("The public sees it wherever this edition is named."))
    short_title = texts.CharField(
        _("short title"),
        max_length=40,
        blank=True,
        help_text=_(
            "What the edition is known for, in our own words: “Six secretariats”. The line of time, the choice of a day"
            " and the bar above a page show it, or the name where it is blank."
        ),
    )
    summary = texts.TextField(_("summary"), blank=True, help_text=_("One or two sentences, shown in lists."))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only staff can see drafts. Once adopted or observed, the tree is locked."),
    )
    was_proposed = models.BooleanField(
        _("has been proposed"),
        default=False,
        editable=False,
        help_text=_("A withdrawn edition stays public only if it had been proposed."),
    )
    basis = models.CharField(_("basis"), max_length=13, choices=Basis, default=Basis.ACT)
    effective_from, effective_from_precision = date_and_precision(
        _("in force from"), help_text=_("First day. If only the month or year is known: its first day.")
    )
    effective_not_before = models.DateField(
        _("in force not before"),
        null=True,
        blank=True,
        help_text=_(
            "If no source gives the first day: the earliest and latest it can be. “In force from” is then used only "
            "for the order."
        ),
    )
    effective_not_after = models.DateField(_("in force not after"), null=True, blank=True)
    as_of, as_of_precision = date_and_precision(
        _("describes"),
        help_text=_("For a proposal or an observation, which never come into force: the day they describe."),
    )
    as_of_note = texts.CharField(
        _("recorded"),
        max_length=200,
        blank=True,
        help_text=_("When the record was made: “annual report for 2015”."),
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("based on"), related_name="successors", null=True, blank=True
    )
    rationale = texts.TextField(_("rationale"), blank=True, help_text=_("Why; shown on the page of the edition."))
    coverage = texts.TextField(_("coverage"), blank=True, help_text=_("What the record lacks; shown to the public."))
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    edited_at = models.DateTimeField(_("last edited at"), null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("last edited by"),
        related_name="+",
        null=True,
        editable=False,
    )
    authorities = models.ManyToManyField(
        LegalInstrument,
        through="StructureAuthority",
        verbose_name=_("authorities"),
        related_name="structures",
        blank=True,
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="structures", blank=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        ordering = [*(F(column).asc(nulls_last=True) for column in ("effective_from", "as_of")), "pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [("adopt_structure", "Can adopt structures, and withdraw adopted ones before their day")]
        constraints = [
            models.UniqueConstraint(
                name="structure_one_adopted_a_day",
                fields=["effective_from"],
                condition=Q(status="adopted"),
                violation_error_message=_("Another adopted edition takes effect on that day."),
            ),
            models.CheckConstraint(
                name="structure_adopted_has_a_day",
                condition=~Q(status="adopted") | Q(effective_from__isnull=False),
                violation_error_message=_("An adopted edition needs the day from which it is in force."),
            ),
            bounds_in_order("structure_start_within_its_bounds", "effective"),
            precision_is_given("structure_effective_precision", "effective_from"),
            precision_is_given("structure_as_of_precision", "as_of"),
        ]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("orgunits:structure_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    def clean(self):
        """Refuses a change of status that is not one of MOVES, by what the database says now."""
        before = Structure.objects.filter(pk=self.pk).first()
        if before is None or before.status == self.status:
            return
        if self.status not in self.MOVES[before.status]:
            raise ValidationError(
                {
                    "status": _("An edition that is %(before)s can't become %(after)s.")
                    % {"before": before.get_status_display(), "after": self.get_status_display()}
                }
            )
        if self.status == self.Status.PROPOSED or before.status == self.Status.ADOPTED:
            self.was_proposed = True  # the public knew it

    @property
    def is_editable(self):
        """Whether its tree may be changed; else only by a correction."""
        return self.status in self.EDITABLE

    @property
    def is_public(self):
        """The same rule as StructureQuerySet.public, for a row at hand."""
        if self.status == self.Status.WITHDRAWN:
            return self.was_proposed
        return self.status != self.Status.DRAFT

    @property
    def day(self):
        """The day it takes effect, else the day it describes, else None."""
        return self.effective_from or self.as_of

    @property
    def day_precision(self):
        return self.effective_from_precision if self.effective_from else self.as_of_precision

    @property
    def is_put_together(self):
        """Whether it is in the line of those in force though no act adopted it: reports and pages show it so.

        A row that was read without its basis doesn't ask for it.
        """
        return self.status == self.Status.ADOPTED and self.__dict__.get("basis") == self.Basis.OBSERVED

    @property
    def standing(self):
        """Its status in words that don't claim an act where none is on record."""
        return self.PUT_TOGETHER if self.is_put_together else self.get_status_display()

    @property
    def rests_on(self):
        return self.PUT_TOGETHER if self.is_put_together else self.get_basis_display()

    @property
    def begins_between(self):
        """The bounds of its first day in words, where no source gives the day; else ""."""
        return show_bounds(self.effective_not_before, self.effective_not_after)

    @property
    def ends_between(self):
        """The same of the day on which the next one took over, for structures of with_successor(); else ""."""
        return show_bounds(self.__dict__.get("next_not_before"), self.__dict__.get("next_not_after"))

    def may_have_ended_by(self, day):
        """Whether the next one may have taken over by then, for structures of with_successor()."""
        first = self.__dict__.get("next_not_before")
        return first is not None and first <= day

    @property
    def approximate(self):
        """The names of its dates that are only taken for the order, within bounds; show_date() reads it."""
        dates = ("effective_from", "day") if self.__dict__.get("effective_not_before") else ()
        return (*dates, "until") if self.__dict__.get("next_not_before") else dates

    @property
    def until(self):
        """The last day in force; the month or year of the handover where only that is known; None while none follows.

        For structures of StructureQuerySet.with_successor().
        """
        if self.status != self.Status.ADOPTED or self.next_from is None:
            return None
        return day_before(self.next_from) if self.next_precision == Precision.DAY else self.next_from

    @property
    def until_precision(self):
        return self.next_precision

    def is_in_force_on(self, day):
        """The same rule as StructureQuerySet.in_force_on, for a row of with_successor()."""
        begun = self.status == self.Status.ADOPTED and self.effective_from <= day
        return begun and (self.next_from is None or day < self.next_from)
