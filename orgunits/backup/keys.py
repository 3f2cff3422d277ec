"""The last key each table gave away: kept, so that no new record gets the key, and the history, of a deleted one."""

from django.db import connection

from .tables import numbered


def last_keys():
    """{table: the last key}; 0 where none was given yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {model._meta.db_table: known.get(model._meta.db_table, 0) for model in numbered()}
        sequences = _sequences(cursor)
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT {number}, CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}"
                for number, sequence in enumerate(sequences.values())
            )
        )
        tables = list(sequences)
        return {tables[number]: last for number, last in cursor.fetchall()}


def set_last_keys(recorded):
    """Sets them, in the transaction, to what `recorded` says, or to the highest key there is."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        sequences = _sequences(cursor) if connection.vendor == "postgresql" else {}
        for model in numbered():
            table = model._meta.db_table
            cursor.execute(f"SELECT MAX({quote(model._meta.pk.column)}) FROM {quote(table)}")
            last = max(cursor.fetchone()[0] or 0, recorded.get(table, 0))
            if connection.vendor == "postgresql":
                # Unlike setval() it is undone with the transaction.
                cursor.execute(f"ALTER SEQUENCE {sequences[table]} RESTART WITH {last + 1:d}")
                continue
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _sequences(cursor):
    """{table: its sequence, quoted}"""
    models = numbered()
    tables = [model._meta.db_table for model in models]
    columns = [model._meta.pk.column for model in models]
    cursor.execute(
        "SELECT t, pg_get_serial_sequence(quote_ident(t), c) FROM unnest(%s::text[], %s::text[]) AS each (t, c)",
        [tables, columns],
    )
    return dict(cursor.fetchall())
