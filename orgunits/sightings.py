"""When units were last seen, and which exist of which no source states the place.

Every dated record that names a unit counts: editions that have it otherwise than by carrying it over, sources that name
it without its place, its posts, the agreements it is responsible for, its mandates.
"""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from .compiled import compiled
from .models import Appointment, CooperationAgreement, MandateAssignment, OrganizationalUnit, Placement, Structure
from .models.languages import reading

STATED = CooperationAgreement.Basis.STATED


@compiled
def sightings(units, structure, edition_day, day):
    """Rows of (unit, day) for keys of units carried over into `structure`, of `edition_day`, up to `day`."""
    held = Appointment.objects.filter(draft=None).annotate(day=Coalesce("seen_on", "ends", "starts"))
    agreements = CooperationAgreement.objects.public().filter(unit_basis=STATED).annotate(day=F("signed_on"))
    seen = (
        (OrganizationalUnit.objects.annotate(day=F("named_on")), "pk"),
        (held, "post__heads"),
        (held, "unit"),
        (agreements, "unit"),
        (MandateAssignment.objects.annotate(day=F("starts")), "unit"),
    )
    # Past modeltranslation, which gives the columns any order: in a union it counts.
    parts = (
        QuerySet.values_list(rows.filter(**{f"{unit}__in": units}, day__lte=day).order_by(), unit, "day")
        for rows, unit in seen
    )
    last = Placement.objects.filter(unit__in=units).last_seen_before(structure, edition_day).order_by()
    return last.union(*parts).order_by()  # not that of places: see models.sources


def latest(rows):
    """{unit: the last day} of rows of sightings()."""
    days = {}
    for unit, day in rows:
        if day is not None:
            days[unit] = max(day, days.get(unit, day))
    return days


def carried_over_words(seen, edition_day):
    """What is said of a place carried over into an edition of a day, or None, of a unit last seen on the day `seen`."""
    if edition_day is not None and seen > edition_day:
        return gettext("place not confirmed; last named in %(last_seen)s") % {"last_seen": seen.year}
    return gettext("not confirmed since %(last_seen)s") % {"last_seen": seen.year}


@compiled
def beside(structure, first, last):
    """Placements that name the units outside of `structure` that a source names between these days, with its day."""
    there = Placement.objects.filter(structure=structure).values("unit")
    units = OrganizationalUnit.objects.public().filter(named_on__gte=first, named_on__lte=last).exclude(pk__in=there)
    rows = Placement.objects.naming(None, among=Structure.objects.public(), units=units)
    source = (f"unit__named_in__{name}" for name in ("slug", "title", "language"))
    unit = (f"unit__{name}" for name in ("slug", "named_on", "named_on_precision"))
    rows = rows.select_related("unit__named_in").order_by("unit__slug")
    return reading(rows, "name", "acronym", "kind", *unit, *source)
