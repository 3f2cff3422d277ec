"""A sheet as PDF, by WeasyPrint: an optional extra, since it needs the libraries of Pango from the system."""

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy

from .boxes import ROOT
from .fonts import BASELINE, OTHER, REST, SANS_IN_PDF, fonts_in_pdf
from .sheet import MARGIN, PAPERS
from .svg import Writer, drawing_css, in_font, tokens
from .text import is_right_to_left, runs

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


class PdfWriter(Writer):
    """Draws no words: WeasyPrint sets those of SVG letter by letter, so that accents stand apart and Arabic runs
    backwards. They are kept, to be laid over the drawing.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.kept = []  # (where its group begins, the size of its units, text, colour)
        self.group, self.colour = (self.sheet.x, self.sheet.y, 1), "ink"

    def style(self):
        return drawing_css()

    def words(self, box):
        self.colour = "on-band" if box.part == ROOT else "ink"
        return super().words(box)

    def more(self, box):
        self.colour = "accent"
        return super().more(box)

    def foot(self):
        sheet = self.sheet
        x = MARGIN * sheet.scale
        self.group = x, sheet.height - x - sheet.foot_height * sheet.scale, sheet.scale
        return super().foot()

    def texts(self, texts, kind=""):
        for text in texts:
            colour = "quiet" if "quiet" in kind.split() else "ink" if kind else self.colour
            self.kept.append((*self.group, text, colour))
        return ""

    def laid_over(self, scale):
        """The words as HTML; a unit of the drawing is `scale` millimetres."""
        colours = tokens()
        for x, y, unit, text, colour in self.kept:
            size = text.size * unit
            place = {
                "left": f"{(x + text.x * unit) * scale:.3f}mm",
                "top": f"{(y + text.y * unit - size * BASELINE) * scale:.3f}mm",
                "font-size": f"{size * scale:.3f}mm",
                "font-weight": text.weight,
                "color": colours[colour],
                **({"text-decoration": "underline"} if colour == "accent" else {}),
            }
            style = ";".join(f"{name}:{value}" for name, value in place.items())
            lang = f' lang="{text.language}"' if text.language else ""
            turned = ' dir="rtl"' if is_right_to_left(text.text) else ""
            words = "".join(in_font(run, is_other, "span") for run, is_other in runs(text.text))
            yield f'<div style="{style}"{lang}{turned}>{words}</div>'


def html(reader):
    """A page of one sheet: the drawing, its words above it, and above these the links, which WeasyPrint makes none of
    in SVG.
    """
    sheet, (wide, high) = reader.sheet, PAPERS[reader.paper]
    writer = PdfWriter(sheet, language=get_language(), paper=reader.paper)
    drawing = writer.write()
    scale = wide / sheet.width
    links = []
    for box in sheet.drawn.root.walk():
        links.append(_link(sheet, scale, box, box.shown.address, box.y, box.height - box.more_height))
        if box.more:
            links.append(_link(sheet, scale, box, box.shown.branch, box.bottom - box.more_height, box.more_height))
    return (
        f'<!doctype html><html lang="{get_language()}"><head><meta charset="utf-8"><title>{escape(sheet.title)}</title>'
        f"<style>@page {{ size: {wide}mm {high}mm; margin: 0 }} body {{ margin: 0; font-family: {SANS_IN_PDF} }} "
        f"svg {{ display: block; width: {wide}mm; height: {high}mm }} a, div {{ position: absolute }} "
        f'div {{ line-height: 1; white-space: pre }} .other {{ font-family: "{OTHER}", {REST}; line-height: 0 }} '
        f"{fonts_in_pdf(writer.drawn_texts())}</style></head><body>{drawing}{''.join(writer.laid_over(scale))}"
        f"{''.join(links)}</body></html>"
    )


def _link(sheet, scale, box, address, top, height):
    left, top = (sheet.x + box.x) * scale, (sheet.y + top) * scale
    place = f"left:{left:.2f}mm;top:{top:.2f}mm;width:{box.width * scale:.2f}mm;height:{height * scale:.2f}mm"
    return f'<a href="{escape(address)}" style="{place}"></a>'
