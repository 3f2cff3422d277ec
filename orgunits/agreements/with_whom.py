"""With whom an agreement is before its signature, by the names that its proposer knows units by."""

from ..models import Placement, Structure
from ..models.languages import reading


def with_whom(agreement, *, responsible):
    """`turn`, a Turn or None; `unit`, the placement that names the unit it is proposed to; `heirs`, those that name the
    units that have its functions now, where it has ended.
    """
    turn = responsible.turn_of(agreement)
    units = {agreement.unit_id, *(turn.units if turn else ())} - {None}
    rows = Placement.objects.filter(unit__in=units).naming(responsible.structure, among=Structure.objects.public())
    names = {row.unit_id: row for row in reading(rows, "unit", "name")} if units else {}
    heirs = [names[unit] for unit in turn.units if unit != agreement.unit_id] if turn else []
    return {"turn": turn, "unit": names.get(agreement.unit_id), "heirs": heirs}
