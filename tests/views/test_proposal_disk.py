"""A proposal whose document can't be stored: nothing is half written, its form comes back with all that was typed."""

import os
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.models.signals import pre_save
from django.urls import reverse

from orgunits import logs
from orgunits.documents import BoundedUploadHandler
from orgunits.models import AgreementProposal, CooperationAgreement, Mail, proposals
from orgunits.models.files import write_new
from tests.helpers.admin_forms import fields_of
from tests.helpers.disk import files_of_at_most
from tests.helpers.html import texts
from tests.helpers.proposals import PROPOSAL, errors, pdf, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

MB = 1024 * 1024
NOT_STORED = (
    "Documents can’t be stored here at the moment, and your proposal was not sent. Send it without the document, or "
    "try again later; everything you wrote is still here."
)
IN_SPANISH = "En este momento no se pueden guardar documentos aquí"


@pytest.fixture
def uploads(settings, tmp_path):
    """The folder in which files are kept while they come in."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


@pytest.fixture
def full(monkeypatch):
    """The disk of documents is full; the database and uploads are on another."""

    def write(*args):
        with files_of_at_most(40_000):
            write_new(*args)

    monkeypatch.setattr(proposals, "write_new", write)


def asked_again(response, log):
    """What the form says, where it came back whole, and the log holds one line on it."""
    assert errors(response) == {"document": [NOT_STORED]}
    assert texts(response, ".//*[@id='error-summary-title']") == ["Your proposal was not stored"]
    typed = fields_of(response, "proposal")
    assert {name: typed[name] for name in PROPOSAL} == {name: [value] for name, value in PROPOSAL.items()}
    assert (stored(), CooperationAgreement.objects.count(), Mail.objects.count()) == (0, 0, 0)
    (line,) = [record.getMessage() for record in log.records if record.name == "orgunits.documents"]
    return line


def test_a_full_disk_of_documents_gives_the_form_back_and_leaves_nothing(client, full, documents, uploads, caplog):
    today()

    response = send(client, document=pdf(size=60_000))

    assert asked_again(response, caplog) == f"Documents of proposals can't be stored in {documents}: File too large"
    assert [*documents.iterdir(), *uploads.iterdir()] == []


def test_the_same_proposal_is_stored_without_its_document_and_with_it_once_there_is_room(
    client, full, documents, monkeypatch
):
    today()
    send(client, document=pdf(size=60_000))

    assert send(client).status_code == 302
    monkeypatch.undo()
    assert send(client, document=pdf(size=60_000)).status_code == 302

    assert sorted(bool(proposal.document) for proposal in AgreementProposal.objects.all()) == [False, True]
    assert len([*documents.iterdir()]) == 1


@pytest.mark.parametrize("place", ["its place is taken", "its parent is no folder", "a disk that takes no folder"])
def test_a_folder_of_documents_that_cant_be_made_is_the_same(client, settings, tmp_path, caplog, place):
    today()
    taken = tmp_path / "taken"
    taken.write_text("")
    settings.DOCUMENTS_DIR = {
        "its place is taken": taken,
        "its parent is no folder": taken / "documents",
        "a disk that takes no folder": Path("/proc/documents"),
    }[place]

    line = asked_again(send(client, document=pdf()), caplog)

    assert line.startswith(f"Documents of proposals can't be stored in {settings.DOCUMENTS_DIR}: ")


def test_a_full_disk_of_uploads_gives_the_form_back_too(client, documents, uploads, caplog):
    today()

    with files_of_at_most(8 * MB):
        response = send(client, document=pdf(size=9 * MB))

    assert asked_again(response, caplog) == f"Documents of proposals can't be stored in {uploads}: File too large"
    assert ([*uploads.iterdir()], documents.exists()) == ([], False)


def test_no_place_for_uploads_gives_the_form_back_too(client, uploads, caplog):
    today()
    uploads.rmdir()

    line = asked_again(send(client, document=pdf()), caplog)

    assert line == f"Documents of proposals can't be stored in {uploads}: No such file or directory"


def test_a_file_that_could_not_be_kept_and_is_too_large_is_too_large(client, uploads):
    today()

    with files_of_at_most(8 * MB):
        response = send(client, document=pdf(size=12 * MB))

    assert errors(response) == {"document": ["The file is 12\xa0MB; the maximum is 10\xa0MB."]}


def test_it_is_said_in_spanish(client, full):
    today()

    response = client.post("/es/agreements/propose/", {**PROPOSAL, "document": pdf(size=60_000)})

    assert response.context["form"].errors["document"][0].startswith(IN_SPANISH)


def test_an_upload_has_no_name_on_the_disk_so_that_a_kill_leaves_nothing(uploads):
    handler = BoundedUploadHandler()
    handler.new_file("document", "plan.pdf", "application/pdf", None)
    handler.receive_data_chunk(bytes(MB), 0)

    assert [*uploads.iterdir()] == []
    with handler.file_complete(MB) as upload:
        assert upload.read() == bytes(MB)


def test_forms_that_take_no_file_keep_none(client, uploads):
    with files_of_at_most(8 * MB):
        response = client.post(
            reverse("admin:login"), {"username": "nobody", "password": "x", "file": pdf(size=9 * MB)}
        )

    assert (response.status_code, len(response.wsgi_request.FILES)) == (200, 0)
    assert response.context["form"].data["username"] == "nobody"


def test_a_row_that_cant_be_written_takes_its_document_along(client, documents):
    def refuse(sender, **kwargs):
        assert len([*documents.iterdir()]) == 1
        message = "out of order"
        raise DatabaseError(message)

    today()
    pre_save.connect(refuse, sender=AgreementProposal)
    try:
        with pytest.raises(DatabaseError, match="out of order"):
            send(client, document=pdf())
    finally:
        pre_save.disconnect(refuse, sender=AgreementProposal)

    assert (stored(), [*documents.iterdir()]) == (0, [])


def test_a_document_is_the_programs_alone_and_its_folder_too(client, documents):
    today()

    send(client, document=pdf(size=60_000))

    (path,) = documents.iterdir()
    assert (os.stat(path).st_mode & 0o777, os.stat(documents).st_mode & 0o777) == (0o600, 0o700)
    assert path.read_bytes() == pdf(size=60_000).read()


def test_a_small_file_that_waited_in_memory_is_noticed_too(uploads, caplog):
    handler = BoundedUploadHandler()
    handler.new_file("document", "plan.pdf", "application/pdf", None)
    handler.receive_data_chunk(bytes(2000), 0)

    with files_of_at_most(1000), handler.file_complete(2000) as upload:
        assert (upload.is_kept, upload.size) == (False, 2000)
    assert len(caplog.records) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full disk can be played with SQLite only")
def test_a_full_disk_of_the_database_is_a_503_and_leaves_no_document(client, documents, caplog, monkeypatch):
    monkeypatch.setattr(logs, "_said", {})  # by no other test
    today()
    address, client.raise_request_exception = "/en/agreements/propose/", False
    token = fields_of(client.get(address), "proposal")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler AS SELECT zeroblob(freelist_count * 4096) FROM pragma_freelist_count")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 1}")
        try:
            response = client.post(address, {**token, **PROPOSAL, "text": "x" * 19_000, "document": pdf(size=60_000)})
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "The database is out of reach; pages answer 503: database or disk is full" in caplog.messages
    assert (stored(), [*documents.glob("*")]) == (0, [])
