"""Whoever writes whatever way: the document is noted as due, and after a catch-up nothing is missing.

Over 300 lines: every kind of record and of write.
"""

import sqlite3
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from orgunits.adoption.status import propose, withdraw
from orgunits.drafts.deletion import delete_draft
from orgunits.models import (
    AgreementParty,
    Appointment,
    Body,
    CooperationAgreement,
    OrganizationalUnit,
    Placement,
    PlacementTheme,
    Post,
    SearchDocument,
    SearchPending,
    Structure,
    Theme,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)
from orgunits.search_index import noting, writing
from orgunits.search_index.noted import NOTED
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, day, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement, make_partner
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.indexed import assert_catches_up, due, everything_indexed, make_world, triggers

pytestmark = pytest.mark.django_db

EVERY = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
TABLES = {model._meta.db_table: model for model in EVERY}
# The database holds a place in the tree of its structure, in which its number decides nothing: a unit is there once.
NEVER_ALONE, IN_ORDER_ALONE = {("placement", "structure_id")}, {("placement", "lft")}


@pytest.fixture
def world(db):
    return make_world()


def model_of(table):
    return TABLES[f"orgunits_{table}"]


def other_values(field, row):
    """What to write in place of the row's: {column: value} for each kind of value that may make a difference."""
    for value in _others(field, getattr(row, field.attname)):
        if value != getattr(row, field.attname):
            known = f"{field.name}_precision"
            yield {field.attname: value} | ({known: "day" if value else ""} if hasattr(row, known) else {})


def _others(field, value):
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value).order_by("pk").values_list("pk", flat=True)
        return [*others[:1], *others.reverse()[:1], *([None] if field.null else [])]
    if field.choices:
        choices = [choice for choice, _label in field.flatchoices if choice != value]
        return choices if field.name == "status" else choices[:1]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DateField | models.DateTimeField):
        return [value + timedelta(days=400) if value else date(2012, 3, 4), *([None] if field.null else [])]
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return [(value or 0) + 1]
    if isinstance(field, models.JSONField):
        return [["qwert"]]
    if isinstance(field, models.CharField | models.TextField):
        return ["qwert"[: field.max_length]]
    return []


@pytest.mark.any_django  # the database's triggers
@pytest.mark.parametrize("table", NOTED)
def test_each_column_of_what_documents_are_made_of(world, table, monkeypatch):
    """Written past all signals, one by one; what the database refuses is no change.

    Of a text in four languages two: that none is left out of the triggers, the test after this one says.
    """
    monkeypatch.delitem(writing.MADE, "page")  # made of no table
    columns = {column for part in NOTED[table] for column in part.columns if not column.endswith(("_es", "_fr"))}
    named = {column for part in NOTED[table] for column in part.columns}
    written, noted, model = set(), set(), model_of(table)
    for field in [field for field in model._meta.concrete_fields if field.column in columns]:
        for row in model._base_manager.order_by("pk")[:3]:
            for values in other_values(field, row):
                with transaction.atomic():
                    if is_written(model, row, values):
                        written.add(field.column)
                        if SearchPending.objects.exists():
                            noted.add(field.column)
                        writing.catch_up()
                        assert writing.drift() == [], values
                    transaction.set_rollback(True)
    assert columns - written - {column for of, column in NEVER_ALONE if of == table} == set()
    assert noted == columns & written

    for field in [field for field in model._meta.concrete_fields if field.column not in named]:
        for row in [] if field.primary_key else model._base_manager.all():
            any(is_written(model, row, values) for values in other_values(field, row))
    assert due() == set()
    assert writing.drift() == []


def is_written(model, row, values):
    try:
        with transaction.atomic():
            models.QuerySet(model).filter(pk=row.pk).update(**values)
            connection.check_constraints()
    except DatabaseError:
        return False
    return True


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says which columns a statement reads")
def test_the_triggers_name_every_column_that_builders_read(world):
    read = set()

    def note(action, table, column, *rest):
        if action == sqlite3.SQLITE_READ and table in TABLES and column:
            read.add((table.removeprefix("orgunits_"), column))
        return sqlite3.SQLITE_OK

    connection.connection.set_authorizer(note)
    try:
        for kind, made in writing.MADE.items():
            writing.documents_of(kind, list(made.keys()))
    finally:
        connection.connection.set_authorizer(None)

    named = {(table, column) for table, parts in NOTED.items() for part in parts for column in part.columns}
    assert {(table, column) for table, column in read if column != "id"} - IN_ORDER_ALONE == named


def test_every_part_that_comes_and_goes(world):
    placement, unit = place(world, "open"), make_unit("open")
    source, body = (
        make_source("two", title="Two"),
        Body.objects.create(slug="two", kind="council", name="Second council"),
    )
    theme = Theme.objects.create(slug="two", name="Second theme")
    agreement = CooperationAgreement.objects.get(slug="agreement")
    post = make_post("two", unit="open")
    parts = [
        UnitAlias(unit=unit, kind="acronym", text="OPN", source=source),
        UnitFunction(placement=placement, position=1, title="A new function"),
        PlacementTheme(placement=placement, theme=theme),
        UnitRelation(structure=world, unit=unit, kind="secretariat_of", to_body=body),
        Appointment(slug="new", post=post, name="Dan New"),
        AgreementParty(agreement=agreement, partner=make_partner("New partner")),
        Post.heads.through(post=post, organizationalunit=unit),
        CooperationAgreement.themes.through(cooperationagreement=agreement, theme=theme),
        Structure.authorities.through(structure=world, instrument=make_act("two", symbol="CP/RES. 2")),
    ]
    assert_catches_up()
    for part in parts:
        type(part)._base_manager.bulk_create([part])
        assert due(), part
        assert_catches_up()
        type(part)._base_manager.filter(pk=part.pk)._raw_delete(using="default")
        assert due(), part
        assert_catches_up()


def test_deleting_a_record_takes_its_document_out_with_what_said_it(world):
    boss = User.objects.create_superuser("boss")
    plan = make_structure("plan", "gs\n  planned | office | Planned Office | PLN")
    propose(plan, by=boss)
    assert_catches_up()
    assert SearchDocument.objects.filter(kind="unit", key=make_unit("planned").pk).exists()

    trees.remove(place(plan, "planned"))
    assert_catches_up()

    assert not SearchDocument.objects.filter(kind="unit", key=make_unit("planned").pk).exists()
    AgreementParty.objects.all().delete()
    CooperationAgreement.objects.all().delete()
    assert_catches_up()
    assert not SearchDocument.objects.filter(kind__in=["agreement", "partner"]).exists()


def test_a_structure_through_its_life(world):
    boss = User.objects.create_superuser("boss")
    plan = make_structure("plan", "gs\n  sedi\n    planned | office | Planned Office | PLN")
    theme = Theme.objects.create(slug="hidden", name="Hidden theme", draft=plan)
    PlacementTheme.objects.create(placement=place(plan, "planned"), theme=theme)
    make_agreement("with-theme", themes=[Theme.objects.create(slug="unplaced", name="Unplaced theme")])
    PlacementTheme.objects.create(placement=place(plan, "planned"), theme=Theme.objects.get(slug="unplaced"))
    appoint(make_post("planner", unit="planned", draft=plan), "Eve Planned", "2012")
    assert_catches_up()

    propose(plan, by=boss)
    assert {kind for kind, _key in due()} >= {"edition", "unit", "theme", "post"}
    assert_catches_up()
    assert SearchDocument.objects.filter(kind="theme", key=theme.pk).exists()

    Structure.objects.filter(pk=plan.pk).update(effective_from=date(2024, 1, 1), effective_from_precision="day")
    Structure.objects.filter(pk=plan.pk).update(status="adopted")
    assert_catches_up()
    assert SearchDocument.objects.get(kind="edition", key=world.pk).shown["until"] == "2023-12-31"

    Structure.objects.filter(pk=plan.pk).update(status="proposed")
    withdraw(Structure.objects.get(pk=plan.pk), reason="Given up", by=boss, today=day("2026-11-30"))
    assert_catches_up()
    assert SearchDocument.objects.filter(kind="edition", key=plan.pk).exists()


def test_what_only_a_draft_knows_notes_nothing(world):
    before = everything_indexed()
    plan = make_structure("plan", "gs\n  secret | office | Secret Office | SEC")
    act = make_act("secret", draft=plan)
    plan.authorities.add(act)
    plan.summary = "Secret"
    plan.save()
    make_mandate("secret", act=act, units=["secret"])
    appoint(make_post("secret", unit="secret", heads=["sedi"], draft=plan), "Secret", draft=plan)
    make_source("secret", draft=plan)
    theme = Theme.objects.create(slug="secret", name="Secret", draft=plan)
    PlacementTheme.objects.create(placement=place(plan, "secret"), theme=theme)
    UnitAlias.objects.create(unit=make_unit("secret"), kind="name", text="Secret", source=make_source("s", draft=plan))
    UnitFunction.objects.create(placement=place(plan, "secret"), position=1, title="Secret")
    UnitRelation.objects.create(structure=plan, unit=make_unit("secret"), kind="reports_to", to_unit=make_unit("gs"))
    trees.change(place(plan, "gs"), name_en="Secret name", purpose_en="Secret purpose")
    trees.move(place(plan, "secret"), place(plan, "gs"), "first-child")
    trees.remove(place(plan, "secret"))
    make_agreement("secret", stage="under_review", partners=[])

    assert due() == set()

    delete_draft(plan)
    assert_catches_up()
    assert everything_indexed() == before


def test_a_move_in_a_tree_notes_no_other_units(world):
    """It writes the numbers of all that come after it, and the structure counts it."""
    boss = User.objects.create_superuser("boss")
    plan = make_structure("plan", "gs\n  one\n  two\n  three\n    four")
    propose(plan, by=boss)
    assert_catches_up()

    trees.move(place(plan, "one"), place(plan, "gs"), "last-child")
    assert due() == set()

    trees.change(place(plan, "one"), acronym_en="ONE")
    assert due() == {("unit", make_unit("one").pk)}


def test_a_save_that_changes_nothing_notes_nothing(world):
    for table in NOTED:
        for row in model_of(table)._base_manager.all():
            models.Model.save(row)
    assert due() == set()


def test_loaddata_and_plain_sql(world, tmp_path):
    path = tmp_path / "unit.json"
    path.write_text(serializers.serialize("json", UnitAlias.objects.all(), use_natural_foreign_keys=True).replace(
        "Another name", "A loaded name"
    ))  # fmt: skip
    call_command("loaddata", path, verbosity=0)
    assert due()
    assert_catches_up()

    with connection.cursor() as cursor:
        unit, post = make_unit("open").pk, Post.objects.get(heads__slug="open").pk
        cursor.execute("UPDATE orgunits_placement SET name_pt = 'Nome' WHERE unit_id = %s", [unit])
    assert due() == {("unit", unit), ("post", post)}
    assert_catches_up()


def test_commands_that_write_past_saves(world):
    models.QuerySet(Placement).filter(unit__slug="open").update(folded="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orgunits_source SET title = %s", ["A\u00adtitle"])
    assert_catches_up()
    call_command("tidy_texts", verbosity=0)
    assert {kind for kind, _key in due()} == {"source"}
    call_command("rebuild_derived", verbosity=0)
    assert_catches_up()


def test_triggers_that_are_there_are_left_alone(world, costs):
    with costs("search index, triggers" if connection.vendor == "sqlite" else "search index, triggers on PostgreSQL"):
        noting.install("default", apps)


def test_a_trigger_that_lacks_or_differs_is_put_in_again(world):
    wanted = triggers()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_due_unitalias_1_insert")
            cursor.execute("DROP TRIGGER search_due_body_1_delete")
            cursor.execute("CREATE TRIGGER search_due_body_1_delete AFTER DELETE ON orgunits_body BEGIN SELECT 1; END")
            cursor.execute("CREATE TRIGGER search_due_older AFTER DELETE ON orgunits_body BEGIN SELECT 1; END")
        else:
            cursor.execute("DROP TRIGGER search_due_unitalias_1_insert ON orgunits_unitalias")
            body = "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            cursor.execute(f"CREATE OR REPLACE FUNCTION search_due_body_1_delete{body}")
            cursor.execute(f"CREATE FUNCTION search_due_older{body}")
    assert triggers() != wanted

    noting.install("default", apps)

    assert triggers() == wanted


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one schema")
def test_a_session_that_looks_for_tables_nowhere_notes_too(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("UPDATE public.orgunits_unitalias SET text = 'From a dump'")
        cursor.execute("SET LOCAL search_path = public")
    assert_catches_up()
    assert "From a dump" in str(SearchDocument.objects.get(kind="unit", key=make_unit("sedi").pk).names)


def test_units_that_nobody_sees_have_no_document(world):
    OrganizationalUnit.objects.create(slug="nowhere", label="Nowhere")
    assert_catches_up()
    assert not SearchDocument.objects.filter(kind="unit", key=make_unit("nowhere").pk).exists()
