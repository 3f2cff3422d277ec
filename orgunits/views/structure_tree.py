"""The tree of a structure as one piece of HTML, written in one pass.

In a template the 2,000 lines of a large structure took three times as long.
"""

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext

from ..compiled import compiled
from ..formatting import translated, translation_of
from ..models import Kind, Placement, Structure, StructureAuthority
from ..models.languages import language_columns, reading
from ..sightings import carried_over_words, latest, sightings

# From so many units on, the tree opens folded below its first level.
LARGE = 200

COLUMNS = (
    *("pk", "unit_id", "unit__slug", "lft", "rght", "level", "kind", "basis"),
    *language_columns("name", "acronym"),
)


def first_levels(structure, branch, most):
    """Rows of COLUMNS, level by level, of as many whole levels as `most` units hold; and whether these are all.

    Of what is below `branch`, a placement, or without one of the whole structure.
    """
    within = (branch.lft, branch.rght) if branch and branch.level else (None, None)
    rows = _by_level(structure, *within, number=most + 1)
    if len(rows) <= most:
        return rows, True
    return [row for row in rows if row.level < rows[-1].level], False


@compiled
def _by_level(structure, left, right, *, number):
    tree = Placement.objects.tree(structure)
    rows = tree if left is None else tree.between(structure, left, right)
    return rows.order_by("level", "lft").rewrite(False).values_list(*COLUMNS, named=True)[:number]


@compiled
def authorities_of(structure):
    """The acts it rests on."""
    rows = StructureAuthority.objects.filter(structure=structure).select_related("instrument")
    return reading(rows, "note", *(f"instrument__{name}" for name in ("slug", "kind", "symbol", "title")))


def in_order(rows):
    """Rows of COLUMNS in the order of the tree."""
    return sorted(rows, key=lambda row: row.lft)


def last_seen_of(rows, structure, day):
    """{unit: the day it was last seen, up to `day`} for those of the rows that are carried over into `structure`."""
    carried = [row.unit_id for row in rows if row.basis == Placement.Basis.CARRIED_OVER]
    return latest(sightings(carried, structure, structure.day, day)) if carried else {}


class TreeWriter:
    """Writes the nested list.

    `pillars` (Aligned) and `last_seen` are keyed by the keys of units; `parameters` of the moment go into links.
    `depth` is a level of the tree, and `top` that of the unit the list is about: of those above it only the way to it
    is listed. Where the list ends, a link leads on to `onward`, the name of a page that takes a `branch`.
    """

    # Before the slug in the address of a line within the page.
    anchor = "unit"

    def __init__(self, structure, *, depth, large, pillars, last_seen, parameters, top=0, onward="unit_list"):
        self.structure = structure
        # Where all was observed on pages, that a place was observed needs no mark.
        self.unmarked = {Placement.Basis.STATED}
        if structure.basis == Structure.Basis.OBSERVED:
            self.unmarked.add(Placement.Basis.OBSERVED)
        self.depth, self.top = depth, top
        self.open_levels = top + (1 if large else 2)
        self.pillars = pillars
        self.last_seen = last_seen
        self.language = get_language()
        before, after = reverse("orgunits:unit_detail", args=["SLUG"]).split("SLUG")
        query = f"?{urlencode(parameters)}" if parameters else ""
        self.address = before, escape(f"{after}{query}")
        self.branch = f"{reverse(f'orgunits:{onward}')}?{urlencode({**parameters, 'branch': ''})}"
        self.kinds = {kind.value: escape(str(kind.label)) for kind in Kind}
        self.units_of = gettext("Units of %(name)s")
        self.inferred = escape(gettext("inferred"))

    def write_rows(self, rows):
        """Rows of COLUMNS in the order of the tree, none below `depth`, as a `<ul class="tree">`."""
        parts, ends = ['<ul class="tree">'], []
        for row in rows:
            while ends and ends[-1] < row.lft:
                ends.pop()
                parts.append("</ul></details></li>\n")
            parts.append(self.line(row))
            if row.rght == row.lft + 1:
                parts.append("</li>\n")
            elif row.level == self.depth:
                parts.append(f"{self.rest(row)}</li>\n")
            else:
                parts.append(f"{self.rest(row)}{self.fold(row)}" if row.level < self.top else self.fold(row))
                ends.append(row.rght)
        parts.extend("</ul></details></li>\n" for _ in ends)
        parts.append("</ul>")
        return mark_safe("".join(parts))  # each part is escaped where it is written

    def line(self, row):
        """One unit: its name as a link, acronym, kind and pillar, and how its place is known."""
        slug, (before, after) = row.unit__slug, self.address
        pillar = self.pillars.get(row.unit_id)
        edge = f' class="{escape(pillar.css_class)}"' if pillar else ""
        name = self.element("a", row, "name", f' href="{before}{slug}{after}"')
        parts = [f'<li id="{self.anchor}-{slug}"{edge}>{name}']
        if acronym := self.element("abbr", row, "acronym"):
            parts.append(f" {acronym}")
        if row.kind != Kind.GENERAL_SECRETARIAT:
            parts.append(f" <small>{self.kinds[row.kind]}{self.pillar(pillar)}</small>")
        parts.append(self.basis(row))
        return "".join(parts)

    def element(self, tag, row, field, attributes=""):
        """A text in its element, marked where it is not in the page's language; "" where there is none."""
        text, language = translation_of(row, field)
        lang = "" if language == self.language else f' lang="{language}"'
        return f"<{tag}{attributes}{lang}>{escape(text)}</{tag}>" if text else ""

    def pillar(self, pillar):
        if pillar is None:
            return ""
        name = conditional_escape(translated(pillar.pillar, "name"))
        return f" · {name} ({self.inferred})" if pillar.is_inferred else f" · {name}"

    def basis(self, row):
        if row.basis in self.unmarked:
            return ""
        words = Placement.Basis(row.basis).label
        if row.basis == Placement.Basis.CARRIED_OVER and (day := self.last_seen.get(row.unit_id)):
            words = carried_over_words(day, self.structure.day)
        return f' <span class="basis basis--{row.basis}">{escape(words)}</span>'

    def fold(self, row):
        """Opens what stands below a unit: two levels are open, one where the tree is large."""
        name, _language = translation_of(row, "name")
        is_open = " open" if row.level < self.open_levels else ""
        label = escape(self.units_of % {"name": name})
        return f'<details{is_open}><summary aria-label="{label}"></summary><ul>\n'

    def rest(self, row):
        """Where the tree is cut: how many units stand below, and the way to them."""
        number = (row.rght - row.lft - 1) // 2
        words = ngettext("%(number)d unit below it", "%(number)d units below it", number) % {"number": number}
        return f' <a href="{escape(self.branch + row.unit__slug)}">{escape(words)}</a>'
