"""Placements: where a unit is in one structure, and what it says there. Over 300 lines: one table, its questions.

The tree is written under the lock of tree/trees.py; a write that goes around it is refused here.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey

from . import texts
from .folding import FoldedField
from .kinds import SECRETARIATS, Kind
from .labels import Labels
from .languages import PAGE_LANGUAGES, language_columns
from .named import name_of
from .placement_choice import SpeakingForUnits
from .same_tree import ParentInSameTree
from .sorting import SortKeys
from .sources import Source
from .structure import Structure, is_seen_by_the_public
from .themes import Pillar, Theme
from .tree_guard import GuardedTree, TreeWriteError, open_structures
from .units import OrganizationalUnit
from .visibility import VisibleQuerySet

# So many branches of a structure are offered for choice.
BRANCHES = 200


def has_purpose():
    """Condition: a purpose is recorded with the placement, in some language."""
    return Q(*[(f"{column}__gt", "") for column in language_columns("purpose")], _connector=Q.OR)


class PlacementQuerySet(SpeakingForUnits, GuardedTree, VisibleQuerySet):
    def get_by_natural_key(self, structure, unit):
        return self.get(structure__slug=structure, unit__slug=unit)

    def public(self):
        return self.filter(is_seen_by_the_public("structure__"))

    def of_structure(self, structure):
        """The whole tree in the order of the record, by the index (tree_id, lft)."""
        return self.tree(structure.pk)

    def tree(self, key):
        """The same by the key of the structure."""
        return self.filter(tree_id=key).order_by("lft")

    def secretariats(self):
        return self.filter(kind__in=SECRETARIATS)

    def top_of(self, tree):
        """The unit at the top, those right below it, and the secretariats wherever they stand, of a structure's key."""
        tree = Placement.objects.filter(tree_id=tree).order_by()
        # A union, and not one or the other: each half then goes by the index of the levels.
        keys = tree.filter(level__lte=1).values("pk").union(tree.secretariats().values("pk"))
        return self.filter(pk__in=keys).order_by("lft")

    def with_units_below(self):
        """Those that others are under."""
        return self.filter(rght__gt=F("lft") + 1)

    def branches_of(self, structure, *, asked):
        """The units below the top that have others below them, and the one `asked` for, wherever it stands.

        Of very many the first BRANCHES. `structure` by its key.
        """
        below_the_top = Placement.objects.filter(parent__tree_id=structure, parent__level=0)
        first = below_the_top.with_units_below().order_by("lft")[:BRANCHES].values("pk")
        if asked:
            # A union, and not one or the other: each half then goes by its own index.
            own = Placement.objects.filter(structure=structure, unit__slug=asked).order_by().values("pk")
            first = Placement.objects.filter(pk__in=first).order_by().values("pk").union(own)
        return self.filter(pk__in=first).order_by("lft").select_related("unit")

    def placed_under(self, unit):
        """Those of `unit` and of what is below it, each in its own structure."""
        above = Placement.objects.filter(
            unit=unit, structure=OuterRef("structure"), lft__lte=OuterRef("lft"), rght__gte=OuterRef("rght")
        )
        return self.filter(Exists(above))

    def counted(self):
        """Rows of (level, kind, number), in place of the placements."""
        return self.order_by("level", "kind").values_list("level", "kind").annotate(number=models.Count("pk"))

    def within(self, placement):
        """`placement` and everything below it."""
        return self.between(placement.tree_id, placement.lft, placement.rght)

    def between(self, tree, left, right):
        """The same by the numbers of a placement."""
        return self.filter(tree_id=tree, lft__range=(left, right))

    def above(self, placement):
        """The units above `placement`, from the top down."""
        around = self.filter(tree_id=placement.tree_id, lft__lt=placement.lft, rght__gt=placement.rght)
        return around.order_by("lft")

    def with_purpose(self):
        """Those with a purpose in any language."""
        return self.filter(has_purpose())

    def with_holder_of_purpose(self, structure, day):
        """Adds `holder`: the key of the placement whose purpose is shown, by as_recorded(), else NULL."""
        holder = Placement.objects.filter(unit=OuterRef("unit")).with_purpose().as_recorded(structure, day)
        return self.annotate(holder=Subquery(holder.values("pk")[:1]))

    def with_holder_of_themes(self, structure, day):
        """Adds `holder`: the key of the placement whose themes are shown, by as_recorded(), else NULL."""
        return self.annotate(holder=self._holder_of("placement_themes", structure, day))

    def with_theme(self, theme, structure, day):
        """Placements of units whose themes, by as_recorded(), include `theme`."""
        return self._with_detail("placement_themes", structure, day, theme=theme)

    def with_pillar(self, pillar, structure, day):
        """Placements of units whose pillars, by as_recorded(), include `pillar`."""
        return self._with_detail("placement_pillars", structure, day, pillar=pillar)

    def _with_detail(self, related_name, structure, day, **wanted):
        details = Placement._meta.get_field(related_name).related_model.objects
        return self.annotate(holder=self._holder_of(related_name, structure, day)).filter(
            Exists(details.filter(placement=OuterRef("holder"), **wanted))
        )

    def _holder_of(self, related_name, structure, day):
        details = Placement._meta.get_field(related_name).related_model.objects
        holder = (
            Placement.objects.filter(unit=OuterRef("unit"))
            .filter(Exists(details.filter(placement=OuterRef("pk"))))
            .as_recorded(structure, day)
        )
        return Subquery(holder.values("pk")[:1])


NO_BRANCH = (None, None, None)


def branch_below(placement):
    """What between() takes, where others are below `placement`; else, or without a placement, NO_BRANCH."""
    if placement is None or placement.is_leaf_node():
        return NO_BRANCH
    return placement.tree_id, placement.lft, placement.rght


class Placement(Labels, MPTTModel):
    """Where a unit is in one structure, under which official name, and what is recorded of it there."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        INFERRED = "inferred", _("inferred")
        OBSERVED = "observed", _("observed")
        CARRIED_OVER = "carried_over", _("carried over")

    class Wording(models.TextChoices):
        QUOTED = "quoted", _("quoted")
        PARAPHRASED = "paraphrased", _("paraphrased")

    # The shape of the tree: locked once the structure is adopted.
    SHAPE = ("structure", "unit", "parent", "kind", "name", "acronym")

    # Without an index of its own: the constraints' indexes begin with it, and each index is rewritten by a shift.
    structure = models.ForeignKey(
        Structure, models.CASCADE, verbose_name=_("edition"), related_name="placements", db_index=False
    )
    unit = models.ForeignKey(OrganizationalUnit, models.PROTECT, verbose_name=_("unit"), related_name="placements")
    parent = TreeForeignKey(
        "self", models.RESTRICT, verbose_name=_("under"), related_name="children", null=True, blank=True
    )
    # Declared so that django-mptt doesn't index it alone; always the key of the structure (see trees.py).
    tree_id = models.PositiveBigIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=22, choices=Kind, help_text=_("Shown beside the name."))
    name = texts.CharField(
        _("official name"),
        max_length=300,
        help_text=_("In this edition; the public sees it wherever the unit is shown."),
    )
    acronym = texts.CharField(_("official acronym"), max_length=40, blank=True, help_text=_("In this edition."))
    purpose = texts.TextField(
        _("purpose"), blank=True, help_text=_("Its mission or objective, shown on top of the unit's page.")
    )
    purpose_wording = models.CharField(_("wording of the purpose"), max_length=11, choices=Wording, blank=True)
    purpose_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the purpose"),
        related_name="purpose_of",
        null=True,
        blank=True,
        db_index=False,
    )
    summary = texts.CharField(
        _("what it does, in one sentence"),
        max_length=160,
        blank=True,
        help_text=_(
            "In our own words, and no more than a source states. Shown first on its page and on the home page."
        ),
    )
    summary_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the sentence"),
        related_name="summary_of",
        null=True,
        blank=True,
        db_index=False,
        help_text=_("The text that the sentence sums up."),
    )
    summary_year = models.PositiveSmallIntegerField(
        _("year of that text"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
        help_text=_("Shown with the sentence. Leave blank where the text is undated; the page then says so."),
    )
    functions_complete = models.BooleanField(
        _("list of functions is complete"),
        null=True,
        blank=True,
        help_text=_("No: the source's own list is cut short; the public sees this."),
    )
    functions_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the functions"),
        related_name="functions_of",
        null=True,
        blank=True,
        db_index=False,
    )
    functions_note = texts.CharField(_("note on the functions"), max_length=400, blank=True)
    basis = models.CharField(
        _("basis"),
        max_length=12,
        choices=Basis,
        default=Basis.STATED,
        help_text=_("How its place here is known; the public sees this unless a source states it."),
    )
    sub_units_complete = models.BooleanField(
        _("all its sub-units are on record"),
        default=False,
        help_text=_("Tick if every sub-unit is listed."),
    )
    note = texts.TextField(_("note"), blank=True, help_text=_("Shown on the unit's page, with this edition."))
    themes = models.ManyToManyField(
        Theme, through="PlacementTheme", verbose_name=_("themes"), related_name="placements", blank=True
    )
    pillars = models.ManyToManyField(
        Pillar, through="PlacementPillar", verbose_name=_("pillars"), related_name="placements", blank=True
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="placements", blank=True)
    folded = FoldedField(of=["name", "acronym"])
    sort_key = SortKeys(of=["name"])

    objects = TreeManager.from_queryset(PlacementQuerySet)()

    class MPTTMeta:
        level_attr = "level"

    class Meta:
        ordering = ["tree_id", "lft"]
        verbose_name = _("unit in an edition")
        verbose_name_plural = _("units by edition")
        indexes = [
            models.Index(name="placement_tree_order", fields=["tree_id", "lft"]),
            # For the first levels of a large tree, and for counting kinds without reading the table.
            models.Index(name="placement_levels", fields=["tree_id", "level", "kind"]),
            *(
                models.Index(name=f"placement_by_name_{language}", fields=["tree_id", f"sort_key_{language}", "id"])
                for language in PAGE_LANGUAGES
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="placement_unit_once_in_a_structure",
                fields=["structure", "unit"],
                violation_error_message=_("This unit is already in the edition."),
            ),
            models.UniqueConstraint(
                name="placement_one_root_in_a_structure",
                fields=["structure"],
                condition=Q(parent__isnull=True),
                violation_error_message=_("An edition has one unit at the top; place this one under another."),
            ),
            models.CheckConstraint(
                name="placement_tree_is_structure",
                condition=Q(tree_id=F("structure")),
                violation_error_message=_("A unit belongs to the tree of its own edition."),
            ),
            models.UniqueConstraint(name="placement_key_in_its_tree", fields=["id", "tree_id"]),
            ParentInSameTree(
                name="placement_parent_in_same_tree",
                violation_error_message=_("The unit above must be in the same edition."),
            ),
            models.CheckConstraint(
                name="placement_root_is_level_0",
                condition=Q(parent__isnull=True, level=0) | Q(parent__isnull=False, level__gt=0),
                violation_error_message=_("Only the top unit has no unit above it."),
            ),
            models.CheckConstraint(
                name="placement_not_under_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A unit can't be under itself."),
            ),
            models.CheckConstraint(
                name="placement_left_before_right",
                condition=Q(lft__lt=F("rght")),
                violation_error_message=_("The tree's numbers are out of order."),
            ),
        ]

    def __str__(self):
        return _("%(unit)s in “%(structure)s”") % {"unit": self.name, "structure": name_of(self, "structure")}

    def get_absolute_url(self):
        return f"{self.unit.get_absolute_url()}?structure={self.structure.slug}"

    def natural_key(self):
        return (*self.structure.natural_key(), *self.unit.natural_key())

    natural_key.dependencies = ["orgunits.structure", "orgunits.organizationalunit"]

    def clean(self):
        """What the columns can't say: its parent isn't below it."""
        live = Placement.objects.filter(pk=self.pk).first() if self.parent_id and self.pk else None
        if live is not None and Placement.objects.within(live).filter(pk=self.parent_id).exists():
            raise ValidationError({"parent": _("A unit can't be under itself or under a unit below it.")})

    def save(self, *args, **kwargs):
        self._guard()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._guard()
        return super().delete(*args, **kwargs)

    def _guard(self):
        if self.structure_id not in open_structures.get():
            message = "Placements are written through orgunits.tree.trees only."
            raise TreeWriteError(message)

    @property
    def sub_unit_count(self):
        """How many units are below it, at any depth."""
        return (self.rght - self.lft - 1) // 2
