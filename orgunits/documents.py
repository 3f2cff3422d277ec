"""Documents that strangers send: taken in within bounds, looked at, and given out again as attachments only."""

import logging
import re
import tempfile
from contextlib import suppress
from io import BytesIO
from itertools import islice

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .formatting import file_size

logger = logging.getLogger(__name__)

PDF = re.compile(rb"%PDF-[12]\.\d")
# Among so many bytes viewers look for it: marks, line breaks and letterheads may stand before it.
HEAD = 1024
# What viewers look for where the table of objects isn't in its place: the catalog, which names the pages. It stands
# alone, or is packed into a stream with others; then the table is a stream, too, and says which one it is.
CATALOG = re.compile(rb"/Type\s*/Catalog\b")
PAGES = re.compile(rb"/Pages\s+\d+\s+\d+\s+R\b")
PACKED = (
    re.compile(rb"/Type\s*/ObjStm\b"),
    re.compile(rb"/Type\s*/XRef\b"),
    re.compile(rb"/Root\s+\d+\s+\d+\s+R\b"),
)
# So far from its name the rest of the catalog is looked for.
NEAR = 100_000
# Requests beyond so many times the largest document are not read at all.
PATIENCE = 12


class NoUploadHandler(FileUploadHandler):
    """Reads a file to its end and keeps nothing of it: for all forms but one, which take none."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class Upload(UploadedFile):
    """A document that comes in. It has no name on the disk, so that nothing of it stays however this process ends.

    `is_kept` is False from when it can't be written.
    """

    def __init__(self, *, name, content_type, charset, extra):
        super().__init__(BytesIO(), name, content_type, 0, charset, extra)
        self.is_kept = True
        try:
            self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115, closed with the request
        except OSError as error:
            self._give_up(error)

    def add(self, piece):
        try:
            self.file.write(piece if self.is_kept else b"")
        except OSError as error:
            self._give_up(error)

    def complete(self, size):
        self.size = size
        try:
            self.file.seek(0)  # writes what still waits
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error):
        log_refusal(settings.FILE_UPLOAD_TEMP_DIR or tempfile.tempdir, error)
        self.is_kept = False
        with suppress(OSError):
            self.file.close()
        self.file = BytesIO()


class BoundedUploadHandler(FileUploadHandler):
    """Keeps no more of a file than a document may have, but counts all of it.

    So the form that came with it is read to its end and answered at the field, with all that was typed still in it.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > PATIENCE * settings.DOCUMENT_MAX_SIZE:
            message = "a request beyond all bounds"
            raise RequestDataTooBig(message)

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = Upload(
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
            extra=self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data, start):
        self.file.add(raw_data[: max(0, settings.DOCUMENT_MAX_SIZE - start)])

    def file_complete(self, file_size):
        self.file.complete(file_size)
        return self.file


def log_refusal(folder, error):
    """For the operator; the name of no file, and nothing of what it holds."""
    logger.error("Documents of proposals can't be stored in %s: %s", folder, error.strerror or type(error).__name__)


def not_stored():
    """What the form says then."""
    sentence = _(
        "Documents can’t be stored here at the moment, and your proposal was not sent. Send it without the document, "
        "or try again later; everything you wrote is still here."
    )
    return ValidationError(sentence, code="not_stored")


def check_document(file):
    """Refuses what is too large and what is no PDF by its content, whatever its name says."""
    if file.size > settings.DOCUMENT_MAX_SIZE:
        sizes = {"size": file_size(file.size), "most": file_size(settings.DOCUMENT_MAX_SIZE)}
        raise ValidationError(_("The file is %(size)s; the maximum is %(most)s.") % sizes)
    if not getattr(file, "is_kept", True):
        raise not_stored()
    if not is_pdf(file):
        raise ValidationError(_("This file is not a PDF. Save or print your document as PDF, and choose that file."))


def is_pdf(file):
    """Whether common viewers open it: they forgive what stands before the beginning and after the end, an end that is
    missing, and a table of objects that isn't where the file says.

    A library that reads PDF is not asked: a file of 200 kB, made for it, kept one busy for 75 seconds.
    """
    file.seek(0)
    content = file.read()
    file.seek(0)
    return bool(PDF.search(content[:HEAD])) and (_has_catalog(content) or all(part.search(content) for part in PACKED))


def _has_catalog(content):
    """Whether an object of the file is a catalog. The first hundred that say so are looked at: saved again and again,
    a file has several."""
    for found in islice(CATALOG.finditer(content), 100):
        start = content.rfind(b"obj", max(0, found.start() - NEAR), found.start())
        end = content.find(b"endobj", found.end(), found.end() + NEAR)
        if start >= 0 and end >= 0 and PAGES.search(content[start:end]):
            return True
    return False


def answer_with(proposal):
    """The document of a proposal, to be saved and not opened; Http404 where there is none."""
    if not proposal.document or not proposal.document.storage.exists(proposal.document.name):
        raise Http404(_("This proposal has no document."))
    name = f"proposal-{proposal.number}.pdf"
    response = FileResponse(proposal.document.open(), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
