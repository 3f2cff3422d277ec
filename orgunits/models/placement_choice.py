"""Which of its placements speaks for a unit: the one in the shown structure, else one in another edition."""

from django.db.models import Case, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from mptt.querysets import TreeQuerySet

from .structure import Structure, day_of, is_seen_by_the_public
from .units import OrganizationalUnit


class SpeakingForUnits(TreeQuerySet):
    """The part of PlacementQuerySet that looks through the editions."""

    def last_seen_before(self, structure, day):
        """Rows of (unit, day) for the units carried over into `structure`, when an edition last had them otherwise.

        `day` is that of the structure, None where it has none. What was only proposed was not seen.
        """
        carried = self.model.objects.filter(structure=structure, basis=self.model.Basis.CARRIED_OVER)
        seen = (
            self.filter(unit__in=carried.values("unit"))
            .filter(structure__status__in=[Structure.Status.ADOPTED, Structure.Status.OBSERVED])
            .exclude(basis=self.model.Basis.CARRIED_OVER)
            .annotate(dated=day_of("structure__"))
        )
        if day is not None:
            seen = seen.filter(dated__lte=day)
        return seen.order_by("unit").values_list("unit").annotate(day=Max("dated"))

    def latest_first(self):
        """By the day of their structures, the latest first, those without a day last; then in the order of the tree."""
        return self.order_by(day_of("structure__").desc(nulls_last=True), "-structure_id", "lft")

    def naming(self, structure, *, among, units=None):
        """One placement a unit: the one in `structure`, else the latest in one of `among` (structures).

        `structure` may be None. Every page takes the names of units from it; `units` saves looking for all of them.
        """
        return self.filter(pk__in=self.names_of(units, structure, among))

    def last_places(self, units, structure, day):
        """One placement a unit: where it stands or last stood, by as_recorded(); none where only later ones have it."""
        return self.filter(pk__in=self._places_of(units, structure, day))

    def naming_and_last_places(self, units, day, *, among):
        """Those of naming() and of last_places(), of units that no structure is shown of."""
        # A union, and not one or the other: each half then goes by its own index.
        return self.filter(pk__in=self.names_of(units, None, among).union(self._places_of(units, None, day)))

    def names_of(self, units, structure, among):
        """The keys of those of naming()."""
        placements = self.model.objects.filter(unit=OuterRef("pk"), structure__in=among)
        order = [day_of("structure__").desc(nulls_last=True), "-structure_id"]
        if structure is not None:
            shown = When(structure=structure, then=Value(0))
            order.insert(0, Case(shown, default=Value(1), output_field=IntegerField()))
        return self.first_of_each(units, placements.order_by(*order))

    def _places_of(self, units, structure, day):
        return self.first_of_each(units, self.model.objects.filter(unit=OuterRef("pk")).as_recorded(structure, day))

    def first_of_each(self, units, placements):
        """The keys of the first of `placements` of each unit, asked for once a unit and not once a placement."""
        units = OrganizationalUnit.objects.all() if units is None else units
        return units.order_by().annotate(first=Subquery(placements.values("pk")[:1])).values("first")

    def as_recorded(self, structure, day):
        """The order in which placements of one unit are asked for what `structure` doesn't record of it.

        First the one in `structure`, then the public editions not later than `day`, the latest first, then
        proposals not later than `day`. Others are left out.
        """
        not_later = Q(dated__lte=day) & is_seen_by_the_public("structure__")
        asked = self.with_turn(structure, day).filter(
            not_later if structure is None else not_later | Q(structure=structure)
        )
        return asked.order_by("turn", "-dated", "-structure_id")

    def with_turn(self, structure, day):
        """Adds `turn`, the lowest of which as_recorded() asks first, NULL for those it leaves out, and `dated`."""
        return self.annotate(dated=day_of("structure__")).annotate(turn=turn_of(structure, day, "structure__"))


def turn_of(structure, day, path):
    """Expression: the turn of with_turn(), for rows with `dated`; `path` leads to their edition."""
    lines = [
        When(**{"dated__lte": day, f"{path}status__in": Structure.SEEN}, then=Value(1)),
        # Of the others that the public may see each was proposed.
        When(Q(dated__lte=day) & is_seen_by_the_public(path), then=Value(2)),
    ]
    if structure is not None:
        lines.insert(0, When(**{path.removesuffix("__"): structure}, then=Value(0)))
    return Case(*lines, output_field=IntegerField())


def in_turn(rows):
    """Rows at hand that have their `turn`, the latest first, in the order of as_recorded(), which names the rule."""
    return sorted((row for row in rows if row.turn is not None), key=lambda row: row.turn)


def precedence_of(edition, structure, day):
    """The rule of with_turn() for an edition at hand."""
    if edition == structure:
        return 0
    if not edition.is_public or edition.day is None or edition.day > day:
        return None
    return 2 if edition.status in (Structure.Status.PROPOSED, Structure.Status.WITHDRAWN) else 1


def latest_first(rows):
    """Placements at hand with their structures, in the order of SpeakingForUnits.latest_first()."""
    days = {row: row.structure.day.toordinal() if row.structure.day else 0 for row in rows}
    return sorted(rows, key=lambda row: (-days[row], -row.structure_id, row.lft))
