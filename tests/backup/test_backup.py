"""A backup and what is restored from it are the same site, or nothing has changed."""

import filecmp
import json
import os
import resource
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from orgunits.backup import archive, making, rows
from orgunits.backup.archive import Backup, BackupError
from orgunits.backup.keys import last_keys
from orgunits.backup.making import back_up
from orgunits.backup.restoring import restore
from orgunits.backup.tables import tables
from orgunits.demo.logins import EDITORS
from orgunits.mail import send_due
from orgunits.models import AgreementProposal, FollowLink, Mail, Placement, Source, Structure, Theme
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.backup.conftest import TABLES, done, in_process
from tests.helpers import whole_site
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.proposals import send, today

CROSSWISE = pytest.mark.skipif(connection.vendor != "postgresql", reason="goes from PostgreSQL to SQLite and back")


def differences(one, other):
    """The tables and documents in which two backups differ; a manifest has its time."""
    names = [json.loads((folder / "manifest.json").read_text())["files"] for folder in (one, other)]
    return [name for name in {**names[0], **names[1]} if not same(one / name, other / name)]


def same(one, other):
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)


@pytest.fixture
def again(empty, tmp_path):
    """A backup of what is in the database now."""

    def make(name="again"):
        back_up(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def copy(site, tmp_path):
    """The backup of the drill, to be damaged."""
    return shutil.copytree(site.folder, tmp_path / "copy")


def stored():
    return {model._meta.db_table: model._base_manager.count() for model in tables()}


# --- whole ---


def test_the_drill_left_traces_of_everything(site):
    rows = Backup(site.folder).manifest["tables"]

    wanted = (
        *("orgunits_correction", "orgunits_structurestep", "orgunits_historicaltheme", "orgunits_agreementstep"),
        *("orgunits_agreementproposal", "orgunits_followlink", "orgunits_acknowledgement", "django_admin_log"),
        *("auth_user_groups", "auth_group_permissions", "orgunits_attempt"),
    )
    assert [name for name in wanted if rows[name]["rows"] == 0] == []


def test_what_is_restored_is_the_same_site(site, again, empty, mailoutbox):
    restore(site.folder)

    assert differences(site.folder, again()) == []
    assert whole_site.pages(site.addresses) == site.pages
    assert mailoutbox == []
    assert FollowLink.objects.proposal_of(site.secret).number == site.number


def test_documents_come_back_for_the_program_alone(site, empty):
    restore(site.folder)

    document = AgreementProposal.objects.get().document
    assert os.stat(document.path).st_mode & 0o777 == 0o600
    assert filecmp.cmp(document.path, site.documents / document.name, shallow=False)
    assert [path.name for path in empty.iterdir()] == [document.name]


def test_permissions_keep_their_meaning_where_their_keys_are_others(site, again, empty):
    ContentType.objects.all().delete()
    ContentType.objects.create(app_label="older", model="thing")  # whose permissions go
    for config in reversed(list(apps.get_app_configs())):
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    editor = {"add_theme", "change_theme", "delete_theme", "view_theme"}

    restore(site.folder)

    assert differences(site.folder, again()) == ["tables/django_content_type.jsonl"]
    codenames = set(Group.objects.get(name=EDITORS).permissions.values_list("codename", flat=True))
    assert {name for name in codenames if name.endswith("_theme")} == editor
    assert User.objects.get(username="editor").has_perm("orgunits.change_theme")


def test_a_new_record_never_gets_the_key_of_a_deleted_one(site, empty):
    with_history = Theme.history.model
    restore(site.folder)
    gone = with_history.objects.get(slug="gone", history_type="-")

    new = Theme.objects.create(slug="new", name="New")

    assert new.pk > gone.id
    assert list(new.history.values_list("history_type", flat=True)) == ["+"]
    assert last_keys() == Backup(site.folder).manifest["last_keys"] | {
        "orgunits_theme": new.pk,
        "orgunits_historicaltheme": new.history.get().pk,
    }


def test_every_value_comes_back_as_it_was(again, empty):
    """Texts that formats stumble over, and a null of JSON that is no NULL."""
    odd = "“quotes” \\ \t \r\n \u2028 \x7f 🌎 %s {} NULL"
    source = make_source("odd", title=odd)
    Source.objects.filter(pk=source.pk).update(publisher="")
    before = list(Source.objects.values())
    folder = again()

    restore(folder, replace=True)

    assert list(Source.objects.values()) == before
    assert Source.objects.get().title == odd


def test_mails_that_waited_are_given_up_and_can_be_sent_again(empty, client, settings, again, mailoutbox, capsys):
    settings.MAIL_AT_ONCE = False
    today()
    send(client)
    folder = again()

    call_command("restore", folder, "--replace")

    assert "Mails that waited when the backup was made: 1." in capsys.readouterr().out
    (mail,) = Mail.objects.all()
    assert (mail.is_given_up, send_due(now=timezone.now()), mailoutbox) == (True, (0, 0), [])


def test_the_commands_say_what_they_did(site, empty, tmp_path, settings, capsys):
    settings.SECRET_KEY = "another"
    empty.mkdir()
    (empty / "stranger.pdf").write_bytes(b"%PDF")

    call_command("restore", site.folder)
    call_command("backup", tmp_path / "new")

    restored, sessions, key, stranger, made = capsys.readouterr().out.splitlines()
    assert restored.startswith("Restored; rows: ")
    assert restored.endswith(", documents put back: 1.")
    assert sessions == "Everybody has to sign in again."
    assert key.startswith("SECRET_KEY is another one than where the backup was made: links to reset a password")
    assert stranger == "Files beside the documents that no proposal names: 1. They stay there."
    assert made.startswith(f"Backed up into {tmp_path / 'new'}; rows: ")
    assert made.endswith(", documents: 1.")


# --- into what is there already ---


def test_a_database_with_rows_is_refused_and_stays_as_it_is(site, empty):
    make_structure("mine")
    before = stored()

    with pytest.raises(CommandError, match="The database is not empty: there are rows in .*With --replace they go."):
        call_command("restore", site.folder)

    assert stored() == before


def test_what_is_replaced_goes_and_its_sessions_too(site, again, empty):
    make_structure("mine")
    User.objects.create_user("somebody")
    Session.objects.create(session_key="x", session_data="", expire_date="2031-01-01T00:00Z")

    restore(site.folder, replace=True)

    assert differences(site.folder, again()) == []
    assert (Structure.objects.filter(slug="mine").count(), Session.objects.count()) == (0, 0)


def test_a_document_that_is_there_is_kept_and_another_one_in_its_place_is_refused(site, empty):
    restore(site.folder)
    document = AgreementProposal.objects.get().document

    restore(site.folder, replace=True)
    assert filecmp.cmp(document.path, site.documents / document.name, shallow=False)

    document.storage.delete(document.name)
    document.storage.save(document.name, ContentFile(b"%PDF another"))
    with pytest.raises(BackupError, match="is there already, and is another one than in the backup"):
        restore(site.folder, replace=True)
    assert Path(document.path).read_bytes() == b"%PDF another"


# --- what is no backup, or not one of this version ---


DAMAGES = {
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "is no backup: it has no manifest.json"),
    "half a manifest": (lambda folder: cut(folder / "manifest.json"), "no whole backup: its manifest.json is damaged"),
    "another byte in the manifest": (
        lambda folder: turn(folder / "manifest.json", b'"rows": 1', b'"rows": 2'),
        "no whole backup: its manifest.json is damaged",
    ),
    "half a table": (
        lambda folder: cut(folder / "tables/orgunits_placement.jsonl"),
        r"tables/orgunits_placement.jsonl has \d+ bytes in place of \d+",
    ),
    "another byte in a table": (
        lambda folder: turn(folder / "tables/orgunits_structure.jsonl", b"drill", b"frill"),
        "tables/orgunits_structure.jsonl is not what was backed up",
    ),
    "no table": (
        lambda folder: (folder / "tables/auth_user.jsonl").unlink(),
        "tables/auth_user.jsonl is missing",
    ),
    "no document": (
        lambda folder: next(folder.glob("documents/*/*.pdf")).unlink(),
        r"documents/orgunits_agreementproposal/\w+.pdf is missing",
    ),
    "half a document": (
        lambda folder: cut(next(folder.glob("documents/*/*.pdf"))),
        r"documents/orgunits_agreementproposal/\w+.pdf has \d+ bytes",
    ),
    "a folder that is not there": (shutil.rmtree, "is no backup: it has no manifest.json"),
}


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turn(path, before, after):
    whole = path.read_bytes()
    assert before in whole
    path.write_bytes(whole.replace(before, after, 1))


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_said_and_changes_nothing(db, copy, damage, sentence):
    make_source("mine")
    damage(copy)

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", copy, "--replace")

    assert list(Source.objects.values_list("slug", flat=True)) == ["mine"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "has the format 2; this version reads 1"),
        (
            {"migrations": []},
            "of another version of the site; only one of the two has the migrations admin.0001_initial",
        ),
        ({"tables": {}}, "of another version of the site; these tables differ: auth_group, "),
    ],
    ids=["format", "migrations", "tables"],
)
def test_a_backup_of_another_version_is_refused(db, copy, change, sentence):
    sign(copy, **change)

    with pytest.raises(BackupError, match=sentence):
        restore(copy)


def sign(folder, **changes):
    """Writes a manifest that is whole, and says something else."""
    told = json.loads((folder / "manifest.json").read_text()) | changes
    del told["sha256"]
    whole = {"sha256": archive.sha256(archive.canonical(told)).hexdigest(), **told}
    (folder / "manifest.json").write_text(json.dumps(whole))


def forge(folder, model, change):
    """Changes the first row of a table, as no site would have written it, and signs that."""
    name = f"tables/{model._meta.db_table}.jsonl"
    columns, first, *others = (folder / name).read_bytes().splitlines()
    row = dict(zip(json.loads(columns), json.loads(first), strict=True))
    lines = [columns, *(json.dumps([*each.values()]).encode() for each in change(row)), *others]
    (folder / name).write_bytes(b"\n".join(lines) + b"\n")
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[name] = {"bytes": (folder / name).stat().st_size, "sha256": archive.digest_of(folder / name)}
    sign(folder, files=files)


FORGERIES = {
    "a key twice": (Theme, lambda row: [row, row], "Nothing was restored: a row of orgunits_theme can't be stored: "),
    "a reference that leads nowhere": (
        Placement,
        lambda row: [row | {"unit_id": 999_999}],
        "Nothing was restored, the database refused it: .*(999999|orgunits_organizationalunit)",
    ),
    "a tree that is not sound": (
        Placement,
        lambda row: [row | {"rght": row["rght"] + 1}],
        "Nothing was restored: the tree of .* is not sound: ",
    ),
    "a document elsewhere": (
        AgreementProposal,
        lambda row: [row | {"document": "../../elsewhere.pdf"}],
        "The backup is damaged: '../../elsewhere.pdf' is no name of a document",
    ),
    "a row too few": (Theme, lambda row: [], "orgunits_theme, read again, is not what the backup holds"),
}


@pytest.mark.parametrize(("model", "change", "sentence"), FORGERIES.values(), ids=FORGERIES)
def test_what_doesnt_go_together_is_not_restored(empty, copy, model, change, sentence):
    make_source("mine")
    forge(copy, model, change)

    with pytest.raises(BackupError, match=f"(?s){sentence}"):
        restore(copy, replace=True)

    assert list(Source.objects.values_list("slug", flat=True)) == ["mine"]
    assert Theme.objects.count() == 0


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


@contextmanager
def files_of_at_most(size):
    """As on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


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


@CROSSWISE
def test_from_postgresql_to_sqlite_and_back(site, again, empty, tmp_path):
    database = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    elsewhere = {"DOCUMENTS_DIR": str(tmp_path / "elsewhere")}
    code = (
        f"{TABLES}\ncall_command('restore', {str(site.folder)!r})\n"
        f"call_command('backup', {str(tmp_path / 'there')!r})\n"
        "import json\nfrom django.test.utils import setup_test_environment\nfrom tests.helpers import whole_site\n"
        "setup_test_environment()\n"
        f"print(json.dumps(whole_site.digests({site.addresses!r})))"
    )

    said = done(in_process(code, database, **elsewhere)).splitlines()
    restore(tmp_path / "there")

    assert differences(site.folder, tmp_path / "there") == []
    assert differences(site.folder, again()) == []
    assert json.loads(said[-1]) == whole_site.digests(site.addresses)
    assert whole_site.pages(site.addresses) == site.pages
    assert Placement.objects.count() == len([*Backup(site.folder).rows_of(Placement)])
