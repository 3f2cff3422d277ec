"""What our log must not hold: the secrets by which a proposal is followed, and those that set a new password."""

import logging
import re
import time
import traceback

HIDDEN = "…"
SECRETS = [
    # The address of a proposal, written as it is or quoted in another one; also with half a secret in it.
    re.compile(r"(?<=follow/)[^/?#\s\"'<>]+|(?<=follow%2F)[^%/?#\s\"'<>]+", re.IGNORECASE),
    # Such a secret by itself: 256 bits, of capitals, small letters and digits; the names of pages have no capitals.
    re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{43,}", re.ASCII),
    # Django's token for a new password: when it was made, and a hash.
    re.compile(r"(?<![0-9a-z])[0-9a-z]{1,13}-[0-9a-f]{32}(?![0-9a-z])"),
]


def without_secrets(text):
    for secret in SECRETS:
        text = secret.sub(HIDDEN, text)
    return text


class WithoutSecrets(logging.Filter):
    """Cuts secrets out of a line: of its message with all arguments, and of the traceback below it."""

    def filter(self, record):
        record.msg, record.args = without_secrets(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        if record.stack_info:
            record.stack_info = without_secrets(record.stack_info)
        return True


_said = {}


def once_a_minute(what):
    """Whether `what` was not said within the last minute, by this process; what goes wrong for all is said once."""
    now = time.monotonic()
    if now - _said.get(what, -60) < 60:
        return False
    _said[what] = now
    return True
