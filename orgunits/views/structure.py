"""The structure of a moment as a tree, and the editions of the structure."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone

from ..compiled import compiled, together
from ..forms.branches import BranchForm
from ..models import Placement, Structure, StructureAuthority
from ..models.languages import reading
from ..moment import shown_structure
from ..pillars import aligned_units, all_pillars, pillar_rows, pillars_of
from ..sightings import beside
from .structure_part import part_of
from .structure_tree import LARGE, TreeWriter, authorities_of, last_seen_of
from .timeline import PER_PAGE, page_of, tense, timeline


def structure(request):
    """The tree, or what is below one unit of it: of a large one, whole levels from the top down."""
    shown = shown_structure(request)
    form = BranchForm(request.GET, structure=shown)
    branch = form.cleaned_data["branch"] if form.is_valid() else None
    part = part_of(shown, branch, request.GET.get("page"))
    found = together(
        pillars=pillar_rows.of([row.unit_id for row in part.rows], shown, request.moment.day),
        legend=all_pillars.of(),
        authorities=authorities_of.of(shown),
        one_before=_one_before.of(shown),
        coverage=_coverage.of(shown),
        beside=None if branch else _beside(request.moment),
    )
    pillars = aligned_units(found["pillars"])
    writer = TreeWriter(
        shown,
        depth=part.depth,
        large=len(part.rows) > LARGE,
        pillars=pillars,
        last_seen=last_seen_of(part.rows, shown, _until(request.moment)),
        parameters=request.moment.parameters,
        top=part.top,
        onward="structure",
        open_levels=part.top + 1,
        wide_levels=part.top + (1 if len(part.rows) > LARGE else 2),
    )
    with_unit = None
    if branch:
        with_unit = set(Placement.objects.filter(unit=branch.unit_id).values_list("structure", flat=True))
    context = {
        "structure": shown,
        "form": form,
        "branch": branch,
        "tree": writer.write_rows(part.rows),
        "part": part,
        "beside": found["beside"],
        "legend": pillars_of(pillars, found["legend"]),
        "authorities": found["authorities"],
        "timeline": timeline(request, with_unit=with_unit),
        "one_before": next(iter(found["one_before"]), None),
        "covered": next(iter(found["coverage"]), None),
    }
    return render(request, "orgunits/structure/structure.html", context)


def _until(moment):
    """The day up to which the edition of the moment is looked at: the day asked for, else the last of the edition."""
    if "on" in moment.parameters or moment.structure.status != Structure.Status.ADOPTED:
        return moment.day
    return moment.structure.next_from or timezone.localdate()


def _beside(moment):
    """What asks for the units that sources name in the time of the edition, and in that of the one it continues."""
    shown = moment.structure
    if shown.status != Structure.Status.ADOPTED:
        return None
    continued = next((each for each in moment.editions if each.pk == shown.based_on_id), shown)
    return beside.of(shown, continued.day or shown.day, _until(moment))


@compiled
def _coverage(structure):
    """The structure with what its record lacks, which the moment doesn't read."""
    return reading(Structure.objects.filter(pk=structure), "coverage")


@compiled
def _one_before(structure):
    return Structure.objects.filter(pk=structure).with_one_before().values_list("one_before", flat=True)


def structure_list(request):
    """The line and the table of the editions; where no page is asked for, the one that has the shown edition."""
    editions, today = request.moment.editions, timezone.localdate()
    page = Paginator(editions, PER_PAGE).get_page(request.GET.get("page") or _page_of_shown(request.moment))
    page.object_list = _for_listing(page.object_list)
    context = {
        "page": page,
        "timeline": timeline(request),
        "in_force": next((edition for edition in editions if edition.is_in_force_on(today)), None),
        "coming": [edition for edition in editions if tense(edition, today) == "comes"],
    }
    return render(request, "orgunits/structure/structure_list.html", context)


def _page_of_shown(moment):
    shown = [place for place, edition in enumerate(moment.editions) if edition == moment.structure]
    return page_of(shown[0]) if shown else 1


def _for_listing(editions):
    """The same, each with what its line of the table says."""
    rows = (
        Structure.objects.without_long_texts()
        .with_successor()
        .with_counts()
        .with_one_before()
        .prefetch_related(Prefetch("structureauthority_set", _authorities(), to_attr="acts"))
        .in_bulk([edition.pk for edition in editions])
    )
    return [rows[edition.pk] for edition in editions if edition.pk in rows]  # it may be gone since


def _authorities():
    return StructureAuthority.objects.select_related("instrument")
