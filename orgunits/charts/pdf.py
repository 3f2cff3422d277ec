"""A sheet as PDF, by WeasyPrint: an optional extra, since it needs the libraries of Pango from the system."""

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy

from .sheet import PAPERS
from .svg import Writer, fonts

NOT_INSTALLED = gettext_lazy("The library that makes it, WeasyPrint, is not installed on this server.")
NO_PANGO = gettext_lazy("WeasyPrint is installed, but the system’s Pango libraries, which it needs, are missing.")


def missing():
    """Why there can be no PDF, None where there can be."""
    try:
        import weasyprint  # noqa: F401, it takes a second and most requests don't need it
    except ImportError:
        return NOT_INSTALLED
    except OSError:
        return NO_PANGO
    return None


def write(reader):
    """The sheet of a ChartReader as the answer to a request."""
    headers = {"Content-Disposition": f'inline; filename="{reader.file_name}.pdf"'}
    return HttpResponse(document(reader).write_pdf(), content_type="application/pdf", headers=headers)


def document(reader):
    """The sheet as WeasyPrint reads it."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # The sheet brings its font with it; nothing is fetched from anywhere.
    return HTML(string=html(reader), url_fetcher=URLFetcher(allowed_protocols=["data"]))


def html(reader):
    """A page of one sheet.

    WeasyPrint makes no links of those in SVG, so each lies above its box; and it knows no range of weights, but finds
    them in the font.
    """
    sheet, (wide, high) = reader.sheet, PAPERS[reader.paper]
    writer = Writer(sheet, language=get_language(), paper=reader.paper)
    scale = wide / sheet.width
    links = []
    for box in sheet.drawn.root.walk():
        links.append(_link(sheet, scale, box, box.shown.address, box.y, box.height - box.more_height))
        if box.more:
            links.append(_link(sheet, scale, box, box.shown.branch, box.bottom - box.more_height, box.more_height))
    return (
        f'<!doctype html><html lang="{get_language()}"><head><meta charset="utf-8"><title>{escape(sheet.title)}</title>'
        f"<style>@page {{ size: {wide}mm {high}mm; margin: 0 }} body {{ margin: 0 }} "
        f"svg {{ display: block; width: {wide}mm; height: {high}mm }} a {{ position: absolute }} "
        f"{fonts(writer.letters(), weights='')}</style></head><body>{writer.write()}{''.join(links)}</body></html>"
    )


def _link(sheet, scale, box, address, top, height):
    left, top = (sheet.x + box.x) * scale, (sheet.y + top) * scale
    place = f"left:{left:.2f}mm;top:{top:.2f}mm;width:{box.width * scale:.2f}mm;height:{height * scale:.2f}mm"
    return f'<a href="{escape(address)}" style="{place}"></a>'
