"""The tags and filters of the templates; no rule and no query."""

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, override

from ..formatting import cited_as, cites, file_size, translated, translated_beginning, translated_paragraphs, unbroken
from ..models.periods import show_date, show_when
from ..moment import address_of

register = template.Library()
for each in (unbroken, file_size):
    register.filter(each)
for each in (translated, translated_beginning, translated_paragraphs, cited_as, cites):
    register.simple_tag(each)


@register.simple_tag(takes_context=True)
def url_at(context, name, *args, **query):
    """The address of a page of the directory at the moment that is shown, with `query` added: see Moment."""
    moment = getattr(context.get("request"), "moment", None)
    return moment.address_of(name, *args, **query) if moment else address_of(name, *args, **query)


@register.simple_tag(takes_context=True)
def here(context, query):
    """The address of this page with another query, encoded; without one no question mark is left."""
    path = context["request"].path
    return f"{path}?{query}" if query else path


@register.simple_tag(takes_context=True)
def here_with(context, **changes):
    """The same with its own query changed, a None taken out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return here(context, query.urlencode())


@register.simple_tag(takes_context=True)
def act_link(context, instrument):
    """An act by its symbol, else by its title, leading to its page."""
    return format_html(
        '<a href="{}">{}</a>', url_at(context, "instrument_detail", instrument.slug), cited_as(instrument)
    )


@register.filter
def partial_date(record, field):
    """A date as precisely as it is known: "26 March 2008", "January 2006", "2012"."""
    return show_date(record, field)


@register.filter
def partial_when(record, field):
    """The same inside a sentence: "on 26 March 2008", "in January 2006", "in 2012"."""
    return show_when(getattr(record, field), getattr(record, f"{field}_precision"))


@register.simple_tag(takes_context=True)
def language_urls(context):
    """The same page in each language of the interface: code, native name, url, is_current."""
    request = context["request"]
    match = request.resolver_match
    query = request.META.get("QUERY_STRING", "")
    languages = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            try:
                url = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except (NoReverseMatch, AttributeError):
                url, query = reverse("orgunits:home"), ""
        languages.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": f"{url}?{query}" if query else url,
                "is_current": code == get_language(),
            }
        )
    return languages
