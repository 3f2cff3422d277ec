"""Makes a backup: all tables as they are at one moment, while others go on writing; then the documents they name."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import documents
from .archive import Archive, BackupError
from .keys import last_keys
from .rows import Names, read
from .tables import NAMED, columns, tables


@dataclass
class Made:
    rows: int
    documents: int
    missing: list = field(default_factory=list)


def back_up(folder):
    """Backs the site up into a new folder, or raises BackupError and leaves none."""
    archive = Archive(folder)
    try:
        check_migrated()
        with archive.writing():
            with snapshot():
                migrations = applied_migrations()
                made_at = timezone.now()
                names, contents = Names(), {}
                for model in [*NAMED, *tables()]:
                    names_of_columns = [field.attname for field in columns(model)]
                    file, number = archive.add_table(model, names_of_columns, read(model, names))
                    contents[model._meta.db_table] = {"file": file, "rows": number}
                named = list(documents.named_documents())
                keys = last_keys()
            missing = documents.copy_to(archive, named)
            archive.finish(
                made_at=made_at.isoformat(),
                database=connection.vendor,
                migrations=migrations,
                secret_key=fingerprint(),
                tables=dict(sorted(contents.items())),
                last_keys=dict(sorted(keys.items())),
                missing_documents=missing,
            )
    except OSError as error:
        message = f"There is no backup: {error.filename or archive.folder}: {error.strerror}"
        raise BackupError(message) from error
    except DatabaseError as error:
        message = f"There is no backup: the database could not be read: {error}".strip()
        raise BackupError(message) from error
    return Made(sum(each["rows"] for each in contents.values()), len(named) - len(missing), missing)


@contextmanager
def snapshot():
    """What is read inside is of one moment, whatever others write meanwhile; nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT 1")  # from here on
            yield
        return
    # Not atomic(), which takes the lock of writers (see settings.py).
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            ContentType.objects.exists()  # from here on
            yield
        finally:
            cursor.execute("ROLLBACK")


def check_migrated():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        message = "The database is not up to date. Run manage.py migrate first."
        raise BackupError(message)


def applied_migrations():
    """[app, name] of each."""
    return sorted(list(key) for key in MigrationRecorder(connection).applied_migrations())


def fingerprint():
    """Tells one SECRET_KEY from another, and nothing of it."""
    return salted_hmac("orgunits.backup", "SECRET_KEY", algorithm="sha256").hexdigest()
