"""How many rows there are, asked for together with other things."""

from django.db.models import CharField, Count, IntegerField, Subquery, Value, Window
from django.db.models.functions import Coalesce


def number_of(rows):
    """The number of `rows`, a queryset that doesn't refer to the one it is put into, as an expression."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_number(rows, *, below=None):
    """Adds `number`, how many rows there are, and `number_below`, how many of the queryset `below` where it is given.

    Both outlast a slice, but where there is no row they are nowhere.
    """
    rows = rows.annotate(number=Window(Count("pk")))
    return rows if below is None else rows.annotate(number_below=number_of(below))


def counted(**rows):
    """Rows of (name, how many rows there are) of several querysets, asked for at once; none for one without rows."""
    parts = [
        each.order_by().annotate(counted=Value(name, CharField())).values_list("counted").annotate(number=Count("pk"))
        for name, each in rows.items()
    ]
    return parts[0].union(*parts[1:], all=True).order_by()
