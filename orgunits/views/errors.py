"""The pages for what can't be answered.

In the place of Django's own, which read the form that came along for its token: a form that nobody can read would make
a fault of every refusal. Our pages hold no form that is posted, but that of unsent.py, which is asked for only once
the form that came could be read.
"""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from ..logs import once_a_minute
from ..moment import NoStructure

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
# Connections lost, the server going down or coming up, no place left for one more, its disk full; without a state
# nothing was reached at all.
OUT_OF_REACH_POSTGRESQL = ("08", "57P01", "57P02", "57P03", "53300", "53100")
OUT_OF_REACH_SQLITE = ("SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_FULL")


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
    context = {"exception": message if isinstance(message, str) else ""}
    if isinstance(exception, NoStructure) and exception.first:
        context["missing"] = exception
        if hasattr(request, "moment"):
            # The links of the page lead to where there is a structure, and not back here.
            context["knows_time"], request.moment = True, request.moment.of_today
    return render(request, "404.html", context, status=404)


def locked_out(request, response, credentials):
    """In the place of the log-in, after too many wrong passwords."""
    wait = settings.AXES_COOLOFF_TIME
    context = {"minutes": wait.seconds // 60, "has_mail": settings.HAS_MAIL}
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(wait.seconds)
    answer["Cache-Control"] = "no-store, private"
    return answer


def fault(request):
    """The 500 page, without anything that may be broken; 503 where the database is out of reach.

    Here and not in a middleware: what any of them raises, on the way in or out, ends here, too.
    """
    error = sys.exc_info()[1]
    if not is_out_of_reach(error):
        return HttpResponseServerError(render_to_string("500.html"))
    if once_a_minute("the database is out of reach"):
        logger.error("The database is out of reach; pages answer 503: %s", " ".join(str(error).split()))
    with override(get_language_from_request(request, check_path=True)):
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # Django's own mark: without it each request would write a traceback
    return response


def is_out_of_reach(error):
    """Whether the connection was refused or lost; what else a database refuses is a fault of ours."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    if hasattr(error.__cause__, "sqlite_errorname"):
        return error.__cause__.sqlite_errorname.startswith(OUT_OF_REACH_SQLITE)
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(OUT_OF_REACH_POSTGRESQL)
