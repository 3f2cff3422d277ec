"""What the page of a unit answers first, each answer with its age; no rule and no query."""

from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from ..formatting import cites, translation_of, unbroken
from ..models import Placement, Source, Structure
from ..models.languages import LANGUAGES, language_name
from ..models.periods import show_date, show_when
from ..moment import address_of
from ..unit_page.sentence import sentence
from .directory import not_recorded, unit_link, url_at
from .life import stated_in
from .rows import _, text_of

register = template.Library()
# So many themes or functions stand for what a unit does where no purpose is on record.
NAMED = 4
UNSURE = {
    Placement.Basis.CARRIED_OVER: gettext_lazy("not confirmed"),
    Placement.Basis.INFERRED: gettext_lazy("inferred"),
}


@register.simple_tag
def acronyms(placement):
    """The acronym of a unit as the reader knows it, and those in other languages: "DSI (Spanish: DIS)"."""
    text, _language = translation_of(placement, "acronym")
    if not text:
        return ""
    said, others = {text}, []
    for language in LANGUAGES:
        other = getattr(placement, f"acronym_{language}", None)
        if other and other not in said:
            said.add(other)
            others.append(f"{escape(language_name(language))}: {escape(other)}")
    more = f" ({', '.join(others)})" if others else ""
    return mark_safe(f"<abbr>{escape(text)}</abbr>{more}")  # each is escaped above


@register.simple_tag(takes_context=True)
def what_it_does(context, record):
    """What a unit does in a sentence of the record, with its age and sources; else by its themes or functions."""
    if row := record.does:
        return mark_safe(_sentence_of(context, row))  # each part is escaped there
    for held, kind in ((record.themes, "theme"), (record.functions, "function")):
        if held and (names := [name for row in held.rows[:NAMED] if (name := _name_of(row, kind))]):
            said = " · ".join(names)
            basis = _("by its themes") if kind == "theme" else _("by its functions")
            when = stated_in(context, held.holder)
            return mark_safe(f'{said} <span class="panel__basis">({basis}, {when})</span>{cites(held.cites)}')
    if held := record.functions:
        basis, when = _("the first of its functions"), stated_in(context, held.holder)
        return mark_safe(
            f'{_beginning(held.rows[0])} <span class="panel__basis">({basis}, {when})</span>{cites(held.cites)}'
        )
    return not_recorded(gettext("What it does is not recorded."))


def _sentence_of(context, row):
    """The summary that a placement has, else its purpose in a sentence."""
    field = "summary" if row.summary else "purpose"
    text, language = translation_of(row, field)
    said, is_whole = sentence(text)
    said = conditional_escape(unbroken(said))
    if field == "purpose" and row.purpose_wording == Placement.Wording.QUOTED:
        said = _("“%(text)s”") % {"text": said}
    basis = _basis_of_summary(context, row) if row.summary else _basis_of_purpose(context, row)
    if language != get_language():
        said = f'<span lang="{language}">{said}</span>'
        in_language = gettext("in %(language)s") % {"language": language_name(language)}
        basis = f"{escape(in_language)}; {basis}"
    if not is_whole:
        in_full = _("In full")
        said += f' <a href="#purpose">{in_full}</a>'
    cited = row.summary_cites if row.summary else row.purpose_cites
    return f'{said} <span class="panel__basis">({basis})</span>{cites(cited)}'


def _name_of(row, kind):
    return text_of(row.theme, "name") if kind == "theme" else text_of(row, "title")


def _beginning(row):
    """The text of a function that has no title, in a sentence."""
    text, language = translation_of(row, "text")
    said = conditional_escape(unbroken(sentence(text)[0]))
    return said if language == get_language() else f'<span lang="{language}">{said}</span>'


def _basis_of_summary(context, row):
    """That the words are ours, and of which year the text is that they sum up."""
    if row.summary_year is None:
        return _("our summary of an undated text")
    words = _("our summary of a %(year)s text") % {"year": row.summary_year}
    if not context["request"].moment.is_today:
        return words
    newer = _("no newer one found")
    return f"{words}; {newer}"


def _basis_of_purpose(context, row):
    """In which words and of what age it is, leading to the page of the unit in that edition."""
    edition, wording = row.structure, row.purpose_wording
    if edition == context["structure"]:
        if wording == Placement.Wording.QUOTED:
            return _("quoted; a text of this edition")
        if wording == Placement.Wording.PARAPHRASED:
            return _("paraphrase of a text of this edition")
        return _("from this edition")
    year = {"year": edition.day.year} if edition.day else {"year": edition.name}
    if edition.status not in Structure.SEEN:
        words = gettext("from the proposal of %(year)s")
    elif wording == Placement.Wording.QUOTED:
        words = gettext("quoted from a %(year)s text")
    elif wording == Placement.Wording.PARAPHRASED:
        words = gettext("paraphrase of a %(year)s text")
    else:
        words = gettext("from a %(year)s text")
    address = escape(f"{address_of('unit_detail', row.unit.slug)}?structure={edition.slug}")
    link = f'<a href="{address}">{escape(words % year)}</a>'
    if not context["request"].moment.is_today:
        return link
    newer = _("no newer one found")
    return f"{link}; {newer}"


@register.simple_tag
def place_basis(record):
    """How the place of a unit in the shown edition is known, and since when."""
    row = record.shown
    if row.basis == Placement.Basis.CARRIED_OVER:
        words = record.carried_over or gettext("not confirmed")
    elif row.basis == Placement.Basis.INFERRED:
        words = gettext("inferred")
    elif row.structure.status not in Structure.SEEN:
        words = gettext("as proposed")
    elif row.structure.day is None:
        words = gettext("stated by a source")
    elif row.basis == Placement.Basis.OBSERVED:
        words = _seen_on(row)
    else:
        words = gettext("stated in %(year)s") % {"year": row.structure.day.year}
    if _came_without_an_act(record):
        words += gettext("; no act found")
    return mark_safe(f'<span class="panel__basis">({escape(words)})</span>')  # escaped here


def _seen_on(row):
    """The year of the latest source of a place that was seen, where each has a date: else any may be the one."""
    dates = [each.published_on for each in row.sources.all() if each.kind != Source.Kind.GENERAL_KNOWLEDGE]
    if not dates or not all(dates):
        return gettext("undated page")
    return gettext("seen in %(year)s") % {"year": max(dates).year}


def _came_without_an_act(record):
    """Whether it had been moved to its place in the shown edition by no act on record."""
    parent, day = record.shown.parent, record.day
    return parent is not None and any(
        event.moved_to_id == parent.unit_id
        and not event.only_proposed
        and (event.latest is None or event.latest <= day)
        and not event.change_authorities.all()
        for event in (record.changes.own if record.changes else ())
    )


@register.simple_tag
def contact_date(panel):
    """As of when the contact of a Panel is, and its sources."""
    source = panel.contact.unit.contact_dated_by
    if source:
        words = gettext("as of %(when)s") % {"when": show_date(source, "published_on")}
    else:
        words = gettext("undated source")
    # Each part is escaped here, or by cites().
    return mark_safe(f'<span class="panel__basis">({escape(words)})</span>{cites(panel.contact_cites)}')


@register.simple_tag(takes_context=True)
def newer_place(context, row):
    """What an edition seen later than the shown one says of the place of a unit."""
    edition = row.structure
    note = text_of(edition, "as_of_note") or escape(show_when(edition.day, edition.day_precision))
    if row.parent is None:
        words = _("Newer evidence (%(when)s) puts it at the top") % {"when": note}
    else:
        up = _unit_there(row.parent, edition)
        words = _("Newer evidence (%(when)s) puts it in the %(unit)s") % {"when": note, "unit": up}
    if row.basis == Placement.Basis.INFERRED:
        inferred = _("inferred")
        words += f" ({inferred})"
    if edition.status == Structure.Status.OBSERVED:
        words += _("; no act found")
    return mark_safe(f"{words}. {_compare(context, edition)}{cites(row.cites)}")  # each part is escaped


@register.simple_tag
def newer_in_short(rows):
    """The same of `rows` in a clause, for a line that says where a unit is."""
    parts = []
    for row in rows:
        edition = row.structure
        when = text_of(edition, "as_of_note") or escape(show_when(edition.day, edition.day_precision))
        place = _unit_there(row.parent, edition) if row.parent else _("at the top")
        inferred = _("inferred")
        parts.append(f"{place} ({when}, {inferred})" if row.basis == Placement.Basis.INFERRED else f"{place} ({when})")
    newer = _("newer evidence:")
    return mark_safe(f"{newer} {', '.join(parts)}")  # each part is escaped above


@register.simple_tag
def disputed(discrepancies):
    """Values in which sources disagree on one answer, each with our reading, leading to what each source says."""
    disagree, each_says, draft = _("sources disagree"), _("What each says"), _("Draft.")
    values = (
        f'<dd class="panel__newer">{f"<b>{draft}</b> " if each.draft_id else ""}{text_of(each, "topic")}: {disagree}.'
        f" {text_of(each, 'reading')}"
        f' <a href="#disagreements">{each_says}</a></dd>'
        for each in discrepancies or ()
    )
    return mark_safe("".join(values))  # each part is escaped above


@register.simple_tag(takes_context=True)
def coming_place(context, coming):
    """What the next edition changes for a unit."""
    when = {"day": escape(show_date(coming.edition, "effective_from"))}
    if coming.row is None:
        words = _("From %(day)s: not in the edition to come") % when
    else:
        changes = []
        if coming.is_moved and coming.row.parent:
            up = _unit_there(coming.row.parent, coming.edition)
            changes.append(_("part of %(unit)s") % {"unit": up})
        elif coming.is_moved:
            changes.append(_("at the top"))
        if coming.is_renamed:
            changes.append(_("called %(name)s") % {"name": text_of(coming.row, "name")})
        words = _("From %(day)s:") % when + " " + ", ".join(changes)
    return mark_safe(f"{words}. {_compare(context, coming.edition)}")  # each part is escaped


def _unit_there(placement, edition):
    """A unit by its name in an edition, leading to its page there."""
    address = escape(f"{address_of('unit_detail', placement.unit.slug)}?structure={edition.slug}")
    return f'<a href="{address}">{text_of(placement, "name")}</a>'


def _compare(context, edition):
    address = escape(address_of("compare", **{"from": context["structure"].slug, "to": edition.slug}))
    words = _("Compare")
    return f'<a href="{address}">{words}</a>'


@register.simple_tag(takes_context=True)
def units_below(context, record, place):
    """The units directly below a place as items of a "unit-list"; how one is known is said where it is another way."""
    # Of a unit that is not in the shown edition those of the edition it is shown from.
    query = {} if record.shown else {"structure": place.structure.slug}
    items = (_below(context, row, place, query) for row in record.below)
    return mark_safe("".join(items))  # each part is escaped in _below


def _below(context, row, place, query):
    parts = [f"{unit_link(context, row, **query)} <small>{escape(row.get_kind_display())}</small>"]
    if number := row.sub_unit_count:
        words = ngettext("%(number)d unit within", "%(number)d units within", number) % {"number": number}
        parts.append(f"<small>· {escape(words)}</small>")
    if row.basis != place.basis and row.basis in UNSURE:
        parts.append(f"<small>({escape(UNSURE[row.basis])})</small>")
    return f"<li>{' '.join(parts)}</li>\n"


@register.simple_tag
def purpose_is_cut(record):
    """Whether what_it_does() says less of the purpose than the record does."""
    row = record.purpose
    if row and record.does.summary:
        return True
    return bool(row) and not sentence(translation_of(row, "purpose")[0])[1]


@register.simple_tag
def titles_of(functions):
    """The titles of UnitFunctions in a line; how many there are where none has a title."""
    titles = [title for row in functions if (title := text_of(row, "title"))]
    return mark_safe(" · ".join(titles)) if titles else len(functions)  # each is escaped by text_of()


@register.simple_tag(takes_context=True)
def continuations(context, row):
    """What the theme of a PlacementTheme continues, and what covers it now, in a line each."""
    lines = []
    if row.continues:
        words = _("Continues:")
        lines.append(f"{words} {_themes(context, row.continues, 'earlier')}")
    if row.continued_in:
        words = _("Now covered by:")
        lines.append(f"{words} {_themes(context, row.continued_in, 'later')}")
    return mark_safe(f'<span class="quiet small">{"<br>".join(lines)}</span>')  # each part is escaped


def _themes(context, rows, end):
    links = []
    for row in rows:
        theme = getattr(row, end)
        links.append(f'<a href="{escape(url_at(context, "theme_detail", theme.slug))}">{text_of(theme, "name")}</a>')
    inferred = _("inferred")
    if all(row.is_inferred for row in rows):
        return f"{', '.join(links)} ({inferred})"
    links = [f"{link} ({inferred})" if row.is_inferred else link for link, row in zip(links, rows, strict=True)]
    return ", ".join(links)
