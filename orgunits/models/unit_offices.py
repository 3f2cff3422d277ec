"""The offices that a unit coordinates, as its page shows them."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from .offices import CountryOffice, Standing
from .placements import Placement


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
    """Those that `unit` coordinates, counted also with everything below `shown`, its placement (or None). Two queries.

    Offices established only after `day` are left out.
    """
    offices = CountryOffice.objects.with_standing(day).exclude(standing=Standing.LATER)
    own = Q(coordinating_unit=unit)
    below = Q(coordinating_unit__in=Placement.objects.within(shown).values("unit")) if shown else own
    counts = offices.aggregate(number=Count("pk", filter=own), number_below=Count("pk", filter=below))
    return OfficesOf(rows=list(offices.filter(own).for_listing()), **counts)
