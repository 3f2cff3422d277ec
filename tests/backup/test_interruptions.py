"""A full disk, a kill, a lost answer, writers at work: the old state or the new one, and no half of a backup."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from orgunits.backup import documents, making, rows
from orgunits.backup.archive import Archive, Backup, BackupError
from orgunits.backup.making import back_up
from orgunits.backup.restoring import restore
from orgunits.backup.tables import tables
from orgunits.models import AgreementProposal, Placement, Source, Structure
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.backup.conftest import differences, done, in_process, stored
from tests.helpers.disk import files_of_at_most
from tests.helpers.factories import make_source, make_structure, make_unit, place

pytestmark = pytest.mark.any_django  # processes of our own


def test_a_database_that_is_not_migrated_is_refused(db, site, tmp_path):
    MigrationRecorder(connection).migration_qs.filter(app="orgunits").delete()

    for command in ("backup", "restore"):
        with pytest.raises(CommandError, match="The database is not up to date. Run manage.py migrate first."):
            call_command(command, tmp_path / "new" if command == "backup" else site.folder)
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_in_it_is_not_written_to(empty, tmp_path):
    (tmp_path / "note.txt").write_text("mine")

    with pytest.raises(CommandError, match="is not empty. A backup is made in a new folder."):
        call_command("backup", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_document_that_is_gone_is_named_and_all_else_is_backed_up(site, empty, tmp_path, capsys):
    restore(site.folder)
    document = AgreementProposal.objects.get().document
    document.storage.delete(document.name)
    name = f"documents/orgunits_agreementproposal/{document.name}"

    with pytest.raises(CommandError, match=f"these documents are gone from where they were stored:\n{name}"):
        call_command("backup", tmp_path / "new")
    call_command("restore", tmp_path / "new", "--replace")

    assert f"These documents were missing when the backup was made:\n{name}" in capsys.readouterr().out
    assert AgreementProposal.objects.count() == 1


# --- while people edit ---


def test_a_backup_is_of_one_moment_while_others_write(again, empty, monkeypatch):
    """While tables are read somebody adds a unit, moves one and removes one; none of them waits for the backup."""
    draft = make_structure()
    before = again("before")
    chosen, writes = {ContentType, *tables()[::6], Structure, Placement}, []

    def read_meanwhile(model, names):
        if model in chosen:
            writes.append(editor.submit(write, draft, len(writes)).result(timeout=60))
        return rows.read(model, names)

    with ThreadPoolExecutor(1) as editor:
        monkeypatch.setattr(making, "read", read_meanwhile)
        during = again("during")
        monkeypatch.undo()
        editor.submit(lambda: connection.close()).result()  # its own, not ours

    assert len(writes) == len(chosen)
    assert differences(before, during) == []
    assert place(draft, writes[-1]).name_en == "New"
    restore(during, replace=True)
    assert faults(draft) == []


def write(draft, number):
    slug = f"new-{number}"
    trees.add(draft, make_unit(slug), parent=place(draft, "gs"), kind="office", name="New")
    trees.move(place(draft, "trade"), place(draft, "osg" if number % 2 else "sla"))
    if number:
        trees.remove(place(draft, f"new-{number - 1}"))
    return slug


# --- when it is cut short ---


def test_a_full_disk_leaves_no_backup(site, empty, tmp_path):
    restore(site.folder)

    with files_of_at_most(40_000), pytest.raises(CommandError, match="There is no backup: .*: File too large"):
        call_command("backup", tmp_path / "new")

    assert not (tmp_path / "new").exists()


def test_a_full_disk_leaves_what_was_there_before_a_restore(site, empty):
    make_source("mine")
    before = stored()

    with files_of_at_most(40_000), pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", site.folder, "--replace")
    connection.close()

    assert stored() == before
    assert not empty.exists() or [*empty.iterdir()] == []


def on_a_full_disk(monkeypatch, owner, name, size=1000):
    """From where `owner` does that, as if the disk were full; all before still found room."""
    call = getattr(owner, name)

    def limited(*args, **kwargs):
        with files_of_at_most(size):
            return call(*args, **kwargs)

    monkeypatch.setattr(owner, name, limited)


@pytest.mark.parametrize(
    ("owner", "name"), [(documents, "copy_to"), (Archive, "finish")], ids=["documents", "manifest"]
)
def test_a_disk_that_gets_full_late_leaves_no_backup_either(site, empty, tmp_path, monkeypatch, owner, name):
    restore(site.folder)
    on_a_full_disk(monkeypatch, owner, name)

    with pytest.raises(CommandError, match="There is no backup: .*: File too large"):
        call_command("backup", tmp_path / "new")

    assert not (tmp_path / "new").exists()


def test_a_disk_of_documents_that_is_full_leaves_what_was_there_before_a_restore(site, empty, monkeypatch):
    make_source("mine")
    before = stored()
    on_a_full_disk(monkeypatch, documents, "_put_aside")

    with pytest.raises(CommandError, match="Nothing was restored: .*: File too large"):
        call_command("restore", site.folder, "--replace")

    assert (stored(), [*empty.iterdir()]) == (before, [])


def test_a_folder_of_documents_that_cant_be_made_is_said_before_anything_is_changed(site, empty, settings):
    make_source("mine")
    before = stored()
    empty.write_text("no folder")

    with pytest.raises(CommandError, match=f"Nothing was restored: {empty}.*: (File exists|Not a directory)"):
        call_command("restore", site.folder, "--replace")

    assert (stored(), empty.read_text()) == (before, "no folder")


def test_a_commit_that_was_done_though_its_answer_was_lost_keeps_the_documents(site, again, empty, monkeypatch):
    connection.ensure_connection()
    commit = connection._commit

    def lose_the_answer():
        commit()
        message = "the connection is gone"
        raise DatabaseError(message)

    monkeypatch.setattr(connection, "_commit", lose_the_answer)
    with pytest.raises(BackupError, match="the database refused it: the connection is gone"):
        restore(site.folder)
    monkeypatch.undo()

    assert differences(site.folder, again()) == []


def test_a_commit_that_fails_leaves_no_document(site, empty, monkeypatch):
    def refuse():
        message = "out of order"
        raise DatabaseError(message)

    make_source("mine")
    connection.ensure_connection()
    monkeypatch.setattr(connection, "_commit", refuse)

    with pytest.raises(BackupError, match="Nothing was restored, the database refused it: out of order"):
        restore(site.folder, replace=True)

    monkeypatch.undo()
    assert list(Source.objects.values_list("slug", flat=True)) == ["mine"]
    assert [*empty.iterdir()] == []


# For each moment a child that ends itself by kill -9 at the n-th event whose argument ends as said.
KILLED = """
import os, signal, sys
from django.core.management import call_command

def kill_at(event, end, number):
    def look(happens, arguments):
        nonlocal number
        if happens == event and any(str(each).removesuffix("/").endswith(end) for each in arguments):
            number -= 1
            if number == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(look)

for arguments, moment in {moments!r}:
    child = os.fork()
    if not child:
        kill_at(*moment)
        call_command(*arguments)
        os._exit(0)
    print("killed" if os.waitpid(child, 0)[1] == signal.SIGKILL else "ended", flush=True)
    input()
"""


def killed_at(moments, **environment):
    """Runs the command of each of [(arguments, (event, end, number))], killed at that moment; yields after each."""
    moments = [([str(each) for each in arguments], moment) for arguments, moment in moments]
    process = in_process(KILLED.format(moments=moments), **environment)
    try:
        for _command, moment in moments:
            assert (moment, process.stdout.readline()) == (moment, "killed\n")
            yield
            process.stdin.write("\n")
            process.stdin.flush()
        done(process)
    finally:
        process.kill()
        process.communicate()


MOMENTS_OF_A_BACKUP = {
    "at its first table": ("open", "django_content_type.jsonl", 1),
    "amid its tables": ("open", "orgunits_placement.jsonl", 1),
    "at a document": ("open", ".pdf", 1),
    "at the copy of it": ("open", ".pdf", 2),
    "at its manifest": ("open", "manifest.json.part", 1),
    "before that has its name": ("os.rename", "manifest.json", 1),
}


def test_a_backup_that_was_killed_is_none(site, empty, tmp_path):
    restore(site.folder)
    folders = [tmp_path / name for name in MOMENTS_OF_A_BACKUP]
    commands = [("backup", folder) for folder in folders]

    moments = [*zip(commands, MOMENTS_OF_A_BACKUP.values(), strict=True)]
    for folder, _killed in zip(folders, killed_at(moments, DOCUMENTS_DIR=str(empty)), strict=True):
        assert folder.exists()
        none = "is no backup: it has no manifest.json. One that was not finished has none."
        with pytest.raises(BackupError, match=none):
            restore(folder, replace=True)
        with pytest.raises(BackupError, match="is not empty"):
            back_up(folder)


def test_a_backup_that_was_killed_once_its_manifest_is_there_is_whole(site, empty, tmp_path):
    restore(site.folder)
    folder = tmp_path / "named"

    for _killed in killed_at([(("backup", folder), ("open", str(folder), 2))], DOCUMENTS_DIR=str(empty)):
        assert differences(site.folder, folder) == []


MOMENTS_OF_A_RESTORE = {
    "as it looks at the files": ("open", "orgunits_placement.jsonl", 1),
    "amid its rows": ("open", "orgunits_placement.jsonl", 3),
    "with all rows written, at a document": ("open", ".pdf.restoring", 1),
    "before that has its name": ("os.rename", ".pdf", 1),
    "before the commit": ("open", "/documents", 1),
}
AFTER_THE_COMMIT = ("os.scandir", "/documents", 1)


def test_a_restore_that_was_killed_changed_nothing_or_all_and_can_be_done_again(site, again, empty):
    draft = make_structure("mine")
    before, after = stored(), {name: each["rows"] for name, each in Backup(site.folder).manifest["tables"].items()}
    command = ("restore", site.folder, "--replace")
    moments = [(command, moment) for moment in (*MOMENTS_OF_A_RESTORE.values(), AFTER_THE_COMMIT)]
    states = []

    for _killed in killed_at(moments, DOCUMENTS_DIR=str(empty)):
        now = stored()
        states.append("old" if (now, faults(draft)) == (before, []) else now == {name: after[name] for name in now})

    assert states == ["old"] * len(MOMENTS_OF_A_RESTORE) + [True]
    restore(site.folder, replace=True)
    assert differences(site.folder, again()) == []
    assert [path.suffix for path in empty.iterdir()] == [".pdf"]
