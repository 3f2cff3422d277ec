"""Formatting for the pages; no rule and no query."""

import re

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info, gettext, override

from ..models.periods import show_partial, show_when

register = template.Library()

EXECUTIVE_ORDER = re.compile(r"Executive Order (\d[\d-]*(?: (?:corr|Rev)\. \d+)?)")


@register.simple_tag(takes_context=True)
def url_at(context, name, *args, **query):
    """The address of a page of the directory at the moment that is shown, with `query` added.

    A moment in `query` (on or structure) stands in for the one that is shown.
    """
    moment = getattr(context.get("request"), "moment", None)
    if moment and not query.keys() & {"on", "structure"}:
        query = {**moment.parameters, **query}
    address = reverse(f"orgunits:{name}", args=args)
    return f"{address}?{urlencode(query)}" if query else address


def fallback_chain():
    return [get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES]


def translation_of(record, field):
    """(text, language) of a translated field: the reader's language, else the first that has a text."""
    for language in fallback_chain():
        if text := getattr(record, f"{field}_{language}", None):
            return text, language
    return "", get_language()


@register.simple_tag
def translated(record, field, linebreaks=False):
    """A translated field; a text in another language than the page's is marked with its `lang`."""
    text, language = translation_of(record, field)
    if language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def translated_paragraphs(record, field):
    """The same for a long text: a `<p>` a paragraph."""
    text, language = translation_of(record, field)
    lang = "" if language == get_language() else format_html(' lang="{}"', language)
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return (
        format_html("{}" * len(parts), *parts)
        if (parts := [format_html("<p{}>{}</p>", lang, linebreaksbr(part)) for part in paragraphs if part])
        else ""
    )


@register.simple_tag
def cited_as(instrument):
    """The symbol of an act, else its title. Executive orders are named in the reader's language."""
    if not instrument.symbol:
        return translated(instrument, "title")
    if order := EXECUTIVE_ORDER.fullmatch(instrument.symbol):
        return gettext("Executive Order %(number)s") % {"number": order[1]}
    in_words = instrument.kind != instrument.Kind.RESOLUTION and get_language() != "en"
    return format_html('<span lang="en">{}</span>', instrument.symbol) if in_words else instrument.symbol


@register.simple_tag(takes_context=True)
def act_link(context, instrument):
    """An act by its symbol, else by its title, leading to its page."""
    return format_html(
        '<a href="{}">{}</a>', url_at(context, "instrument_detail", instrument.slug), cited_as(instrument)
    )


@register.filter
def file_size(number):
    """A number of bytes in words: "10 MB", "1.5 MB"."""
    return re.sub(r"[.,]0(?=\s)", "", filesizeformat(number))


@register.filter
def partial_date(record, field):
    """A date as precisely as it is known: "26 March 2008", "January 2006", "2012"."""
    return show_partial(getattr(record, field), getattr(record, f"{field}_precision"))


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
