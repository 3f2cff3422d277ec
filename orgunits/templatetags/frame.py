"""Where and when a page is, as its frame says it: the address that lasts, the citation. No rule and no query."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from ..formatting import translated
from ..models import Structure
from ..models.periods import Precision, show_partial
from ..moment import PARAMETERS

register = template.Library()


@register.simple_tag(takes_context=True)
def lasting_address(context):
    """The whole address of this page, for those who come another day: with the day shown, where it has one."""
    request = context["request"]
    query, moment = request.GET.copy(), getattr(request, "moment", None)
    if moment and not moment.parameters:
        for name in PARAMETERS:
            query.pop(name, None)
        query["on"] = moment.day.isoformat()
    address = f"{request.scheme}://{request.get_host()}{request.path}"
    return f"{address}?{query.urlencode()}" if query else address


@register.simple_tag(takes_context=True)
def citation(context, page_name, edition=None):
    """The page, the site, the edition with the day shown, and what that is recorded in; the address is added to it.

    `edition` is the one that the page is about, where it is about one whatever the moment.
    """
    moment = getattr(context["request"], "moment", None)
    shown = edition or (moment and moment.structure)
    said = [format_html(gettext("“{page}”, {site}."), page=page_name, site=context["site_name"])]
    if shown:
        said.append(_edition_in_words(shown, None if edition or "structure" in moment.parameters else moment.day))
        if note := translated(shown, "as_of_note"):
            said.append(format_html(gettext("Record: {note}."), note=note))
    elif moment:
        said.append(gettext("As of %(day)s; no edition is recorded for that day.") % {"day": _in_words(moment.day)})
    return mark_safe(" ".join(said))  # dates in words of ours; all else is escaped above


def _edition_in_words(edition, day):
    name = translated(edition, "name")
    if edition.status != Structure.Status.ADOPTED:
        return format_html(gettext("Edition: {edition} ({status})."), edition=name, status=edition.standing)
    if day:
        return format_html(gettext("Edition: {edition}, as of {day}."), edition=name, day=_in_words(day))
    return format_html(gettext("Edition: {edition}."), edition=name)


def _in_words(day):
    return show_partial(day, Precision.DAY)
