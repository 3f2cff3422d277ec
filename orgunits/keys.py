"""Keys of records that come with requests: whatever is no key is answered before the database is asked for it."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import Http404
from django.utils.translation import gettext as _

from .middleware import bad_request


def number(text):
    """A key that came with a request; None for anything a key can't be."""
    try:
        return int(text) if len(text) < 19 else None
    except (TypeError, ValueError):
        return None


# Parameters of the admin's lists and choices that hold words, and those that our own pages read by number().
OTHERS = {SEARCH_VAR, "term", "structure", "draft"}


class AdminKeysMiddleware:
    """For what the admin takes unread: rows chosen for an action, addresses of the history, filters of a list.

    The choices of a form are read by its fields: see admin/choices.py.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.app_name != "admin":
            return None
        if any(number(chosen) is None for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return bad_request(request, _("Choose an item from the list."))
        of_history = match.url_name and match.url_name.endswith("_history")
        if of_history and any(number(unquote(text)) is None for text in (*args, *kwargs.values())):
            raise Http404
        read = OTHERS | ({"structure__id__exact"} if match.url_name == "orgunits_placement_changelist" else set())
        if any(_beyond_all_keys(text) for name, texts in request.GET.lists() if name not in read for text in texts):
            return bad_request(request, _("A number in the address is too large."))
        return None


def _beyond_all_keys(text):
    """Whether one of the numbers in `text` is larger than any key: SQLite can't be asked for it."""
    return any(each.isdecimal() and number(each) is None for each in text.split(","))
