"""The database goes away: pages answer 503 without a traceback, and are there again by themselves."""

import logging
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, close_old_connections, connection
from django.test import Client

from orgunits import logs
from orgunits.views.errors import is_out_of_reach
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, texts

pytestmark = pytest.mark.django_db(transaction=True)

HEADING = {
    "en": "The directory is not available at the moment",
    "es": "El directorio no está disponible en este momento",
}
SESSION = "sessionid=" + "a" * 32
only_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite has no server to lose"
)


@pytest.fixture(autouse=True)
def _nothing_said_yet(monkeypatch):
    monkeypatch.setattr(logs, "_said", {})


@pytest.fixture
def client():
    """As a site: what is raised becomes a page."""
    return Client(raise_request_exception=False)


@contextmanager
def database_away():
    """The settings lead to where no database is: a closed port, or a folder that isn't there."""
    wrong = {"PORT": "1", "HOST": "127.0.0.1"} if connection.vendor == "postgresql" else {"NAME": "/no-such-folder/db"}
    before = {name: connection.settings_dict[name] for name in wrong}
    connection.close()
    connection.settings_dict.update(wrong)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def terminate(pid):
    """As an administrator does it, over a connection of one's own."""
    parameters = {**connection.get_connection_params()}
    known = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def is_unavailable(response, language="en"):
    assert_valid_html(response)
    assert texts(response, ".//h1") == [HEADING[language]]
    assert "no-store" in response["Cache-Control"]
    return (response.status_code, response["Retry-After"]) == (503, "30")


def test_without_a_database_pages_say_so_in_the_language_of_the_visitor(client, caplog):
    make_structure(status="adopted")
    with database_away():
        assert is_unavailable(client.get("/en/units/"))
        assert is_unavailable(client.get("/es/units/"), "es")
        assert is_unavailable(client.get("/admin/", headers={"cookie": SESSION, "accept-language": "es"}), "es")
        assert is_unavailable(client.post("/admin/login/", {"username": "ana", "password": "secret"}))
        assert client.get("/healthz").status_code == 200
        assert [(record.name, record.levelno, record.exc_info) for record in caplog.records] == [
            ("orgunits.views.errors", logging.ERROR, None)
        ]
        assert client.get("/readyz").status_code == 503  # it has a line of its own, for each time it is asked
    assert client.get("/en/units/").status_code == 200


@only_postgresql
def test_a_connection_that_is_cut_amid_a_page_is_a_503_and_the_next_page_is_there(client, caplog):
    make_structure(status="adopted")
    with connection.execute_wrapper(cut_once()):
        assert is_unavailable(client.get("/en/units/"))

    close_old_connections()  # as at the end of each request; Django's test client leaves it out
    assert client.get("/en/units/").status_code == 200
    assert len(caplog.records) == 1


@only_postgresql
def test_a_connection_that_is_cut_between_pages_is_noticed_by_nobody(client, caplog):
    make_structure(status="adopted")
    assert client.get("/en/units/").status_code == 200
    terminate(connection.connection.info.backend_pid)

    close_old_connections()  # as at the beginning of each request
    assert client.get("/en/units/").status_code == 200
    assert caplog.records == []


@only_postgresql
def test_an_editor_whose_connection_is_cut_amid_saving_gets_a_503_and_nothing_is_half_saved(client):
    make_structure("draft")
    client.force_login(User.objects.create_superuser("admin"))

    with connection.execute_wrapper(cut_once(before="INSERT")):
        response = client.post("/admin/auth/group/add/", {"name": "Others"})

    assert is_unavailable(response)
    close_old_connections()
    assert "Others" not in client.get("/admin/auth/group/").content.decode()


def cut_once(before="SELECT"):
    todo = [True]

    def cut(execute, sql, params, many, context):
        if todo and sql.lstrip().startswith(before):
            todo.clear()
            terminate(context["connection"].connection.info.backend_pid)
        return execute(sql, params, many, context)

    return cut


@pytest.mark.parametrize("error", [RuntimeError("x"), IntegrityError("x"), ValueError("x")])
def test_other_faults_are_no_outage(error):
    assert not is_out_of_reach(error)


def test_what_the_database_refuses_otherwise_is_a_fault_of_ours():
    with pytest.raises(Exception, match="no_such_table") as raised, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")

    assert not is_out_of_reach(raised.value)
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = psycopg.errors.DeadlockDetected()
    assert not is_out_of_reach(deadlock)
