"""The pages that belong to no noun: home, about and the accessibility statement."""

from django.shortcuts import render

from ..compiled import compiled, parts_together, rows_of
from ..heads import head_of
from ..holders import posts_heading
from ..models import ChangeEvent, Kind, Placement, Structure
from ..models.kinds import SECRETARIATS
from ..models.languages import reading
from ..models.sources import source_of_file
from ..moment import no_structure, shown_structure, timeless
from ..naming.changes import named_changes
from ..pillars import aligned_units, pillar_rows
from .timeline import timeline

# The source document that the page about the directory quotes on the General Secretariat.
ON_THE_GENERAL_SECRETARIAT = "001_0a5910d038fa4025.txt"
# So many units beside the heads and secretariats are named on the home page; the rest is in the tree.
BESIDE = 12
CHANGES = 5


def home(request):
    moment = request.moment
    if moment.structure is None and moment.is_today:
        top = {"missing": no_structure(moment.day)}
    else:
        top = _top(shown_structure(request), moment, request.user)
    context = {
        **top,
        "coming": _coming(moment),
        "changes": named_changes(
            _latest_changes(moment.day),
            structure=moment.structure,
            editions=moment.editions,
            to_staff=request.user.is_staff,
        ),
        "timeline": timeline(request),
    }
    return render(request, "orgunits/pages/home.html", context)


def _coming(moment):
    """Today, the next edition to come; else the latest that was seen after the one in force; None where neither is."""
    if not moment.is_today or moment.structure is None:
        return None
    adopted = Structure.Status.ADOPTED
    later = [each for each in moment.editions if each.day and each.day > moment.structure.day]
    to_come = [each for each in later if each.status == adopted and each.effective_from > moment.day]
    seen = [each for each in later if each.status == Structure.Status.OBSERVED]
    return next(iter(to_come), None) or next(reversed(seen), None)


@compiled
def _latest_changes(day):
    return ChangeEvent.objects.public().latest_happened(CHANGES, by=day).for_lines()


@timeless
def about(request):
    source = source_of_file(ON_THE_GENERAL_SECRETARIAT, to_staff=request.user.is_staff)
    return render(request, "orgunits/pages/about.html", {"source": source, "file_name": ON_THE_GENERAL_SECRETARIAT})


@timeless
def accessibility(request):
    return render(request, "orgunits/pages/accessibility.html")


def _top(structure, moment, user):
    """The heads and secretariats of a structure, each with its Head and pillar or None, and what else is at its top."""
    top = _placements_on_top(structure)
    heads = [row for row in top if row.kind == Kind.HEAD_OFFICE]
    secretariats = [row for row in top if row.kind in SECRETARIATS]
    beside = [row for row in top if row.level and row not in heads and row not in secretariats]
    found = parts_together(
        posts=posts_heading([row.unit_id for row in heads + secretariats], day=moment.day, user=user),
        pillars=rows_of(pillar_rows.of([row.unit_id for row in secretariats], structure, moment.day)),
    )
    aligned = aligned_units(found["pillars"])
    for row in heads + secretariats:
        row.head, row.aligned = head_of(found["posts"][row.unit_id], span=moment.span), aligned.get(row.unit_id)
    return {
        "structure": structure,
        "root": top[0] if top else None,
        "heads": heads,
        "secretariats": secretariats,
        "are_summed_up": any(row.summary for row in secretariats),
        "beside": beside[:BESIDE],
        "beside_number": len(beside[BESIDE:]),
        "unit_count": top[0].sub_unit_count + 1 if top else 0,
    }


@compiled
def _placements_on_top(structure):
    rows = Placement.objects.top_of(structure).select_related("unit")
    return reading(rows, "name", "acronym", "kind", "level", "lft", "rght", "summary", "summary_year", "unit__slug")
