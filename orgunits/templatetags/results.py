"""The rows of the results of a search, written in one go as those of rows.py; no rule and no query."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from ..formatting import translation_of
from ..models import SearchDocument, Structure
from ..models.languages import language_name
from ..models.periods import show_when
from ..stretches import years_of
from .directory import not_in_structure, unit_link, url_at
from .rows import text_of

register = template.Library()
KINDS = SearchDocument.Kind
# Units of one line that say where a unit went; more are many words for a row.
HEIRS = 3


def marked(words, text, language=""):
    """`text` escaped, with the words that were looked for marked; in its language where that is not the page's."""
    parts, last = [], 0
    for start, end in words.found_in(text, language or get_language()):
        parts += [escape(text[last:start]), f"<mark>{escape(text[start:end])}</mark>"]
        last = end
    shown = "".join([*parts, escape(text[last:])])
    return in_its_language(shown, language)


def in_its_language(shown, language):
    """A text that is escaped, with its `lang` where that is not the page's."""
    if language and language != get_language():
        return f'<span lang="{escape(language)}">{shown}</span>'
    return shown


@register.simple_tag(takes_context=True)
def result_link(context, hit, words):
    """A result by its name, leading to its page, with the acronym of a unit."""
    placement = getattr(hit, "placement", None)
    name, language = translation_of(placement, "name") if placement else (hit.name, hit.name_language)
    link = f'<a href="{escape(_address(context, hit))}">{marked(words, name, language)}</a>'
    if placement:
        acronym, language = translation_of(placement, "acronym")
        if acronym:
            link += f"&nbsp;<abbr>{marked(words, acronym, language)}</abbr>"
    return mark_safe(link)  # each part is escaped above


def _address(context, hit):
    view, arguments, *query = hit.leads
    return url_at(context, view, *arguments, **(query[0] if query else {}))


@register.simple_tag(takes_context=True)
def result_rows(context, hits, words):
    """Hits, those of units with the placement that names them, as the items of a list."""
    rows = []
    for hit in hits:
        lines = [f'<p class="result__what">{_what(context, hit)}</p>']
        lines += [
            f'<p class="match">{line}</p>' for line in (_became(context, hit), _found(context, hit, words)) if line
        ]
        if hit.snippet:
            passage = words.passage(hit.snippet, hit.snippet_language)
            lines.append(f'<p class="result__snippet">{marked(words, passage, hit.snippet_language)}</p>')
        head = result_link(context, hit, words)
        said = "\n".join(lines)
        rows.append(f'<li class="result"><h3>{head}</h3>\n{said}</li>\n')
    return mark_safe("".join(rows))  # each part is escaped where it is written


@register.simple_tag(takes_context=True)
def result_what(context, hit):
    """What a result is, in a line: its kind, and where it is or what else is said of it."""
    return mark_safe(_what(context, hit))  # escaped there


def _what(context, hit):
    placement = getattr(hit, "placement", None)
    if placement is None:
        parts = [escape(capfirst(KINDS(hit.kind).label))]
        if hit.about:
            parts.append(escape(hit.about))
        return " · ".join(parts)
    parts = [escape(placement.get_kind_display())]
    if placement.is_shown and placement.parent:
        above = escape(gettext("part of"))
        address = escape(url_at(context, "unit_detail", placement.parent.unit.slug))
        parts.append(f'{above} <a href="{address}">{text_of(placement.parent, "name")}</a>')
    return " · ".join(parts)


@register.simple_tag(takes_context=True)
def result_became(context, hit):
    """What became of a unit that is not in the shown structure."""
    return mark_safe(_became(context, hit))  # escaped there


def _became(context, hit):
    placement = getattr(hit, "placement", None)
    if placement is None or placement.is_shown:
        return ""
    edition = (placement.last or placement).structure
    year = {"year": edition.day.year} if edition.day else {"year": translation_of(edition, "name")[0]}
    day, named = context["request"].moment.day, placement.named
    if edition.status in (Structure.Status.PROPOSED, Structure.Status.WITHDRAWN):
        words = gettext("as proposed in %(year)s") % year
    elif edition.status == Structure.Status.DRAFT:
        words = gettext("in a draft")
    elif placement.last is None:
        words = gettext("recorded only later, in %(year)s") % year
    elif named.named_on and named.named_on <= day and (edition.day is None or named.named_on > edition.day):
        when = {"when": show_when(named.named_on, named.named_on_precision), **year}
        words = gettext("exists: a source names it %(when)s, without its place; last placed in %(year)s") % when
    elif not context["request"].moment.structure:
        words = not_in_structure(context)
    else:
        words = gettext("last recorded in %(year)s") % year
    was_there = edition.status in Structure.SEEN
    return escape(capfirst(words)) + (_now(context, placement.heirs) if was_there else "")


def _now(context, heirs):
    """The units that have its functions; None where that was not asked."""
    if not heirs:
        return "" if heirs is None else f"; {escape(gettext('no successor on record'))}"
    names = [unit_link(context, row) for row in heirs.rows[:HEIRS]]
    more = " …" if len(heirs.rows) > HEIRS else ""
    return f"; {escape(gettext('now:'))} {', '.join(names)}{more}"


def _found(context, hit, words):
    """The words that were found where the name doesn't tell, and what they are."""
    if not hit.found:
        return ""
    shown = marked(words, hit.found, hit.found_language)
    return f"{escape(capfirst(_why(context, hit)))} “{shown}”"


def _why(context, hit):
    """What the words that were found are: a name of another time, of a proposal, in another language, another name."""
    moment = context["request"].moment
    editions = [edition for edition in moment.editions if edition.pk in hit.found_in]
    seen = [edition for edition in editions if edition.status in Structure.SEEN]
    if hit.why:
        return hit.why
    if editions and moment.structure not in editions:
        earlier = [edition.day for edition in seen if edition.day <= moment.day]
        if earlier:
            return gettext("formerly (%(years)s):") % {"years": years_of(earlier)}
        if seen:
            return gettext("later (%(years)s):") % {"years": years_of(edition.day for edition in seen)}
        days = [edition.day for edition in editions if edition.day]
        return gettext("as proposed in %(year)s:") % {"year": years_of(days)}
    if hit.found_language and hit.found_language != get_language():
        return gettext("in %(language)s:") % {"language": language_name(hit.found_language)}
    return gettext("also:")
