"""A backup and what is restored from it are the same site: orgunits/backup."""

import filecmp
import json
import os
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
from django.db import connection
from django.utils import timezone

from orgunits.backup.archive import Backup, BackupError
from orgunits.backup.keys import last_keys
from orgunits.backup.restoring import restore
from orgunits.demo.logins import EDITORS
from orgunits.mail import send_due
from orgunits.models import AgreementProposal, FollowLink, Mail, Placement, Source, Structure, Theme
from tests.backup.conftest import differences, done, in_process, stored
from tests.helpers import whole_site
from tests.helpers.factories import make_source, make_structure
from tests.helpers.processes import TABLES
from tests.helpers.proposals import send, today

CROSSWISE = pytest.mark.skipif(connection.vendor != "postgresql", reason="goes from PostgreSQL to SQLite and back")


def test_the_drill_left_traces_of_everything(site):
    rows = Backup(site.folder).manifest["tables"]

    wanted = (
        *("orgunits_correction", "orgunits_structurestep", "orgunits_historicaltheme", "orgunits_agreementstep"),
        *("orgunits_themelabel", "orgunits_historicalthemelabel"),
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
    odd = "“quotes” \\ \t \r\n \u2028 \x7f 🌎 e\u0301 %s {} NULL"
    make_source("odd")
    with connection.cursor() as cursor:  # past the rule for texts, which a backup doesn't apply either
        cursor.execute("UPDATE orgunits_source SET title = %s, publisher = ''", [odd])
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
