"""Triggers through migrations: out of the way where they hinder, and there again afterwards."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection, models
from django.db.migrations.state import StateApps
from django.db.models.signals import post_migrate, pre_migrate

from orgunits.models import Body, Post, SearchPending
from orgunits.search_index import noting
from tests.helpers.factories import make_source
from tests.helpers.indexed import due, triggers

pytestmark = pytest.mark.django_db(transaction=True)

CONFIG = apps.get_app_config("orgunits")


def before(plan=("a migration",)):
    pre_migrate.send(CONFIG, app_config=CONFIG, using="default", plan=plan, apps=apps, verbosity=0, interactive=False)


def after():
    post_migrate.send(CONFIG, app_config=CONFIG, using="default", plan=[], apps=apps, verbosity=0, interactive=False)


@pytest.fixture
def wanted():
    found = triggers()
    yield found
    after()
    assert triggers() == found


def make_longer(model, name):
    """On SQLite the table is made again; on PostgreSQL its column changes its type."""
    old = model._meta.get_field(name)
    new = models.SlugField(max_length=old.max_length + 10, unique=True)
    new.set_attributes_from_name(name)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(model, new, old)


def test_a_table_that_triggers_name_can_be_altered(wanted):
    before()
    make_longer(Post, "slug")
    after()

    assert triggers() == wanted
    SearchPending.objects.all().delete()  # what the test before left, whose rows were deleted
    Body.objects.create(slug="body", kind="council", name="Body")
    assert {kind for kind, _key in due()} == {"body"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL alters tables under their triggers")
def test_it_could_not_be_with_them(wanted):
    with pytest.raises(OperationalError, match="error in trigger"):
        make_longer(Post, "slug")


def test_where_there_is_nothing_to_migrate_they_stay(wanted):
    before(plan=())
    assert triggers() == wanted


def test_a_database_that_lacks_the_tables_gets_none(wanted):
    for name in wanted:
        drop(name)
    noting.install("default", StateApps([], {}))
    assert triggers() == {}


def test_the_migration_takes_them_out_again(wanted):
    with connection.schema_editor() as editor:
        import_module("orgunits.migrations.0028_search_index").without_triggers(apps, editor)
    assert triggers() == {}


def drop(name):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" if connection.vendor == "sqlite" else f"DROP FUNCTION {name} CASCADE")


def test_after_a_flush_nothing_is_due():
    make_source("gone")
    assert due()

    call_command("flush", interactive=False, verbosity=0)

    assert due() == set()
