"""What a list of agreements adds up to, and its chart by year."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from ..models import AgreementState, CooperationAgreement

# In units of the drawing, which is squeezed to the width of the page.
STEP, BAR, TALL = 10, 8, 60
# In pixels: how broad a year may be where there are few.
BROADEST = 36


@dataclass
class Bar:
    """One year of the chart: numbers, and the two parts drawn on each other, general below."""

    year: int
    general: int
    special: int
    x: int
    general_y: float
    general_height: float
    special_y: float
    special_height: float

    @property
    def number(self):
        return self.general + self.special


def counted_of(agreements, day):
    """Rows of (year of the signature, type, its basis, state on `day`, number) of a queryset."""
    rows = agreements.order_by().with_state_on(day)
    return rows.values_list("signed_on__year", "type", "type_basis", "state").annotate(number=Count("pk"))


class Totals:
    """Counts by type, state and year, of the rows of counted_of()."""

    def __init__(self, rows):
        years, types, inferred, states = Counter(), Counter(), Counter(), Counter()
        for year, kind, basis, state, number in rows:
            years[year, kind] += number
            types[kind] += number
            inferred[kind] += number if basis == CooperationAgreement.Basis.INFERRED else 0
            states[state] += number
        self.number = types.total()
        # (type, number, how many of them are of it by inference only)
        self.by_type = [(kind, types[kind], inferred[kind]) for kind in CooperationAgreement.Type if types[kind]]
        self.by_state = [(state, states[state]) for state in AgreementState if states[state]]
        self.undated = sum(number for (year, _kind), number in years.items() if year is None)
        self.bars = _bars({key: number for key, number in years.items() if key[0] is not None})

    @property
    def width(self):
        return len(self.bars) * STEP

    @property
    def natural_width(self):
        return len(self.bars) * BROADEST

    height = TALL

    @property
    def years(self):
        """The bars that stand for something, for the table."""
        return [bar for bar in self.bars if bar.number]

    @property
    def ticks(self):
        """The first year, the one in the middle and the last."""
        years = [bar.year for bar in self.bars]
        return sorted({years[0], years[len(years) // 2], years[-1]}) if years else []

    @property
    def highest(self):
        return max((bar.number for bar in self.bars), default=0)


def _bars(numbers):
    if not numbers:
        return []
    kinds = CooperationAgreement.Type
    years = [year for year, _kind in numbers]
    sums = Counter()
    for (year, _kind), number in numbers.items():
        sums[year] += number
    scale = TALL / max(sums.values())
    bars = []
    for place, year in enumerate(range(min(years), max(years) + 1)):
        general, special = (numbers.get((year, kind), 0) for kind in (kinds.GENERAL, kinds.SPECIAL))
        lower, upper = round(general * scale, 2), round(special * scale, 2)
        bars.append(Bar(year, general, special, place * STEP, TALL - lower, lower, TALL - lower - upper, upper))
    return bars
