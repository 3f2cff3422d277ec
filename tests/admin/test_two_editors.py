"""Two editors save different fields of one record at the same moment (admin/records.py): both edits are kept."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from orgunits.models import (
    Body,
    CountryOffice,
    Discrepancy,
    Pillar,
    Theme,
)
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_partner, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def an_office():
    return CountryOffice.objects.create(slug="office", name="Office", member_state=make_state(), status="operating")


RECORDS = {
    "appointment": (lambda: appoint(make_post(unit="sedi"), "Ada"), "name", "note_es"),
    "body": (lambda: Body.objects.create(slug="body", kind="organ", name="Body"), "name_en", "name_es"),
    "change": (lambda: make_change("renamed", ["sedi"], to=make_structure("draft")), "description_en", "note_en"),
    "discrepancy": (
        lambda: Discrepancy.objects.create(slug="names", topic="Names", reading="Ours"), "topic_en", "reading_en"
    ),
    "instrument": (make_act, "title_en", "symbol"),
    "mandate": (make_mandate, "title_en", "title_es"),
    "member state": (make_state, "name_en", "name_es"),
    "office": (an_office, "name_en", "name_es"),
    "partner": (make_partner, "name", "website"),
    "pillar": (
        lambda: Pillar.objects.create(slug="peace", position=1, name="Peace", act=make_act()), "name_en", "statement_en"
    ),
    "post": (lambda: make_post(unit="sedi"), "title_en", "note_en"),
    "source": (lambda: make_source("document", title="Document"), "title", "publisher"),
    "theme": (lambda: Theme.objects.create(slug="trade", name="Trade"), "name_en", "name_es"),
    "unit": (lambda: make_unit("sedi"), "label", "phone"),
}  # fmt: skip

# Of this database: others may be at work on the same server.
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@contextmanager
def locked_from_outside(record, *, until):
    """Holds the record's row until `until` others wait for it; then all go on at once, in an order nobody knows.

    On SQLite there is one writer at a time, and none to be held.
    """
    if connection.vendor == "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        type(record)._base_manager.select_for_update().get(pk=record.pk)
        yield
        deadline, waiting = time.monotonic() + 300, 0
        while waiting < until:
            assert time.monotonic() < deadline, f"{waiting} of {until} wait for the lock"
            time.sleep(0.02)
            cursor.execute(WAITING)
            (waiting,) = cursor.fetchone()


def editor(name):
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


@pytest.mark.parametrize("kind", RECORDS)
def test_of_two_edits_at_the_same_moment_none_is_lost(kind):
    make, *fields = RECORDS[kind]
    record = make()
    texts = {field: f"https://example.org/{field}" for field in fields}
    url = reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])
    form_id = f"{record._meta.model_name}_form"
    editors = [editor(name) for name in ("ana", "ben")]
    opened = [fields_of(editor.get(url), form_id) for editor in editors]

    def save(editor, form, field):
        try:
            return editor.post(url, {**form, "_save": ["Save"], field: texts[field]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with locked_from_outside(record, until=2):
            answers = [pool.submit(save, *each) for each in zip(editors, opened, fields, strict=True)]
        codes = [answer.result() for answer in answers]

    record.refresh_from_db()
    assert codes == [302, 302]
    assert {field: getattr(record, field) for field in fields} == texts
    assert set(record.history.values_list("history_user__username", flat=True)) >= {"ana", "ben"}
