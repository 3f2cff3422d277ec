"""The editions as a line of time and as the choice in the head of a page, each list in one go; no rule and no query."""

from datetime import date

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext

from ..formatting import short_title
from ..models import Structure
from ..models.periods import show_when
from ..stretches import stretches, years_of
from .directory import here, here_with, url_at
from .frame import without_a_moment
from .rows import small, status

register = template.Library()

LOOKS_LIKE = {Structure.Status.ADOPTED: "is-adopted", Structure.Status.OBSERVED: "is-observed"}


@register.simple_tag(takes_context=True)
def timeline_steps(context, timeline, shown, to_editions):
    """The steps of views/timeline.py as list items; see components/timeline.html."""
    today = here_with(context, structure=None, on=None, page=None)
    further = _further(today)
    steps = []
    for step in timeline:
        if hasattr(step, "number"):
            steps.append(_folded(context, step.number, step.years, page=step.page))
            continue
        if to_editions:
            address = url_at(context, "structure_detail", step.edition.slug)
        else:
            address = today if step.tense == "is" else f"{further}structure={step.edition.slug}"
        steps.append(_step(step, address, is_shown=step.edition == shown))
    return mark_safe("".join(steps))  # each is escaped where it is written


@register.simple_tag(takes_context=True)
def choice_of_editions(context):
    """The editions of the moment as list items, the latest first, each leading to this page as it was then."""
    moment, query = context["request"].moment, without_a_moment(context["request"]).urlencode()
    today = here(context, query)
    further = _further(today)
    editions = moment.editions[::-1]
    about = [place for place, edition in enumerate(editions) if edition == moment.structure]
    items = []
    for stretch in stretches(editions, about=about):
        if stretch.is_folded:
            years = years_of(edition.day for edition in reversed(stretch.rows))
            items.append(_folded(context, len(stretch.rows), years))
            continue
        for edition in stretch.rows:
            is_todays = edition.is_in_force_on(moment.today)
            address = today if is_todays else f"{further}structure={edition.slug}"
            tense = "is" if is_todays else "comes" if (edition.effective_from or date.min) > moment.today else ""
            current = ' aria-current="true"' if edition == moment.structure else ""
            items.append(f"<li>{_link(edition, address, current)} {_note(edition, tense)}</li>\n")
    return mark_safe("".join(items))  # each is escaped where it is written


def _further(address):
    """An address to which one more parameter can be added."""
    return f"{address}{'&' if '?' in address else '?'}"


def _folded(context, number, years, **query):
    more = ngettext("%(number)s more edition", "%(number)s more editions", number) % {"number": number}
    address = escape(url_at(context, "structure_list", **query))
    years = f"<b>{years}</b>" if years else ""
    return f'<li class="is-folded"><a href="{address}">{years} <span>{escape(more)}</span></a></li>\n'


def _step(step, address, *, is_shown):
    edition = step.edition
    looks = [LOOKS_LIKE.get(edition.status, "is-proposal")]
    looks += ["is-coming"] if step.tense == "comes" else []
    looks += ["is-absent"] if step.has_unit is False else []
    looks += ["is-shown"] if is_shown else []
    current = ' aria-current="true"' if is_shown else ""
    notes = [_note(edition, step.tense)]
    if step.has_unit is False:
        notes.append(small(gettext("unit not recorded")))
    return f'<li class="{" ".join(looks)}">{_link(edition, address, current)} {" ".join(notes)}</li>\n'


def _link(edition, address, current):
    year = edition.day.year if edition.day else escape(gettext("Date not recorded"))
    title = conditional_escape(short_title(edition))
    return f'<a href="{escape(address)}"{current}><b>{year}</b> <span>{title}</span></a>'


def _note(edition, tense):
    """What an edition is, where it is not just one that was in force."""
    if edition.status != Structure.Status.ADOPTED:
        return status(edition.status, edition.standing)
    if tense == "is":
        return small(gettext("shown for today") if edition.is_put_together else gettext("in force today"))
    if tense == "comes":
        when = show_when(edition.effective_from, edition.effective_from_precision)
        words = escape(gettext("comes into force %(when)s") % {"when": when})
        return f'<small class="to-come">{words}</small>'
    return ""
