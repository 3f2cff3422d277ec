"""The folder of a backup: a file a table, the documents, and a manifest that is written last.

manifest.json lists every file with its length and SHA-256, and has a digest of itself. A folder without a whole one is
no backup.

    manifest.json
    tables/<name of the table>.jsonl    a line the names of the columns, then a line a row
    documents/<name of the table>/…     as they are kept by the site
"""

import json
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from ..models.files import sync_folder
from .values import canonical, line

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024  # bytes


class BackupError(Exception):
    """Says in a sentence why something can't be backed up, or can't be restored."""


class Archive:
    """A folder that is being written. What was written goes away again where that fails."""

    def __init__(self, folder):
        self.folder, self.files = Path(folder).absolute(), {}

    @contextmanager
    def writing(self):
        existed = self._make()
        try:
            yield self
        except BaseException:
            self._take_back(existed)
            raise

    def add_table(self, model, columns, rows):
        """Writes the file of a table; returns its name, and how many rows it has."""
        name, number = f"tables/{model._meta.db_table}.jsonl", 0
        with self._file(name) as write:
            write(line(columns) + b"\n")
            for row in rows:
                try:
                    write(line(row) + b"\n")
                except (TypeError, ValueError) as error:
                    message = f"A row of {model._meta.db_table} holds what a backup can't: {error}"
                    raise BackupError(message) from error
                number += 1
        return name, number

    def add_document(self, name, file):
        with self._file(name) as write:
            while piece := file.read(PIECE):
                write(piece)

    def finish(self, **facts):
        """Writes the manifest, after which the folder is a backup."""
        manifest = {"format": FORMAT, **facts, "files": dict(sorted(self.files.items()))}
        whole = json.dumps(
            {"sha256": sha256(canonical(manifest)).hexdigest(), **manifest}, ensure_ascii=False, indent=1
        )
        part = f"{MANIFEST}.part"
        with self._file(part) as write:
            write(whole.encode())
        for folder in {(self.folder / name).parent for name in self.files}:
            sync_folder(folder)
        os.replace(self.folder / part, self.folder / MANIFEST)
        sync_folder(self.folder)
        sync_folder(self.folder.parent)

    @contextmanager
    def _file(self, name):
        """A new file, for our eyes only; on the disk when this ends."""
        path, digest, size = self.folder / name, sha256(), 0
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.files[name] = {}
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:

            def write(piece):
                nonlocal size
                file.write(piece)
                digest.update(piece)
                size += len(piece)

            yield write
            file.flush()
            os.fsync(file.fileno())
        self.files[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def _make(self):
        """Whether the folder was there before."""
        if self.folder.is_dir():
            if any(self.folder.iterdir()):
                message = f"{self.folder} is not empty. Choose a new folder."
                raise BackupError(message)
            return True
        try:
            self.folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            message = f"{self.folder} can't be made: {error.strerror}"
            raise BackupError(message) from error
        return False

    def _take_back(self, existed):
        names = [*self.files, f"{MANIFEST}.part"]
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
        folders = {parent for name in names for parent in Path(name).parents if parent != Path(".")}
        for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
            remove_folder(self.folder / folder)
        if not existed:
            remove_folder(self.folder)


class Backup:
    """A folder that is a backup: every file of it is what the manifest says."""

    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        self.manifest = self._read_manifest()
        for name, expected in self.manifest["files"].items():
            self._check(name, expected)

    def columns_of(self, model):
        return next(self._lines(model), [])

    def rows_of(self, model):
        lines = self._lines(model)
        next(lines, None)
        return lines

    def path_of(self, name):
        return self.folder / name

    def _lines(self, model):
        with open(self.folder / self.manifest["tables"][model._meta.db_table]["file"], "rb") as file:
            for text in file:
                yield json.loads(text)

    def _read_manifest(self):
        path = self.folder / MANIFEST
        try:
            manifest = json.loads(path.read_bytes())
        except FileNotFoundError as error:
            message = f"{self.folder} is not a complete backup: it has no {MANIFEST}."
            raise BackupError(message) from error
        except OSError as error:
            message = f"{path} can't be read: {error.strerror}"
            raise BackupError(message) from error
        except ValueError:
            manifest = None
        digest = manifest.pop("sha256", None) if isinstance(manifest, dict) else None
        if digest is None or digest != sha256(canonical(manifest)).hexdigest():
            message = f"{self.folder} is not a complete backup: its {MANIFEST} is damaged."
            raise BackupError(message)
        if manifest["format"] != FORMAT:
            message = f"{self.folder} has the format {manifest['format']}; this version reads {FORMAT}."
            raise BackupError(message)
        return manifest

    def _check(self, name, expected):
        path = self.folder / name
        try:
            if path.stat().st_size != expected["bytes"]:
                message = (
                    f"The backup is damaged: {name} has {path.stat().st_size} bytes instead of {expected['bytes']}."
                )
                raise BackupError(message)
            if digest_of(path) != expected["sha256"]:
                message = f"The backup is damaged: {name} is not what was backed up."
                raise BackupError(message)
        except FileNotFoundError as error:
            message = f"The backup is damaged: {name} is missing."
            raise BackupError(message) from error
        except OSError as error:
            message = f"{path} can't be read: {error.strerror}"
            raise BackupError(message) from error


def digest_of(path):
    digest = sha256()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def remove_folder(path):
    """Where others have put something in it meanwhile, it stays."""
    try:
        path.rmdir()
    except OSError:
        return
