"""How many rows there are, asked for together with other things."""

from django.db.models import CharField, Count, IntegerField, Subquery, Value, Window
from django.db.models.functions import Coalesce


def number_of(rows):
    """The number of `rows`, a queryset that doesn't refer to the one it is put into, as an expression."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def listed_and_counted(rows, most, *, below=None, read=list):
    """The first `most` of the queryset as a list, how many there are, and how many of the queryset `below`.

    Without `below` as many as of the first. `read` makes the list of a queryset.
    """
    rows = rows.annotate(number=Window(Count("pk")))
    found = read((rows if below is None else rows.annotate(number_below=number_of(below)))[:most])
    number = found[0].number if found else 0
    if below is None:
        return found, number, number
    return found, number, found[0].number_below if found else below.order_by().count()


def counted(**rows):
    """{name: how many rows there are} of several querysets, asked for at once."""
    parts = [
        each.order_by().annotate(counted=Value(name, CharField())).values_list("counted").annotate(number=Count("pk"))
        for name, each in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(parts[0].union(*parts[1:], all=True).order_by())
