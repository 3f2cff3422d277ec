"""A second factor beside the password: the codes that a device shows, and recovery codes for when it is lost.

Both are django-otp's; it slows down who tries (1, 2, 4, 8 … seconds after each wrong code), and takes no code twice.
"""

import re
from math import ceil

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
OF_A_DEVICE = re.compile(r"[0-9]{6}")
OF_RECOVERY = re.compile(r"[a-z2-7]{8}")


def device_of(user):
    """The one that shows this user's codes, None where none is set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def recovery_codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def begin(user):
    """A device that counts once its first code was given. Its secret is new each time: none that somebody else saw."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name="device", confirmed=False)


def check(user, code):
    """(the device or the recovery codes that this code is of, None where it is wrong; the seconds to wait before)."""
    if OF_A_DEVICE.fullmatch(code):
        return _check(TOTPDevice.objects.filter(user=user, confirmed=True), code)
    if OF_RECOVERY.fullmatch(code):
        return _check(StaticDevice.objects.filter(user=user, confirmed=True), code)
    return None, 0


def _check(devices, code):
    with transaction.atomic():
        device = devices.select_for_update().first()
        if device is None:
            return None, 0
        is_allowed, why = device.verify_is_allowed()
        if not is_allowed:
            return None, max(1, ceil((why["locked_until"] - timezone.now()).total_seconds()))
        return (device if device.verify_token(code) else None), 0


def confirm(user, key, code, *, may_replace):
    """Sets up the device that began under this key, in the place of any before; returns (recovery codes, 0).

    (None, seconds to wait before the next try) where the code is wrong, or where there is a device that may not be
    replaced.
    """
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        if device_of(user) and not may_replace:
            return None, 0
        device, wait = _check(TOTPDevice.objects.filter(user=user, confirmed=False, pk=key), code)
        if device is None:
            return None, wait
        forget(user, but=device)
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return new_recovery_codes(user), 0


def new_recovery_codes(user):
    """Those before no longer hold."""
    with transaction.atomic():
        device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
        device.token_set.all().delete()
        tokens = [StaticToken(device=device, token=StaticToken.random_token()) for _each in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(tokens)
        return [token.token for token in tokens]


def forget(user, but=None):
    """Deletes all of the user's; who signed in by them has to give a code again. Returns whether there were any."""
    devices = TOTPDevice.objects.filter(user=user).exclude(pk=but and but.pk)
    found = [devices.delete()[0], StaticDevice.objects.filter(user=user).delete()[0]]
    return any(found)
