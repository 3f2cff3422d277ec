"""Counts of what hangs on a unit, carried by the rows of the query that lists it."""

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows):
    """The number of `rows`, a queryset that doesn't refer to the one it is put into, as an expression."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
