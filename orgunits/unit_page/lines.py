"""The life of a unit in lines: an edition a line; in a long life, editions that say the same of it are one."""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import ngettext

from ..models import Placement, Structure
from ..models.languages import language_columns
from ..stretches import is_long, stretches, years_of

NAMES, SAID = language_columns("name"), language_columns("name", "acronym", "note")


@dataclass
class LifeLine:
    """Placements of the unit in editions that follow each other; all that is shown of them is the same."""

    rows: list
    # The numbers of the sources of all of them, where the page cites any.
    cites: list = field(default_factory=list)

    @property
    def row(self):
        """The one that speaks for all."""
        return self.rows[-1]

    @property
    def first(self):
        return self.rows[0]

    @property
    def years(self):
        return years_of(row.structure.day for row in self.rows)

    @property
    def editions(self):
        return in_editions(len(self.rows))


@dataclass(frozen=True)
class LifeFold:
    """LifeLines far from the shown edition, one after the other."""

    lines: list

    @property
    def editions(self):
        return in_editions(sum(len(line.rows) for line in self.lines))

    @property
    def years(self):
        return years_of(row.structure.day for line in self.lines for row in line.rows)


@dataclass(frozen=True)
class Stay:
    """Editions, one after the other, that put the unit under the same one."""

    parent: Placement
    structures: list

    @property
    def runs(self):
        """(years, number in words, the first) of its editions, those of one status together."""
        found = [list(run) for _status, run in groupby(self.structures, key=lambda structure: structure.status)]
        return [
            (years_of(each.day for each in run), in_editions(len(run)) if len(run) > 1 else "", run[0]) for run in found
        ]


@dataclass(frozen=True)
class StayFold:
    """Stays far from the shown edition, one after the other."""

    number: int


def in_editions(number):
    """So many editions, in words."""
    return ngettext("%(number)d edition", "%(number)d editions", number) % {"number": number}


def lines_of_life(life, editions):
    """`life` (placements, oldest first) as LifeLines; only a long one has several editions in a line.

    `editions` are all that the reader may see. One that says how the units stood and doesn't record this one ends a
    line; a proposal is always a line of its own.
    """
    if not is_long(life):
        return [LifeLine([row]) for row in life]
    seen = (edition.pk for edition in editions if edition.status in Structure.SEEN)
    order, lines = {key: number for number, key in enumerate(seen)}, []
    for row in life:
        place = order.get(row.structure_id)
        last = lines[-1].row if lines else None
        if place and last and order.get(last.structure_id) == place - 1 and _said(last) == _said(row):
            lines[-1].rows.append(row)
        else:
            lines.append(LifeLine([row]))
    return lines


def _said(row):
    """What an edition says of the unit and how it is known, but for its sources, which a line has together."""
    parent = row.parent and (row.parent.unit_id, *(getattr(row.parent, column) for column in NAMES))
    return row.structure.status, row.kind, row.basis, parent, [getattr(row, column) for column in SAID]


def with_folds(lines, shown):
    """LifeLines, those far from the one that has `shown` (a placement or None) as LifeFolds."""
    about = [place for place, line in enumerate(lines) if shown in line.rows]
    return _folded(stretches(lines, about=about), LifeFold)


def stays_of_life(life, shown):
    """Under which units it stood or was to stand, as Stays and StayFolds in the order of time."""
    placed = (row for row in life if row.parent)
    runs = [list(run) for _parent, run in groupby(placed, key=lambda row: row.parent.unit_id)]
    about = [place for place, run in enumerate(runs) if shown in run]
    stays = [Stay(run[-1].parent, [row.structure for row in run]) for run in runs]
    return _folded(stretches(stays, about=about), lambda rows: StayFold(len(rows)))


def _folded(found, fold):
    return [each for stretch in found for each in ([fold(stretch.rows)] if stretch.is_folded else stretch.rows)]
