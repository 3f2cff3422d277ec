"""What kinds of record hang on a unit, found by one question, so that a page asks no further where there is nothing."""

from django.db.models import CharField, Q, Value

from ..compiled import compiled
from ..models import CooperationAgreement, CountryOffice, Discrepancy, MandateAssignment, UnitAlias, UnitRelation

MODELS = (UnitAlias, UnitRelation, Discrepancy, CountryOffice, MandateAssignment, CooperationAgreement)


def kinds_hanging_on(unit):
    """The models of which a row names the unit, hidden ones too, out of those that a page lists."""
    named = {model.__name__: model for model in MODELS}
    return {named[kind] for kind in _kinds(unit)}


@compiled
def _kinds(unit):
    rows = {
        UnitAlias: [UnitAlias.objects.filter(unit=unit)],
        UnitRelation: [UnitRelation.objects.filter(Q(unit=unit) | Q(to_unit=unit))],
        Discrepancy: [Discrepancy.units.through.objects.filter(organizationalunit=unit)],
        CountryOffice: [CountryOffice.objects.filter(coordinating_unit=unit)],
        MandateAssignment: [MandateAssignment.objects.filter(unit=unit)],
        CooperationAgreement: [
            CooperationAgreement.objects.filter(unit=unit),
            CooperationAgreement.other_units.through.objects.filter(organizationalunit=unit),
        ],
    }
    kinds = [
        each.order_by().annotate(hangs=Value(model.__name__, CharField())).values_list("hangs", flat=True)
        for model, found in rows.items()
        for each in found
    ]
    return kinds[0].union(*kinds[1:]).order_by()
