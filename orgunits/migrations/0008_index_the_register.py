from django.db import DatabaseError, migrations, transaction

# The register in its order, what has no date last: a page is read from the index and no further, and its totals from the
# index alone. SQLite can't say NULLS LAST in an index.
REGISTER = """
CREATE INDEX agreement_register ON orgunits_cooperationagreement (
    signed_on DESC NULLS LAST, slug,
    type, ends_on, terminated_on, in_force_on, signed_not_before, signed_not_after, open_ended
) WHERE stage = 'signed'
"""
# Words are looked for within words, which no index of plain PostgreSQL can do; its own extension pg_trgm can. Where it is
# there and may be made (by the owner of the database, from PostgreSQL 13 on), it is used; elsewhere the same words are
# found by reading all rows. Nothing else knows of it.
WORDS = "CREATE INDEX agreement_words ON orgunits_cooperationagreement USING gin (folded gin_trgm_ops)"


def make_indexes(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(REGISTER)
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if not cursor.fetchone():
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(WORDS)
        except DatabaseError:  # not permitted
            return


def drop_indexes(apps, schema_editor):
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS agreement_register, agreement_words")


class Migration(migrations.Migration):
    dependencies = [("orgunits", "0007_parent_in_same_tree")]

    operations = [migrations.RunPython(make_indexes, drop_indexes)]
