"""Whom a limit counts: addresses in all the ways proxies write them, and mail addresses in all the ways people do."""

import logging

import pytest
from django.test import RequestFactory

from orgunits import logs
from orgunits.senders import address_of, canonical, mailbox
from tests.helpers.proposals import FORM, PROPOSAL, stored, today


@pytest.mark.parametrize(
    ("written", "canonically"),
    [
        ("198.51.100.7", "198.51.100.7"),
        (" 198.51.100.7 ", "198.51.100.7"),
        ("198.51.100.7:50123", "198.51.100.7"),  # Azure, IIS
        ("[2001:db8:1:2:a:b:c:d]:443", "2001:db8:1:2::"),
        ('"[2001:db8:1:2::7]:443"', "2001:db8:1:2::"),  # as RFC 7239 quotes it
        ("[2001:db8:1:2::7]", "2001:db8:1:2::"),
        ("2001:DB8:0001:2::ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::7", "2001:db8:1:3::"),
        ("2001:db8:1:2::7%eth0", "2001:db8:1:2::"),
        ("::ffff:127.0.0.3", "127.0.0.3"),
        ("::ffff:198.51.100.7", "198.51.100.7"),  # nginx, listening on [::] for both
        ("::FFFF:c633:6407", "198.51.100.7"),
        ("[::ffff:198.51.100.7]:80", "198.51.100.7"),
        ("64:ff9b::198.51.100.7", "198.51.100.7"),  # NAT64: all of IPv4 in one network
        ("2002:c633:6407:1::1", "198.51.100.7"),  # 6to4: 65,536 networks of one sender
        ("2001:0:53aa:64c:0:7fff:39cc:9bf8", "198.51.100.7"),  # Teredo: strangers in one network
        ("fe80::7%eth0", "fe80::7"),
        ("[fe80::8%25eth1]:80", "fe80::8"),
        ("::1", "::1"),
        ("", ""),
        ("unknown", ""),
        ("_hidden", ""),
        ("unix:", ""),
        ("198.51.100.007", ""),
        ("198.51.100.7:port", ""),
        ("[198.51.100.7", ""),
        ("1:2:3", ""),
        ("9" * 5000, ""),
    ],
)
def test_an_address_is_read_whatever_way_it_is_written(written, canonically):
    assert canonical(written) == canonically


@pytest.mark.parametrize(
    ("proxies", "connection", "forwarded", "expected"),
    [
        (0, "203.0.113.9", None, "203.0.113.9"),
        (0, "9.9.9.9", "198.51.100.7", "9.9.9.9"),  # what a client writes itself counts for nothing
        (1, "127.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "", "198.51.100.7", "198.51.100.7"),  # a socket has no address
        (1, "127.0.0.1", "192.0.2.1, 198.51.100.7:4711", "198.51.100.7"),
        (2, "127.0.0.1", "192.0.2.1, 198.51.100.7, 10.0.0.3", "198.51.100.7"),
        (2, "127.0.0.1", "[2001:db8::1]:1, ,10.0.0.3,", "2001:db8::"),
    ],
)
def test_behind_proxies_the_entry_of_the_outermost_counts(proxies, connection, forwarded, expected, settings, caplog):
    settings.PROXIES = proxies

    assert address_of(sent(connection, forwarded)) == expected
    assert caplog.records == []


@pytest.mark.parametrize(
    ("proxies", "connection", "forwarded", "expected"),
    [
        (0, "", None, ""),
        (0, "10.0.0.3", "198.51.100.7", "10.0.0.3"),  # there is a proxy that the settings don't know
        (1, "10.0.0.3", None, "10.0.0.3"),
        (2, "10.0.0.3", "198.51.100.7", "10.0.0.3"),  # one proxy less than they say
        (1, "10.0.0.3", "unknown", ""),
    ],
)
def test_where_all_would_look_like_one_sender_the_log_says_so_once(
    proxies, connection, forwarded, expected, settings, caplog, monkeypatch
):
    monkeypatch.setattr(logs, "_said", {})
    settings.PROXIES = proxies

    for _ in range(3):
        assert address_of(sent(connection, forwarded)) == expected

    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert f"PROXIES={proxies}" in caplog.text


def sent(connection, forwarded):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=connection, **headers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rivers@example.org", "Rivers@Example.ORG"),
        ("rivers@example.org", "rivers+1@example.org"),
        ("rivers@example.org", "rivers+a+b@example.org"),
        ("ríos@example.org", "RÍOS@example.org"),
        ("rivers@bücher.example", "rivers@xn--bcher-kva.example"),
        ("clean.rivers@gmail.com", "cleanrivers+x@googlemail.com"),
    ],
)
def test_one_mailbox_is_one_sender(one, other):
    assert mailbox(one) == mailbox(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rivers@example.org", "river.s@example.org"),
        ("rivers@example.org", "rivers@example.com"),
        ("+one@example.org", "+two@example.org"),
        ("rivers@example.org", "rivers-1@example.org"),
    ],
)
def test_strangers_are_not_one_mailbox(one, other):
    assert mailbox(one) != mailbox(other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "email", "taken"),
    [
        ("198.51.100.{0}", "Rivers+{0}@example.org", 5),
        ("198.51.100.7:500{0}", "rivers{0}@example.org", 5),
        ("[2001:db8::{0}]:443", "rivers{0}@example.org", 5),
        ("2001:db8:0:{0}::1", "rivers{0}@example.org", 7),
    ],
)
def test_no_way_of_writing_evades_the_limit_of_proposals(client, documents, settings, address, email, taken):
    today()
    settings.PROXIES = 1

    for number in range(1, 8):
        values = {**PROPOSAL, "email": email.format(number)}
        client.post(FORM, values, HTTP_X_FORWARDED_FOR=address.format(number))

    assert stored() == taken
