"""A structure, or a branch of it, read into the sheet of its chart."""

from dataclasses import dataclass, field
from html import unescape

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from .. import identity
from ..charts.boxes import Box, tree_of
from ..charts.sheet import Cell, Key, add_foot, chart
from ..compiled import compiled, together
from ..formatting import cited_as, translation_of
from ..models import Kind, Placement, Structure, UnitRelation
from ..models.languages import reading
from ..models.periods import Precision, show_date, show_partial
from ..pillars import aligned_units, all_pillars, pillar_rows, pillars_of
from ..sightings import carried_over_words
from .structure_tree import LARGE, TreeWriter, authorities_of, first_levels, in_order, last_seen_of

# Unless a reader asks for more, the deepest level is shown that keeps a chart within so many boxes.
USUAL = 120
# More than so many are not drawn: a box with its line in the list is a kilobyte of the page.
MOST = 240
ACTS = 3
INFERRED = " ({})"


@dataclass
class Shown:
    """What the drawing tells of a unit beside its name."""

    address: str
    branch: str
    title: str
    more_title: str
    pillar: str
    basis: str
    language: str
    acronym_language: str


@dataclass
class NameOnChart:
    """A unit or body as the list of relations names it."""

    name: str
    language: str
    slug: str = ""


@dataclass
class Group:
    """Relations of one kind: (unit, those it leads to)."""

    label: str
    lines: list = field(default_factory=list)


def depths(rows, top):
    """(level below the top, units up to it) of each level, from rows level by level."""
    return list({row.level - top: number for number, row in enumerate(rows, 1)}.items())


def depth_drawn(levels, asked):
    """The level down to which is drawn, of those that MOST boxes hold: as asked, else as many as are usual."""
    fits = [level for level, total in levels if (level <= asked if asked else total <= USUAL)]
    return max([min(1, levels[-1][0]), *fits])


@compiled
def _relations(structure, units):
    rows = UnitRelation.objects.filter(structure=structure, unit__in=units).select_related("to_body")
    return reading(rows.order_by("kind", "pk"), "unit", "to_unit", "kind", "to_body__kind", "to_body__name")


class ChartReader:
    """Reads the chart of `structure`, or of the `branch` below a placement of it, `depth` levels deep.

    Without a `paper` it is the smallest on which the print is read with ease. Links are absolute below `origin`, if one
    is given; `address` is where the drawing says it comes from.
    """

    def __init__(self, structure, *, moment, branch=None, depth=None, paper="", origin="", address=""):
        self.structure, self.moment, self.branch, self.paper_asked = structure, moment, branch, paper
        self.origin, self.address = origin, address
        self.language = get_language()
        self.top = branch.level if branch else 0
        self.rows, is_whole = first_levels(structure, branch, MOST)
        self.levels = depths(self.rows, self.top)
        self.is_empty = not self.rows
        self.depth = 0 if self.is_empty else depth_drawn(self.levels, depth)
        self.is_cut = not is_whole and (depth or 1) > self.depth

    @property
    def paper(self):
        return self.paper_asked or self.sheet.paper

    def read(self):
        """Fills `sheet`, `relations`, `pillars` and `last_seen`; of `rows` only those that are drawn are left."""
        self.rows = in_order(row for row in self.rows if row.level <= self.top + self.depth)
        found = together(
            pillars=pillar_rows.of([row.unit_id for row in self.rows], self.structure, self.moment.day),
            legend=all_pillars.of(),
            relations=_relations.of(self.structure, [row.unit_id for row in self.rows]),
            authorities=authorities_of.of(self.structure),
        )
        self.pillars, self.legend = aligned_units(found["pillars"]), found["legend"]
        self.authorities, relations = found["authorities"], found["relations"]
        self.last_seen = last_seen_of(self.rows, self.structure, self.moment.day)
        self._prepare()
        self.boxes = {row.unit_id: self.box(row) for row in self.rows}
        drawn = [
            (row.kind, self.boxes[row.unit_id], self.boxes[row.to_unit_id])
            for row in relations
            if row.to_unit_id in self.boxes
        ]
        root = tree_of((self.boxes[row.unit_id], row.level - self.top) for row in self.rows)
        for kind, box, other in drawn:
            box.is_apart |= kind == UnitRelation.Kind.ADMINISTRATIVELY_UNDER and box.above is other
        self.sheet = chart(root, drawn, title=self.title, description=self.description)
        add_foot(self.sheet, self.cells, self.keys({kind for kind, _box, _other in drawn}), address=self.from_where)
        self.relations = self.groups(relations)
        return self

    def _prepare(self):
        # Where all was observed on pages, that a place was observed needs no mark.
        self.unmarked = {Placement.Basis.STATED}
        if self.structure.basis == Structure.Basis.OBSERVED:
            self.unmarked.add(Placement.Basis.OBSERVED)
        before, after = reverse("orgunits:unit_detail", args=["SLUG"]).split("SLUG")
        parameters = self.moment.parameters
        query = f"?{urlencode(parameters)}" if parameters else ""
        self.unit_address = f"{self.origin}{before}", f"{after}{query}"
        # Where not even the level below the top is drawn, its own chart would be this one again.
        page = reverse("orgunits:chart" if self.depth else "orgunits:structure")
        self.branch_address = f"{self.origin}{page}?{urlencode({**parameters, 'branch': ''})}"
        self.kinds = {kind.value: str(kind.label) for kind in Kind}

    def box(self, row):
        name, language = translation_of(row, "name")
        acronym, acronym_language = translation_of(row, "acronym")
        below = (row.rght - row.lft - 1) // 2 if row.level == self.top + self.depth else 0
        slug, (before, after) = row.unit__slug, self.unit_address
        pillar = self.pillars.get(row.unit_id)
        more = ngettext("%(number)d more unit below", "%(number)d more units below", below) % {"number": below}
        shown = Shown(
            address=f"{before}{slug}{after}",
            branch=f"{self.branch_address}{slug}",
            title=self.title_of(row, name, acronym, pillar),
            more_title=gettext("%(more)s: the chart of %(name)s") % {"more": more, "name": name}
            if self.depth
            else more,
            pillar=pillar.pillar.slug if pillar else "",
            basis="" if row.basis in self.unmarked else row.basis,
            language=language,
            acronym_language=acronym_language,
        )
        return Box(row.pk, name, acronym, row.kind, below, f"+ {more}", shown=shown)

    def title_of(self, row, name, acronym, pillar):
        """What a box says when pointed at, and to those who can't see it."""
        parts = [f"{name} ({acronym})" if acronym else name, self.kinds[row.kind]]
        if pillar:
            words = translation_of(pillar.pillar, "name")[0]
            parts.append(words + INFERRED.format(gettext("inferred")) if pillar.is_inferred else words)
        if row.basis not in self.unmarked:
            words = str(Placement.Basis(row.basis).label)
            if row.basis == Placement.Basis.CARRIED_OVER and (day := self.last_seen.get(row.unit_id)):
                words = carried_over_words(day, self.structure.day)
            parts.append(words)
        return " · ".join(parts)

    # --- the words around the drawing ---

    @property
    def title(self):
        if self.branch and self.branch.level:
            return gettext("Organizational chart: %(name)s") % {"name": translation_of(self.branch, "name")[0]}
        return gettext("Organizational chart of the General Secretariat")

    @property
    def from_where(self):
        """Whose drawing it is and where it is from, where it stands alone."""
        return self.address and f"{identity.name()} · {identity.sentence()} · {self.address}"

    @property
    def file_name(self):
        return "-".join(
            ["chart", self.structure.slug, *([self.branch.unit.slug] if self.branch else []), self.language]
        )

    @property
    def description(self):
        number = len(self.rows)
        words = ngettext(
            "%(number)d unit of the edition “%(structure)s”, from the top down.",
            "%(number)d units of the edition “%(structure)s”, from the top down.",
            number,
        )
        words %= {"number": number, "structure": translation_of(self.structure, "name")[0]}
        if self.origin:
            return words
        below = gettext("The chart as a list is below.")  # what stands alone has none
        return f"{words} {below}"

    def cells(self, sheet):
        name, language = translation_of(self.structure, "name")
        acts = [unescape(strip_tags(str(cited_as(row.instrument)))) for row in self.authorities]
        acts = acts[:ACTS] + (["…"] if acts[ACTS:] else [])
        return [
            Cell(gettext("Structure"), name, language),
            Cell(gettext("Status"), self.status),
            Cell(gettext("Act"), "; ".join(acts) or gettext("Not recorded")),
            Cell(gettext("Shown for"), show_partial(self.moment.day, Precision.DAY)),
            Cell(gettext("Language"), self.language_words),
            Cell(gettext("Sheet"), self.sheet_words(sheet)),
        ]

    @property
    def status(self):
        structure = self.structure
        if structure.is_put_together:
            day = show_date(structure, "effective_from")
            return gettext("Compiled from reports, from %(day)s") % {"day": day}
        if structure.status == Structure.Status.ADOPTED:
            day = show_date(structure, "effective_from")
            return gettext("Adopted, in force from %(day)s") % {"day": day}
        word = str(structure.get_status_display()).capitalize()
        if structure.day:
            day = show_date(structure, "day")
            return gettext("%(status)s, describes %(day)s; not in force") % {"status": word, "day": day}
        return gettext("%(status)s; not in force") % {"status": word}

    @property
    def language_words(self):
        own = get_language_info(self.language)["name_local"].capitalize()
        others = sum(1 for box in self.boxes.values() if box.shown.language != self.language)
        if not others:
            return own
        words = ngettext(
            "%(language)s; %(number)d name is recorded in another only",
            "%(language)s; %(number)d names are recorded in another only",
            others,
        )
        return words % {"language": own, "number": others}

    def sheet_words(self, sheet):
        size = number_format(sheet.points(self.paper), decimal_pos=1)
        return gettext("%(paper)s landscape, smallest print %(size)s pt") % {"paper": self.paper.upper(), "size": size}

    def keys(self, kinds):
        """The legend: the pillars of what is drawn and the lines; of what the drawing shows nothing else."""
        keys = []
        stated = {row.pillar.pk for row in self.pillars.values() if not row.is_inferred}
        drawn = {row.pillar.pk for row in self.pillars.values()}
        for pillar in pillars_of(self.pillars, self.legend):
            name, language = translation_of(pillar, "name")
            words = gettext("Pillar: %(name)s") % {"name": name}
            words += INFERRED.format(gettext("inferred")) if pillar.pk in drawn - stated else ""
            keys.append(Key("pillar", pillar.slug, words, language))
        if drawn:
            keys.append(Key("box", "no-pillar", gettext("Not assigned to a pillar")))
        keys += [
            Key(f"line line--{kind}", kind, str(UnitRelation.Kind(kind).label).capitalize())
            for kind in UnitRelation.Kind.values
            if kind in kinds
        ]
        marked = {box.shown.basis for box in self.boxes.values()}
        keys += [
            Key("box", basis, gettext("Place: %(basis)s") % {"basis": Placement.Basis(basis).label})
            for basis in Placement.Basis.values
            if basis in marked
        ]
        return keys

    # --- the same without a drawing ---

    def list(self):
        """What is drawn as a nested list."""
        writer = TreeWriter(
            self.structure,
            depth=self.top + self.depth,
            large=len(self.rows) > LARGE,
            pillars=self.pillars,
            last_seen=self.last_seen,
            parameters=self.moment.parameters,
            top=self.top,
        )
        return writer.write_rows(self.rows)

    def groups(self, relations):
        """`relations`, those of the units that are drawn, to whatever they lead."""
        names = {row.unit_id: NameOnChart(*translation_of(row, "name"), row.unit__slug) for row in self.rows}
        missing = {row.to_unit_id for row in relations if row.to_unit_id} - names.keys()
        if missing:
            outside = Placement.objects.of_structure(self.structure).filter(unit__in=missing).select_related("unit")
            names |= {row.unit_id: NameOnChart(*translation_of(row, "name"), row.unit.slug) for row in outside}
        groups = {}
        for row in relations:
            other = names.get(row.to_unit_id) if row.to_unit_id else NameOnChart(*translation_of(row.to_body, "name"))
            if other:
                groups.setdefault(row.kind, {}).setdefault(row.unit_id, []).append(other)
        return [
            Group(UnitRelation.Kind(kind).label, [(names[unit], others) for unit, others in lines.items()])
            for kind, lines in groups.items()
        ]
