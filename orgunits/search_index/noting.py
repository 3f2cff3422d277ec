"""Triggers of the database: whatever way a row is written that a document is made of, the document is noted as due.

noted (which columns of a table are in documents, and in which) → here, how a database says it. SQLite makes a table
that a migration alters again, without its triggers, and can't do so where a trigger of another table names it: so they
are taken out before it migrates, and put in after it.
"""

import re

from django.db import connections

from ..models.search_documents import SearchDocument, SearchPending
from .noted import NOTED

PREFIX = "search_due_"
# The rows of a trigger: as it was, as it is.
ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
OWN_TABLES = re.compile(r"\borgunits_")


def install(using, apps):
    """Puts the triggers into the database where they aren't as they should be; nothing where they are.

    `apps` are the models of the database as it is now: where it was migrated back, some may lack.
    """
    if not _is_whole(apps):
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        (_install_on_sqlite if connection.vendor == "sqlite" else _install_on_postgresql)(cursor)
        _forget_where_all_is_gone(cursor)


def _forget_where_all_is_gone(cursor):
    """A flush empties all tables; on SQLite row by row, which the triggers note. Then nothing is due."""
    for table in [SearchDocument._meta.db_table, *(f"orgunits_{table}" for table in NOTED)]:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        if cursor.fetchone()[0]:
            return
    cursor.execute(f"DELETE FROM {SearchPending._meta.db_table}")


def take_out_before_it_migrates(using, plan):
    """On SQLite alone, where there is something to migrate."""
    if plan and connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            for name in _made_on_sqlite(cursor):
                cursor.execute(f"DROP TRIGGER {name}")


def _is_whole(apps):
    """Whether all tables and columns are there that the triggers name."""
    there = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    return SearchPending._meta.db_table in there and all(
        set(part.columns) <= there.get(f"orgunits_{table}", set()) for table, parts in NOTED.items() for part in parts
    )


def _triggers():
    """(name, table, event, columns of which one must have changed, statements) of each."""
    for table, parts in NOTED.items():
        for number, part in enumerate(parts, start=1):
            for event in ROWS:
                name = f"{PREFIX}{table}_{number}_{event.lower()}"
                yield name, f"orgunits_{table}", event, part.columns, _body(part, event)


def _body(noted, event):
    """A statement for each kind of document and row."""
    pending = SearchPending._meta.db_table
    return "\n".join(
        f"INSERT INTO {pending} (kind, key) SELECT DISTINCT '{kind}', due.key FROM (SELECT NULL AS key WHERE FALSE"
        f" UNION ALL {select.format(row=row)}) AS due WHERE due.key IS NOT NULL;"
        for kind, select in noted.leads
        for row in ROWS[event]
    )


def _install_on_sqlite(cursor):
    made = _made_on_sqlite(cursor)
    for name, table, event, columns, body in _triggers():
        when = ""
        if event == "UPDATE":
            when = "WHEN " + " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns) + " "
        wanted = f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when}BEGIN\n{body}\nEND"
        if made.pop(name, None) != wanted:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(wanted)
    for name in made:
        cursor.execute(f"DROP TRIGGER {name}")


def _made_on_sqlite(cursor):
    """{name: the statement that made it}"""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    return dict(cursor.fetchall())


def _install_on_postgresql(cursor):
    """A function that was changed is replaced, which locks no table; its trigger stays.

    Which columns must have changed is asked in the function: a trigger that names a column prevents its change.
    """
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    cursor.execute(
        "SELECT p.proname, p.prosrc, EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgfoid = p.oid) FROM pg_proc p "
        "WHERE p.pronamespace = current_schema()::regnamespace AND starts_with(p.proname, %s)",
        [PREFIX],
    )
    made = {name: (source, has_trigger) for name, source, has_trigger in cursor.fetchall()}
    for name, table, event, columns, body in _triggers():
        if event == "UPDATE":
            changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
            body = f"IF {changed} THEN\n{body}\nEND IF;"
        # By their schema: what restores a dump looks for tables in none.
        wanted = OWN_TABLES.sub(f"{schema}.orgunits_", f"BEGIN\n{body}\nRETURN NULL;\nEND")
        source, has_trigger = made.pop(name, (None, False))
        if source != wanted:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {schema}.{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$search${wanted}$search$"
            )
        if not has_trigger:
            cursor.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {schema}.{table} "
                f"FOR EACH ROW EXECUTE FUNCTION {schema}.{name}()"
            )
    for name in made:
        cursor.execute(f"DROP FUNCTION {schema}.{name}() CASCADE")
