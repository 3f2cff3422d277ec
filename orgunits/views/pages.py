"""The pages that belong to no noun: home, about and the accessibility statement."""

from django.db.models import Prefetch
from django.shortcuts import render

from ..models import (
    ChangeEvent,
    CooperationAgreement,
    Kind,
    Mandate,
    OrganizationalUnit,
    Placement,
    PlacementPillar,
    Source,
    Structure,
    Theme,
)
from ..models.counts import counted
from ..models.kinds import SECRETARIATS
from ..moment import no_structure, shown_structure, timeless, with_editions
from ..naming.changes import named_changes
from .timeline import timeline

# The source document that the page about the directory quotes on the General Secretariat.
ON_THE_GENERAL_SECRETARIAT = "001_0a5910d038fa4025.txt"
# So many units beside the heads and secretariats are named on the home page; the rest is in the tree.
BESIDE = 12
CHANGES = 5


@with_editions
def home(request):
    moment = request.moment
    if moment.structure is None and moment.is_today:
        top = {"missing": no_structure(moment.day)}
    else:
        top = _top(shown_structure(request), moment.day, moment.editions)
    context = {
        **top,
        "changes": named_changes(
            ChangeEvent.objects.public().latest_happened(CHANGES, by=moment.day),
            structure=moment.structure,
            among=Structure.objects.visible_to(request.user),
        ),
        "numbers": counted(
            agreements=CooperationAgreement.objects.public().signed_by(moment.day),
            units=OrganizationalUnit.objects.public(),
            mandates=Mandate.objects.public(),
            themes=Theme.objects.public(),
            sources=Source.objects.public(),
        ),
        "timeline": timeline(request),
    }
    return render(request, "orgunits/pages/home.html", context)


@timeless
def about(request):
    source = Source.objects.visible_to(request.user).filter(file_name=ON_THE_GENERAL_SECRETARIAT).first()
    return render(request, "orgunits/pages/about.html", {"source": source, "file_name": ON_THE_GENERAL_SECRETARIAT})


@timeless
def accessibility(request):
    return render(request, "orgunits/pages/accessibility.html")


def _top(structure, day, editions):
    """The top of a structure for the small chart, and what its tree counts."""
    top = list(
        Placement.objects.of_structure(structure)
        .top()
        .select_related("unit")
        .prefetch_related(Prefetch("placement_pillars", PlacementPillar.objects.aligned(), to_attr="aligned"))
        .with_holder_of_purpose(structure, day)
    )
    known = {edition.pk: edition for edition in editions}
    holders = Placement.objects.in_bulk({row.holder for row in top if row.holder})
    for row in holders.values():
        row.structure = known[row.structure_id]
    for row in top:
        row.recorded = holders.get(row.holder)
    heads = [row for row in top if row.kind == Kind.HEAD_OFFICE]
    secretariats = [row for row in top if row.kind in SECRETARIATS]
    beside = [row for row in top if row.level and row not in heads and row not in secretariats]
    return {
        "structure": structure,
        "root": top[0] if top else None,
        "heads": heads,
        "secretariats": secretariats,
        "beside": beside[:BESIDE],
        "beside_number": len(beside[BESIDE:]),
        "unit_count": top[0].get_descendant_count() + 1 if top else 0,
    }
