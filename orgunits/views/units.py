"""The list of units and the page of one unit."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from ..formatting import translated
from ..forms.units import UnitFilter
from ..models import OrganizationalUnit, Placement, PlacementPillar, Structure
from ..moment import shown_structure, with_editions
from ..search.names import explain, uses_of_name
from ..unit_page.changes import heirs_of
from ..unit_page.page import unit_page
from .timeline import timeline

PER_PAGE = 50
# What a line says of the edition that records a unit.
OF_AN_EDITION = [f"structure__{name}" for name in ("name", "slug", "status", "effective_from", "as_of")]


def unit_list(request):
    structure = shown_structure(request)
    structures = Structure.objects.visible_to(request.user)
    filters = UnitFilter(request.GET, structure=structure, day=request.moment.day, structures=structures)
    units = filters.qs if filters.is_valid() else Placement.objects.none()
    number = request.GET.get("page")
    if filters.is_valid() and filters.looks_through_editions:
        page = _page_of_found(units, number)
    else:
        page = _page_by_index(units, number)
    _add_last_places(page.object_list, request.moment)
    words = filters.form.cleaned_data.get("q")
    if words and page.object_list:
        explain(page.object_list, words, structures=structures)
    context = {"filters": filters, "page": page, "structure": structure, "words": words}
    return render(request, "orgunits/units/unit_list.html", context)


def _page_of_found(units, number):
    """Their keys in order first, which counts them too, then the rows of the page: what finds them is asked once."""
    keys = list(units.rewrite(False).values_list("pk", flat=True))  # no column of theirs is translated
    page = Paginator(keys, PER_PAGE).get_page(number)
    rows = {row.pk: row for row in _for_listing(Placement.objects.filter(pk__in=page.object_list))}
    page.object_list = [rows[key] for key in page.object_list]
    return page


def _page_by_index(units, number):
    """The keys of the page first, in the same statement: an index has their order, and only fifty rows are read."""
    page = Paginator(units.rewrite(False).values("pk"), PER_PAGE).get_page(number)
    page.object_list = _for_listing(units.filter(pk__in=page.object_list))
    return page


def _for_listing(placements):
    """With what a line of a list shows of each and of the unit above it, and no more."""
    pillars = PlacementPillar.objects.aligned().only("placement", "basis", "pillar__slug", "pillar__name")
    own = ("name", "acronym", "kind", "lft", "structure", "unit__slug", "parent__name", "parent__unit__slug")
    return (
        placements.select_related("unit", "structure", "parent__unit")
        .only(*own, *OF_AN_EDITION)
        .prefetch_related(Prefetch("placement_pillars", pillars, to_attr="aligned"))
    )


def _add_last_places(placements, moment):
    """Sets `last` of those outside of the shown structure: where the unit last stood up to the day, else None."""
    outside = [placement for placement in placements if placement.structure_id != moment.structure.pk]
    last = {}
    if outside:
        units = OrganizationalUnit.objects.filter(pk__in=[placement.unit_id for placement in outside])
        places = Placement.objects.last_places(units, None, moment.day).select_related("structure")
        last = {place.unit_id: place for place in places.only("unit", "structure", *OF_AN_EDITION)}
    for placement in outside:
        placement.last = last.get(placement.unit_id)


@with_editions
def unit_detail(request, slug):
    """The page of a unit; at a retired address the way to it, at a name or acronym the units it means."""
    structure = shown_structure(request)
    moment = request.moment
    try:
        page = unit_page(
            slug,
            structure=structure,
            day=moment.day,
            user=request.user,
            editions=moment.editions,
            with_contact=moment.is_today,
        )
    except OrganizationalUnit.DoesNotExist:
        return _at_another_address(request, slug) or _units_called(request, slug)
    record = page.record
    context = {
        **vars(page),
        "structure": structure,
        "steps": [
            (translated(row, "name"), moment.address_of("unit_detail", row.unit.slug))
            for row in (record.above if record.shown else [])
        ],
        "timeline": timeline(request, with_unit={row.structure_id for row in record.life}),
    }
    return render(request, "orgunits/units/unit_detail.html", context)


def _at_another_address(request, slug):
    """A redirect where `slug` is retired, None where it never was an address."""
    unit = OrganizationalUnit.objects.visible_to(request.user).filter(former_slugs__slug=slug).first()
    if unit is None:
        return None
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{unit.get_absolute_url()}?{query}" if query else unit.get_absolute_url())


def _units_called(request, slug):
    """What the name or acronym `slug` means; Http404 where no unit is or was called so."""
    structure = request.moment.structure
    structures = Structure.objects.visible_to(request.user)
    uses = uses_of_name(slug, structures=structures)
    if not uses:
        raise Http404
    placements = Placement.objects.naming(
        structure, among=structures, units=OrganizationalUnit.objects.filter(pk__in=uses)
    )
    units = list(_for_listing(placements))
    _add_last_places(units, request.moment)
    units.sort(key=lambda placement: (placement.structure_id != structure.pk, placement.lft))
    outside = [placement.unit_id for placement in units if placement.structure_id != structure.pk]
    heirs = heirs_of(outside, structure=structure, user=request.user) if outside else {}
    for placement in units:
        placement.uses = uses[placement.unit_id]
        placement.heirs = heirs.get(placement.unit_id)
    context = {"called": units[0].uses[0].text, "units": units, "structure": structure}
    return render(request, "orgunits/units/units_called.html", context)
