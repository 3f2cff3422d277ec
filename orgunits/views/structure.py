"""The structure of a moment as a tree, and the editions of the structure."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..compiled import compiled, together
from ..forms.branches import BranchForm
from ..models import ChangeEvent, Kind, Placement, PlacementPillar, Structure, StructureAuthority
from ..models.kinds import SECRETARIATS
from ..moment import shown_structure, with_editions
from ..naming.changes import changes_to_name, naming_changes
from ..pillars import aligned_units, all_pillars, pillar_rows
from ..sightings import beside
from .structure_part import part_of
from .structure_tree import LARGE, TreeWriter, authorities_of, last_seen_of
from .timeline import PER_PAGE, page_of, timeline


@with_editions
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
        "legend": found["legend"] if pillars else [],
        "authorities": found["authorities"],
        "timeline": timeline(request, with_unit=with_unit),
        "one_before": next(iter(found["one_before"]), None),
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
def _one_before(structure):
    return Structure.objects.filter(pk=structure).with_one_before().values_list("one_before", flat=True)


@with_editions
def structure_list(request):
    """The line and the table of the editions; where no page is asked for, the one that has the shown edition."""
    editions, today = request.moment.editions, timezone.localdate()
    page = Paginator(editions, PER_PAGE).get_page(request.GET.get("page") or _page_of_shown(request.moment))
    page.object_list = _for_listing(page.object_list)
    context = {
        "page": page,
        "timeline": timeline(request),
        "in_force": next((edition for edition in editions if edition.is_in_force_on(today)), None),
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


@with_editions
def structure_detail(request, slug):
    edition = _edition(request, slug)
    corrections = list(edition.corrections.select_related("unit"))
    changes, names = _changes(request, edition)
    listed = Q(kind__in=SECRETARIATS) | Q(unit__in=[row.unit_id for row in corrections])
    rows = list(_placements(Placement.objects.of_structure(edition).filter(listed), names))
    names.give(rows)
    here = [row for row in rows if row.tree_id == edition.pk]
    for correction in corrections:
        correction.placement = next((row for row in here if row.unit_id == correction.unit_id), None)
    counts = _by_kind(Placement.objects.of_structure(edition).counted())
    previous, following = _neighbours(request.moment.editions, edition)
    context = {
        "edition": edition,
        "based_on": _based_on(request, edition),
        "is_in_force": edition.is_in_force_on(timezone.localdate()),
        "authorities": _authorities().filter(structure=edition),
        "reviews": edition.reviews.all(),
        "changes": changes,
        "way": edition.steps.all(),
        "corrections": corrections,
        "counts": counts,
        "unit_count": sum(number for _kind, number in counts),
        "secretariats": [row for row in here if row.kind in SECRETARIATS],
        "sources": edition.sources.all(),
        "timeline": timeline(request, shown=edition),
        "previous": previous,
        "following": following,
    }
    return render(request, "orgunits/structure/structure_detail.html", context)


def _changes(request, edition):
    """What is recorded to lead to the edition, and the ChangeNames of its units."""
    seen = {"editions": request.moment.editions, "to_staff": request.user.is_staff}
    events = _leading_to(edition, to_staff=seen["to_staff"])
    return events, changes_to_name(events, structure=edition, **seen)


@compiled
def _leading_to(edition, *, to_staff):
    events = ChangeEvent.objects.visible(to_staff=to_staff).filter(structure=edition)
    return events.chronological().for_lines()


def _placements(listed, names):
    """The placements `listed` and those that name the units of the changes, in the order of the tree, at once."""
    if names.units:
        wanted = Q(pk__in=listed.order_by().values("pk")) | naming_changes(*names.wanted, to_staff=names.to_staff)
        listed = Placement.objects.filter(wanted).order_by("lft")
    aligned = Prefetch("placement_pillars", PlacementPillar.objects.aligned(), to_attr="aligned")
    return listed.select_related("unit").prefetch_related(aligned)


def _edition(request, slug):
    """The edition of this address; Http404 where there is none that the reader may see."""
    editions = Structure.objects.visible_to(request.user).select_related("based_on").with_successor().with_one_before()
    edition = editions.filter(slug=slug).first()
    if edition is None:
        raise Http404(_("There is no structure “%(slug)s”.") % {"slug": slug})
    return edition


def _based_on(request, edition):
    """The edition it was made from, None where the reader may not see it."""
    origin = edition.based_on
    return origin if origin and (origin.is_public or request.user.is_staff) else None


def _neighbours(editions, edition):
    """The editions before and after it in the list, each None at its end."""
    place = editions.index(edition)
    return [*editions[place - 1 : place], None][0], [*editions[place + 1 : place + 2], None][0]


def _by_kind(counted):
    """[(label of the kind, number)] in the order of the kinds."""
    numbers = dict.fromkeys(Kind, 0)
    for _level, kind, number in counted:
        numbers[Kind(kind)] += number
    return [(kind.label, number) for kind, number in numbers.items() if number]


def _authorities():
    return StructureAuthority.objects.select_related("instrument")
