"""The list of units and the page of one unit."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from ..compiled import compiled, parts_together, rows_of
from ..formatting import translated
from ..forms.units import UnitFilter
from ..models import OrganizationalUnit, Placement, Structure
from ..moment import shown_structure
from ..pillars import aligned_units, pillar_rows
from ..search.names import explain, uses_of_name
from ..unit_page.heirs import give_heirs, recorded_links
from ..unit_page.page import unit_page
from .paging import page_of
from .timeline import timeline

PER_PAGE, ORPHANS = 50, 10
# What a line says of the edition that records a unit.
OF_AN_EDITION = [f"structure__{name}" for name in ("name", "slug", "status", "effective_from", "as_of")]
# And what it says of a unit and of the one above it.
OF_A_UNIT = ("name", "acronym", "kind", "lft", "structure", "unit__slug", "parent__name", "parent__unit__slug")
OF_A_LINE = (*OF_A_UNIT, *OF_AN_EDITION)


def unit_list(request):
    structure = shown_structure(request)
    to_staff = request.user.is_staff
    filters = UnitFilter(request.GET, structure=structure, day=request.moment.day, to_staff=to_staff)
    number = request.GET.get("page")
    if filters.is_valid() and filters.looks_through_editions:
        page = _page_of_found(filters.keys_found(), number)
    else:
        units = filters.qs if filters.is_valid() else Placement.objects.none()
        page = page_of(units, number, per_page=PER_PAGE, orphans=ORPHANS, read=_with_lines)
        page.object_list = list(page.object_list)
    _add_pillars(page.object_list, request)
    _add_last_places(page.object_list, request)
    words = filters.form.cleaned_data.get("q")
    if words and page.object_list:
        explain(page.object_list, filters.sought)
    context = {"filters": filters, "page": page, "structure": structure, "words": words}
    context["is_partial"] = bool(words) and filters.sought.pending.is_beyond
    return render(request, "orgunits/units/unit_list.html", context)


def _page_of_found(keys, number):
    """The rows of the page, of keys in order, which are counted, too: what finds them is asked once."""
    page = Paginator(keys, PER_PAGE, orphans=ORPHANS).get_page(number)
    rows = {row.pk: row for row in _lines(page.object_list)}
    page.object_list = [rows[key] for key in page.object_list if key in rows]  # it may be gone since
    return page


def _with_lines(placements):
    return placements.select_related("parent__unit", "unit", "structure").only(*OF_A_LINE)


@compiled
def _lines(keys):
    return _with_lines(Placement.objects.filter(pk__in=keys))


def _add_pillars(placements, request):
    """Sets `aligned` of each: [the Aligned] that marks its unit, or []."""
    units, moment = [placement.unit_id for placement in placements], request.moment
    found = aligned_units(pillar_rows(units, moment.structure, moment.day)) if units else {}
    for placement in placements:
        placement.aligned = [found[placement.unit_id]] if placement.unit_id in found else []


def _add_last_places(placements, request):
    """Sets of those outside of the shown structure `last`, where the unit last stood up to the day, and its `heirs`."""
    moment = request.moment
    for placement in placements:
        placement.heirs = None
    outside = [placement for placement in placements if placement.structure_id != moment.structure.pk]
    if not outside:
        return
    asked = rows_of(_last_places.of([row.unit_id for row in outside], moment.day))
    found = parts_together(places=asked, links=recorded_links(request.user))
    last = {row.unit_id: row for row in found["places"]}
    for placement in outside:
        placement.last = last.get(placement.unit_id)
    gone = [placement for placement in outside if placement.last]
    give_heirs(gone, found["links"], structure=moment.structure, day=moment.day)


@compiled
def _last_places(units, day):
    places = Placement.objects.last_places(OrganizationalUnit.objects.filter(pk__in=units), None, day)
    return places.select_related("structure").only("unit", "structure", *OF_AN_EDITION)


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
            is_today=moment.is_today,
            span=moment.span,
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
    uses = uses_of_name(slug, to_staff=request.user.is_staff)
    if not uses:
        raise Http404
    units = _naming([*uses], structure, request.moment.day, to_staff=request.user.is_staff)
    _add_pillars(units, request)
    _add_last_places(units, request)
    units.sort(key=lambda placement: (placement.structure_id != structure.pk, placement.lft))
    for placement in units:
        placement.uses = uses[placement.unit_id]
    context = {"called": units[0].uses[0].text, "units": units, "structure": structure}
    return render(request, "orgunits/units/units_called.html", context)


@compiled
def _naming(units, structure, day, *, to_staff):
    among, units = Structure.objects.visible(to_staff=to_staff), OrganizationalUnit.objects.filter(pk__in=units)
    rows = Placement.objects.naming(structure, among=among, units=units, day=day)
    return rows.select_related("parent__unit", "unit", "structure").only(*OF_A_LINE)
