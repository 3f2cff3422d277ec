"""The files that rows name: copied with the rows, put back before they are committed."""

import math
import os
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError
from django.db.models import QuerySet

from ..models.files import sync_folder
from .archive import BackupError, digest_of
from .tables import columns_of_documents

ASIDE = ".restoring"


def named_documents():
    """(name in the backup, storage, name in the storage) of each document that a row names."""
    for model, field in columns_of_documents():
        for name in QuerySet(model).order_by(field.attname).values_list(field.attname, flat=True).distinct():
            if name:
                yield f"documents/{model._meta.db_table}/{name}", field.storage, name


def copy_to(archive, named):
    """Copies them; returns the names of those that are not there. One that is stored never changes."""
    missing = []
    for name, storage, stored in named:
        try:
            file = storage.open(stored)
        except FileNotFoundError:
            missing.append(name)
            continue
        with file:
            archive.add_document(name, file)
    return missing


@contextmanager
def put_back(backup):
    """Puts the documents where the rows look for them; they go away again where what is done with them fails."""
    made, folders = [], set()
    try:
        aside = [
            each
            for name, storage, stored in named_documents()
            if (each := _put_aside(backup, name, storage, stored, made))
        ]
        for part, path in aside:
            os.replace(part, path)
            made.append(path)
            folders.add(path.parent)
        for folder in folders:
            sync_folder(folder)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    try:
        yield len(aside)
    except BaseException:
        _remove_unnamed(made)
        raise


def _remove_unnamed(paths):
    """After a commit that failed; one whose answer was lost may have been done, so what a row names stays."""
    try:
        named = set().union(*_known_by_storage().values())
    except DatabaseError:
        return
    for path in paths:
        if path not in named:
            path.unlink(missing_ok=True)


def _put_aside(backup, name, storage, stored, made):
    """Copies one beside its place, unless it is there; a copy left by a restore that was killed is written over."""
    try:
        path = Path(storage.path(stored))
    except SuspiciousFileOperation as error:
        message = f"The backup is damaged: {stored!r} is not the name of a document."
        raise BackupError(message) from error
    recorded = backup.manifest["files"].get(name)
    if recorded is None:
        return None  # it was missing when the backup was made
    if path.exists():
        if digest_of(path) != recorded["sha256"]:
            message = f"{path} already exists and differs from the one in the backup. Move it first."
            raise BackupError(message)
        return None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ASIDE)
    made.append(part)
    with (
        open(backup.path_of(name), "rb") as source,
        open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy,
    ):
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if digest_of(part) != recorded["sha256"]:
        message = f"{name} could not be copied to {part}."
        raise BackupError(message)
    return part, path


def strangers(*, before=math.inf):
    """The files that no row names, last written `before` (seconds since 1970).

    They are of rows that were replaced or deleted, or were left by a step that was cut short.
    """
    folders = {Path(field.storage.location) for _model, field in columns_of_documents()}
    # Looked for before the rows are read: a file that comes meanwhile is none of them.
    found = sorted(path for folder in folders for path in folder.rglob("*") if _is_file(path, before))
    known = set().union(*_known_by_storage().values())
    return [path for path in found if path not in known]


def _is_file(path, before):
    """False for what went away meanwhile, too."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    return not stat.S_ISDIR(status.st_mode) and status.st_mtime < before


def _known_by_storage():
    known = {field.storage: set() for _model, field in columns_of_documents()}
    for _name, storage, stored in named_documents():
        with suppress(SuspiciousFileOperation):  # it is the name of no document
            known[storage].add(Path(storage.path(stored)))
    return known
