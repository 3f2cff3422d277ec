"""What answers a request that Django itself refuses."""

from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request, exception):
    """The 400 page without the request: its very host may be what is wrong, and the page would ask for it."""
    return HttpResponseBadRequest(render_to_string("400.html"))
