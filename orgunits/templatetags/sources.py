"""The sources of a page, written in one go as in rows.py: a page may cite dozens."""

from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from ..formatting import unbroken
from ..models.periods import show_date
from .directory import url_at

register = template.Library()


@register.simple_tag(takes_context=True)
def numbered_sources(context, sources):
    """The sources that a page cites as list items, in the order of their numbers; see components/sources.html."""
    items = (_item(context, number, source) for number, source in enumerate(sources, start=1))
    return mark_safe("".join(items))  # each part is escaped in _item


def _item(context, number, source):
    address = escape(url_at(context, "source_detail", source.slug))
    title = conditional_escape(unbroken(source.title))
    parts = [f'<a href="{address}" lang="{source.language}">{title}</a>']
    if source.publisher:
        parts.append(f'<span lang="en">{escape(source.publisher)}</span>')
    if source.published_on:
        parts.append(f'<span class="nowrap">{escape(show_date(source, "published_on"))}</span>')
    return f'<li id="source-{number}">{", ".join(parts)}</li>\n'
