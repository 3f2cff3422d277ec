"""The lists of a record beside the rows of its history."""

BATCH = 500


def write_lists(written):
    """Gives rows of the history that were written in bulk the lists, such as sources, that their records have now.

    django-simple-history leaves these out then, and a later change would look as if it had brought them.
    """
    for start in range(0, len(written), BATCH):
        by_record = {row.id: row for row in written[start : start + BATCH]}
        for field in written[0]._history_m2m_fields:
            through = field.remote_field.through
            owner = through._meta.get_field(field.m2m_field_name()).attname
            now = through.objects.filter(**{f"{owner}__in": by_record}).order_by("pk").values()
            rows = getattr(written[0].__class__, field.name).model
            rows.objects.bulk_create([rows(history=by_record[row[owner]], **row) for row in now], batch_size=BATCH)
