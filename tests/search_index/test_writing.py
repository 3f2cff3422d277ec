"""Documents and their terms in the tables: built, brought up to date, compared with the records."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from orgunits.models import (
    Placement,
    SearchDocument,
    SearchPending,
    SearchPosting,
    SearchWord,
    UnitAlias,
)
from orgunits.search_index import writing
from tests.helpers.factories import make_source, make_unit
from tests.helpers.indexed import assert_catches_up, due, everything_indexed, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


def rename(slug, **names):
    """Past all signals and the guard of the tree."""
    columns = ", ".join(f"{column} = %s" for column in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE orgunits_placement SET {columns} WHERE unit_id = %s", [*names.values(), make_unit(slug).pk]
        )


def test_what_is_caught_up_is_what_a_build_would_write(world):
    rename("open", name_en="Department of Something Else", acronym_en="DSE")
    UnitAlias.objects.all().delete()
    make_source("new", title="A new source")
    writing.catch_up()
    caught_up = everything_indexed()

    writing.build()

    words = set(caught_up[2]) - set(everything_indexed()[2])
    assert caught_up[:2] == everything_indexed()[:2]
    assert words == {"another", "name", "matters"}  # of no name any more: a build takes them out


def test_a_word_of_no_name_has_no_posting_of_a_name(world):
    """Who offers a word of SearchWord looks for one first."""
    UnitAlias.objects.all().delete()
    writing.catch_up()

    assert SearchWord.objects.filter(word="another").exists()
    assert not SearchPosting.objects.filter(term="another").exists()


def test_drift_is_found_and_built_away(world, capsys):
    unit = make_unit("open").pk
    SearchPosting.objects.filter(document__kind="unit", document__key=unit).first().delete()
    SearchDocument.objects.filter(kind="theme").delete()
    SearchDocument.objects.create(kind="person", key=9999, names=[], shown={})

    with pytest.raises(CommandError, match="Documents that differ from the records: 3"):
        call_command("build_search_index", "--check")

    call_command("build_search_index", verbosity=0)
    call_command("build_search_index", "--check")
    assert capsys.readouterr().out.endswith("The index matches the records.\n")


def test_the_command_writes_what_is_due(world, capsys):
    rename("open", acronym_en="OPN")

    call_command("build_search_index", "--due")

    # The unit, and the post that heads it.
    assert (capsys.readouterr().out, due()) == ("Documents written: 2.\n", set())


def test_at_most_so_many_are_written_the_first_noted_first(world):
    rename("open", acronym_en="OPN")
    rename("sedi", acronym_en="SDI")
    number = len(due())

    assert writing.catch_up(limit=1) == 1
    assert len(due()) == number - 1
    assert SearchPosting.objects.filter(term="opn", distance=0).exists()
    assert not SearchPosting.objects.filter(term="sdi").exists()


@pytest.mark.parametrize("aliases", [1, 3])
def test_what_one_document_costs(world, costs, aliases):
    source = make_source("of-aliases")
    assert_catches_up()
    for number in range(aliases):
        UnitAlias.objects.create(unit=make_unit("open"), kind="acronym", text=f"OP{number}", source=source)

    with costs("search index, a unit" if connection.vendor == "sqlite" else "search index, a unit on PostgreSQL"):
        writing.catch_up()


def test_when_nothing_is_due_one_question_is_asked(world, costs):
    with costs("search index, nothing due"):
        writing.catch_up()


def test_a_request_that_writes_leaves_nothing_due(world, settings):
    rename("open", acronym_en="OPN")
    Client().get("/en/")
    assert due()

    assert Client().post(reverse("admin:login"), {"username": "nobody"}).status_code == 200

    assert due() == set()


def test_a_document_that_says_the_same_is_not_written_again(world):
    document = SearchDocument.objects.get(kind="unit", key=make_unit("open").pk)
    kept = list(SearchPosting.objects.filter(document=document).order_by("pk").values_list("pk", flat=True))
    SearchPending.objects.create(kind="unit", key=make_unit("open").pk)

    writing.catch_up()

    assert list(SearchPosting.objects.filter(document=document).order_by("pk").values_list("pk", flat=True)) == kept


def test_many_editions_that_say_the_same_make_one_name(world):
    names = SearchDocument.objects.get(kind="unit", key=make_unit("sedi").pk).names
    assert [name[2] for name in names if name[0] == 0] == ["Executive Secretariat", "Former Secretariat"]
    assert Placement.objects.filter(unit__slug="sedi").count() == 2
