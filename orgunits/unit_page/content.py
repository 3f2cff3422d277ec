"""What hangs on a unit and on its placements: functions, themes, pillars, relations, names, disagreements."""

from functools import partial

from django.db.models import Exists, OuterRef, Value

from ..compiled import Part, compiled, rows_of
from ..models import (
    ChangeEvent,
    Discrepancy,
    DiscrepancyClaim,
    PlacementPillar,
    PlacementTheme,
    ThemeContinuation,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)
from ..models.languages import reading
from .heirs import recorded_links
from .neighbours import relations_in


def content_of(record, *, user):
    """Parts: what hangs on the unit and on the placements that hold it, from what `user` may see; for take()."""
    unit, place, kinds = record.unit, record.place, record.kinds
    held = {"functions": _functions, "themes": _themes, "pillars": _pillars}
    questions = {name: rows.of(holder.holder) for name, rows in held.items() if (holder := getattr(record, name))}
    if place and UnitRelation in kinds:
        questions["relations"] = relations_in.of(unit, place.structure_id)
    if UnitAlias in kinds:
        questions["aliases"] = _aliases.of(unit)
    if Discrepancy in kinds:
        parent = record.shown and record.shown.parent and record.shown.parent.unit_id
        questions["claims"] = _claims.of(unit, parent, to_staff=user.is_staff)
    parts = {name: rows_of(question) for name, question in questions.items()}
    return parts | ({"links": recorded_links(user)} if ChangeEvent in kinds else {})


@compiled
def _functions(placement):
    return reading(UnitFunction.objects.filter(placement=placement).order_by("position"), "title", "text")


@compiled
def _themes(placement):
    rows = PlacementTheme.objects.filter(placement=placement).select_related("theme").order_by("position", "theme")
    rows = rows.annotate(goes_on=ThemeContinuation.objects.about("theme"))
    return reading(rows, "inferred", "words", "note", "theme__slug", "theme__name")


@compiled
def _pillars(placement):
    rows = PlacementPillar.objects.filter(placement=placement).select_related("pillar")
    return reading(rows.order_by("role", "pillar__position"), "role", "basis", "note", "pillar__slug", "pillar__name")


@compiled
def _aliases(unit):
    return reading(UnitAlias.objects.filter(unit=unit), "text", "language", "source")


@compiled
def _claims(unit, parent, *, to_staff):
    """Each with `names_parent`: whether what it is about names the unit above, too."""
    above = Discrepancy.units.through.objects.filter(discrepancy=OuterRef("discrepancy"), organizationalunit=parent)
    rows = DiscrepancyClaim.objects.visible(to_staff=to_staff).filter(discrepancy__units=unit)
    rows = rows.select_related("discrepancy").order_by("discrepancy__slug", "position")
    rows = rows.annotate(names_parent=Value(False) if parent is None else Exists(above))
    of_a_discrepancy = (f"discrepancy__{name}" for name in ("topic", "reading", "about", "draft"))
    return reading(rows, "text", "source", *of_a_discrepancy)


def take(record, found):
    """Gives the record what content_of() found."""
    for name in ("functions", "themes", "pillars"):
        if held := getattr(record, name):
            held.rows = found[name]
    for held, is_inferred in ((record.themes, "inferred"), (record.pillars, "is_inferred")):
        if held:
            held.is_inferred = all(getattr(row, is_inferred) for row in held.rows)
    record.aliases, record.claims = found.get("aliases", []), found.get("claims", [])


def continuations_of(record):
    """A Part that sets of each theme `continues` and `continued_in`, from the earlier and to the later ones."""
    rows = record.themes.rows if record.themes else []
    themes = [row.theme_id for row in rows if row.goes_on]
    return Part(partial(_set_continuations, rows), found=_continuations.of(themes) if themes else None)


@compiled
def _continuations(themes):
    rows = ThemeContinuation.objects.of_themes(themes).public()
    names = ("earlier__slug", "earlier__name", "later__slug", "later__name")
    return reading(rows, "earlier", "later", "basis", *names)


def _set_continuations(rows, found):
    for row in rows:
        row.continues = [each for each in found if each.later_id == row.theme_id]
        row.continued_in = [each for each in found if each.earlier_id == row.theme_id]
