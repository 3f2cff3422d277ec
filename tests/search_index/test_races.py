"""Several who write while the index is written; on PostgreSQL each race is made certain by a lock held from outside."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from orgunits.models import SearchPending, UnitAlias
from orgunits.search_index import writing
from tests.helpers.factories import make_source, make_unit
from tests.helpers.indexed import assert_catches_up, make_world
from tests.helpers.locks import while_held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alias():
    make_world()
    return UnitAlias.objects.get()


def write(alias, text):
    with transaction.atomic():
        UnitAlias.objects.select_for_update().get(pk=alias.pk)
        UnitAlias.objects.filter(pk=alias.pk).update(text=text)
    writing.catch_up()


def test_two_who_write_one_record_while_its_document_is_written(alias):
    def hold():
        UnitAlias.objects.select_for_update().get(pk=alias.pk)

    for _round in range(3):
        while_held(hold, partial(write, alias, "First"), partial(write, alias, "Second"))
        assert_catches_up()


def test_catch_ups_and_a_build_one_after_the_other(alias):
    """All wait for the lock of the index."""
    for number in range(3):
        UnitAlias.objects.filter(pk=alias.pk).update(text=f"Number {number}")
        while_held(writing.lock, writing.catch_up, writing.catch_up, writing.build)
        assert not SearchPending.objects.exists()
        assert writing.drift() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_what_is_committed_after_a_catch_up_has_read_stays_due(alias, monkeypatch):
    has_read, may_go_on = Event(), Event()
    documents_of = writing.documents_of

    def slowly(kind, keys):
        made = documents_of(kind, keys)
        has_read.set()
        assert may_go_on.wait(60)
        return made

    UnitAlias.objects.filter(pk=alias.pk).update(text="First")
    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(writing, "documents_of", slowly)
        answer = pool.submit(closing, writing.catch_up)
        assert has_read.wait(60)
        UnitAlias.objects.filter(pk=alias.pk).update(text="Second")
        may_go_on.set()
        assert answer.result() == 1
    monkeypatch.undo()
    assert SearchPending.objects.exists()
    assert_catches_up()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_what_was_written_before_a_build_and_is_committed_during_it_stays_due(alias):
    """Its number is lower than those of others that the build has seen."""
    written, may_commit = Event(), Event()

    def late():
        with transaction.atomic():
            UnitAlias.objects.filter(pk=alias.pk).update(text="Late")
            written.set()
            assert may_commit.wait(60)

    last = list(writing.MADE)[-1]
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(closing, late)
        assert written.wait(60)
        make_source("early", title="Committed before")

        def commit_at_the_end(done, number):
            if done == number:
                may_commit.set()
                answer.result()

        assert last == "page"
        writing.build(commit_at_the_end)
    assert SearchPending.objects.exists()
    assert_catches_up()


def test_editors_write_while_it_is_built(alias):
    """None waits for more than a batch, and nothing is missing afterwards."""
    stop, longest = Event(), [0]

    def edit():
        while not stop.is_set():
            began = time.monotonic()
            write(alias, f"Number {len(longest)}")
            longest.append(time.monotonic() - began)
            time.sleep(0.1)

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(closing, edit) for _editor in range(2)]
        try:
            writing.build()
        finally:
            stop.set()
        for answer in answers:
            answer.result()
    assert max(longest) < 15
    assert_catches_up()
    assert make_unit("sedi").aliases.get().text.startswith("Number")


def closing(do):
    try:
        return do()
    finally:
        connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_request_does_not_wait_for_who_writes_the_index(alias):
    UnitAlias.objects.filter(pk=alias.pk).update(text="Written meanwhile")
    held, done = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                writing.lock()
                held.set()
                assert done.wait(60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as one:
        holding = one.submit(hold)
        assert held.wait(60)
        try:
            assert Client().post(reverse("admin:login"), {"username": "nobody"}).status_code == 200
            assert SearchPending.objects.exists()
        finally:
            done.set()
        holding.result()
    assert_catches_up()
