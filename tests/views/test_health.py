"""/healthz and /readyz: what machines ask."""

import pytest
from django.db import OperationalError, connection


def test_healthz_answers_without_the_database(client):
    """The test may not touch the database: it asks for none."""
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_content_where_the_database_has_every_migration(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"ready": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_a_missing_migration(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orgunits'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": "migrations"})


def test_readyz_names_a_missing_database(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("words of a programmer")

    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.has_table", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"ready": False, "missing": "database"})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_may_only_ask(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_machines_need_no_encryption(client, settings, address, django_db_blocker):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    with django_db_blocker.unblock():
        assert client.get(address).status_code == 200
