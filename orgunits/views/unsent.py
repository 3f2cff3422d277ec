"""A form that could not be taken because a log-in ended, or another began, since it was opened: nothing typed is lost.

What came with it is in the page of the answer, from where it is sent again, signed while somebody logs in; nothing of
it is stored here. It is shown again only where the form is ours: the check of the token was passed, or it failed after
that of the sender (CsrfViewMiddleware looks at Origin and Referer first).
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

TOKEN = "csrfmiddlewaretoken"
# The field of the log-in in which the form is, and how long it may wait there.
KEPT = "kept"
LONGEST = timedelta(hours=12)


@sensitive_post_parameters()
def csrf_failure(request, reason=""):
    """In the place of Django's page: the true cause, which `reason` begins with, and what was typed."""
    cause = "other_site"
    if reason.startswith("CSRF token"):
        cause = "other_log_in"
    elif reason.startswith("CSRF cookie"):
        cause = "no_cookie"
    return _unsent(request, cause, _typed(request) if cause != "other_site" else [])


def log_in_ended(request, form):
    """The answer to a form for staff that came after the log-in ended; None where nothing is to be kept.

    It asks for the log-in by `form`; a log-in of two steps has its own pages, in another tab.
    """
    typed = _typed(request)
    if not typed:
        return None
    return _unsent(request, "log_in_ended", typed, form=None if settings.SECOND_FACTOR else form)


def after_log_in(request, response):
    """The answer to a log-in that has a form with it: that form, or the log-in again where it was refused.

    `response` is Django's own answer, which stands where nothing was kept.
    """
    try:
        address, typed = signing.loads(request.POST.get(KEPT, ""), salt=KEPT, max_age=LONGEST)
    except signing.BadSignature:
        return response
    if response.status_code == 302:
        return _unsent(request, "logged_in", typed, address=address, status=200)
    return _unsent(request, "log_in_ended", typed, address=address, form=response.context_data["form"])


def _typed(request):
    """[(name, value)] of the form, in the order in which it came; [] where one of them is a secret."""
    names = [name for name in request.POST if name != TOKEN]
    if any("password" in name or name == "code" for name in names):
        return []
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _unsent(request, cause, typed, *, address="", form=None, status=403):
    address = address or request.get_full_path()
    context = {
        "form": form,
        "kept": form and signing.dumps([address, typed], salt=KEPT, compress=True),
        "cause": cause,
        "typed": typed,
        # What somebody wrote, to be read and copied; of the rest, keys and codes, there is nothing to read.
        "texts": [value for name, value in typed if " " in value and not name.startswith("initial-")],
        "had_file": bool(typed and request.FILES),
        "address": address,
        # The forms for readers come back in another language, too.
        "typed_form": "unsent" if typed and "orgunits" in request.resolver_match.namespaces else None,
    }
    response = render(request, "403_csrf.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
