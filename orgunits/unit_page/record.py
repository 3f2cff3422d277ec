"""What is recorded of one unit, as the page of one moment shows it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..compiled import compiled
from ..models import (
    Discrepancy,
    DiscrepancyClaim,
    OrganizationalUnit,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Structure,
    ThemeContinuation,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)
from ..models.placement_choice import in_turn, latest_first, turn_of
from ..naming.changes import naming_changes
from ..stretches import beginning, is_long
from .changes import ChangesOfUnit, UnitLife
from .hanging import kinds_hanging_on
from .lines import lines_of_life, stays_of_life, with_folds

# What a relation is called on the page of the unit it leads to.
SEEN_FROM_THE_OTHER_END = {
    UnitRelation.Kind.REPORTS_TO: _("units that report to it"),
    UnitRelation.Kind.COORDINATED_BY: _("units it coordinates"),
    UnitRelation.Kind.COORDINATES_WITH: _("coordinates with"),
    UnitRelation.Kind.ADMINISTRATIVELY_UNDER: _("units administratively under it"),
    UnitRelation.Kind.SERVES: _("units that serve it"),
}


@dataclass
class Held:
    """Rows that hang on a placement, and that placement: their `holder`, which may be in another edition."""

    holder: Placement
    rows: list


@dataclass
class RelationGroup:
    """Relations of one kind, seen from the unit, under one quotation of the source."""

    label: str
    text: UnitRelation
    relations: list


@dataclass
class UnitRecord:
    """Everything record_of() found. Lists are empty and holders None where nothing is recorded."""

    unit: OrganizationalUnit
    structure: Structure
    day: date
    # Its placement in the shown structure; None where it doesn't stand there.
    shown: Placement | None
    # The one that names it: `shown`, else the latest public one.
    named: Placement
    # The one its place, sub-units and relations are shown from: `shown`, else the last recorded up to the day.
    place: Placement | None
    # All its placements, oldest first.
    life: list
    # The same as LifeLines.
    lines: list
    # Where its place was carried over: the day of the edition that last had it otherwise.
    last_seen: date | None = None
    purpose: Placement | None = None
    functions: Held | None = None
    themes: Held | None = None
    pillars: Held | None = None
    above: list = field(default_factory=list)
    below: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    aliases: list = field(default_factory=list)
    claims: list = field(default_factory=list)
    changes: UnitLife | None = None
    # The models of which a row names the unit, of those that kinds_hanging_on() asks for.
    kinds: set = field(default_factory=set)

    @property
    def seen(self):
        """Its life without what was only proposed or drafted."""
        return [row for row in self.life if row.structure.status in Structure.SEEN]

    @property
    def last_before(self):
        """Where it is not in the shown structure: where it was last seen up to the day."""
        return self.place if self.place in self.seen else None

    @property
    def first_after(self):
        """The first placement later than the day."""
        return next((row for row in self.seen if row.structure.day > self.day), None)

    @property
    def shown_lines(self):
        """Those near the shown structure, and LifeFolds."""
        return with_folds(self.lines, self.shown)

    @property
    def has_long_life(self):
        return is_long(self.life)

    @cached_property
    def stays(self):
        """Under which units it stood or was to stand, in the order of time, as Stays and StayFolds."""
        return stays_of_life(self.life, self.shown)

    @property
    def former_names_shown(self):
        """The latest of them, where they are many."""
        return beginning(self.former_names)

    @property
    def former_names_left(self):
        """How many more there are."""
        return len(self.former_names) - len(self.former_names_shown)

    @cached_property
    def former_names(self):
        """The earlier placements that name it otherwise in the reader's language, one a name, the latest first."""
        names, rows = {self.named.name}, []
        for row in reversed(self.seen):
            if row.name not in names and self.named.structure.day and row.structure.day < self.named.structure.day:
                names.add(row.name)
                rows.append(row)
        return rows

    @property
    def missing(self):
        """What no edition records of it, up to the day."""
        parts = {
            _("purpose"): self.purpose,
            _("functions"): self.functions,
            _("themes"): self.themes,
            _("pillars"): self.pillars,
        }
        return [label for label, recorded in parts.items() if not recorded]

    @property
    def edge(self):
        """The first pillar it is aligned with, as the row that says so."""
        rows = self.pillars.rows if self.pillars else []
        return next((row for row in rows if row.role == PlacementPillar.Role.ALIGNED), None)


def record_of(slug, *, structure, day, user, editions):
    """The UnitRecord of the unit `slug` at `day` in `structure`, from what `user` may see; without sources.

    `editions` are all that `user` may see. Raises OrganizationalUnit.DoesNotExist where none of them has the unit.
    """
    rows = _life(slug, editions)
    if not rows:
        raise OrganizationalUnit.DoesNotExist
    unit = rows[0].unit
    shown = next((row for row in rows if row.structure_id == structure.pk), None)
    named = shown or next((row for row in rows if row.structure.is_public), rows[0])
    life = _chronological(rows)
    lines = lines_of_life(life, editions)
    record = UnitRecord(unit, structure, day, shown, named, place=None, life=life, lines=lines)
    record.kinds = kinds_hanging_on(unit)
    for row in rows:
        row.turn = turn_of(row.structure, structure, day)
    _add_content(record, in_turn(rows))
    _add_neighbours_and_changes(record, ChangesOfUnit(unit, structure=structure, editions=editions, user=user))
    if UnitAlias in record.kinds:
        record.aliases = _aliases(unit)
    if Discrepancy in record.kinds:
        record.claims = _claims(unit, to_staff=user.is_staff)
    return record


@compiled
def _aliases(unit):
    return UnitAlias.objects.filter(unit=unit).select_related("source")


@compiled
def _claims(unit, *, to_staff):
    return DiscrepancyClaim.objects.visible(to_staff=to_staff).filter(discrepancy__units=unit).for_listing()


def _life(slug, editions):
    """Its placements in `editions`, the latest first, each with its structure and what hangs on it."""
    known = {edition.pk: edition for edition in editions}
    rows = [row for row in _placements(slug) if row.structure_id in known]
    for row in rows:
        row.structure = known[row.structure_id]
    return latest_first(rows)


@compiled
def _placements(slug):
    of_placement = {"placement": OuterRef("pk")}
    return (
        Placement.objects.filter(unit__slug=slug)
        .annotate(
            has_functions=Exists(UnitFunction.objects.filter(**of_placement)),
            has_themes=Exists(PlacementTheme.objects.filter(**of_placement)),
            has_pillars=Exists(PlacementPillar.objects.filter(**of_placement)),
        )
        .select_related("unit", "parent__unit", "purpose_source", "functions_source")
        .order_by()
    )


def _chronological(rows):
    """Placements that are the latest first, oldest first; those without a day last."""
    dated = [row for row in reversed(rows) if row.structure.day]
    return dated + [row for row in reversed(rows) if not row.structure.day]


def _add_content(record, asked):
    """Purpose, functions, themes and pillars, each from the first of `asked`, placements, that records it."""
    record.place = asked[0] if asked else None
    record.purpose = next((placement for placement in asked if placement.purpose), None)

    def held(flag, rows_of):
        holder = next((placement for placement in asked if getattr(placement, flag)), None)
        return Held(holder, rows_of(holder)) if holder else None

    record.functions = held("has_functions", _functions)
    record.themes = held("has_themes", _themes)
    if record.themes:
        _add_continuations(record.themes.rows)
    record.pillars = held("has_pillars", _pillars)


@compiled
def _functions(placement):
    return UnitFunction.objects.filter(placement=placement).order_by("position")


@compiled
def _themes(placement):
    themes = PlacementTheme.objects.filter(placement=placement).select_related("theme").order_by("position", "theme")
    return themes.annotate(goes_on=ThemeContinuation.objects.about("theme"))


@compiled
def _pillars(placement):
    pillars = PlacementPillar.objects.filter(placement=placement)
    return pillars.select_related("pillar").order_by("role", "pillar__position")


@compiled
def _continuations(themes):
    return ThemeContinuation.objects.of_themes(themes).public()


def _add_continuations(rows):
    """Sets of each theme `continues` and `continued_in`, ThemeContinuations from the earlier and to the later ones."""
    themes = [row.theme_id for row in rows if row.goes_on]
    found = _continuations(themes) if themes else []
    for row in rows:
        row.continues = [each for each in found if each.later_id == row.theme_id]
        row.continued_in = [each for each in found if each.earlier_id == row.theme_id]


def _add_neighbours_and_changes(record, changes):
    """The units above and below its place, those it is related to, and those of its changes."""
    place, names = record.place, changes.names
    if place is None:
        record.changes = changes.life(names.rows())
        return
    if place.basis == Placement.Basis.CARRIED_OVER:
        record.last_seen = _last_seen(record)
    relations = _relations(record.unit, place.structure_id) if UnitRelation in record.kinds else []
    others = {_other_end(relation, record.unit) for relation in relations} - {None}
    around = (place.tree_id, place.lft, place.rght, place.pk, others)
    if names.units:
        rows = _neighbours_and_named(*around, *names.wanted, to_staff=names.to_staff)
    else:
        rows = _neighbours(*around)
    record.changes = changes.life(rows)
    around = [row for row in rows if row.tree_id == place.tree_id]
    record.above = [row for row in around if row.lft < place.lft and row.rght > place.rght]
    record.below = [row for row in around if row.parent_id == place.pk]
    record.relations = _grouped(relations, record.unit, {row.unit_id: row for row in around})


@compiled
def _relations(unit, structure):
    relations = UnitRelation.objects.filter(Q(unit=unit) | Q(to_unit=unit), structure=structure)
    return relations.select_related("to_body").order_by("kind", "pk")


def _around(tree, left, right, key, others):
    """The placements above and below one in its tree, and those of the units `others` there."""
    above, below = Q(lft__lt=left, rght__gt=right), Q(parent=key)
    return Placement.objects.filter(above | below | Q(unit__in=others), tree_id=tree)


@compiled
def _neighbours(*place):
    return _around(*place).order_by("lft").select_related("unit")


@compiled
def _neighbours_and_named(tree, left, right, key, others, *wanted, to_staff):
    """With the placements that name the units of changes."""
    around = Q(pk__in=_around(tree, left, right, key, others).order_by().values("pk"))
    found = Placement.objects.filter(around | naming_changes(*wanted, to_staff=to_staff))
    return found.order_by("lft").select_related("unit")


def _last_seen(record):
    """The day of the latest edition up to its place that had the unit otherwise than by carrying it over."""
    until = record.place.structure.day
    seen = (row for row in record.seen if row.basis != Placement.Basis.CARRIED_OVER)
    days = [row.structure.day for row in seen if until is None or row.structure.day <= until]
    return max(days, default=None)


def _other_end(relation, unit):
    return relation.to_unit_id if relation.unit_id == unit.pk else relation.unit_id


def _grouped(relations, unit, names):
    """Relations with their `other` end (a Placement; None for a body), by kind and by the source's words."""
    groups = {}
    for relation in relations:
        relation.other = names.get(_other_end(relation, unit))
        kind = UnitRelation.Kind(relation.kind)
        label = kind.label if relation.unit_id == unit.pk else SEEN_FROM_THE_OTHER_END[kind]
        groups.setdefault((label, relation.text), RelationGroup(label, relation, [])).relations.append(relation)
    return list(groups.values())
