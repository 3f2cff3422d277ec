"""A full disk, a kill, a lost answer, writers at work: the old state or the new one, and no half of a backup."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from orgunits.backup import making, rows
from orgunits.backup.archive import BackupError
from orgunits.backup.making import back_up
from orgunits.backup.restoring import restore
from orgunits.backup.tables import tables
from orgunits.models import AgreementProposal, Placement, Source, Structure
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.backup.conftest import differences, in_process, stored
from tests.helpers.disk import files_of_at_most
from tests.helpers.factories import make_source, make_structure, make_unit, place


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


PAUSED = """
import time
from orgunits.backup import {module}
def paused(*args, **kwargs):
    print("paused", flush=True)
    time.sleep(300)
{module}.{name} = paused
from django.core.management import call_command
call_command({command!r}, {folder!r}, *{options!r})
"""


def killed(command, folder, *options, module, name, **environment):
    """A command that is ended by kill -9 where it calls `name`."""
    code = PAUSED.format(module=module, name=name, command=command, folder=str(folder), options=options)
    process = in_process(code, **environment)
    assert process.stdout.readline() == "paused\n", process.stdout.read()
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_backup_that_was_killed_is_none(empty, tmp_path):
    make_structure()

    killed("backup", tmp_path / "new", module="making", name="fingerprint")

    assert (tmp_path / "new" / "tables").exists()
    with pytest.raises(BackupError, match="is no backup: it has no manifest.json. One that was not finished has none."):
        restore(tmp_path / "new", replace=True)
    with pytest.raises(BackupError, match="is not empty"):
        back_up(tmp_path / "new")


def test_a_restore_that_was_killed_before_its_commit_changed_nothing_and_can_be_done_again(site, again, empty):
    draft = make_structure("mine")
    before = stored()

    # With all rows written, and the documents renamed.
    documents = {"DOCUMENTS_DIR": str(empty)}
    killed("restore", site.folder, "--replace", module="documents", name="sync_folder", **documents)

    assert (stored(), faults(draft)) == (before, [])
    restore(site.folder, replace=True)
    assert differences(site.folder, again()) == []
    assert len([*empty.iterdir()]) == 1


# --- from one kind of database to the other ---
