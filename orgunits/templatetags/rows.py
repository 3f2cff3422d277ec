"""The rows of long lists, each list written in one go; no rule and no query.

A loop of tags and filters in a template takes four times as long as this, and of a list it is most of a page's time.
What goes into the text is escaped where it is written: by `escape`, or by the tags that are used.
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from ..formatting import translated, translation_of
from ..models import CountryOffice
from ..models.periods import show_date
from .directory import (
    act_link,
    agreement_name,
    force_of,
    here_with,
    not_in_structure,
    not_recorded,
    partners_of,
    signed_when,
    unit_link,
    url_at,
)

register = template.Library()

# A cell that says so; on phones it is left out, where the page says so once.
NOT_RECORDED = ' class="is-missing"'


def text_of(record, field):
    """A translated field as it is in a page."""
    return conditional_escape(translated(record, field))


def _(text):
    """Words of ours in the language of the page, escaped; never in an f-string, which makemessages skips."""
    return _words(text, get_language())


@lru_cache(maxsize=1000)
def _words(text, _language):
    """The same; the language is not used, but decides the words."""
    return escape(gettext(text))


def small(words):
    return f"<small>{escape(words)}</small>"


def status(state, label):
    return f'<span class="status status--{state}">{escape(capfirst(str(label)))}</span>'


@register.simple_tag(takes_context=True)
def agreement_rows(context, agreements):
    """Agreements with state, unit_then, unit_now and receivers as rows: the unit at the signature, then now."""
    unit, signed = _("Unit"), _("Signed")
    with_whom = _("with")
    rows = []
    for agreement in agreements:
        address = escape(url_at(context, "agreement_detail", agreement.slug))
        rows.append(
            f'<tr><th scope="row"><a href="{address}">{conditional_escape(agreement_name(agreement))}</a>\n'
            f'<span class="match">{with_whom} {partners_of(agreement)}</span></th>\n'
            f'<td data-label="{unit}"{"" if agreement.unit_now else NOT_RECORDED}>{_unit_of(context, agreement)}</td>\n'
            f'<td data-label="{signed}">{conditional_escape(signed_when(agreement))}\n'
            f"{status(agreement.state, agreement.state_label)}</td></tr>\n"
        )
    return mark_safe("".join(rows))  # each part is escaped above


def _unit_of(context, agreement):
    """The unit in charge of an agreement at its signature and now."""
    then, now = agreement.unit_then, agreement.unit_now
    if not now:
        return not_recorded(gettext("Not recorded"))
    parts, is_now = [], _("now")
    if then and then.name_en != now.name_en:
        parts.append(f'<span class="quiet">{text_of(then, "name")}</span>')
        parts.append(f'<span aria-hidden="true">→</span><span class="usa-sr-only">{is_now}</span>')
    parts.append(unit_link(context, now))
    shown = context["request"].moment.structure
    if now.structure_id != (shown and shown.pk):
        went = ", ".join(
            f'<a href="{escape(url_at(context, "unit_detail", receiver.placement.unit.slug))}">'
            f"{text_of(receiver.placement, 'name')}</a>"
            for receiver in agreement.receivers or ()
        )
        words = _("its functions went to")
        more = f"; {words} {went}" if went else ""
        parts.append(f'<small class="quiet">{escape(not_in_structure(context))} {more}</small>')
    if agreement.unit_basis == "inferred":
        words = _("inferred")
        parts.append(f'<span class="basis basis--inferred">{words}</span>')
    return "\n".join(parts)


@register.simple_tag
def year_bars(years):
    """The Bars of views/agreement_totals.py as the parts of a drawing."""
    bars = []
    for bar in years:
        for kind, looks in (("general", "is-general"), ("special", "is-special")):
            if getattr(bar, kind):
                y, height = getattr(bar, f"{kind}_y"), getattr(bar, f"{kind}_height")
                bars.append(f'<rect class="{looks}" x="{bar.x}" y="{y}" width="8" height="{height}"/>')
    return mark_safe("\n".join(bars))  # numbers


@register.simple_tag(takes_context=True)
def year_rows(context, years):
    """The same as rows, each year leading to its agreements."""
    address = here_with(context, page=None, year=None)
    further = escape(f"{address}{'&' if '?' in address else '?'}")
    return mark_safe(  # numbers, and an address that is escaped
        "\n".join(
            f'<tr><th scope="row"><a href="{further}year={bar.year}">{bar.year}</a></th>'
            f'<td class="num">{bar.general}</td><td class="num">{bar.special}</td></tr>'
            for bar in years
        )
    )


@register.simple_tag(takes_context=True)
def mandate_rows(context, mandates, without_act=False):
    """Mandates, each with force and rows (assignments with named), as rows; see mandates/_table.html."""
    units = _("Units")
    day = _("Today") if context["request"].moment.is_today else _("On the day shown")
    rows = []
    for mandate in mandates:
        address = escape(url_at(context, "mandate_detail", mandate.slug))
        rows.append(
            f'<tr><th scope="row"><a href="{address}">{text_of(mandate, "title")}</a>'
            f" {_rests_on(context, mandate, without_act)}</th>\n"
            f'<td data-label="{units}">{_assigned(context, mandate)}</td>\n'
            f"{_force_cell(mandate, day)}</tr>\n"
        )
    return mark_safe("".join(rows))  # each part is escaped above


def _force_cell(mandate, label):
    return f'<td data-label="{label}">{conditional_escape(force_of(mandate))}</td>'


def _rests_on(context, mandate, without_act):
    """The act and the provision of a mandate; without a provision, the day of the act."""
    provision, act = text_of(mandate, "provision"), mandate.instrument
    if without_act:
        return f'<span class="match">{provision}</span>' if provision else ""
    if provision or act.symbol:
        link = act_link(context, act)
    else:
        address = escape(url_at(context, "instrument_detail", act.slug))
        link = f'<a href="{address}">{escape(capfirst(act.get_kind_display()))}</a>'
    more = provision or (escape(show_date(act, "adopted_on")) if act.adopted_on else "")
    return f'<span class="match">{link}{f", {more}" if more else ""}</span>'


def _assigned(context, mandate):
    """The units of a mandate."""
    if not mandate.rows:
        return not_recorded(gettext("Not recorded"))
    unit, units = context.template.engine.get_template("orgunits/mandates/_unit.html"), []
    for row in mandate.rows:
        if not row.named:
            continue
        if row.named.is_shown:
            units.append(f"<li>{unit_link(context, row.named)}</li>")
        else:
            with context.push(named=row.named):
                units.append(f"<li>{unit.render(context)}</li>")
    return f'<ul class="plain-list">{" ".join(units)}</ul>'


@register.simple_tag(takes_context=True)
def source_rows(context, sources):
    """Sources, each with citation_count, as rows."""
    rows = []
    for source in sources:
        address = escape(url_at(context, "source_detail", source.slug))
        parts = [f'<span lang="en">{escape(source.publisher)}</span>'] if source.publisher else []
        if source.published_on:
            parts.append(escape(show_date(source, "published_on")))
        more = f' <small class="quiet">{", ".join(parts)}</small>' if parts else ""
        rows.append(
            f'<tr id="source-{source.slug}"><th scope="row"><a href="{address}" lang="{source.language}">'
            f"{escape(source.title)}</a>{more}</th>\n"
            f'<td class="num">{source.citation_count}</td></tr>\n'
        )
    return mark_safe("".join(rows))  # each part is escaped above


@register.simple_tag(takes_context=True)
def office_marks(context, marks):
    """Offices on a map (maps.Mark), each a link with a name, which is shown while it is pointed at."""
    return mark_safe("".join(_mark(context, mark, mark.office) for mark in marks))  # escaped in _mark


def _mark(context, mark, office):
    city, state = office.city_name, translation_of(office.member_state, "name")[0] if office.member_state else ""
    address = escape(url_at(context, "office_detail", office.slug))
    label = f"{city}{state and f', {state}'}: {translation_of(office, 'name')[0]}"
    name = f"{city}, {state}" if state and state != city else city
    if office.standing == "undated":
        dot = '<path class="map__dot map__dot--undated" d="M0-7l7 7-7 7-7-7z"/>'
    else:
        dot = f'<circle class="map__dot map__dot--{office.standing}" r="6"/>'
    side = 'x="-14" text-anchor="end"' if mark.is_right else 'x="14"'
    return (
        f'<a class="map__office" href="{address}" data-office="{office.slug}"'
        f' transform="translate({mark.x} {mark.y}) scale({mark.scale})" aria-label="{escape(label)}">'
        f'<circle class="map__hit" r="12"/>{dot}<text class="map__name" {side} y="5">{escape(name)}</text></a>\n'
    )


@register.simple_tag(takes_context=True)
def office_rows(context, offices):
    """Offices of one standing as rows."""
    established, as_recorded, as_of = _("Established"), _("Status as last recorded"), _("as of")
    rows = []
    for office in offices:
        address = escape(url_at(context, "office_detail", office.slug))
        parts = [f'<a href="{address}">{text_of(office.member_state or office, "name")}</a>']
        if office.city:
            parts.append(f'<span class="match">{escape(office.city_name)}</span>')
        if office.kind == CountryOffice.Kind.FIELD:
            parts.append(f'<span class="match">{escape(office.get_kind_display())}</span>')
        if office.established:
            since = escape(show_date(office, "established"))
        else:
            since = not_recorded(gettext("Not recorded"))
        status_of_it = escape(capfirst(office.get_status_display()))
        if office.closed:
            status_of_it += f", {escape(show_date(office, 'closed'))}"
        elif last := text_of(office, "status_as_of"):
            status_of_it += f' <span class="match">{as_of} {last}</span>'
        rows.append(
            f'<tr data-office="{office.slug}"><th scope="row">{" ".join(parts)}</th>\n'
            f'<td data-label="{established}">{since}</td>\n<td data-label="{as_recorded}">{status_of_it}</td></tr>\n'
        )
    return mark_safe("".join(rows))  # each part is escaped above
