"""Recorded changes of the structure: what became of which units, when, by which act."""

from django.db import models
from django.db.models import BooleanField, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import texts
from .change_authorities import ChangeAuthority
from .change_rules import check_change
from .instruments import LegalInstrument
from .labels import Labels
from .languages import reading
from .periods import show_span
from .sources import Source
from .structure import Structure, day_columns
from .units import OrganizationalUnit
from .visibility import DraftQuerySet, draft_field


class ChangeEventQuerySet(DraftQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def leading_to(self, structures):
        """Those that lead to one of `structures`."""
        return self.filter(structure__in=structures)

    def between(self, before, after):
        """Those that lead from `before` to `after`: to `after` itself, or to an edition dated after the one and not
        after the other. What was only proposed counts only where `after` is what proposes it.
        """
        if before.day is None or after.day is None:
            return self.filter(structure=after)
        between = Structure.objects.dated().filter(dated__gt=before.day, dated__lte=after.day)
        return self.filter(
            Q(structure=after) | Q(structure__in=between.exclude(pk=before.pk).values("pk"), only_proposed=False)
        )

    def concerning(self, units):
        """Those of which one of `units` is an original or a result."""
        return self.filter(
            Exists(_links("originals").filter(organizationalunit__in=units))
            | Exists(_links("results").filter(organizationalunit__in=units))
        )

    def links(self):
        """Rows of (event, unit, whether the unit is a result, whether the event is only proposed), as keys."""
        rows = []
        for field in ("originals", "results"):
            through = getattr(ChangeEvent, field).through.objects.filter(changeevent__in=self.order_by().values("pk"))
            is_result = Value(field == "results", BooleanField())
            rows.append(
                through.annotate(is_result=is_result).values_list(
                    "changeevent", "organizationalunit", "is_result", "changeevent__only_proposed"
                )
            )
        return rows[0].union(rows[1]).order_by("changeevent", "organizationalunit")

    def resting_on(self, instrument):
        """Those that `instrument` is an act of, each with its structure and, as `authority`, what the act did."""
        act = FilteredRelation("change_authorities", condition=Q(change_authorities__instrument=instrument))
        return self.annotate(authority=act).filter(authority__isnull=False).select_related("structure", "authority")

    def chronological(self):
        """By when they had happened, else by the day of the structure they lead to; what has neither comes last."""
        known = Coalesce("latest", *day_columns("structure__"))
        return self.annotate(known=known).order_by(
            F("known").asc(nulls_last=True), F("earliest").asc(nulls_last=True), "slug"
        )

    def latest_happened(self, number, *, by):
        """The last `number` that had happened by that day, the newest first: not what was only proposed."""
        statuses = Structure.Status
        happened = (
            self.chronological()
            .filter(known__lte=by, only_proposed=False)
            .exclude(structure__status__in=[statuses.DRAFT, statuses.PROPOSED, statuses.WITHDRAWN])
        )
        return self.filter(pk__in=happened.reverse().values("pk")[:number]).chronological().reverse()

    def for_listing(self):
        """With structure, units and acts; naming/changes.py names the units."""
        return self.with_acts().select_related("moved_from", "moved_to").prefetch_related("originals", "results")

    def for_lines(self):
        """With what a line says of each and no more, but for its acts, for acts_of()."""
        said = ("kind", "when_words", "earliest", "latest", "description", "basis", "note")
        known = ("slug", "only_proposed", "units_incomplete", "structure", "moved_from", "moved_to")
        return reading(self, *known, *said)

    def with_acts(self):
        """With structure and acts."""
        acts = models.Prefetch("change_authorities", ChangeAuthority.objects.select_related("instrument"))
        return self.select_related("structure").prefetch_related(acts)


def _links(field):
    """The rows that link the event of the query around it to its `field`, "originals" or "results"."""
    return getattr(ChangeEvent, field).through.objects.filter(changeevent=OuterRef("pk"))


class ChangeEvent(Labels, models.Model):
    """One change, as a source or an act states it, or as inferred."""

    class Kind(models.TextChoices):
        CREATED = "created", pgettext_lazy("a change", "created")
        ABOLISHED = "abolished", pgettext_lazy("a change", "abolished")
        RENAMED = "renamed", pgettext_lazy("a change", "renamed")
        MOVED = "moved", pgettext_lazy("a change", "moved")
        MERGED = "merged", pgettext_lazy("a change", "merged")
        SPLIT = "split", pgettext_lazy("a change", "split")
        SECEDED = "seceded", pgettext_lazy("a change", "unit separated")
        REORGANIZED = "reorganized", pgettext_lazy("a change", "complex reorganization")
        FUNCTIONS_TRANSFERRED = "functions_transferred", pgettext_lazy("a change", "functions transferred")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        INFERRED = "inferred", _("inferred")

    slug = texts.SlugField(_("web address ending"), max_length=120, unique=True, help_text=_("Its permanent name."))
    kind = models.CharField(_("kind"), max_length=21, choices=Kind)
    earliest = models.DateField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("The first day it may have happened. Leave blank if not recorded."),
    )
    latest = models.DateField(
        _("not after"),
        null=True,
        blank=True,
        help_text=_("The last day it may have happened. Leave blank if not recorded."),
    )
    when_words = texts.CharField(
        _("date in the source's words"),
        max_length=200,
        blank=True,
        help_text=_("“by July 2013”. Shown instead of the days; leave blank if the days say it all."),
    )
    originals = models.ManyToManyField(
        OrganizationalUnit,
        verbose_name=_("units before"),
        related_name="changes_from",
        blank=True,
        help_text=_(
            "None for a creation; two or more for a merger; for a transfer, those whose functions were transferred."
        ),
    )
    results = models.ManyToManyField(
        OrganizationalUnit,
        verbose_name=_("units after"),
        related_name="changes_to",
        blank=True,
        help_text=_(
            "None for an abolition; two or more for a split; for a transfer, those that received the functions."
        ),
    )
    units_incomplete = models.BooleanField(
        _("not all units are on record"),
        default=False,
        help_text=_("The source mentions more units than it names; the public sees this."),
    )
    authorities = models.ManyToManyField(
        LegalInstrument,
        through="ChangeAuthority",
        verbose_name=_("authorities"),
        related_name="changes",
        blank=True,
    )
    structure = models.ForeignKey(
        Structure,
        models.CASCADE,
        verbose_name=_("edition it leads to"),
        related_name="changes",
        null=True,
        blank=True,
        help_text=_("The first edition that shows it. While that is a draft, only staff see the change."),
    )
    only_proposed = models.BooleanField(
        _("only proposed"), default=False, help_text=_("A proposal says so; no record shows that it happened.")
    )
    moved_from = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("moved from"),
        related_name="moves_from",
        null=True,
        blank=True,
        help_text=_("The unit above it before. Leave blank if not recorded."),
    )
    moved_to = models.ForeignKey(
        OrganizationalUnit,
        models.PROTECT,
        verbose_name=_("moved to"),
        related_name="moves_to",
        null=True,
        blank=True,
        help_text=_("The unit above it afterwards. Leave blank if not recorded."),
    )
    description = texts.TextField(
        _("description"), blank=True, help_text=_("What happened, in a sentence the public reads.")
    )
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.STATED)
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown with the change."))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="changes", blank=True)
    draft = draft_field()

    objects = ChangeEventQuerySet.as_manager()

    class Meta:
        ordering = [*(F(column).asc(nulls_last=True) for column in ("latest", "earliest")), "slug"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(
                name="change_dates_both_or_neither",
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(earliest__isnull=False, latest__isnull=False),
                violation_error_message=_("Give both days or neither: the first and the last it may have happened."),
            ),
            models.CheckConstraint(
                name="change_earliest_before_latest",
                condition=Q(earliest__isnull=True) | Q(earliest__lte=F("latest")),
                violation_error_message=_("The first day it may have happened is after the last."),
            ),
            models.CheckConstraint(
                name="change_only_a_move_leads_somewhere",
                condition=Q(kind="moved") | Q(moved_from__isnull=True, moved_to__isnull=True),
                violation_error_message=_("Only a move leads from one unit to another."),
            ),
            models.CheckConstraint(
                name="change_moves_to_another_unit",
                condition=Q(moved_from__isnull=True) | Q(moved_to__isnull=True) | ~Q(moved_from=F("moved_to")),
                violation_error_message=_("A move leads to another unit."),
            ),
        ]

    def __str__(self):
        return self.description or self.slug

    def get_absolute_url(self):
        """Among the changes of the edition it leads to, else in the list of all."""
        page = self.structure.get_absolute_url() if self.structure else reverse("orgunits:structure_list")
        return f"{page}#{self.slug}"

    def natural_key(self):
        return (self.slug,)

    @property
    def when(self):
        """The date as the source gives it, in the reader's language; empty where none is recorded."""
        return self.when_words or show_span(self.earliest, self.latest)

    @property
    def is_inferred(self):
        return self.basis == self.Basis.INFERRED

    @cached_property
    def original_slugs(self):
        """Asks for nothing after for_listing(); the same for `result_slugs`."""
        return {unit.slug for unit in self.originals.all()}

    @cached_property
    def result_slugs(self):
        return {unit.slug for unit in self.results.all()}

    def check_units(self):
        """Refuses a saved event whose units don't fit its kind: see change_rules."""
        check_change(
            self.kind,
            self.originals.all(),
            self.results.all(),
            incomplete=self.units_incomplete,
            moved_to=self.moved_to,
        )
