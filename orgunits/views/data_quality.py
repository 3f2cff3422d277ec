"""What is missing, not confirmed or contradictory: counted, and listed record by record."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..data_quality import CHECKS, check_called, counts
from ..forms.data_quality import QualityFilter
from ..models import ChangeEvent, Discrepancy, OrganizationalUnit, Placement
from ..moment import shown_structure
from ..naming.units import names_of_units
from .paging import page_of

PER_PAGE = 50


def data_quality(request):
    structure = shown_structure(request)
    numbers = counts(structure, request.moment.day)
    rows = [(check, numbers[check.slug]) for check in CHECKS]
    groups = [(group.label, list(found)) for group, found in groupby(rows, key=lambda row: row[0].group)]
    context = {"groups": groups, "structure": structure}
    return render(request, "orgunits/data_quality/data_quality.html", context)


def data_quality_list(request, slug):
    """The records that one check finds."""
    check = check_called(slug)
    if check is None:
        raise Http404(_("There is no check “%(slug)s”.") % {"slug": slug})
    structure = shown_structure(request)
    found = check.find(structure, request.moment.day)
    listed = LISTED.get(found.model, lambda rows: rows)(found)
    filters = QualityFilter(request.GET, listed, check=check, structure=structure, day=request.moment.day)
    rows = filters.qs if filters.is_valid() else found.none()
    if found.model is Placement:
        page = page_of(rows, request.GET.get("page"), per_page=PER_PAGE, read=_with_names)
    else:
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if found.model is Discrepancy:
        _name_units_of_discrepancies(page.object_list, request)
    if request.user.is_staff:
        for row in page.object_list:
            row.mended_at = _mended_at(check, row)
    context = {
        "check": check,
        "filters": filters,
        "page": page,
        "structure": structure,
        "row_template": f"orgunits/data_quality/_{found.model._meta.model_name}.html",
    }
    return render(request, "orgunits/data_quality/data_quality_list.html", context)


# How the records of a model are fetched for their list.
LISTED = {
    Placement: lambda rows: rows.order_by("tree_id", "lft"),
    ChangeEvent: lambda rows: rows.select_related("structure").chronological(),
    Discrepancy: lambda rows: rows.prefetch_related("units", "claims__source"),
}


def _with_names(placements):
    return placements.select_related("unit", "structure")


def _name_units_of_discrepancies(discrepancies, request):
    """Sets `named` of each: the placements that name its units."""
    units = {unit.pk for each in discrepancies for unit in each.units.all()}
    names = names_of_units(units, structure=request.moment.structure, day=request.moment.day, user=request.user)
    for each in discrepancies:
        each.named = [names[unit.pk] for unit in each.units.all() if unit.pk in names]


def _mended_at(check, row):
    """The page of the admin on which what the check found is corrected."""
    if check.slug == "successor":
        query = {"kind": ChangeEvent.Kind.FUNCTIONS_TRANSFERRED, "originals": row.unit_id}
        return f"{reverse('admin:orgunits_changeevent_add')}?{urlencode(query)}"
    model, key = (OrganizationalUnit, row.unit_id) if check.slug == "contact" else (type(row), row.pk)
    return reverse(f"admin:orgunits_{model._meta.model_name}_change", args=[key])
