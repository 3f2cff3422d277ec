"""The demo's data for a test: loaded by loaddata once, then copied row by row, which is faster."""

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from orgunits.demo import fixtures
from orgunits.demo.fixtures import count_rows
from orgunits.demo.history import no_history
from orgunits.fixtures_from_facts.rows import rows_in_database
from orgunits.models import SearchDocument, SearchPending, SearchPosting, SearchWord, Structure
from orgunits.search_index import writing

OF_THE_INDEX = (SearchDocument, SearchPosting, SearchWord)
COPIES, INDEX = {}, {}


def load():
    if not COPIES:
        with no_history():
            call_command("loaddata", *fixtures.files(), verbosity=0)
        COPIES.update({table: read(table) for table in tables()})
        count_rows()
        return
    insert(COPIES, [*models(), *lists()])
    count_rows()


def load_index():
    """What searches read of the demo, which is loaded."""
    if not INDEX:
        writing.build()
        INDEX.update({model._meta.db_table: read(model._meta.db_table) for model in OF_THE_INDEX})
        return
    insert(INDEX, OF_THE_INDEX)
    SearchPending.objects.all().delete()


def insert(copies, models):
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in copies.items():
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({values})', rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def models():
    """Those of the fixtures."""
    return [each for parts in fixtures.PARTS.values() for each in parts]


def lists():
    return [field.remote_field.through for model in models() for field in model._meta.many_to_many]


def tables():
    return dict.fromkeys(model._meta.db_table for model in [*models(), *lists()])


def filled():
    """The tables that have rows."""
    with connection.cursor() as cursor:
        names = connection.introspection.django_table_names(only_existing=True)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names))
        return [name for (name,) in cursor.fetchall()]


def read(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [column[0] for column in cursor.description], cursor.fetchall()


def directory():
    """Everything in the database, as the fixtures would hold it."""
    return {
        model: sorted(rows_in_database(model._base_manager.all()), key=repr)
        for models in fixtures.PARTS.values()
        for model in models
    }


def proposal():
    return Structure.objects.get(slug="2015-proposal")
