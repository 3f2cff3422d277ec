"""When a page is: the choice of another day or edition, the address that lasts, the citation. No rule and no query."""

from django import template
from django.utils.dateformat import format as in_letters
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from ..formatting import short_title, translated
from ..models import Structure
from ..models.periods import Precision, show_partial
from ..moment import PARAMETERS

register = template.Library()


@register.simple_tag
def time_in_short(moment):
    """The time shown, in a few letters: "today", "1 Jan 2010", or the short title of an edition somebody chose."""
    if moment.is_today:
        return gettext("today")
    if "on" in moment.parameters:
        # Translators: a day in few letters, in those of Django's date filter.
        return in_letters(moment.day, pgettext("short date", "j M Y"))
    return short_title(moment.structure)


@register.simple_tag(takes_context=True)
def other_parameters(context):
    """Hidden fields with what the address asks for beside a moment and the page of a list."""
    query = without_a_moment(context["request"])
    fields = ((name, value) for name, values in query.lists() for value in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


def without_a_moment(request):
    """What the address of a page asks for beside them, as a QueryDict."""
    query = request.GET.copy()
    for name in (*PARAMETERS, "page"):
        query.pop(name, None)
    return query


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
