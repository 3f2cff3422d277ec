"""The pages of a long list."""

from django.core.paginator import Paginator


def page_of(rows, number, *, per_page, read, orphans=0):
    """A page of the queryset `rows`, in its order: what `read` adds to a queryset is read for the page's rows only.

    Else all rows before it would be joined, and passed over. At most `orphans` last rows join the page before.
    """
    page = Paginator(rows, per_page, orphans=orphans).get_page(number)
    wanted = rows.model.objects.filter(pk__in=page.object_list.values("pk"))
    page.object_list = read(wanted).order_by(*rows.query.order_by)
    return page
