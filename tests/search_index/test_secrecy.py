"""What only a draft knows is in no table that searches read, before it is proposed and after it was given up."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from orgunits.adoption.status import propose, withdraw
from orgunits.drafts.deletion import delete_draft
from orgunits.models import SearchDocument, SearchPending, ThemeContinuation
from orgunits.search_index import writing
from tests.helpers.acts_and_posts import day
from tests.helpers.indexed import assert_catches_up, due, everything_indexed
from tests.views.test_secrecy import WORD, hide_one_of_everything, today  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(today):  # noqa: F811 - the fixture
    writing.build()
    return everything_indexed()


def said():
    """All that the index says, and what it would write of all that is due."""
    pending = [
        (document.names, document.texts, document.about)
        for kind, key in due()
        for document in writing.documents_of(kind, [key]).values()
    ]
    return f"{everything_indexed()} {pending} {list(SearchPending.objects.values())}".lower()


def test_no_word_of_a_draft_is_in_the_index(today, before):  # noqa: F811 - the fixture
    plan = hide_one_of_everything(today)
    assert WORD.lower() not in said()

    writing.catch_up()
    assert everything_indexed() == before
    writing.build()
    assert everything_indexed() == before

    withdraw(plan, reason="Given up", by=User.objects.create_superuser("boss"), today=day("2026-11-30"))
    assert WORD.lower() not in said()
    writing.build()
    assert everything_indexed() == before


def test_nor_after_it_was_deleted(today, before):  # noqa: F811 - the fixture
    plan = hide_one_of_everything(today)
    ThemeContinuation.objects.all().delete()
    delete_draft(plan)

    assert WORD.lower() not in said()
    assert_catches_up()
    assert everything_indexed() == before


def test_once_it_is_proposed_all_of_it_is(today, before):  # noqa: F811 - the fixture
    plan = hide_one_of_everything(today)
    boss = User.objects.create_superuser("boss")
    propose(plan, by=boss)
    assert_catches_up()

    kinds = {document.kind for document in SearchDocument.objects.all() if WORD in f"{document.names} {document.shown}"}
    assert kinds == {"unit", "theme", "body", "instrument", "mandate", "person", "post", "office", "edition", "source"}

    plan.refresh_from_db()
    withdraw(plan, reason="Given up", by=boss, today=day("2026-11-30"))
    public = everything_indexed()
    assert_catches_up()
    assert everything_indexed() == public


def test_requests_of_strangers_write_nothing_of_it(today, before):  # noqa: F811 - the fixture
    hide_one_of_everything(today)
    Client().post("/setlang/", {"language": "es"})
    assert everything_indexed() == before
