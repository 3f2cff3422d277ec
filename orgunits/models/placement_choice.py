"""Which of its placements speaks for a unit: the one in the shown structure, else one in another edition."""

from django.db.models import Case, DateField, F, IntegerField, Max, OuterRef, Q, Subquery, Value, When
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

    def naming(self, structure, *, among, units=None, day=None):
        """One placement a unit: the one in `structure`, else the latest in one of `among` (structures).

        With a `day`: the latest up to it, else the first after it, as names_of() orders them. `structure` may be None.
        Every page takes the names of units from it; `units` saves looking for all of them.
        """
        return self.filter(pk__in=self.names_of(units, structure, among, day))

    def last_places(self, units, structure, day):
        """One placement a unit: where it stands or last stood, by as_recorded(); none where only later ones have it."""
        return self.filter(pk__in=self._places_of(units, structure, day))

    def names_of(self, units, structure, among, day=None):
        """The keys of those of naming()."""
        placements = self.model.objects.filter(unit=OuterRef("pk"), structure__in=among)
        dated = day_of("structure__")
        order = [dated.desc(nulls_last=True), "-structure_id"]
        if day is not None:
            placements = placements.annotate(dated=dated)
            up_to_the_day = Case(When(dated__lte=day, then=F("dated")), output_field=DateField())
            order = [turn_to_name(day), up_to_the_day.desc(nulls_last=True), "dated", "-structure_id"]
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


# The turns of what names a unit that nothing records up to a day: the first seen after it, else proposed, else drafted.
SEEN_LATER, PROPOSED_LATER, DRAFTED = 3, 4, 5


def turn_to_name(day):
    """Expression: the turn of a placement with `dated` to name its unit where the shown structure doesn't have it."""
    is_seen, is_draft = Q(structure__status__in=Structure.SEEN), Q(structure__status=Structure.Status.DRAFT)
    lines = [
        When(Q(dated__lte=day) & is_seen, then=Value(1)),
        When(Q(dated__lte=day) & is_seen_by_the_public("structure__"), then=Value(2)),
        When(is_seen, then=Value(SEEN_LATER)),
        When(is_draft, then=Value(DRAFTED)),
    ]
    return Case(*lines, default=Value(PROPOSED_LATER), output_field=IntegerField())


def naming_among(rows):
    """The one that names their unit, of its placements at hand, the latest first, each with its `turn`."""
    return next(iter(in_turn(rows)), None) or min(rows, key=_turn_after)


def _turn_after(row):
    status, day = row.structure.status, row.structure.day
    later = {Structure.Status.DRAFT: DRAFTED}.get(status, PROPOSED_LATER)
    return SEEN_LATER if status in Structure.SEEN else later, day is None, day.toordinal() if day else 0


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
