"""The pages for what can't be answered.

In the place of Django's own, which read the form that came along for its token: a form that nobody can read would make
a fault of every refusal. Our pages hold no form that is posted.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request, exception):
    """The 400 page without the request: its very host may be what is wrong, and the page would ask for it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        page = render_to_string("413.html", {"largest": settings.DOCUMENT_MAX_SIZE})
        return HttpResponse(page, status=413)
    return HttpResponseBadRequest(render_to_string("400.html"))


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    """The 404 page with the message of the Http404; an address that nothing answers to has none."""
    message = exception.args[0] if exception.args else ""
    return render(request, "404.html", {"exception": message if isinstance(message, str) else ""}, status=404)


def fault(request):
    """The 500 page, without anything that may be broken."""
    return HttpResponseServerError(render_to_string("500.html"))
