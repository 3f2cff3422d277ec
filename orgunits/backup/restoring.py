"""Restores a backup: all of it in one transaction, read again before it is committed, or nothing."""

from contextlib import ExitStack
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction

from ..models import Structure
from ..search_index import writing
from ..tree.check import faults
from . import documents
from .archive import Backup, BackupError
from .keys import set_last_keys
from .making import applied_migrations, check_migrated, fingerprint
from .rows import Names, Tally, read, write
from .tables import AT_REST, DERIVED, NAMED, columns, tables


@dataclass
class Restored:
    rows: int = 0
    documents: int = 0
    missing: list = field(default_factory=list)
    strangers: int = 0
    at_rest: dict = field(default_factory=dict)
    has_another_key: bool = False


def restore(folder, *, replace=False):
    """Restores the backup in `folder`, or raises BackupError and changes nothing.

    Whatever is in the database is refused, or goes with `replace`. Nothing is sent and no history is written. The
    search index is emptied with the rest, and built when the rest is there: where that fails, `build_search_index`
    does it.
    """
    check_migrated()
    backup = Backup(folder)
    check_fit(backup)
    restored = Restored(
        missing=backup.manifest["missing_documents"],
        has_another_key=backup.manifest["secret_key"] != fingerprint(),
    )
    try:
        # The documents go away again, too, where it is the commit that fails.
        with ExitStack() as placed, transaction.atomic(durable=True):
            writing.lock()  # before all tables: who has it waits for none of them
            make_room(replace=replace)
            restored.rows, restored.at_rest = write_all(backup)
            check_whole()
            restored.documents = placed.enter_context(documents.put_back(backup))
    except OSError as error:
        message = f"Nothing was restored: {error.filename or settings.DOCUMENTS_DIR}: {error.strerror}"
        raise BackupError(message) from error
    except DatabaseError as error:
        message = f"Nothing was restored; the database refused it: {error}".strip()
        raise BackupError(message) from error
    finally:
        ContentType.objects.clear_cache()
    count_rows()
    writing.build()
    restored.strangers = len(documents.strangers())
    return restored


def check_fit(backup):
    """The same version of the site made it."""
    applied, recorded = (
        {tuple(each) for each in found} for found in (applied_migrations(), backup.manifest["migrations"])
    )
    if applied != recorded:
        differing = ", ".join(sorted(".".join(each) for each in applied ^ recorded))
        message = f"The backup is from another version of the site; only one of the two has the migrations {differing}."
        raise BackupError(message)
    known = {model._meta.db_table: model for model in [*NAMED, *tables()]}
    differing = set(known) ^ set(backup.manifest["tables"])
    if not differing:
        differing = {table for table, model in known.items() if backup.columns_of(model) != names_of(columns(model))}
    if differing:
        message = (
            f"The backup is from another version of the site; these tables differ: {', '.join(sorted(differing))}."
        )
        raise BackupError(message)


def names_of(fields):
    return [each.attname for each in fields]


def make_room(*, replace):
    """Locks all tables and empties them; sessions always, since they would be of other people now."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(quote(model._meta.db_table) for model in [*NAMED, Session, *tables()])
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        full = []
        for model in tables():
            cursor.execute(f"SELECT 1 FROM {quote(model._meta.db_table)} LIMIT 1")
            if cursor.fetchone():
                full.append(model._meta.db_table)
        if full and not replace:
            listed = ", ".join(full[:5]) + (f" and {len(full) - 5} more tables" if len(full) > 5 else "")
            message = f"The database is not empty: there are rows in {listed}. Use --replace to delete them."
            raise BackupError(message)
        for model in [Session, *reversed(tables()), *reversed(DERIVED)]:  # what goes is noted as due, which goes last
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")


def write_all(backup):
    """Writes all rows and reads them again; returns how many, and {table: how many were put at rest}."""
    add_named(backup)
    names, at_rest, number = Names(), {}, 0
    for model in tables():
        table = model._meta.db_table
        rows = backup.rows_of(model)
        if table in AT_REST:
            column, _sentence = AT_REST[table]
            rows = put_to_rest(rows, names_of(columns(model)).index(column), table, at_rest)
        recorded, stored = Tally(), Tally()
        try:
            write(model, recorded.of(rows), names)
        except (DatabaseError, ValueError) as error:
            message = f"Nothing was restored: a row of {table} can't be stored: {error}".strip()
            raise BackupError(message) from error
        for _row in stored.of(read(model, names)):
            pass
        if recorded != stored or recorded.number != backup.manifest["tables"][table]["rows"]:
            message = f"Nothing was restored: {table}, read again, differs from the backup."
            raise BackupError(message)
        number += recorded.number
    set_last_keys(backup.manifest["last_keys"])
    return number, at_rest


def add_named(backup):
    """Content types and permissions that only the backup knows."""
    types = {(each.app_label, each.model): each for each in ContentType.objects.all()}
    for app_label, model in backup.rows_of(ContentType):
        if (app_label, model) not in types:
            types[app_label, model] = ContentType.objects.create(app_label=app_label, model=model)
    there = set(Permission.objects.values_list("content_type", "codename"))
    for columns_of_one in backup.rows_of(Permission):
        recorded = dict(zip(backup.columns_of(Permission), columns_of_one, strict=True))
        content_type = types[tuple(recorded["content_type_id"])]
        if (content_type.pk, recorded["codename"]) not in there:
            Permission.objects.create(content_type=content_type, codename=recorded["codename"], name=recorded["name"])


def put_to_rest(rows, column, table, counted):
    for row in rows:
        if row[column] is not None:
            row[column] = None
            counted[table] = counted.get(table, 0) + 1
        yield row


def check_whole():
    """All references lead somewhere, and the trees are correct."""
    connection.check_constraints()
    for structure in Structure.objects.all():
        if found := faults(structure):
            message = f"Nothing was restored: the tree of {structure.slug} is broken: {found[0]}"
            raise BackupError(message)


def count_rows():
    """Lets PostgreSQL plan for the rows that are there now; by itself it looks at its tables only a minute later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
