"""Who sends something, written in one way, so that a limit holds whatever way a proxy or a sender writes it."""

import logging
import re
import unicodedata
from contextlib import suppress
from ipaddress import ip_address, ip_network

from django.conf import settings

from .logs import once_a_minute

logger = logging.getLogger(__name__)

NAT64 = ip_network("64:ff9b::/96")
WITH_PORT = re.compile(r"\[(?P<v6>[^\[\]]*)\](:\d{1,5})?|(?P<v4>[\d.]+):\d{1,5}", re.ASCII)
# Providers that deliver the same mailbox with and without dots.
WITHOUT_DOTS = {"gmail.com", "googlemail.com"}


def address_of(request):
    """Where a request comes from, as canonical() writes it; "" where nobody can say.

    The connection is asked, or behind proxies the entry of X-Forwarded-For that the outermost one wrote. All whose
    address can't be read count as one sender, so that a limit never fails to hold; the log says so.
    """
    connection = canonical(request.META.get("REMOTE_ADDR", ""))
    forwarded = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        found = canonical(forwarded[-settings.PROXIES])
        is_doubtful = not found
    else:
        found = connection
        # What was forwarded says that there is a proxy, and with it all senders look like one.
        is_doubtful = not found or bool(settings.PROXIES) or bool(forwarded and not ip_address(found).is_global)
    # A request without the key came from no server.
    if is_doubtful and "REMOTE_ADDR" in request.META and once_a_minute("senders share an address"):
        logger.warning(
            "Senders can't be told apart by their address: PROXIES=%s, X-Forwarded-For has %s entries, and what counts "
            "is %s. All of them share one limit.",
            settings.PROXIES,
            len(forwarded),
            found or "no address",
        )
    return found


def address_or_none(request):
    """address_of() for a column of addresses."""
    return address_of(request) or None


def in_the_log(username, ip_address, user_agent, path_info, request):
    """Who tries to log in, in one line of the log whatever the name holds."""
    return f"{str(username)[:100]!r} from {ip_address or 'an unknown address'}"


def canonical(text):
    """An address without port and zone, IPv4 where it only wraps one; of IPv6 the network. "" for what is none.

    One client has billions of addresses in its /64; those of one link are each a machine.
    """
    text = text.strip().strip('"')
    if parts := WITH_PORT.fullmatch(text):
        text = parts["v6"] if parts["v4"] is None else parts["v4"]
    try:
        known = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if known.version == 4:
        return str(known)
    # First of all: from Python 3.13 on a wrapped loopback address says that it is one.
    if wrapped := _wrapped(known):
        return str(wrapped)
    if known.is_link_local or known.is_loopback:
        return str(known)
    return str(ip_network((known, 64), strict=False).network_address)


def _wrapped(known):
    """The IPv4 address in one of IPv6: mapped, translated, or of a tunnel, whose other half anybody can choose."""
    if known in NAT64:
        return ip_address(int(known) & 0xFFFFFFFF)
    return known.ipv4_mapped or known.sixtofour or (known.teredo and known.teredo[1])


def mailbox(address):
    """The mailbox of a mail address: its case, what follows a plus, and how its domain is written don't matter."""
    local, _, domain = unicodedata.normalize("NFKC", address).casefold().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    local = local.partition("+")[0] or local
    if domain in WITHOUT_DOTS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
