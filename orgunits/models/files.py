"""Files beside the tables: whole and on the disk, or not there at all."""

import errno
import os
from contextlib import suppress

ASIDE = ".saving"


def write_new(path, pieces):
    """Writes a file that is not there yet, beside its place first; FileExistsError where its name is taken.

    What fails leaves nothing. After a kill or a power cut at most the one beside it stays, never a part of it in its
    place.
    """
    aside = path.with_name(path.name + ASIDE)
    written = aside
    # Only one can make it, so of two who write under one name only one goes on.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        os.replace(aside, path)
        written = path
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


def sync_folder(path):
    """What was renamed in it stays so after a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
