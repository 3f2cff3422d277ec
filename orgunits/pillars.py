"""Which pillar a unit is aligned with, and how pages mark it: one rule for units, lists, trees and charts.

What the shown edition records counts, else what `as_recorded()` asks next; of several pillars the first by position. A
unit that only contributes to pillars has no mark.
"""

from dataclasses import dataclass

from django.db.models import F

from .compiled import compiled
from .models import Pillar, PlacementPillar
from .models.languages import reading
from .models.placement_choice import turn_of
from .models.structure import day_of

OF_A_PILLAR = ("slug", "name", "position")


@dataclass(frozen=True)
class Aligned:
    """A pillar and whether no source states of the shown edition that the unit is aligned with it."""

    pillar: Pillar
    is_inferred: bool

    @property
    def css_class(self):
        return class_of(self.pillar)


def class_of(pillar):
    """The CSS class that gives the colour."""
    return f"pillar-{pillar.slug}"


def first_aligned(rows, *, elsewhere=False):
    """The Aligned of what one edition records of a unit, rows by position; None for none.

    `elsewhere`: that isn't the shown edition.
    """
    first = next((row for row in rows if row.role == PlacementPillar.Role.ALIGNED), None)
    return first and Aligned(first.pillar, elsewhere or first.is_inferred)


@compiled
def pillar_rows(units, structure, day):
    """What editions record of these keys of units, the one to ask first in front."""
    own = "placement__structure__"
    rows = PlacementPillar.objects.filter(placement__unit__in=units).select_related("pillar")
    rows = rows.annotate(unit=F("placement__unit"), edition=F("placement__structure"), dated=day_of(own))
    rows = rows.annotate(turn=turn_of(structure, day, own)).filter(turn__isnull=False)
    rows = rows.order_by("turn", "-dated", "-edition", "pillar__position")
    return reading(rows, "placement", "role", "basis", *(f"pillar__{name}" for name in OF_A_PILLAR))


@compiled
def all_pillars():
    """For the legend."""
    return reading(Pillar.objects.order_by("position"), *OF_A_PILLAR)


def pillars_of(aligned, pillars):
    """Those of `pillars` that a unit of {unit: Aligned} has: what a legend explains."""
    found = {each.pillar.pk for each in aligned.values()}
    return [pillar for pillar in pillars if pillar.pk in found]


def aligned_units(rows):
    """{unit: Aligned} of pillar_rows()."""
    holders, recorded = {}, {}
    for row in rows:
        if holders.setdefault(row.unit, row.placement_id) == row.placement_id:
            recorded.setdefault(row.unit, []).append(row)
    found = {unit: first_aligned(rows, elsewhere=rows[0].turn > 0) for unit, rows in recorded.items()}
    return {unit: aligned for unit, aligned in found.items() if aligned}
