"""A file that is written is whole and in its place, or not there: orgunits/models/files.py."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.base import ContentFile

from orgunits.models import files
from orgunits.models.files import write_new
from orgunits.models.proposals import DocumentStorage
from tests.backup.conftest import in_process
from tests.helpers.disk import files_of_at_most


def test_it_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    steps = []

    def noting(name, call):
        def noted(*args):
            steps.append(name)
            return call(*args)

        return noted

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noting(name, getattr(os, name)))

    write_new(tmp_path / "one", [b"whole"])

    assert steps == ["fsync", "replace", "fsync"]  # the file, its name, its folder
    assert (tmp_path / "one").read_bytes() == b"whole"


def broken():
    yield b"half"
    raise KeyboardInterrupt


def test_what_fails_leaves_nothing(tmp_path, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        write_new(tmp_path / "broken", broken())
    with files_of_at_most(10_000), pytest.raises(OSError, match="File too large"):
        write_new(tmp_path / "full", [bytes(9_000), bytes(9_000)])
    monkeypatch.setattr(files, "sync_folder", lambda path: os.open(path / "gone", os.O_RDONLY))
    with pytest.raises(FileNotFoundError):
        write_new(tmp_path / "not synced", [b"whole"])

    assert [*tmp_path.iterdir()] == []


def test_what_was_there_is_never_written_over(tmp_path):
    (tmp_path / "one").write_text("mine")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", [b"other"])

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("one", "mine")]


def test_a_kill_leaves_no_part_of_it_under_its_name(tmp_path):
    code = (
        "import time\nfrom pathlib import Path\nfrom orgunits.models.files import write_new\n"
        "def pieces():\n    yield bytes(100_000)\n    print('half', flush=True)\n    time.sleep(300)\n"
        f"write_new(Path({str(tmp_path / 'one')!r}), pieces())"
    )
    process = in_process(code, "sqlite://:memory:")
    assert process.stdout.readline() == "half\n", process.stdout.read()
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert [path.name for path in tmp_path.iterdir()] == ["one.saving"]


class Awaited(ContentFile):
    """Read by all at the same moment."""

    def __init__(self, content, barrier):
        super().__init__(content)
        self.barrier = barrier

    def chunks(self, chunk_size=None):
        if self.barrier:
            barrier, self.barrier = self.barrier, None
            barrier.wait(timeout=10)
        return super().chunks(chunk_size)


def test_of_documents_that_get_one_name_at_once_each_is_kept(documents):
    barrier = Barrier(4)
    contents = [bytes([number]) * 200_000 for number in range(4)]

    with ThreadPoolExecutor(4) as senders:
        names = list(
            senders.map(lambda content: DocumentStorage().save("same.pdf", Awaited(content, barrier)), contents)
        )

    assert len(set(names)) == 4
    assert [(documents / name).read_bytes() for name in names] == contents
    assert sorted(path.name for path in documents.iterdir()) == sorted(names)


def test_what_a_kill_left_takes_no_name_for_ever(documents):
    documents.mkdir()
    (documents / "same.pdf.saving").write_bytes(b"half")

    name = DocumentStorage().save("same.pdf", ContentFile(b"whole"))

    assert name != "same.pdf"
    assert (documents / name).read_bytes() == b"whole"
