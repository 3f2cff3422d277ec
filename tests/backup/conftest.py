"""A site that has gone through a lot, backed up once for all tests of this folder."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from oasdir.settings import mail_settings
from orgunits.backup.making import back_up
from orgunits.backup.tables import tables
from orgunits.mail import send_due
from tests.helpers import drill, whole_site

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    folder: Path
    documents: Path
    addresses: list
    pages: dict
    secret: str
    number: str


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The backup of the drill, and what it showed; the database is empty again."""
    home = tmp_path_factory.mktemp("site")
    settings = {
        "VAR_DIR": home,
        "DOCUMENTS_DIR": home / "documents",
        **mail_settings({"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}),
    }
    with django_db_blocker.unblock():
        try:
            with override_settings(**settings):
                secret, number = drill.run()
                send_due(now=timezone.now())  # those that wait are another test
                back_up(home / "backup")
                addresses = [*whole_site.public()[::100], *whole_site.histories(of_each=1)[::2]]
                addresses += [*whole_site.lists()[::8], *whole_site.forms()[::200]]
                pages = whole_site.pages(addresses)
        finally:
            call_command("flush", interactive=False, verbosity=0)
    return Site(home / "backup", home / "documents", addresses, pages, secret, number)


@pytest.fixture
def empty(transactional_db, documents):
    """The test's database, to restore into; its documents are kept in a folder of the test."""
    return documents


START = "import django; django.setup()\nfrom tests.helpers import clock; clock.start()"


def in_process(code, database=None, **environment):
    """Starts a Python with Django set up, on the day of the tests; by default on the database of the test."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{START}\n{code}"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "oasdir.settings",
            "DATABASE_URL": database or address(),
            **environment,
        },
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def done(process, timeout=300):
    """What it said; it must have ended well."""
    said, _nothing = process.communicate(timeout=timeout)
    assert process.returncode == 0, said
    return said


def address():
    """Of the test's database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _slash, options = os.environ["DATABASE_URL"].partition("/postgres?")
    return f"{server}/{name}?{options}"


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
