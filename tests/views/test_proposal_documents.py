"""The document that comes with a proposal: what is taken, how it is kept and to whom it is given out."""

import re
import stat
import struct
from io import BytesIO
from time import process_time
from zlib import compress

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from orgunits.documents import BoundedUploadHandler, is_pdf
from orgunits.models import AgreementProposal
from tests.helpers.admin_forms import fields_of
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import FORM, PROPOSAL, errors, link_in, pdf, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


def test_a_file_of_50_mb_is_answered_at_its_field_and_never_kept_whole(client, documents, settings):
    today()
    settings.DOCUMENT_MAX_SIZE = 10 * 1024 * 1024
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.4\n" + bytes(50 * 1024 * 1024), content_type="application/pdf")

    response = send(client, document=large)

    assert errors(response) == {"document": ["The file is 50\xa0MB; the maximum is 10\xa0MB."]}
    assert fields_of(response, "proposal")["title"] == ["Clean rivers"]
    assert (stored(), documents.exists()) == (0, False)


def test_of_a_large_file_no_more_is_kept_than_a_document_may_have(settings):
    settings.DOCUMENT_MAX_SIZE = 1000
    handler = BoundedUploadHandler()
    handler.new_file("document", "large.pdf", "application/pdf", None)

    for start in range(0, 3000, 300):
        handler.receive_data_chunk(b"x" * 300, start)

    with handler.file_complete(3000) as file:
        assert (file.size, len(file.read())) == (3000, 1000)


def test_a_request_beyond_all_bounds_is_not_read(client, settings):
    today()
    settings.DOCUMENT_MAX_SIZE = 1024

    response = send(client, document=pdf(64 * 1024))

    assert (response.status_code, stored()) == (413, 0)
    assert_valid_html(response)


GOOD = pdf().read()
START = re.compile(rb"startxref\n\d+")
CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"


def packed():
    """As programs write them since 2003: the table of objects is a stream, and the catalog is in another."""
    begin = b"%PDF-1.5\n"
    places = b"1 0 2 %d " % (len(CATALOG) + 1)
    objects = compress(places + CATALOG + b" " + PAGES)
    stream = b"3 0 obj<</Type /ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(places), len(objects))
    stream += objects + b"\nendstream endobj\n"
    at = len(begin) + len(stream)
    rows = [(0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(begin), 0), (1, at, 0)]
    table = compress(b"".join(struct.pack(">BHB", *row) for row in rows))
    head = b"4 0 obj<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return begin + stream + head + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD, id="good"),
        pytest.param(b"\xef\xbb\xbf" + GOOD, id="a mark before"),
        pytest.param(b"\r\n\r\n" + GOOD, id="line breaks before"),
        pytest.param(b"From: a mail program\r\n" * 40 + GOOD, id="the head of a mail before"),
        pytest.param(START.sub(b"startxref\n99999999", GOOD), id="a wrong startxref"),
        pytest.param(START.sub(b"startxref\n0", GOOD), id="startxref 0"),
        pytest.param(START.sub(b"startxref\n-3", GOOD), id="startxref below 0"),
        pytest.param(START.sub(b"", GOOD), id="no startxref"),
        pytest.param(GOOD + bytes(5000), id="zeros after"),
        pytest.param(GOOD + b"<!-- served by a proxy -->\r\n" * 300, id="a comment after"),
        pytest.param(GOOD.replace(b"%%EOF\n", b""), id="no end"),
        pytest.param(GOOD.replace(b"%%EOF\n", b"%%E"), id="an end cut short"),
        pytest.param(GOOD[: GOOD.index(b"xref")], id="no table of objects"),
        pytest.param(GOOD.replace(b"\n", b"\r"), id="line ends of old machines"),
        pytest.param(GOOD + GOOD[GOOD.index(b"xref") :], id="saved twice"),
        pytest.param(packed(), id="packed"),
        pytest.param(b"\xef\xbb\xbf" + START.sub(b"startxref\n7", packed()), id="packed, with faults"),
    ],
)
def test_what_viewers_open_is_taken_and_given_out_as_it_came(client, documents, content):
    today()

    response = send(client, document=SimpleUploadedFile("plan.pdf", content, content_type="application/pdf"))

    assert (response.status_code, stored()) == (302, 1)
    assert [path.read_bytes() for path in documents.iterdir()] == [content]


NO_PDF = "This file is not a PDF. Save or print your document as PDF, and choose that file."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(200), NO_PDF),
        (b"<!doctype html><script>alert(1)</script>", NO_PDF),
        (b"%PDF-1.4\n<!doctype html><script>alert(1)</script>\nstartxref\n0\n%%EOF", NO_PDF),
        (b"%PDF-1.4\nstartxref\n99999\n%%EOF", NO_PDF),
        (b" %PDF-1.4\n", NO_PDF),
        (b"x" * 1024 + GOOD, NO_PDF),
        (GOOD.replace(b"/Pages 2 0 R", b""), NO_PDF),
        (GOOD.replace(b"/Type/Catalog", b""), NO_PDF),
        (packed().replace(b"/Root 1 0 R", b""), NO_PDF),
        (b"%PDF-1.4", NO_PDF),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_pdf_is_refused_whatever_its_name_says(client, documents, content, sentence):
    today()

    response = send(client, document=SimpleUploadedFile("plan.pdf", content, content_type="application/pdf"))

    assert errors(response) == {"document": [sentence]}
    assert (stored(), documents.exists()) == (0, False)


@pytest.mark.parametrize(
    "part",
    [b"1 0 obj<<", b"obj/Type/Catalog ", b"/Type", b"/Pages 1 ", b"[", b"(", b"%PDF-1.4\n"],
)
def test_no_file_keeps_the_site_busy(part):
    """Of the 10 MB that a document may have; a tenth of a second on the machine where this was written."""
    content = b"%PDF-1.4\n" + part * (10_000_000 // len(part))
    begin = process_time()

    assert not is_pdf(BytesIO(content))

    assert process_time() - begin < 2


def test_a_document_is_kept_under_a_name_of_ours_and_given_out_as_an_attachment(client, documents):
    today()

    send(client, document=pdf(name="../../etc/passwd<script>.exe"))

    (path,) = documents.iterdir()
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    link = link_in(mail.outbox[0])
    response = client.get(f"{link}document/")
    assert b"".join(response.streaming_content) == path.read_bytes()
    number = AgreementProposal.objects.get().number
    assert response.headers["Content-Disposition"] == f'attachment; filename="proposal-{number}.pdf"'
    assert (response.headers["Content-Type"], response.headers["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store, private"
    assert client.get(f"/en/agreements/follow/{'x' * 43}/document/").status_code == 404
    for public in (f"/{path.name}", f"/static/{path.name}", f"/media/{path.name}"):
        assert client.get(public).status_code == 404
    path.unlink()
    assert client.get(f"{link}document/").status_code == 404


def test_a_bomb_of_100_files_is_refused(client):
    today()
    files = {f"file{number}": pdf() for number in range(100)}

    response = client.post(FORM, {**PROPOSAL, **files})

    assert (response.status_code, stored()) == (413, 0)
    assert texts(response, ".//p[@class='lede']") == ["A form can carry one file of up to 10 MB. Nothing was saved."]
