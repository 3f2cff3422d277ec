"""A unit through the editions: what each says of it, and which says what. Written in one go as in rows.py: a life may
have hundreds of lines.
"""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from ..formatting import cites
from ..models import Kind, Placement, Structure
from ..models.periods import show_date
from ..moment import address_of
from ..stretches import years_of
from .directory import url_at
from .rows import _, status, text_of

register = template.Library()


@register.simple_tag(takes_context=True)
def stated_in(context, holder):
    """Says in which edition a statement stands; `holder` is the placement that makes it."""
    edition = holder.structure
    if edition == context["structure"]:
        words = _("recorded in this edition")
        return mark_safe(f"<span>{words}</span>")  # escaped above
    if not edition.day:
        words = gettext("as stated in “%(edition)s”") % {"edition": edition.name}
    elif edition.status in Structure.SEEN:
        words = gettext("as stated in %(year)s") % {"year": edition.day.year}
    else:
        words = gettext("as proposed in %(year)s") % {"year": edition.day.year}
    address = escape(f"{address_of('unit_detail', holder.unit.slug)}?structure={edition.slug}")
    return mark_safe(f'<a href="{address}">{escape(words)}</a>')  # escaped here and above


@register.simple_tag(takes_context=True)
def life_stays(context, record):
    """The Stays and StayFolds of a UnitRecord as a sentence, without its full stop."""
    stays = [_stay(context, stay, is_long=record.has_long_life) for stay in record.stays]
    recorded, then = _("Recorded under"), _("then")
    return mark_safe(f"{recorded} {f', {then} '.join(stays)}")  # each is escaped where it is written


def _stay(context, stay, *, is_long):
    if hasattr(stay, "number"):
        more = ngettext(
            "in %(number)s more place (listed below)", "in %(number)s more places (listed below)", stay.number
        )
        return escape(more % {"number": stay.number})
    runs = stay.runs if is_long else [(years_of([edition.day]), "", edition) for edition in stay.structures]
    address = escape(url_at(context, "unit_detail", stay.parent.unit.slug))
    return f'<a href="{address}">{text_of(stay.parent, "name")}</a> ({"; ".join(map(_run, runs))})'


def _run(run):
    years, editions, first = run
    standing = "" if first.status == Structure.Status.ADOPTED else first.get_status_display()
    return escape(", ".join(filter(None, [years or first.name, editions, standing])))


@register.simple_tag(takes_context=True)
def life_rows(context, record):
    """The LifeLines and LifeFolds of a UnitRecord as rows; see units/_life.html."""
    labels = _("From"), _("Edition"), _("Under"), _("How it is known")
    rows = [
        _fold(line) if hasattr(line, "lines") else _line(context, line, labels, is_shown=record.shown in line.rows)
        for line in record.shown_lines
    ]
    return mark_safe("".join(rows))  # each is escaped where it is written


def _line(context, line, labels, *, is_shown):
    row = line.row
    if is_shown:
        looks = ' class="is-shown" aria-current="true"'
    else:
        looks = "" if row.structure.status in Structure.SEEN else ' class="is-proposal"'
    day, edition, under, known = labels
    return (
        f'<tr{looks}><td data-label="{day}">{_from(line)}</td>\n'
        f'<td data-label="{edition}">{_edition(context, line, is_shown=is_shown)}</td>\n'
        f'<th scope="row">{_name(row)}</th>\n'
        f'<td data-label="{under}">{_under(row)}</td>\n'
        f'<td data-label="{known}">{_known(row)}{cites(line.cites)}</td></tr>\n'
    )


def _from(line):
    if len(line.rows) > 1:
        return line.years
    edition = line.row.structure
    return escape(show_date(edition, "day")) if edition.day else _("Date not recorded")


def _edition(context, line, *, is_shown):
    """The edition of a line; of several the first and the last."""
    edition = line.row.structure
    parts = [_link(context, edition)]
    if len(line.rows) > 1:
        parts.insert(0, f"{escape(line.editions)}: {_link(context, line.first.structure)} –")
    if edition.status != Structure.Status.ADOPTED:
        parts.append(status(edition.status, edition.standing))
    if is_shown:
        words = _("shown here")
        parts.append(f'<small class="quiet nowrap">{words}</small>')
    return "\n".join(parts)


def _link(context, edition):
    return f'<a href="{escape(url_at(context, "structure_detail", edition.slug))}">{text_of(edition, "name")}</a>'


def _name(row):
    """The name of the unit in an edition, leading to its page as it was then, and what else the edition says of it."""
    parts = [_at(row, row.structure)]
    if acronym := text_of(row, "acronym"):
        parts[0] += f"&nbsp;<abbr>{acronym}</abbr>"
    if row.kind != Kind.GENERAL_SECRETARIAT:
        parts.append(f'<small class="quiet small">{escape(row.get_kind_display())}</small>')
    if note := text_of(row, "note"):
        parts.append(f'<br><span class="quiet small">{note}</span>')
    return "\n".join(parts)


def _under(row):
    return _at(row.parent, row.structure) if row.parent else _("at the top")


def _at(placement, edition):
    """A unit by the name that a placement gives it, leading to its page in an edition."""
    address = escape(f"{address_of('unit_detail', placement.unit.slug)}?structure={edition.slug}")
    return f'<a href="{address}">{text_of(placement, "name")}</a>'


def _known(row):
    if row.basis == Placement.Basis.STATED:
        return _("Stated")
    words = _("carried over") if row.basis == Placement.Basis.CARRIED_OVER else escape(row.get_basis_display())
    return f'<span class="basis basis--{row.basis}">{words}</span> '


def _fold(fold):
    """A row that opens lines of life that are folded."""
    years = f"{fold.years}: " if fold.years else ""
    under = escape(pgettext("in a sentence", "under"))
    lines = "".join(_folded(line, under) for line in fold.lines)
    return (
        f'<tr class="is-folded"><td colspan="5"><details><summary>{years}{escape(fold.editions)}</summary>\n'
        f'<ul class="plain-list">{lines}</ul></details></td></tr>\n'
    )


def _folded(line, under):
    row = line.row
    parts = [_at(row, row.structure)]
    if len(line.rows) > 1:
        parts.insert(0, f"{line.years} ({escape(line.editions)})")
    elif row.structure.day:
        parts.insert(0, escape(show_date(row.structure, "day")))
    if row.parent:
        parts[-1] += f", {under} {text_of(row.parent, 'name')}"
    if row.structure.status != Structure.Status.ADOPTED:
        words = escape(row.structure.get_status_display())
        parts.append(f'<small class="quiet">{words}</small>')
    return f"<li>{' '.join(parts)}{cites(line.cites)}</li>\n"
