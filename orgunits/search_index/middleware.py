"""After a request that may have written, the documents that are due are written, too."""

import logging

from django.db import Error

from . import writing

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# Half a second of writing. What is more, of a whole edition, is left to the command: see search/pending.py.
MOST = 500

logger = logging.getLogger(__name__)


class SearchIndexMiddleware:
    """What fails here is still noted as due: the answer, whose work is done, doesn't fail with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # What was refused has written nothing; and where the database is gone, it isn't asked once more.
        if request.method not in SAFE and response.status_code < 400:
            try:
                writing.catch_up(limit=MOST, wait=False)
            except Error:
                logger.exception(
                    "The search index was not brought up to date; manage.py build_search_index --due does it"
                )
        return response
