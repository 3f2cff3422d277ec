"""What the finder asks the record, by keys of units and beginnings of words, in a structure (or None) and on a day."""

from django.db.models import Exists, OuterRef, Q

from ..compiled import compiled
from ..models import OrganizationalUnit, Placement, PlacementTheme, Structure, UnitAlias, UnitFunction
from ..models.structure import is_seen_by_the_public
from .units import concerned_with, holding_any

# So many units are looked at closely.
MOST = 300
# What a reason says of the edition that records it.
OF_AN_EDITION = [f"structure__{name}" for name in ("status", "effective_from", "as_of")]
OF_A_PLACEMENT = ["placement__unit", "placement__structure", *(f"placement__{name}" for name in OF_AN_EDITION)]


@compiled
def keys_of_units(theme, *roots, to_staff):
    """Units that hold one of the words or the theme; of too many, those that hold the most words."""
    structures = Structure.objects.visible(to_staff=to_staff)
    asked = holding_any(roots, structures=structures)
    if theme is not None:
        held = PlacementTheme.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
        asked |= Exists(held.filter(theme=theme))
    units = OrganizationalUnit.objects.filter(asked)
    if len(roots) > 1 or theme is not None:
        units = concerned_with(units, roots, structures=structures).order_by("-words_held", "pk")
    else:
        units = units.order_by("pk")
    return units.values_list("pk", flat=True)[:MOST]


@compiled
def named(units, structure, day, *beginnings, to_staff):
    """Placements that name them, those that call them by the words, and those with the latest purpose."""
    seen = Structure.objects.visible(to_staff=to_staff)
    asked = Placement.objects.names_of(_units(units), structure, seen)
    if beginnings:
        every = Placement.objects.filter(unit__in=units, structure__in=seen)
        called = every.filter(_may_hold(beginnings, "folded")).order_by().values("pk")
        asked = asked.union(called, _latest(Placement.objects.with_purpose(), units, structure, day))
    rows = Placement.objects.filter(pk__in=asked).with_turn(structure, day).select_related("structure")
    rows = rows.only("name", "acronym", "purpose", "unit", "structure", "lft", "level", *OF_AN_EDITION)
    return rows.latest_first()


@compiled
def aliases(units, *beginnings):
    aliases = UnitAlias.objects.filter(_may_hold(beginnings, "folded"), unit__in=units).order_by("kind", "text")
    return aliases.only("unit", "text", "language")


@compiled
def themes(units, structure, day, theme, *beginnings):
    asked = _may_hold(beginnings, "theme__folded")
    is_latest = Q(placement__in=_holding(PlacementTheme, units, structure, day))
    rows = _held(PlacementTheme, units, structure, "inferred", "theme__name")
    rows = rows.filter(asked if theme is None else asked | Q(theme=theme))
    return rows.annotate(is_latest=is_latest).select_related("theme")


@compiled
def functions(units, structure, day, *, replaced_too=False):
    latest = Q(placement__in=_holding(UnitFunction, units, structure, day))
    rows = _held(UnitFunction, units, structure, "title", "text")
    return rows.annotate(is_latest=latest) if replaced_too else rows.filter(latest)


@compiled
def purposes(units, structure, day, *, to_staff):
    seen = Structure.objects.visible(to_staff=to_staff)
    purposes = Placement.objects.filter(unit__in=units, structure__in=seen).with_purpose()
    is_latest = Q(pk__in=_latest(Placement.objects.with_purpose(), units, structure, day))
    of_a_row = ("purpose", "unit", "structure", *OF_AN_EDITION)
    return purposes.annotate(is_latest=is_latest).select_related("structure").only(*of_a_row).latest_first()


def _held(model, units, structure, *columns):
    """The rows of the units that the reader may see, with their editions."""
    seen = is_seen_by_the_public("placement__structure__")
    if structure is not None:
        seen |= Q(placement__structure=structure)
    rows = model.objects.filter(seen, placement__unit__in=units).select_related("placement__structure")
    rows = rows.only(*columns, *OF_A_PLACEMENT)
    return rows.order_by("-placement__structure__effective_from", "placement", "pk")


def _holding(model, units, structure, day):
    """The keys of the placements whose rows the pages of the units show."""
    holding = Placement.objects.filter(Exists(model.objects.filter(placement=OuterRef("pk"))))
    return _latest(holding, units, structure, day)


def _latest(placements, units, structure, day):
    """The keys of those of `placements` that are asked first, one a unit, by as_recorded()."""
    of_unit = placements.filter(unit=OuterRef("pk")).as_recorded(structure, day)
    return Placement.objects.first_of_each(_units(units), of_unit)


def _units(keys):
    return OrganizationalUnit.objects.filter(pk__in=keys)


def _may_hold(beginnings, column):
    """Condition: one of `beginnings` is in a folded `column`; all rows with a word like those asked for meet it."""
    return Q(*((f"{column}__contains", each) for each in beginnings), _connector=Q.OR) if beginnings else Q(pk__in=[])
