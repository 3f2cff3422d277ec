"""The second factor of who signs in, where SECOND_FACTOR asks for one: giving a code, and setting up a device.

`request.signed_in` is who gave the right password, `request.user` only who gave a code, too (orgunits/middleware.py).
"""

import logging
from base64 import b32encode
from functools import wraps

import django_otp
import segno
from django.conf import settings
from django.contrib import admin, auth
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render, resolve_url
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import second_factor
from ..forms.second_factor import CodeForm
from ..senders import address_of

logger = logging.getLogger(__name__)

BEGUN = "second_factor_begun"


def after_the_password(view):
    @never_cache
    @sensitive_post_parameters("code")
    @wraps(view)
    def asked(request):
        if not request.signed_in.is_authenticated:
            return redirect_to_login(request.path, "admin:login")
        return view(request)

    return asked


def may_set_up(request):
    """Who has a device sets up another one only after its code: else the password alone would do."""
    return request.user.is_authenticated or second_factor.device_of(request.signed_in) is None


@after_the_password
def give_code(request):
    user = request.signed_in
    if request.user.is_authenticated:
        left = second_factor.recovery_codes_left(user)
        return page(request, "settled", device=second_factor.device_of(user), left=left)
    if second_factor.device_of(user) is None:
        return page(request, "none_yet")
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].widget.attrs["autofocus"] = True  # all that there is to do on this page
    status = 200
    if form.is_valid():
        device, wait = second_factor.check(user, form.cleaned_data["code"])
        if device:
            let_in(request, device)
            return redirect(after(request))
        status = refuse(request, form, wait)
    return page(request, "code", form=form, status=status)


@require_POST
@after_the_password
def begin(request):
    if not may_set_up(request):
        return redirect("second_factor")
    request.session[BEGUN] = second_factor.begin(request.signed_in).pk
    return redirect("second_factor_set_up")


@after_the_password
def set_up(request):
    """Shows the secret of the device that began in this very session, until its first code was given."""
    device = (
        may_set_up(request)
        and request.signed_in.totpdevice_set.filter(pk=request.session.get(BEGUN), confirmed=False).first()
    )
    if not device:
        return redirect("second_factor")
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        may_replace = request.user.is_authenticated
        code = form.cleaned_data["code"]
        codes, wait = second_factor.confirm(request.signed_in, device.pk, code, may_replace=may_replace)
        if codes:
            del request.session[BEGUN]
            let_in(request, device)
            return page(request, "recovery_codes", codes=codes)
        status = refuse(request, form, wait)
    address = device.config_url
    return page(
        request,
        "set_up",
        form=form,
        status=status,
        picture=mark_safe(segno.make(address).svg_inline(scale=5, light="white")),
        secret=in_groups(b32encode(device.bin_key).decode()),
        address=address,
    )


@require_POST
@after_the_password
def recovery_codes(request):
    if not request.user.is_authenticated:
        return redirect("second_factor")
    return page(request, "recovery_codes", codes=second_factor.new_recovery_codes(request.user))


@require_POST
@after_the_password
def leave(request):
    auth.logout(request)
    return redirect("admin:login")


def let_in(request, device):
    request.user = request.signed_in
    request.session.cycle_key()
    django_otp.login(request, device)


def refuse(request, form, wait):
    """The status of the answer to a wrong code, or to any that comes too soon after one."""
    if wait:
        form.add_error(
            "code",
            ngettext(
                "Too many wrong codes. Wait one second, then try again.",
                "Too many wrong codes. Wait %(seconds)d seconds, then try again.",
                wait,
            )
            % {"seconds": wait},
        )
        return 429
    logger.warning("Wrong code of %r from %s.", request.signed_in.get_username(), address_of(request))
    form.add_error("code", _("This code is wrong, or was used already. Wait for the next one and try again."))
    return 200


def after(request):
    """Where they wanted to go, if that is on this site."""
    to = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def in_groups(secret):
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def page(request, step, *, status=200, **context):
    context |= {**admin.site.each_context(request), "title": _("Second step of signing in"), "step": step}
    # Before the code there is nothing to go to: a bar beside the page would say that one may not edit anything.
    context["is_nav_sidebar_enabled"] = request.user.is_authenticated
    return render(request, "admin/second_factor.html", context, status=status)


urlpatterns = [
    path("second_factor/", give_code, name="second_factor"),
    path("second_factor/begin/", begin, name="second_factor_begin"),
    path("second_factor/set_up/", set_up, name="second_factor_set_up"),
    path("second_factor/recovery_codes/", recovery_codes, name="second_factor_recovery_codes"),
    path("second_factor/leave/", leave, name="second_factor_leave"),
]
