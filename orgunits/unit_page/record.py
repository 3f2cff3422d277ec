"""What is recorded of one unit, as the page of one moment shows it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef

from ..compiled import compiled, parts_together, rows_of
from ..models import (
    OrganizationalUnit,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Structure,
    UnitFunction,
)
from ..models.languages import reading
from ..models.placement_choice import in_turn, latest_first, naming_among, precedence_of
from ..pillars import first_aligned
from ..sightings import carried_over_words
from ..stretches import beginning, is_long
from .changes import UnitLife
from .contact import CONTACT
from .hanging import kinds_hanging_on
from .lines import lines_of_life, stays_of_life, with_folds


@dataclass
class Held:
    """Rows that hang on a placement, and that placement: their `holder`, which may be in another edition."""

    holder: Placement
    rows: list = field(default_factory=list)
    # Whether each of them is inferred, as is said once of all.
    is_inferred: bool = False


@dataclass
class UnitRecord:
    """What is recorded, from life_of() on. Lists are empty and holders None where nothing is recorded."""

    unit: OrganizationalUnit
    structure: Structure
    day: date
    # Its placement in the shown structure; None where it doesn't stand there.
    shown: Placement | None
    # The one that names it: `shown`, else the last recorded up to the day, else the first after it.
    named: Placement
    # The one its place, sub-units and relations are shown from: `shown`, else the last recorded up to the day.
    place: Placement | None
    # All its placements, oldest first.
    life: list
    # The same as LifeLines.
    lines: list
    # Where its place was carried over: the day of the last dated record that names it.
    last_seen: date | None = None
    # The one whose `summary`, else whose `purpose` says what it does.
    does: Placement | None = None
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
    def carried_over(self):
        """What is said of its place where that was carried over, and it was last seen on a day that is known."""
        return carried_over_words(self.last_seen, self.structure.day) if self.last_seen else ""

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
    def is_named_later(self):
        """Where it is not in the shown structure: whether a source named it since it last was in one, up to the day."""
        if self.shown or self.unit.named_on is None or self.unit.named_on > self.day:
            return False
        return self.last_before is None or self.unit.named_on > self.last_before.structure.day

    @property
    def is_absence_explained(self):
        """Where it is not in the shown structure: whether a recorded change says that it had ended, or came later."""
        if self.first_after is None:
            return bool(self.changes.end)
        return self.last_before is None and bool(self.changes.beginning)

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
    def edge(self):
        """The pillar that marks it, an Aligned, or None: see pillars.py."""
        held = self.pillars
        return first_aligned(held.rows, elsewhere=held.holder.structure != self.structure) if held else None


def life_of(slug, *, structure, day, editions):
    """The UnitRecord of the unit `slug` at `day` in `structure` with its life, and what kinds of record name it.

    `editions` are all that the reader may see. Raises OrganizationalUnit.DoesNotExist where none of them has the unit.
    """
    known = {edition.pk: edition for edition in editions}
    life = rows_of(_placements.of(slug))
    found = parts_together(life=life, kinds=kinds_hanging_on(slug))
    rows = [row for row in found["life"] if row.structure_id in known]
    if not rows:
        raise OrganizationalUnit.DoesNotExist
    for row in rows:
        row.structure = known[row.structure_id]
        row.turn = precedence_of(row.structure, structure, day)
    rows = latest_first(rows)
    shown = next((row for row in rows if row.structure_id == structure.pk), None)
    named = shown or naming_among(rows)
    asked, life = in_turn(rows), _chronological(rows)
    record = UnitRecord(
        rows[0].unit,
        structure,
        day,
        shown,
        named,
        place=asked[0] if asked else None,
        life=life,
        lines=lines_of_life(life, editions),
        kinds=found["kinds"],
    )
    record.does = next((placement for placement in asked if placement.summary or placement.purpose), None)
    record.purpose = next((placement for placement in asked if placement.purpose), None)
    record.functions, record.themes, record.pillars = (
        Held(holder) if (holder := next((row for row in asked if getattr(row, flag)), None)) else None
        for flag in ("has_functions", "has_themes", "has_pillars")
    )
    return record


@compiled
def _placements(slug):
    of_placement = {"placement": OuterRef("pk")}
    rows = (
        Placement.objects.filter(unit__slug=slug)
        .annotate(
            has_functions=Exists(UnitFunction.objects.filter(**of_placement)),
            has_themes=Exists(PlacementTheme.objects.filter(**of_placement)),
            has_pillars=Exists(PlacementPillar.objects.filter(**of_placement)),
        )
        .select_related("unit", "parent__unit")
        .order_by()
    )
    tree = ("structure", "parent", "tree_id", "lft", "rght", "level", "kind", "basis", "sub_units_complete")
    said = ("name", "acronym", "note", "summary", "purpose", "purpose_wording", "functions_note", "functions_complete")
    unit = (f"unit__{name}" for name in ("slug", *CONTACT, "named_on", "named_on_precision", "named_in"))
    above = ("parent__name", "parent__unit__slug")
    return reading(
        rows, *tree, *said, "purpose_source", "functions_source", "summary_source", "summary_year", *unit, *above
    )


def _chronological(rows):
    """Placements that are the latest first, oldest first; those without a day last."""
    dated = [row for row in reversed(rows) if row.structure.day]
    return dated + [row for row in reversed(rows) if not row.structure.day]
