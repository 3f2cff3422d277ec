"""The offices that a unit coordinates, as its page shows them."""

from dataclasses import dataclass, field

from ..models import CountryOffice, Placement, Standing
from ..models.counts import number_of


@dataclass
class OfficesOf:
    """Offices on record of a unit, each with its standing; how many, and how many with everything below the unit."""

    rows: list = field(default_factory=list)
    number: int = 0
    number_below: int = 0

    @property
    def established(self):
        return [office for office in self.rows if office.standing == Standing.ESTABLISHED]

    @property
    def undated(self):
        return [office for office in self.rows if office.standing == Standing.UNDATED]

    @property
    def closed(self):
        return [office for office in self.rows if office.standing == Standing.CLOSED]


def offices_of_unit(unit, *, shown, day):
    """Those that `unit` coordinates, counted also with everything below `shown`, its placement (or None).



    Offices established only after `day` are left out.
    """
    offices = CountryOffice.objects.with_standing(day).exclude(standing=Standing.LATER)
    below = offices.filter(coordinating_unit__in=Placement.objects.within(shown).values("unit")) if shown else None
    own = offices.filter(coordinating_unit=unit).for_listing()
    rows = list(own if below is None else own.annotate(number_below=number_of(below)))
    if rows:
        return OfficesOf(rows, len(rows), len(rows) if below is None else rows[0].number_below)
    return OfficesOf(number_below=0 if below is None else below.count())
