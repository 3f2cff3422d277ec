"""A form that could not be taken because a log-in ended, or another began, since it was opened: nothing typed is lost.

What came with it is in the page of the answer, from where it is sent again; nothing of it is stored here. It is shown
again only where the form is ours: the check of the token was passed, or it failed after that of the sender
(CsrfViewMiddleware looks at Origin and Referer first).
"""

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

TOKEN = "csrfmiddlewaretoken"


@sensitive_post_parameters()
def csrf_failure(request, reason=""):
    """In the place of Django's page: the true cause, which `reason` begins with, and what was typed."""
    cause = "other_site"
    if reason.startswith("CSRF token"):
        cause = "other_log_in"
    elif reason.startswith("CSRF cookie"):
        cause = "no_cookie"
    return _unsent(request, cause, _typed(request) if cause != "other_site" else [])


def log_in_ended(request):
    """The answer to a form for staff that came after the log-in ended; None where nothing is to be kept."""
    typed = _typed(request)
    return _unsent(request, "log_in_ended", typed) if typed else None


def _typed(request):
    """[(name, value)] of the form, in the order in which it came; [] where one of them is a secret."""
    names = [name for name in request.POST if name != TOKEN]
    if any("password" in name or name == "code" for name in names):
        return []
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _unsent(request, cause, typed):
    context = {
        "cause": cause,
        "typed": typed,
        # What somebody wrote, to be read and copied; of the rest, keys and codes, there is nothing to read.
        "texts": [value for name, value in typed if " " in value and not name.startswith("initial-")],
        "had_file": bool(typed and request.FILES),
        "address": request.get_full_path(),
        # The forms for readers come back in another language, too.
        "typed_form": "unsent" if typed and "orgunits" in request.resolver_match.namespaces else None,
    }
    response = render(request, "403_csrf.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response
