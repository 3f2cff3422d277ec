"""The pages that belong to no noun: home, about and the accessibility statement."""

from collections import Counter

from django.shortcuts import render

from ..compiled import compiled
from ..models import (
    ChangeEvent,
    CooperationAgreement,
    Kind,
    Mandate,
    OrganizationalUnit,
    Placement,
    Source,
    Theme,
)
from ..models.counts import counted
from ..models.kinds import SECRETARIATS
from ..models.sources import source_of_file
from ..moment import no_structure, shown_structure, timeless, with_editions
from ..naming.changes import named_changes
from ..pillars import aligned_units, pillar_rows
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
            _latest_changes(moment.day),
            structure=moment.structure,
            editions=moment.editions,
            to_staff=request.user.is_staff,
        ),
        "numbers": Counter(dict(_numbers(moment.day))),
        "timeline": timeline(request),
    }
    return render(request, "orgunits/pages/home.html", context)


@compiled
def _latest_changes(day):
    return ChangeEvent.objects.public().latest_happened(CHANGES, by=day).for_lines()


@compiled
def _numbers(day):
    return counted(
        agreements=CooperationAgreement.objects.public().signed_by(day),
        units=OrganizationalUnit.objects.public(),
        mandates=Mandate.objects.public(),
        themes=Theme.objects.public(),
        sources=Source.objects.public(),
    )


@timeless
def about(request):
    source = source_of_file(ON_THE_GENERAL_SECRETARIAT, to_staff=request.user.is_staff)
    return render(request, "orgunits/pages/about.html", {"source": source, "file_name": ON_THE_GENERAL_SECRETARIAT})


@timeless
def accessibility(request):
    return render(request, "orgunits/pages/accessibility.html")


def _top(structure, day, editions):
    """The top of a structure for the small chart, and what its tree counts."""
    top = _placements_on_top(structure, day)
    known = {edition.pk: edition for edition in editions}
    aligned, holders = aligned_units(pillar_rows([row.unit_id for row in top], structure, day)), {}
    for row in _placements({row.holder for row in top if row.holder}):
        row.structure = known[row.structure_id]
        holders[row.pk] = row
    for row in top:
        row.recorded, row.aligned = holders.get(row.holder), [aligned[row.unit_id]] if row.unit_id in aligned else []
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


@compiled
def _placements_on_top(structure, day):
    return Placement.objects.top_of(structure).select_related("unit").with_holder_of_purpose(structure, day)


@compiled
def _placements(keys):
    return Placement.objects.filter(pk__in=keys)
