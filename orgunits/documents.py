"""Documents that strangers send: taken in within bounds, looked at, and given out again as attachments only."""

import re

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .formatting import file_size

PDF = re.compile(rb"%PDF-[12]\.\d")
# What a reader of PDF begins with, at the end of the file: where the table of its objects is.
START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
# So many bytes at the end hold that, with room for what some programs write after it.
TAIL = 2048
# Requests beyond so many times the largest document are not read at all.
PATIENCE = 12


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than a document may have, but counts all of it.

    So the form that came with it is read to its end and answered at the field, with all that was typed still in it.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > PATIENCE * settings.DOCUMENT_MAX_SIZE:
            message = "a request beyond all bounds"
            raise RequestDataTooBig(message)

    def receive_data_chunk(self, raw_data, start):
        self.file.write(raw_data[: max(0, settings.DOCUMENT_MAX_SIZE - start)])


def check_document(file):
    """Refuses what is too large and what is no PDF by its content, whatever its name says."""
    if file.size > settings.DOCUMENT_MAX_SIZE:
        sizes = {"size": file_size(file.size), "most": file_size(settings.DOCUMENT_MAX_SIZE)}
        raise ValidationError(_("The file has %(size)s; it may have at most %(most)s.") % sizes)
    file.seek(0)
    begins = PDF.match(file.read(16))
    file.seek(max(0, file.size - TAIL))
    ends = START.search(file.read())
    found = False
    if begins and ends and int(ends[1]) < file.size:
        file.seek(int(ends[1]))
        found = TABLE.match(file.read(64))
    file.seek(0)
    if not found:
        raise ValidationError(_("This file is not a PDF. Save or print your document as PDF, and choose that file."))


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
