"""The rows of the results of a search, written in one go as those of rows.py; no rule and no query."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy

from ..formatting import translation_of
from ..models import SearchDocument, Structure
from ..models.languages import language_name
from ..models.periods import show_when
from ..search.results import Why
from ..stretches import years_of
from .directory import not_in_structure, unit_link, url_at
from .rows import text_of
from .unit_panel import newer_in_short

register = template.Library()
KINDS = SearchDocument.Kind
# Units of one line that say where a unit went; more are many words for a row.
HEIRS = 3
YEARS_OF = {
    Why.FORMERLY: gettext_lazy("formerly (%(years)s):"),
    Why.LATER: gettext_lazy("later (%(years)s):"),
    Why.PROPOSED: gettext_lazy("as proposed in %(years)s:"),
}


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
    acronym, language = translation_of(placement, "acronym") if placement else (hit.acronym, "")
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
        lines = [f'<p class="result__what">{_what(context, hit)}</p>', _notes(context, hit, words)]
        if not _is_said(hit):
            passage = words.passage(hit.snippet, hit.snippet_language)
            lines.append(f'<p class="result__snippet">{marked(words, passage, hit.snippet_language)}</p>')
        head = result_link(context, hit, words)
        said = "\n".join(lines)
        rows.append(f'<li class="result"><h3>{head}</h3>\n{said}</li>\n')
    return mark_safe("".join(rows))  # each part is escaped where it is written


def _is_said(hit):
    """Whether the line above says already what the passage would, or there is none."""
    passage = hit.snippet.strip("… ")
    return any(passage in text for text in (hit.name, hit.found, hit.about))


def _what(context, hit, *, in_card=False):
    """What a result is, in a line: its kind, and where it is or what else is said of it."""
    placement = getattr(hit, "placement", None)
    if placement is None:
        parts = [escape(capfirst(KINDS(hit.kind).label))]
        if hit.about and hit.about != hit.name and not in_card:
            parts.append(escape(hit.about))
        if not in_card and (standing := getattr(hit, "standing", "")):
            parts.append(escape(standing))
        return " · ".join(parts)
    parts = [escape(placement.get_kind_display())]
    if placement.is_shown and placement.parent:
        above = escape(gettext("part of"))
        address = escape(url_at(context, "unit_detail", placement.parent.unit.slug))
        newer = f" ({placement.structure.day.year}); {newer_in_short(placement.newer)}" if placement.newer else ""
        parts.append(f'{above} <a href="{address}">{text_of(placement.parent, "name")}</a>{newer}')
    return " · ".join(parts)


@register.simple_tag(takes_context=True)
def result_lines(context, hit, words):
    """What stands between the name and the rows of a card, which say the rest themselves."""
    what = _what(context, hit, in_card=True)
    return mark_safe(
        f'<p class="result__what">{what}</p>\n{_notes(context, hit, words, in_card=True)}'
    )  # escaped there


def _notes(context, hit, words, *, in_card=False):
    """What became of a unit that is gone, and what was found where the name doesn't show it."""
    lines = (_became(context, hit, in_card=in_card), _found(context, hit, words))
    return "\n".join(f'<p class="match">{line}</p>' for line in lines if line)


@register.simple_tag(takes_context=True)
def result_address(context, hit):
    return _address(context, hit)


def _became(context, hit, *, in_card):
    placement = getattr(hit, "placement", None)
    if placement is None or placement.is_shown:
        return ""
    if placement.last and (proposed := _proposed_since(context, placement)):
        return escape(capfirst(proposed))
    edition = (placement.last or placement).structure
    year = {"year": edition.day.year} if edition.day else {"year": translation_of(edition, "name")[0]}
    named = placement.named
    if edition.status in (Structure.Status.PROPOSED, Structure.Status.WITHDRAWN):
        words = gettext("as proposed in %(year)s") % year
    elif edition.status == Structure.Status.DRAFT:
        words = gettext("in a draft")
    elif placement.last is None:
        words = gettext("first recorded in %(year)s") % year
    elif placement.is_named_later:
        when = {"when": show_when(named.named_on, named.named_on_precision), **year}
        words = gettext("exists: a source names it %(when)s, without its place; last placed in %(year)s") % when
    elif not context["request"].moment.structure:
        words = not_in_structure(context)
    else:
        words = gettext("last recorded in %(year)s") % year
    said = escape(capfirst(words))
    if edition.status not in Structure.SEEN or placement.is_named_later or (in_card and placement.heirs):
        return said
    return said + _now(context, placement.heirs)


def _proposed_since(context, placement):
    """What is said of a unit that was last seen before a proposal that has it, and of which no successor is known."""
    edition, last = placement.structure, placement.last.structure
    if edition.status != Structure.Status.PROPOSED or last.status not in Structure.SEEN or placement.heirs:
        return ""
    if placement.is_named_later or not last.day or not edition.day or not last.day < edition.day:
        return ""
    if edition.day > context["request"].moment.day:
        return ""
    years = {"last": last.day.year, "proposed": edition.day.year}
    return gettext("last recorded in %(last)s, then only in the proposal of %(proposed)s") % years


def _now(context, heirs):
    """The units that have its functions; None where that was not asked."""
    if not heirs:
        nobody = escape(gettext("no successor on record"))
        return "" if heirs is None else f"; {nobody}"
    names = [unit_link(context, row) for row in heirs.rows[:HEIRS]]
    more = " …" if len(heirs.rows) > HEIRS else ""
    now = escape(gettext("now:"))
    return f"; {now} {', '.join(names)}{more}"


def _found(context, hit, words):
    """The words that were found where the name doesn't show it, and what they are."""
    if not hit.found or hit.found in hit.about or (hit.why == Why.SYMBOL and hit.about):
        return ""
    shown = marked(words, hit.found, hit.found_language)
    if hit.why == Why.PLACE:
        return f"{escape(capfirst(str(Why.PLACE.label)))} {shown}"
    opened, closed = gettext("“"), gettext("”")
    return f"{escape(capfirst(_why(context, hit)))} {opened}{shown}{closed}"


def _why(context, hit):
    """What the words that were found are: a name of another time, of a proposal, in another language, another name."""
    if hit.why in YEARS_OF:
        editions = [edition for edition in context["request"].moment.editions if edition.pk in hit.found_in]
        seen = [edition for edition in editions if edition.status in Structure.SEEN]
        chosen = editions if hit.why == Why.PROPOSED else seen
        if years := years_of(edition.day for edition in chosen if edition.day):
            return YEARS_OF[hit.why] % {"years": years}
    if hit.why == Why.LANGUAGE and hit.found_language not in ("", get_language()):
        return gettext("in %(language)s:") % {"language": language_name(hit.found_language)}
    if hit.why == Why.SUBJECT and hit.kind == KINDS.THEME:
        return gettext("also searched as:")
    if hit.why == Why.SUBJECT:
        return gettext("works on:") if hit.kind == KINDS.UNIT else gettext("names:")
    if hit.why in (Why.ALIAS, Why.HEIR):
        return str(Why(hit.why).label)
    return f"{Why(hit.why).label}:"
