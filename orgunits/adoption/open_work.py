"""What units that a structure ends still have to do or to answer for, and to which unit each of it passes.

Open work is: pending agreements, officers for agreements, the coordination of country offices, mandates; and, all of a
unit together, signed agreements that are not over, which keep the unit they were signed by. What the recorded changes
that lead to the structure name as the one unit that takes over is the default of each item; somebody may choose another
unit, and has to where they name several or none. Editors have no unit of their own: their permissions are for all.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ..models import (
    AgreementState,
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    Mandate,
    MandateAssignment,
    Placement,
    Structure,
    Transfer,
    UnitOfficer,
)
from ..models.periods import day_before
from ..succession.succession import Succession
from ..tree import trees

Kind = Transfer.Kind
# What may end with its unit, too.
MAY_END = (Kind.OFFICER, Kind.MANDATE)


@dataclass
class OpenItem:
    """One item: its record (of signed agreements a list), the unit that ends, and where it goes, by keys."""

    kind: Kind
    record: object
    unit: int
    heirs: list = field(default_factory=list)
    chosen: Transfer | None = None
    # Another unit that stands has the mandate as well: nothing is lost where it ends with this one.
    is_shared: bool = False

    @property
    def key(self):
        """As forms name it."""
        return f"{self.kind}-{self.record.pk}"

    @property
    def to(self):
        """The unit that takes it over; None where it ends, or where that is still to be chosen."""
        if self.chosen is not None:
            return self.chosen.unit_id
        return self.heirs[0] if len(self.heirs) == 1 else None

    @property
    def is_undecided(self):
        if self.kind == Kind.AGREEMENTS or self.chosen is not None:
            return False
        return len(self.heirs) != 1 and not (self.is_shared and not self.heirs)


def open_work(structure, *, before, day):
    """The OpenItems of the units of `before` that `structure` ends on `day`."""
    if before is None:
        return []
    standing = Placement.objects.filter(tree_id=structure.pk).order_by().values("unit")
    ended = Placement.objects.filter(tree_id=before.pk).exclude(unit__in=standing).order_by().values("unit")
    items = list(_items(ended, standing, day))
    if not items:
        return []
    succession = Succession(ChangeEvent.objects.filter(structure=structure).links())
    here = set(standing.values_list("unit", flat=True))
    heirs = {unit: [heir.unit for heir in succession.heirs(unit, here)] for unit in {item.unit for item in items}}
    chosen = {_item_of(row): row for row in structure.transfers.exclude(kind=Kind.AGREEMENTS)}
    for item in items:
        item.heirs = heirs[item.unit]
        if item.kind != Kind.AGREEMENTS:
            choice = chosen.get((item.kind, item.record.pk))
            # A choice counts as long as the unit stands.
            item.chosen = choice if choice and (choice.unit_id in here or choice.unit_id is None) else None
    return items


def _item_of(transfer):
    return transfer.kind, getattr(transfer, f"{Transfer.FIELDS[transfer.kind]}_id")


def _items(ended, standing, day):
    """The items without where they go, kind by kind: officers first, so that they hear of what comes after."""
    for officer in _officers(ended).select_related("user"):
        yield OpenItem(Kind.OFFICER, officer, officer.unit_id)
    for agreement in _pending(ended).select_related("proposal"):
        yield OpenItem(Kind.PROPOSAL, agreement, agreement.unit_id)
    for office in _offices(ended):
        yield OpenItem(Kind.OFFICE, office, office.coordinating_unit_id)
    others = MandateAssignment.objects.filter(mandate=OuterRef("mandate"), unit__in=standing).exclude(ends__lt=day)
    for row in _assignments(ended, day).select_related("mandate").annotate(is_shared=Exists(others)):
        yield OpenItem(Kind.MANDATE, row, row.unit_id, is_shared=row.is_shared)
    over = [AgreementState.EXPIRED, AgreementState.TERMINATED]
    signed = CooperationAgreement.objects.public().filter(unit__in=ended).with_state_on(day).exclude(state__in=over)
    of_unit = {}
    for agreement in signed.order_by("unit", "pk").only("unit", "slug", "title", "subject"):
        of_unit.setdefault(agreement.unit_id, []).append(agreement)
    for unit, agreements in of_unit.items():
        yield OpenItem(Kind.AGREEMENTS, agreements, unit)


def _pending(ended):
    return CooperationAgreement.objects.pending().filter(unit__in=ended).order_by("pk")


def _officers(ended):
    return UnitOfficer.objects.filter(unit__in=ended).order_by("pk")


def _offices(ended):
    return (
        CountryOffice.objects.filter(coordinating_unit__in=ended)
        .exclude(status=CountryOffice.Status.CLOSED)
        .order_by("pk")
    )


def _assignments(ended, day):
    return MandateAssignment.objects.filter(unit__in=ended).exclude(ends__lt=day).order_by("pk")


def lock_open_work(structure, *, day):
    """Locks what may pass on by `structure`, before it is read: every pending agreement, and the links of its units."""
    before = Structure.objects.up_to(day_before(day)).first()
    rows = [CooperationAgreement.objects.pending()]
    if before is not None:
        standing = Placement.objects.filter(tree_id=structure.pk).order_by().values("unit")
        ended = Placement.objects.filter(tree_id=before.pk).exclude(unit__in=standing).order_by().values("unit")
        assignments = _assignments(ended, day)
        # A mandate before its assignments, as its form does.
        mandates = Mandate.objects.filter(pk__in=assignments.order_by().values("mandate"))
        rows += [_officers(ended), _offices(ended), mandates, assignments]
    for each in rows:
        list(each.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def is_for_today(structure, *, day, today):
    """Whether what is open today passes on by an adoption for `day`: not where a later edition is in force already."""
    later = Structure.objects.adopted().filter(effective_from__gt=day, effective_from__lte=today)
    return not later.exclude(pk=structure.pk).exists()


def decide(structure, choices, *, before, day, by):
    """Records to which unit each item goes: {key of the item: the key of a unit, or None where it ends with its unit}.

    What the default says already is not recorded. Unknown items are left out: somebody has settled them meanwhile.
    """
    with trees.hold(structure) as locked:
        if not locked.is_editable:
            raise ValidationError(_("“%(structure)s” is not a draft any more.") % {"structure": locked.name})
        standing = set(Placement.objects.filter(tree_id=locked.pk).values_list("unit", flat=True))
        for item in open_work(locked, before=before, day=day):
            if item.kind == Kind.AGREEMENTS or item.key not in choices:
                continue
            unit = choices[item.key]
            if unit not in standing and not (unit is None and item.kind in MAY_END):
                raise ValidationError(_("Choose a unit that is in this structure."))
            of_item = {"kind": item.kind, Transfer.FIELDS[item.kind]: item.record}
            if item.heirs == [unit]:
                locked.transfers.filter(**of_item).delete()
            elif item.chosen is None or item.chosen.unit_id != unit:
                values = {"unit_id": unit, "from_unit_id": item.unit, "chosen_by": by}
                locked.transfers.update_or_create(**of_item, defaults=values)
