"""Lines too long to be shown whole: the line of editions, the life of a unit. The nearest is shown, the rest folded."""

from dataclasses import dataclass
from itertools import groupby

# A line of up to so many is shown whole: on a phone, sixteen editions fill two screens. The demo has nine.
WHOLE = 16
# Of a longer one so many are shown on either side of what the page is about, beside the first and the last.
NEAR = 4


@dataclass(frozen=True)
class Stretch:
    """Rows of a line one after the other, all shown or all folded."""

    rows: list
    is_folded: bool = False

    @property
    def first(self):
        return self.rows[0]

    @property
    def last(self):
        return self.rows[-1]


def is_long(rows):
    """Whether it is folded."""
    return len(rows) > WHOLE


def stretches(rows, *, about=()):
    """`rows` (a list) as Stretches; `about` are the places in it of what the page is about."""
    if not is_long(rows):
        return [Stretch(rows)] if rows else []
    shown = {0, len(rows) - 1}
    for place in about:
        shown.update(range(place - NEAR, place + NEAR + 1))
    # One alone is not folded: what opens it takes as much room.
    shown.update(place for place in range(len(rows)) if {place - 1, place + 1} <= shown)
    found = groupby(enumerate(rows), key=lambda numbered: numbered[0] in shown)
    return [Stretch([row for _place, row in run], is_folded=not is_shown) for is_shown, run in found]


def beginning(rows):
    """`rows` (a list), of too many only the first."""
    return rows[:NEAR] if is_long(rows) else rows


def years_of(days):
    """The years of the first and the last of `days`, in their order, None among them left out: "2007–2019"."""
    years = [day.year for day in days if day]
    if not years:
        return ""
    return f"{years[0]}–{years[-1]}" if years[0] != years[-1] else str(years[0])
