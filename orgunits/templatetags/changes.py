"""Recorded changes, written in one go as in rows.py: an edition and a unit may have dozens."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from ..formatting import cites
from ..models import ChangeEvent, Structure
from ..models.periods import show_span
from .directory import act_link, not_recorded, url_at
from .rows import _, text_of

register = template.Library()

# What is said by such a change on the page of the one unit that it is about.
SAID_BY_ITS_KIND = {ChangeEvent.Kind.CREATED, ChangeEvent.Kind.ABOLISHED, ChangeEvent.Kind.RENAMED}


@register.simple_tag(takes_context=True)
def change_items(context, events, with_structure=False, here=None):
    """ChangeEvents with acts, named units and perhaps `cites`, as items of a list "changes".

    Each with what sort of change, when, the words of the source, the units before and after, the acts; `with_structure`
    names the edition it leads to. `here` is the unit whose page this is.
    """
    items = (_item(context, event, with_structure=with_structure, here=here) for event in events)
    return mark_safe("".join(items))  # each part is escaped where it is written


def _item(context, event, *, with_structure, here):
    looks = ' class="is-proposal"' if event.only_proposed else ""
    parts = [change_head(event)]
    if description := text_of(event, "description"):
        parts.append(f"<p>{description}{cites(getattr(event, 'cites', ()))}</p>")
    is_said = here and event.kind in SAID_BY_ITS_KIND and len(event.before) < 2 and len(event.after) < 2
    if not is_said:
        parts.append(change_units(context, event, here))
    if note := text_of(event, "note"):
        parts.append(f'<p class="quiet small">{note}</p>')
    leads_to = _leads_to(context, event.structure) if with_structure and event.structure else ""
    parts.append(f'<p class="small">{_acts(context, event)}\n{leads_to}</p>')
    return f'<li id="{event.slug}"{looks}>{"".join(parts)}</li>\n'


def _acts(context, event):
    acts = []
    for authority in event.change_authorities.all():
        note = text_of(authority, "note")
        more = f'\n<span class="quiet">({note})</span>' if note else ""
        acts.append(f"{act_link(context, authority.instrument)}{more}")
    return "<br>".join(acts) or not_recorded(gettext("No act recorded"))


def _leads_to(context, edition):
    words, name = _("leads to"), text_of(edition, "name")
    link = f'· {words} <a href="{escape(url_at(context, "structure_detail", edition.slug))}">{name}</a>'
    if edition.status != Structure.Status.WITHDRAWN:
        return link
    words = escape(pgettext("a structure", "withdrawn"))
    return f'{link} <span class="quiet">({words})</span>'


@register.simple_tag
def change_head(event):
    """What sort of change, when, and how it is known."""
    when = text_of(event, "when_words") or escape(show_span(event.earliest, event.latest))
    parts = [
        f'<span class="change change--{event.kind}">{escape(event.get_kind_display())}</span>',
        f"<b>{when}</b>" if when else not_recorded(gettext("Date not recorded")),
    ]
    if event.only_proposed:
        words = escape(pgettext("a change", "proposed"))
        parts.append(f'<span class="status status--proposed">{words}</span>')
    if event.is_inferred:
        words = _("inferred")
        parts.append(f'<span class="basis basis--inferred">{words}</span>')
    return mark_safe(f'<p class="changes__head">{" ".join(parts)}</p>')  # each part is escaped above


@register.simple_tag(takes_context=True)
def change_units(context, event, here=None):
    """The units before and after a change; `here` is the unit whose page this is."""
    if event.kind == ChangeEvent.Kind.MOVED:
        parts = [f"{units_in_a_line(context, event.after, here)}:", _from_and_to(context, event)]
    elif event.kind == ChangeEvent.Kind.RENAMED:
        parts = [units_in_a_line(context, event.after, here)]
    else:
        parts = [units_in_a_line(context, rows, here) for rows in (event.before, event.after) if rows]
        if len(parts) > 1:
            to = escape(pgettext("a unit", "to"))
            arrow = f'<span class="changes__arrow" aria-hidden="true">→</span><span class="usa-sr-only">{to}</span>'
            parts.insert(1, arrow)
    if event.units_incomplete:
        words = _("and others that are not on record")
        parts.append(f'<span class="quiet">({words})</span>')
    return mark_safe(f'<p class="changes__units">{" ".join(parts)}</p>')  # each part is escaped above


def _from_and_to(context, event):
    """From where to where a unit was moved."""
    units = {
        "origin": event.origin and units_in_a_line(context, [event.origin]),
        "destination": event.destination and units_in_a_line(context, [event.destination]),
    }
    if event.origin and event.destination:
        return escape(pgettext("a unit", "from %(origin)s to %(destination)s")) % units
    if event.origin:
        return escape(pgettext("a unit", "from %(origin)s to a place that is not recorded")) % units
    if event.destination:
        return escape(pgettext("a unit", "to %(destination)s")) % units
    return _("to a place that is not recorded")


@register.simple_tag(takes_context=True)
def units_in_a_line(context, rows, here=None):
    """Units by the placements that name them, each leading to its page; but not `here`, the unit whose page this is."""
    units = []
    for row in rows:
        name = text_of(row, "name")
        if not here or row.unit_id != here.pk:
            name = f'<a href="{escape(url_at(context, "unit_detail", row.unit.slug))}">{name}</a>'
        units.append(name)
    return mark_safe(", ".join(units))  # each part is escaped above
