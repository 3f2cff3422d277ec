"""Parts of a comparison that stand on its page hundreds of times, written in one go as in rows.py."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import pgettext

from .directory import act_link, url_at
from .rows import _, text_of

register = template.Library()


@register.simple_tag(takes_context=True)
def compared_unit(context, named, with_branch=False):
    """A NamedUnit, leading to its page in the structure that names it; `with_branch` adds the branch it is in."""
    query = {"structure": named.structure.slug} if named.structure else {}
    address = escape(url_at(context, "unit_detail", named.place.unit, **query))
    parts = [f'<a href="{address}">{text_of(named.place, "name")}</a>']
    if acronym := text_of(named.place, "acronym"):
        parts[0] += f"&nbsp;<abbr>{acronym}</abbr>"
    if with_branch and named.branch:
        acronym = text_of(named.branch, "acronym")
        name = f"<abbr>{acronym}</abbr>" if acronym else text_of(named.branch, "name")
        parts.append(f'<span class="quiet">({name})</span>')
    return mark_safe("\n".join(parts))  # each part is escaped above


@register.simple_tag(takes_context=True)
def compared_event(context, event, comparison, anchor=None):
    """What explains a change: what happened in words, when, by which acts; `anchor` is its slug, to lead there."""
    icon = context.template.engine.get_template("components/icon.html")
    with context.push(name="document"):
        parts = [icon.render(context), f"<span><b>{escape(capfirst(event.get_kind_display()))}</b>"]
    if when := event.when:
        parts[-1] += f'<span class="quiet">, {escape(when)}</span>'
    if description := text_of(event, "description"):
        parts[-1] += f": {description}"
    if event.only_proposed and not comparison.to_proposal:
        words = escape(pgettext("a change", "proposed"))
        parts.append(f'<span class="status status--proposed">{words}</span>')
    if event.is_inferred:
        words = _("inferred")
        parts.append(f'<span class="basis basis--inferred">{words}</span>')
    acts = ", ".join(act_link(context, authority.instrument) for authority in event.change_authorities.all())
    words = escape(pgettext("an act", "By")) if acts else _("No act recorded.")
    parts.append(f'<span class="quiet">{words}</span> {acts}</span>')
    own = f' id="event-{anchor}"' if anchor else ""
    return mark_safe(f'<p class="difference__event"{own}>{" ".join(parts)}</p>')  # each part is escaped above
