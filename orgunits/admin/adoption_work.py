"""Open work of the units that a draft ends, item by item, as the check before adoption lists it and has it decided."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgunits.adoption.open_work import MAY_END, Kind
from orgunits.agreements.responsible import Responsible
from orgunits.models import (
    AgreementOnItsWay,
    CooperationAgreement,
    CountryOffice,
    Mandate,
    Placement,
    UnitOfficer,
)

from .records import admin_url

SHOWN_AT_MOST = 200  # items; what is undecided comes first
OFFERED_AT_MOST = 300  # units; of a larger structure those that the recorded changes name
ENDS = "end"  # in the place of a unit's key
PREFIX = "to-"


@dataclass
class WorkRow:
    """One item as a line: what it is, of which unit, and where it goes, in words or as a choice."""

    item: object
    label: str
    url: str
    unit: str
    to: str  # in words; "" while it is undecided
    name: str = ""  # of its choice in the form; "" where there is nothing to choose
    options: tuple = ()  # (value, words, whether chosen)


def work_of(checked):
    """{"work": WorkRows, "more_work": how many more, "passing": sentences on who has the turn of what stays}."""
    items = sorted(checked.open_work, key=lambda item: not item.is_undecided)
    shown = items[:SHOWN_AT_MOST]
    names = _names({item.unit for item in shown}, checked.before) if shown else {}
    offered = _offered(checked.structure, {heir for item in shown for heir in item.heirs}) if shown else {}
    rows = [_row(item, names, offered) for item in shown]
    return {"work": rows, "more_work": len(items) - len(shown), "passing": _passing(checked)}


def choices_in(data):
    """{key of the item: key of a unit, or None where it ends with its unit}; left open is what nobody chose."""
    choices = {}
    for name, value in data.items():
        if name.startswith(PREFIX) and (value == ENDS or value.isdecimal()):
            choices[name.removeprefix(PREFIX)] = None if value == ENDS else int(value[:18])
    return choices


def _names(units, structure):
    return {row.unit_id: row.name for row in Placement.objects.filter(structure=structure, unit__in=units)}


def _offered(structure, heirs):
    """{unit: name} of the structure, in the order of its tree."""
    rows = Placement.objects.of_structure(structure)
    if rows.count() > OFFERED_AT_MOST:
        rows = rows.filter(unit__in=heirs)
    return {row.unit_id: row.name for row in rows.only("unit", "name")}


def _row(item, names, offered):
    label, url = _label(item)
    row = WorkRow(item, label, url, names.get(item.unit, ""), _to(item, offered))
    if item.kind != Kind.AGREEMENTS:
        row.name = f"{PREFIX}{item.key}"
        first = [(heir, offered[heir]) for heir in item.heirs if heir in offered]
        others = [(unit, name) for unit, name in offered.items() if unit not in item.heirs]
        chosen = None if item.is_undecided else (item.to or ENDS)
        ends = [(ENDS, _ends(item))] if item.kind in MAY_END else []
        row.options = tuple((value, words, value == chosen) for value, words in [*first, *ends, *others])
    return row


def _to(item, offered):
    if item.kind == Kind.AGREEMENTS:
        return ", ".join(offered[heir] for heir in item.heirs if heir in offered)
    if item.is_undecided:
        return ""
    return offered.get(item.to, "") if item.to else _ends(item)


def _ends(item):
    return _("nobody: the officer’s task ends") if item.kind == Kind.OFFICER else _("nobody: it ends with its unit")


def _label(item):
    record = item.record
    if item.kind == Kind.PROPOSAL:
        number = f"{record.proposal.number}: " if hasattr(record, "proposal") else ""
        return (
            _("Pending agreement %(agreement)s") % {"agreement": f"{number}{record}"},
            admin_url(AgreementOnItsWay, "change", record.pk),
        )
    if item.kind == Kind.AGREEMENTS:
        number = len(record)
        words = ngettext("%(count)d signed agreement", "%(count)d signed agreements", number) % {"count": number}
        return words, f"{admin_url(CooperationAgreement, 'changelist')}?unit__id__exact={item.unit}"
    if item.kind == Kind.OFFICER:
        words, page = record.user.get_username(), admin_url(UnitOfficer, "change", record.pk)
    elif item.kind == Kind.OFFICE:
        words, page = str(record), admin_url(CountryOffice, "change", record.pk)
    else:
        words, page = str(record.mandate), admin_url(Mandate, "change", record.mandate_id)
    return f"{capfirst(item.kind.label)}: {words}", page


def _passing(checked):
    """Of pending agreements whose unit stays, those whose turn passes to others with its branch."""
    if checked.before is None:
        return []
    pending = list(CooperationAgreement.objects.pending().select_related("unit").order_by("pk"))
    if not pending:
        return []
    ended = {item.unit for item in checked.open_work}
    then, now = (Responsible(checked.day, structure=each) for each in (checked.structure, checked.before))
    then.read({each.unit_id for each in pending})
    now.read({each.unit_id for each in pending})
    found = []
    for each in pending:
        if each.unit_id not in ended and (turn := then.turn_of(each)).people != now.turn_of(each).people:
            text = _("“%(agreement)s” (%(unit)s) passes with its unit: whose turn it is then: %(whose)s.")
            names = {"agreement": each, "unit": each.unit or _("no unit is named"), "whose": turn.in_words}
            found.append(text % names)
    return found
