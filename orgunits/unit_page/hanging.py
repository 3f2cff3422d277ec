"""What kinds of record hang on a unit, found by one question, so that a page asks no further where there is nothing."""

from django.db.models import Exists, OuterRef

from ..compiled import Part, compiled
from ..models import (
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    Discrepancy,
    MandateAssignment,
    OrganizationalUnit,
    UnitAlias,
    UnitRelation,
)

# {model: the columns that name a unit, each with the table it is in}
NAMED_IN = {
    UnitAlias: [(UnitAlias, "unit")],
    UnitRelation: [(UnitRelation, "unit"), (UnitRelation, "to_unit")],
    Discrepancy: [(Discrepancy.units.through, "organizationalunit")],
    ChangeEvent: [
        (ChangeEvent.originals.through, "organizationalunit"),
        (ChangeEvent.results.through, "organizationalunit"),
    ],
    CountryOffice: [(CountryOffice, "coordinating_unit")],
    MandateAssignment: [(MandateAssignment, "unit")],
    CooperationAgreement: [
        (CooperationAgreement, "unit"),
        (CooperationAgreement.other_units.through, "organizationalunit"),
    ],
}


def kinds_hanging_on(slug):
    """A Part: the models of which a row names the unit `slug`, hidden ones too, out of those that a page lists."""
    return Part(_kinds_of, rows=_has_any.of(slug))


def _kinds_of(rows):
    models = [model for model, tables in NAMED_IN.items() for _table in tables]
    return {model for row in rows for model, has_any in zip(models, row, strict=True) if has_any}


@compiled
def _has_any(slug):
    any_of = {
        f"any{number}": Exists(table.objects.filter(**{column: OuterRef("pk")}))
        for number, (table, column) in enumerate(each for tables in NAMED_IN.values() for each in tables)
    }
    return OrganizationalUnit.objects.filter(slug=slug).order_by().annotate(**any_of).values_list(*any_of)
