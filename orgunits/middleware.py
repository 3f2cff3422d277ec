"""What every answer carries, and what no request may carry."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_otp.middleware import OTPMiddleware


def bad_request(request, *errors):
    """The 400 page, saying in each of `errors` what was expected."""
    return render(request, "400.html", {"errors": errors}, status=400)


class ContentSecurityPolicyMiddleware:
    """Sends the policy of the settings; Django brings its own from 6.0 on, under the same setting."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.site, self.admin = (
            "; ".join(f"{directive} {value}" for directive, value in policy.items())
            for policy in (settings.SECURE_CSP, settings.SECURE_CSP_ADMIN)
        )

    def __call__(self, request):
        response = self.get_response(request)
        policy = self.admin if request.path.startswith(reverse("admin:index")) else self.site
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class NulByteMiddleware:
    """Refuses addresses with a NUL, which no text of ours holds and PostgreSQL can't be asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "") or "\0" in str(request.GET):
            return bad_request(request, _("The address contains an invalid character (NUL)."))
        return self.get_response(request)


class NulCookieMiddleware:
    """Leaves out cookies with a NUL, which none of ours holds, before the session is looked for by one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


class PrivateAnswersMiddleware:
    """Keeps what was answered to somebody who is logged in, a draft above all, out of caches that others share."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed and not request.session.is_empty():
            patch_cache_control(response, private=True)
        return response


class SecondFactorMiddleware:
    """Takes for nobody, on every page, who gave the right password but no code yet: `request.signed_in` is who that is.

    Both are looked up when somebody asks, as Django does: a page for readers opens no session.
    """

    def __init__(self, get_response):
        if not settings.SECOND_FACTOR:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.look_up = OTPMiddleware(lambda request: None)

    def __call__(self, request):
        self.look_up(request)
        request.signed_in = signed_in = request.user
        request.user = SimpleLazyObject(lambda: signed_in if signed_in.is_verified() else AnonymousUser())
        return self.get_response(request)
