"""Related records that one query found for many, given to each record as prefetch_related() would."""

from django.db.models import QuerySet


def set_prefetched(record, name, rows):
    """From now on `record.<name>.all()` is the list `rows`, without a query.

    For what prefetch_related_objects() can't take from one query: rows of several models, or those that came in a join.
    """
    found = QuerySet(record._meta.get_field(name).related_model)
    found._result_cache = rows
    if not hasattr(record, "_prefetched_objects_cache"):
        record._prefetched_objects_cache = {}
    record._prefetched_objects_cache[name] = found
