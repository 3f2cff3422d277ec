"""For whom the staff made the steps of an agreement: for its unit, or others in the unit's place.

A step keeps who made it, not for whom. Who was an officer then is in the history of the officers; which units they
covered is asked of the structure of the day, and the office and the administrators are those of today.
"""

from collections import defaultdict

from ..compiled import compiled
from ..models import CooperationAgreement, UnitOfficer
from .turns import Desk


def set_desks(steps, agreement, *, responsible):
    """Sets `desk` of each of the steps of an agreement: for whom it was made, None where the proposer made it."""
    staff = {step.by_id for step in steps} - {None}
    terms = _terms(staff) if staff else {}
    responsible.read({unit for each in terms.values() for unit, _since, _till in each})
    for step in steps:
        step.desk = _desk(step, agreement, terms[step.by_id], responsible) if step.by_id else None


def _desk(step, agreement, terms, responsible):
    """`terms` are those of the one who made it as an officer: (unit, since, till), None where that is not known."""
    in_place = responsible.desk_in_place(step.by_id)
    if step.from_stage in CooperationAgreement.WITH_OFFICE:
        return in_place or Desk.OFFICE
    units = {unit for unit, since, till in terms if (not since or since <= step.at) and (not till or step.at < till)}
    covered = any(responsible.covers(unit, agreement.unit_id) for unit in units)
    if covered or (units and in_place is None):
        return Desk.UNIT
    return in_place or Desk.OFFICE


def _terms(users):
    """{user: [(unit, since, till)]}; of those named before there was a history it is not known since when."""
    found, versions = defaultdict(list), defaultdict(list)
    for officer, *version in _history(users):
        versions[officer].append(version)
    for rows in versions.values():
        ends = [at for _user, _unit, _kind, at in rows[1:]]
        for number, (user, unit, kind, at) in enumerate(rows):
            if kind != "-":
                since = None if number == 0 and kind == "~" else at
                found[user].append((unit, since, ends[number] if number < len(ends) else None))
            elif number == 0:
                found[user].append((unit, None, at))
    for officer, user, unit in _officers(users):
        if officer not in versions:
            found[user].append((unit, None, None))
    return found


@compiled
def _history(users):
    versions = UnitOfficer.history.filter(user__in=users).order_by("history_date", "history_id")
    return versions.values_list("id", "user", "unit", "history_type", "history_date")


@compiled
def _officers(users):
    return UnitOfficer.objects.filter(user__in=users).order_by("pk").values_list("pk", "user", "unit")
