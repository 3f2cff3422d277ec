"""What is found while the index isn't written, after a load in bulk: units that are called just so, in the records.

Slower than the index, and of few: who types a name or an acronym is led to the unit, all else waits for the index.
"""

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat, Replace

from ..compiled import compiled
from ..models import OrganizationalUnit, Placement, Structure, UnitAlias

MOST = 20


@compiled
def units_called(whole):
    """The keys of units that the public sees of which a name, squeezed, is `whole`."""
    called_so = Exists(_called(Placement.objects.filter(structure__in=Structure.objects.public()), whole))
    known_so = Exists(_called(UnitAlias.objects.all(), whole))
    units = OrganizationalUnit.objects.public().filter(Q(called_so) | Q(known_so))
    return units.order_by("pk").values_list("pk")[:MOST]


def _called(rows, whole):
    """Those of the unit of which one of the folded names is `whole`."""
    edge = Value("·", output_field=TextField())
    squeezed = Replace(F("folded"), Value(" "), Value(""), output_field=TextField())
    names = Concat(edge, squeezed, edge, output_field=TextField())
    asked = Concat(edge, whole, edge, output_field=TextField())
    return rows.filter(unit=OuterRef("pk")).annotate(squeezed=names).filter(squeezed__contains=asked)
