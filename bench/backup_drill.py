"""The whole drill of manage.py backup and restore, its quick parts are in tests/backup. Over 300 lines: one drill.

    python tests/with_postgres.py python bench/backup_drill.py [--every N] [--sources postgresql,sqlite]

A site goes through what a site goes through (tests/helpers/drill.py). It is backed up while six processes write, and
once more when they are done; both are restored into PostgreSQL and SQLite, empty ones and such with other keys and
other records. Then every row is compared with the first site, and every N-th address, of the public and of the admin.
Last, backup and restore are each killed at six moments spread over their run. Exit status 1 where anything differs.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oasdir.settings")

import django  # noqa: E402 - after the path that a script has to set

django.setup()

from tests.backup.conftest import differences, done, in_process  # noqa: E402 - the same
from tests.helpers.processes import TABLES  # noqa: E402 - the same

DRILL = """
from django.test.utils import setup_test_environment
from tests.helpers import drill
setup_test_environment()
print(*drill.run())
"""
# Other content types and permissions under the keys, and records that are to go.
SHIFTED = """
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import User
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from tests.helpers.factories import make_structure
ContentType.objects.all().delete()
ContentType.objects.create(app_label="older", model="thing")
for config in reversed(list(apps.get_app_configs())):
    create_contenttypes(config, verbosity=0)
    create_permissions(config, verbosity=0)
make_structure("mine")
User.objects.create_superuser("somebody")
"""
WRITER = """
import itertools, os, sys, time
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils.timezone import localdate
from orgunits.models import AgreementProposal, Placement, Structure, Theme
from orgunits.tree import trees
from tests.helpers.admin_forms import save
from tests.helpers.admin_structures import url_of
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.proposals import pdf, send
setup_test_environment()
settings.PROPOSALS_AN_HOUR = settings.TRIES_AN_HOUR = settings.MESSAGES_AN_HOUR = 10 ** 6
number, link, stop = {number}, {link!r}, {stop!r}
client = Client()
client.force_login(get_user_model().objects.get(username="admin"))
theme = Theme.objects.order_by("pk")[number]

def edit_the_tree(count):
    draft = Structure.objects.get(slug="drill-draft")
    unit = make_unit(f"new-{{count}}")
    trees.add(draft, unit, parent=place(draft, "gs"), kind="office", name="New")
    trees.move(place(draft, "press-communication"), place(draft, "osg" if count % 2 else "sla"))
    if count:
        trees.remove(place(draft, f"new-{{count - 1}}"))

def edit_a_theme(count):
    save(client, reverse("admin:orgunits_theme_change", args=[theme.pk]), "theme_form", name_es=f"Tema {{count}}")

def propose(count):
    answer = send(Client(), unit="sedi", title=f"Rivers {{count}} of {{number}}", document=pdf(size=300_000 + count))
    assert answer.status_code == 302, answer.status_code

def clone_and_delete(count):
    in_force = Structure.objects.in_force_on(localdate())
    client.post(url_of(in_force, "clone"), {{"slug": f"clone-{{count}}", "name_en": "Clone"}})
    client.post(url_of(Structure.objects.get(slug=f"clone-{{count}}"), "delete"), {{"post": "yes"}})

def write_to_the_unit(count):
    page = f"/en/agreements/follow/{{link}}/"
    answer = Client().post(page, {{"message": "1", "message-text": f"Message {{count}}"}})
    assert answer.status_code == 302, answer.status_code

def correct(count):
    locked = Structure.objects.get(slug="2016-adopted")
    url = f"{{reverse('admin:orgunits_correction_add')}}?structure={{locked.pk}}&unit={{place(locked, 'sla').unit_id}}"
    save(client, url, "correction_form", fact="acronym_en", new_text=f"SL{{count}}", reason="Typing error.")

act = [edit_the_tree, edit_a_theme, propose, clone_and_delete, write_to_the_unit, correct][number]
waited = 0
for count in itertools.count():
    if os.path.exists(stop):
        break
    try:
        act(count)
    except OperationalError as error:  # SQLite has one writer
        assert "locked" in str(error), error
        waited += 1
    if not count:
        print("ready", flush=True)
print(act.__name__, count, "locked out:", waited)
"""
PAGES = """
import json
from collections import Counter
from hashlib import sha256
from django.test.utils import setup_test_environment
from django.urls import reverse
from orgunits.models import AgreementProposal, Mail
from tests.helpers import whole_site
setup_test_environment()
waiting = Mail.objects.exclude(due_at=None).values_list("pk", flat=True)
given_up = [reverse("admin:orgunits_mail_change", args=[mail]) for mail in waiting]
given_up += [reverse("admin:orgunits_mail_changelist")] if given_up else []
pages = whole_site.pages(whole_site.addresses()[::{every}])
numbers = [proposal.number for proposal in AgreementProposal.objects.order_by("pk")]
answers = Counter(page[:3] for page in pages.values())
seen = {{path: sha256(page.encode()).hexdigest() for path, page in pages.items()}}
print(json.dumps([seen, numbers, answers, given_up]))
"""
COMMAND = "from django.core.management import call_command\ncall_command(*{arguments!r})"


class Site:
    """A database and a folder of documents."""

    def __init__(self, home, name, kind):
        self.name, self.documents, self.home = name, home / f"{name}-documents", home
        self.database = f"sqlite:///{home / name}.sqlite3" if kind == "sqlite" else new_database(name)
        self.run(TABLES)

    def start(self, code):
        environment = {"DOCUMENTS_DIR": str(self.documents), "VAR_DIR": str(self.home), "SECRET_KEY": "drill"}
        return in_process(code, self.database, **environment)

    def run(self, code):
        return done(self.start(code), timeout=3600)

    def call(self, *arguments):
        return self.run(COMMAND.format(arguments=[str(each) for each in arguments]))

    def pages(self, every):
        return json.loads(self.run(PAGES.format(every=every)).splitlines()[-1])


def new_database(name):
    import psycopg

    url = os.environ["DATABASE_URL"]
    server, _slash, options = url.partition("/postgres?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}?{options}"


class Report:
    def __init__(self):
        self.faults = 0

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)

    def expect(self, true, text):
        self.say(f"{'  ok ' if true else 'WRONG'} {text}")
        self.faults += not true


def back_up_under_writers(site, home, report, secret):
    stop = home / "stop"
    writers = [site.start(WRITER.format(number=number, link=secret, stop=str(stop))) for number in range(6)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.stdout.read()
    began = time.monotonic()
    site.call("backup", home / "during")
    report.say(f"backed up while six wrote: {time.monotonic() - began:.1f} s")
    stop.touch()
    for writer in writers:
        report.say(f"  {done(writer).splitlines()[-1]}")
    stop.unlink()


def compare(site, other, report, what):
    """The pages of two sites, and the numbers of their proposals. Of mails that waited, the other says: given up."""
    (pages, numbers, _answers, given_up), (others, other_numbers, *_) = site, other
    differing = {path for path in {**pages, **others} if pages.get(path) != others.get(path)}
    others_differ = sorted(differing.difference(given_up))
    report.expect(not others_differ, f"{what}: {len(pages)} addresses, {len(others_differ)} differ {others_differ[:5]}")
    report.say(f"      {what}: pages of mails that waited, as they should: {sorted(differing.intersection(given_up))}")
    report.expect(numbers == other_numbers, f"{what}: numbers of {len(numbers)} proposals")


def differences_in_words(one, other):
    """The files in which two backups differ, whatever order a database keeps the parts of a JSON value in."""
    return [name for name in differences(one, other) if lines_of(one / name) != lines_of(other / name)]


def lines_of(path):
    content = path.read_bytes()
    return [json.loads(line) for line in content.splitlines()] if path.suffix == ".jsonl" else content


def restore_everywhere(home, source, pages, report, every, kinds):
    targets = [(kind, shifted) for kind in kinds for shifted in (False, True)]

    def restored(target):
        kind, shifted = target
        name = f"{source}-to-{kind}{'-shifted' if shifted else ''}"
        site = Site(home, name, kind)
        if shifted:
            site.run(SHIFTED)
        site.call("restore", home / "during", *(["--replace"] if shifted else []))
        site.call("check_data")
        site.call("backup", home / f"{name}-during")
        site.call("restore", home / "after", "--replace")
        site.call("check_data")
        site.call("backup", home / f"{name}-after")
        return name, shifted, site.pages(every)

    with ThreadPoolExecutor(2) as two:
        for name, shifted, found in two.map(restored, targets):
            for moment in ("during", "after"):
                rows = differences_in_words(home / moment, home / f"{name}-{moment}")
                # A kind of record that only the other database knew stays there; mails that waited are given up.
                own = {"tables/django_content_type.jsonl"} if shifted else set()
                report.expect(set(rows) <= {*own, "tables/orgunits_mail.jsonl"}, f"{name}: rows {moment}: {rows}")
            compare(pages, found, report, name)


def kill(site, report, what, arguments, check):
    """At six moments spread over its run."""
    began = time.monotonic()
    site.call(*arguments(0))
    whole = time.monotonic() - began
    check(0, "undisturbed")
    for number in range(1, 7):
        process = site.start(COMMAND.format(arguments=[str(each) for each in arguments(number)]))
        time.sleep(whole * (0.25 + 0.75 * number / 7))  # the first quarter is Django's start
        process.send_signal(signal.SIGKILL)
        process.communicate()
        report.expect(*check(number, "ended before" if process.returncode == 0 else "killed"))
    report.say(f"{what}: {whole:.1f} s undisturbed")


def kill_both(home, site, other, report):
    def backup_of(number):
        return home / f"killed-{number}"

    def check_backup(number, end):
        folder = backup_of(number)
        if (folder / "manifest.json").exists():
            done(other.start(COMMAND.format(arguments=["restore", str(folder), "--replace"])))
            return True, f"backup {number}: {end}; it is whole"
        process = other.start(COMMAND.format(arguments=["restore", str(folder), "--replace"]))
        said = process.communicate()[0]
        files = sum(path.is_file() for path in folder.rglob("*"))
        refused = process.returncode != 0 and "is no backup" in said
        return refused, f"backup {number}: {end} with {files} files; {said.splitlines()[-1][-60:]}"

    kill(site, report, "backup", lambda number: ("backup", backup_of(number)), check_backup)

    other.call("restore", home / "during", "--replace")
    other.call("backup", home / "before-kill")

    def check_restore(number, end):
        folder = home / f"after-kill-{number}"
        other.call("backup", folder)
        old, new = differences(home / "before-kill", folder), differences(home / "after-again", folder)
        state = "the old state" if not old else "the new state" if not new else f"NEITHER {old} {new}"
        left = sum(path.suffix != ".pdf" for path in other.documents.iterdir())
        other.call("restore", home / "during", "--replace")  # can be done again; and back
        return bool(not old or not new), f"restore {number}: {end}; {state}; {left} files left beside documents"

    def restore_of(number):
        return ("restore", home / "after", "--replace")

    other.call(*restore_of(0))
    other.call("backup", home / "after-again")
    other.call("restore", home / "during", "--replace")
    kill(other, report, "restore", restore_of, check_restore)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="compare every N-th address only")
    parser.add_argument("--sources", default="postgresql,sqlite")
    options = parser.parse_args()
    has_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    kinds = ["postgresql", "sqlite"] if has_postgresql else ["sqlite"]
    report = Report()
    for source in options.sources.split(","):
        home = Path(tempfile.mkdtemp(prefix="backup-drill-"))
        try:
            report.say(f"--- a site on {source}")
            site = Site(home, f"{source}-site", source)
            secret, number = site.run(DRILL).splitlines()[-1].split()
            site.run(
                "from django.test import Client\nfrom django.utils.timezone import localdate\n"
                "from orgunits.models import Structure\nfrom orgunits.tree.clone import clone\n"
                "clone(Structure.objects.in_force_on(localdate()), slug='drill-draft', name='Draft')"
            )
            back_up_under_writers(site, home, report, secret)
            site.call("backup", home / "after")
            pages = site.pages(options.every)
            report.say(f"{len(pages[0])} addresses, {len(pages[1])} proposals, the first is {number}")
            report.expect(number in pages[1], "the number of the drill's proposal is among them")
            report.say(f"answers: {pages[2]}")
            report.expect("500" not in pages[2], "none is a fault")
            restore_everywhere(home, source, pages, report, options.every, kinds)
            kill_both(home, site, Site(home, f"{source}-killed", source), report)
        finally:
            shutil.rmtree(home, ignore_errors=True)
    report.say("all as it was" if not report.faults else f"{report.faults} WRONG")
    return report.faults > 0


if __name__ == "__main__":
    sys.exit(main())
