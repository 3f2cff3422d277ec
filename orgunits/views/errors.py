"""What answers a request that Django itself refuses."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request, exception):
    """The 400 page without the request: its very host may be what is wrong, and the page would ask for it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        page = render_to_string("413.html", {"largest": settings.DOCUMENT_MAX_SIZE})
        return HttpResponse(page, status=413)
    return HttpResponseBadRequest(render_to_string("400.html"))
