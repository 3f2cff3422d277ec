"""The organizational chart of a moment: a page, a drawing of its own, a sheet to print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..charts import pdf
from ..charts.sheet import READABLE
from ..charts.svg import Writer, policy
from ..forms.charts import ChartForm
from ..middleware import bad_request
from ..models import Placement
from ..moment import shown_structure
from .chart_sheet import ChartReader
from .timeline import timeline


def chart(request):
    structure = shown_structure(request)
    form = ChartForm(request.GET, structure=structure)
    context = {"form": form, "structure": structure}
    branch = form.cleaned_data["branch"] if form.is_valid() else None
    with_unit = None
    if branch:
        with_unit = set(Placement.objects.filter(unit=branch.unit_id).values_list("structure", flat=True))
    context["timeline"] = timeline(request, with_unit=with_unit)
    if form.is_valid():
        reader = _reader(request, form, structure)
        form.offer(reader.levels[-1][0] if reader.levels else 1)
        context |= {"chart": reader, "same": _query(request)}
        if not reader.is_empty:
            reader.read()
            context["drawing"] = Writer(reader.sheet, language=get_language()).write()
            context["is_small"] = reader.sheet.points(reader.paper) < READABLE
    else:
        form.offer(1)
    return render(request, "orgunits/charts/chart.html", context)


@require_safe
def chart_svg(request):
    """The drawing alone: colours and font inside, links absolute."""
    return _sheet(request, _as_svg)


@require_safe
def chart_pdf(request):
    """The drawing as a sheet of paper, where the library for it is installed."""
    if reason := pdf.missing():
        return render(request, "orgunits/charts/no_pdf.html", {"reason": reason, "same": _query(request)}, status=501)
    return _sheet(request, pdf.write)


def _sheet(request, write):
    """The sheet that the address asks for, by `write`; the 400 page, with what was expected, where it asks wrongly."""
    structure = shown_structure(request)
    form = ChartForm(request.GET, structure=structure)
    if not form.is_valid():
        return bad_request(request, *(error for errors in form.errors.values() for error in errors))
    reader = _reader(request, form, structure, origin=request.build_absolute_uri("/")[:-1])
    if reader.is_empty:
        raise Http404(_("No units are recorded in this edition yet."))
    return write(reader.read())


def _as_svg(reader):
    drawing = Writer(reader.sheet, language=get_language(), paper=reader.paper).write()
    headers = {
        "Content-Security-Policy": policy(drawing),
        "Content-Disposition": f'inline; filename="{reader.file_name}.svg"',
    }
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8", headers=headers)


def _reader(request, form, structure, origin=""):
    asked = form.cleaned_data
    return ChartReader(
        structure,
        moment=request.moment,
        branch=asked["branch"],
        depth=asked["depth"],
        paper=asked["paper"],
        origin=origin,
        address=request.build_absolute_uri(f"{reverse('orgunits:chart')}{_query(request)}"),
    )


def _query(request):
    """The query of the page for the drawing's other forms."""
    query = request.GET.copy()
    return f"?{query.urlencode()}" if query else ""
