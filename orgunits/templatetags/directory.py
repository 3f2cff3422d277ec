"""The tags and filters of the templates; no rule and no query."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info, gettext, gettext_lazy, override

from .. import identity
from ..formatting import (
    cited_as,
    cites,
    file_size,
    in_language_of_page,
    partner_name,
    short_title,
    translated,
    translated_paragraphs,
    unbroken,
)
from ..models import Force
from ..models.periods import from_when, show_date, show_when, until_when
from ..moment import address_of
from ..pillars import class_of

register = template.Library()
for each in (unbroken, file_size, partner_name):
    register.filter(each)
for each in (in_language_of_page, short_title, translated, translated_paragraphs, cited_as, cites):
    register.simple_tag(each)
register.filter("pillar_class", class_of)

FORCE_IN_WORDS = {
    Force.IN_FORCE: gettext_lazy("In force"),
    Force.END_NOT_RECORDED: gettext_lazy("Started; end not recorded"),
    Force.LATER: gettext_lazy("Begins later"),
    Force.ENDED: gettext_lazy("Ended"),
}
# Parts of the frame in one process; see kept().
_kept, MOST_KEPT = {}, 500
# What the site says of itself, by the name that {% site %} takes.
OF_THE_SITE = {
    each.__name__: each
    for each in (
        identity.name,
        identity.owner,
        identity.above_name,
        identity.sentence,
        identity.demo_sentence,
        identity.contact,
        identity.contact_link,
        identity.emblem,
        identity.is_official,
        identity.takes_proposals,
    )
}
# Stands for the slug of a record while the address of its page is made; no part of an address is like it.
A_SLUG = "0-0-0"


@register.simple_tag(takes_context=True)
def url_at(context, name, *args, **query):
    """The address of a page of the directory at the moment that is shown, with `query` added: see Moment."""
    request = context.get("request")
    moment = getattr(request, "moment", None)
    address = moment.address_of if moment else address_of
    if request is None or len(args) != 1:
        return address(name, *args, **query)
    # Reversed once a page: the addresses of the rows of a list differ in the slug alone.
    reversed_once = request.__dict__.setdefault("reversed_once", {})
    key = name, get_language(), *query.items()
    if key not in reversed_once:
        reversed_once[key] = address(name, A_SLUG, **query).split(A_SLUG, 1)
    return args[0].join(reversed_once[key])


@register.simple_tag(takes_context=True)
def unit_link(context, placement, **query):
    """A unit by the name and acronym that a placement gives it, leading to its page; `query` as for url_at."""
    address = escape(url_at(context, "unit_detail", placement.unit.slug, **query))
    link = f'<a href="{address}">{conditional_escape(translated(placement, "name"))}</a>'
    if acronym := translated(placement, "acronym"):
        link += f"&nbsp;<abbr>{conditional_escape(acronym)}</abbr>"
    return mark_safe(link)  # each part is escaped above


@register.simple_tag(takes_context=True)
def person_link(context, appointment):
    """Whom an appointment is of, as its source writes the name, leading to the page of the person, which is fetched."""
    if appointment.person_id is None:
        return appointment.name
    return format_html(
        '<a href="{}">{}</a>', url_at(context, "person_detail", appointment.person.slug), appointment.name
    )


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
    address = escape(url_at(context, "instrument_detail", instrument.slug))
    return mark_safe(f'<a href="{address}">{conditional_escape(cited_as(instrument))}</a>')  # escaped here and above


@register.simple_tag
def agreement_name(agreement):
    """What an agreement is called: its title, else what it is about."""
    return translated(agreement, "title") or translated(agreement, "subject")


@register.simple_tag
def partners_of(agreement):
    """The partners of an agreement in a line; they are fetched."""
    return format_html_join(", ", "{}", ((partner_name(name),) for name in agreement.partner_names)) or not_recorded(
        gettext("Not recorded")
    )


@register.simple_tag
def signed_when(agreement):
    """When an agreement was signed, as precisely as it is known."""
    if agreement.signed_on:
        return show_date(agreement, "signed_on")
    words = translated(agreement, "signed_words")
    missing = not_recorded(gettext("Date not recorded"))
    return format_html("{}: {}", missing, words) if words else missing


@register.simple_tag(takes_context=True)
def not_in_structure(context):
    """Says of a unit that it isn't in the edition that is shown."""
    moment = context["request"].moment
    if not moment.structure:
        return gettext("no edition is recorded for that day")
    if moment.is_today:
        return gettext("not in today’s structure, as recorded")
    return gettext("not in the edition shown")


@register.simple_tag
def force_of(record):
    """What is known on the day shown of a mandate or of its assignment to a unit: of both by their `force`."""
    if record.force not in FORCE_IN_WORDS:
        return not_recorded(gettext("Date not recorded"))
    return format_html("<b>{}</b>" if record.force == Force.IN_FORCE else "{}", FORCE_IN_WORDS[record.force])


def not_recorded(words):
    return format_html('<span class="not-recorded">{}</span>', words)


@register.filter
def partial_date(record, field):
    """A date as precisely as it is known: "26 March 2008", "January 2006", "2012"."""
    return show_date(record, field)


@register.filter
def partial_when(record, field):
    """The same inside a sentence: "on 26 March 2008", "in January 2006", "in 2012"."""
    return show_when(getattr(record, field), getattr(record, f"{field}_precision"))


@register.filter(name="from_when")
def from_date(record, field):
    """When something began, inside a sentence: "from 26 March 2008", "from 2012"."""
    return from_when(getattr(record, field), getattr(record, f"{field}_precision"))


@register.filter(name="until_when")
def until_date(record, field):
    """The same for an end."""
    return until_when(getattr(record, field), getattr(record, f"{field}_precision"))


@lru_cache(maxsize=1000)
def _in_language(code, view_name, kwargs, _prefix):
    """The address of a page in a language; the prefix is not used, but decides it."""
    with override(code):
        return reverse(view_name, kwargs=dict(kwargs))


@register.simple_tag(takes_context=True)
def language_urls(context):
    """The same page in each language of the interface: code, native name, url, is_current, canonical.

    `canonical`, of what search engines are to keep: with the context's `canonical_query`, else that of the moment; None
    where they are to keep nothing.
    """
    request = context["request"]
    kept = context.get("canonical_query", request.moment.canonical if hasattr(request, "moment") else {})
    match = request.resolver_match
    query = request.META.get("QUERY_STRING", "")
    languages = []
    for code, _name in settings.LANGUAGES:
        try:
            url = _in_language(code, match.view_name, tuple(match.captured_kwargs.items()), get_script_prefix())
        except (NoReverseMatch, AttributeError):
            url, query = _in_language(code, "orgunits:home", (), get_script_prefix()), ""
        canonical = None if kept is None else f"{request.scheme}://{request.get_host()}{url}"
        languages.append(
            {
                "canonical": f"{canonical}?{urlencode(kept)}" if kept else canonical,
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": f"{url}?{query}" if query else url,
                "is_current": code == get_language(),
            }
        )
    return languages


@register.simple_tag
def language_links(languages, typed_form=None):
    """Those of language_urls() as list items; of a page with the form `typed_form` they are buttons that send it."""
    items = []
    for language in languages:
        name, code, address = language["name"], language["code"], escape(language["url"])
        if language["is_current"]:
            link = f'<span lang="{code}" aria-current="true">{name}</span>'
        elif typed_form:
            sends = f'type="submit" form="{typed_form}" formaction="{address}" formnovalidate'
            link = f'<button {sends} name="in_this_language" value="1" lang="{code}">{name}</button>'
        else:
            link = f'<a href="{address}" lang="{code}" hreflang="{code}" rel="alternate">{name}</a>'
        items.append(f"<li>{link}</li>")
    return mark_safe("".join(items))  # names and codes are ours, addresses are escaped


@register.simple_tag
def site(what):
    """What orgunits/identity.py says of the site: the same for all readers of a language, and kept in the process."""
    key = what, get_language()
    if key not in _kept:
        _kept[key] = OF_THE_SITE[what]()
    return _kept[key]


@register.simple_tag(takes_context=True)
def kept(context, name):
    """A part of the frame, which hangs on the language, the kind of page and the moment's parameters alone.

    Its text is kept in the process: nothing in it comes from the database.
    """
    request = context.get("request")
    match, moment = getattr(request, "resolver_match", None), getattr(request, "moment", None)
    parameters = tuple(moment.parameters.items()) if moment else ()
    key = name, get_language(), getattr(match, "url_name", None), parameters, get_script_prefix()
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = context.template.engine.get_template(name).render(context)
    return _kept[key]
