"""The files that rows name: copied with the rows, put back before they are committed."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError
from django.db.models import QuerySet

from .archive import BackupError, digest_of, sync_folder
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
        message = f"The backup is damaged: {stored!r} is no name of a document."
        raise BackupError(message) from error
    told = backup.manifest["files"].get(name)
    if told is None:
        return None  # it was missing when the backup was made
    if path.exists():
        if digest_of(path) != told["sha256"]:
            message = f"{path} is there already, and is another one than in the backup. Move it away first."
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
    if digest_of(part) != told["sha256"]:
        message = f"{name} could not be copied to {part}."
        raise BackupError(message)
    return part, path


def strangers():
    """How many files are kept that no row names: of rows that were replaced, or left by a step that was cut short."""
    found = 0
    for storage, known in _known_by_storage().items():
        folder = Path(storage.location)
        if folder.is_dir():
            found += sum(path.is_file() and path not in known for path in folder.rglob("*"))
    return found


def _known_by_storage():
    known = {field.storage: set() for _model, field in columns_of_documents()}
    for _name, storage, stored in named_documents():
        known[storage].add(Path(storage.path(stored)))
    return known
