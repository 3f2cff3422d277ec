"""A unit's place in the admin: its addresses and its form."""

from datetime import date

from django.urls import reverse

from orgunits.models import Structure

FORM = "placement_form"
WHOLE = "gs\n  osg\n  sedi\n    education\n    trade\n  sla"


def add_url(structure, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('admin:orgunits_placement_add')}?structure={structure.pk}{query}"


def url_of(placement, page="change"):
    return reverse(f"admin:orgunits_placement_{page}", args=[placement.pk])


def lock(structure, status=Structure.Status.ADOPTED):
    Structure.objects.filter(pk=structure.pk).update(
        status=status, effective_from=date(2020, 1, 1), effective_from_precision="day"
    )
