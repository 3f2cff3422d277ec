"""The least that Django can do: one view that answers 5 kB, without middleware, templates or a database.

What bench/pages.py counts the pages in: served beside them, by the same program with as many workers.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], LOGGING_CONFIG=None, MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="not used"
)
ANSWER = ("<p>The quick brown fox jumps over the lazy dog." + " " * 2 + "\n") * 100  # 5,000 bytes


def bare(request):
    return HttpResponse(ANSWER)


urlpatterns = [path("", bare)]
application = get_wsgi_application()
