"""The site behind Debian's nginx, HAProxy and Apache, with gunicorn and the configurations of docs/proxies/."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.helpers import proxies
from tests.helpers.missing import not_tested
from tests.helpers.proxies import NAME, ROOT, running

pytestmark = [
    pytest.mark.any_django,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="proxies know no database: once is enough"),
    pytest.mark.skipif(sys.platform != "linux", reason="every address 127.x.x.x is this machine's there"),
]

HAS_IPV6 = proxies.has_ipv6()
KINDS = ["nginx", "haproxy", "apache"]
CHAINS = [("nginx", "haproxy"), ("haproxy", "apache"), ("apache", "nginx")]
FORGED = [("X-Forwarded-For", "192.0.2.66"), ("X-Forwarded-Proto", "http"), ("Forwarded", "for=192.0.2.66")]
TOO_LARGE = f"POST /en/too-large HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {101 * 1024**2}\r\n\r\n" + "x" * 20_000
SECRET = "Ab3-_" + "xY0" * 12 + "Zz"


@contextlib.contextmanager
def site(folder, database, number):
    """gunicorn, behind so many proxies; gives its port."""
    (port,) = proxies.free_ports(1)
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "tests.helpers.behind_proxies",
        "DATABASE_URL": f"sqlite:///{database}",
        "HTTPS": "1",
        "PROXIES": str(number),
        "SECRET_KEY": "only-for-this-test" * 4,
        "ALLOWED_HOSTS": NAME,
        "EMAIL_URL": "smtp://localhost:1",
    }
    command = [sys.executable, "-m", "gunicorn", "oasdir.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    with (folder / f"gunicorn-{number}.log").open("w") as output:
        command += ["--no-control-socket"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            proxies.wait_for(port, process, folder / f"gunicorn-{number}.log")
            yield port
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def started(tmp_path_factory, django_db_setup):
    """{kind: a proxy}, {(outer, inner): the outer}, by name, all running at once."""
    folder = tmp_path_factory.mktemp("proxies")
    folder.chmod(0o755)
    proxies.certificate(folder)
    database = connection.settings_dict["NAME"]
    with contextlib.ExitStack() as at_once:
        enter = at_once.enter_context
        one, two = enter(site(folder, database, 1)), enter(site(folder, database, 2))
        found = {kind: enter(running(kind, folder / kind, folder, site=one)) for kind in KINDS}
        for outer, inner in CHAINS:
            behind = enter(running(inner, folder / f"{outer}-{inner}", folder, site=two, is_inner=True))
            before = enter(running(outer, folder / f"before-{inner}", folder, site=behind.http))
            found[outer, inner] = before
        yield found


@pytest.fixture(autouse=True)
def _all_are_there(capsys):
    if gone := [proxies.PROGRAMS[kind] for kind in KINDS if not proxies.program(kind)]:
        not_tested("the site behind proxies", f"{' and '.join(gone)} can't be found", capsys)


def seen(proxy, headers=(), path="/sender", **options):
    """What the site says of a request."""
    status, _headers, body = proxy.get(path, headers, **options)
    assert status == 200, body
    return json.loads(body)


@pytest.mark.parametrize("which", [*KINDS, *CHAINS], ids=str)
def test_the_sender_is_whoever_connects_to_the_outermost_proxy(started, which):
    proxy = started[which]
    known = {"secure": True, "host": NAME, "path": "/sender", "length": 0}

    assert seen(proxy) == {"address": "127.0.0.1", **known}
    assert seen(proxy, source="127.0.0.2") == {"address": "127.0.0.2", **known}
    if HAS_IPV6:
        assert seen(proxy, source="::1") == {"address": "::1", **known}


@pytest.mark.parametrize("which", [*KINDS, *CHAINS], ids=str)
@pytest.mark.parametrize(
    "forged",
    [
        FORGED,
        [("X-Forwarded-For", "192.0.2.66, 192.0.2.67"), ("X-Forwarded-For", "192.0.2.68")],
        [("X-Forwarded-For", ","), ("X-Forwarded-For", "unknown"), ("X-Forwarded-Proto", "https,http")],
        [("X_Forwarded_For", "192.0.2.66"), ("X_Forwarded_Proto", "http"), ("X-Real-IP", "192.0.2.66")],
        [("SCRIPT_NAME", "/elsewhere"), ("PATH_INFO", "/elsewhere"), ("X-Forwarded-Host", "evil.example")],
        [("Connection", "close, X-Forwarded-For"), *FORGED],
        [("Connection", "close, X-Forwarded-Proto"), *FORGED],
    ],
    ids=["one", "lines", "nonsense", "underscores", "others", "without-address", "without-protocol"],
)
def test_what_a_client_writes_itself_counts_for_nothing(started, which, forged):
    expected = {"address": "127.0.0.3", "secure": True, "host": NAME, "path": "/sender", "length": 0}

    assert seen(started[which], forged, source="127.0.0.3") == expected


@pytest.mark.parametrize("which", [*KINDS, *CHAINS], ids=str)
def test_plain_http_is_sent_on_to_https_whatever_a_client_says(started, which):
    for headers in ([], [("X-Forwarded-Proto", "https")]):
        status, answer, _body = started[which].get("/en/", headers, tls=False)

        assert (status, answer["Location"]) == (301, f"https://{NAME}/en/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", [*KINDS, *CHAINS], ids=str)
def test_a_limit_counts_one_sender_as_one_and_no_other(started, which):
    """Five requests for a new password an hour, from an address that no other test here has."""
    proxy, number = started[which], 10 + [*KINDS, *CHAINS].index(which)

    def ask(source, forged):
        status, headers, body = proxy.get("/admin/password_reset/", source=source)
        assert status == 200, body
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body.decode())[1]
        cookie = headers["Set-Cookie"].partition(";")[0]
        sent = [("Cookie", cookie), ("Referer", f"https://{NAME}/"), ("X-Forwarded-For", forged)]
        form = urlencode({"csrfmiddlewaretoken": token, "email": "nobody@example.org"}).encode()
        sent.append(("Content-Type", "application/x-www-form-urlencoded"))
        return proxy.get("/admin/password_reset/", sent, source=source, method="POST", body=form)[0]

    asked = [ask(f"127.0.1.{number}", f"192.0.2.{count}") for count in range(6)]

    assert asked == [302] * 5 + [429]
    assert ask(f"127.0.2.{number}", f"127.0.1.{number}") == 302


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_gets_through_and_what_is_far_larger_does_not(started, kind):
    proxy = started[kind]

    assert b" 413 " in proxy.raw(TOO_LARGE, tls=True)
    assert seen(proxy, method="POST", body=b"x" * 11 * 1024**2)["length"] == 11 * 1024**2


WAYS = [
    f"/en/agreements/follow/{SECRET}/sender",
    f"/en/agreements/follow/{SECRET}/nothing-there",
    f"/en/agreements/follow/{SECRET}/?a=b",
    f"/en/%61greements/%66ollow/{SECRET}/sender",
    f"/en/agreements/./follow/{SECRET}/sender",
    f"/EN/Agreements/Follow/{SECRET}/",
    f"/admin/reset/MQ/{SECRET}/",
    f"/admin/%72eset/MQ/{SECRET}/",
]


@pytest.mark.parametrize("which", [*KINDS, *CHAINS], ids=str)
def test_no_log_of_a_proxy_holds_a_secret_address(started, which):
    proxy = started[which]

    for way in WAYS:
        for tls in (True, False):
            assert proxy.get(way, tls=tls)[0] < 500
    proxy.raw(f"GET {WAYS[0]} HTTP/1.1\r\n\r\n")
    proxy.raw(f"GET {WAYS[0]} HTTP/1.1\r\nHost: {NAME}\r\nHost: {NAME}\r\n\r\n")
    proxy.raw(f"GET {WAYS[0]} HTTP/1.1\r\nHost: {NAME}\r\nBad Header\r\n\r\n")
    proxy.get("/en/the-last")

    for folder in [proxy.folder] if which in KINDS else [proxy.folder, proxy.folder.parent / "-".join(which)]:
        assert [line for line in proxies.logged(folder, "/en/the-last") if SECRET in line] == []


@contextlib.contextmanager
def broken():
    """A site that takes each request and breaks off."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    taken, _address = server.accept()
                    taken.recv(100)
                    taken.close()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("kind", KINDS)
def test_no_log_of_errors_holds_one_where_the_site_is_gone_or_breaks_off(tmp_path, kind):
    proxies.certificate(tmp_path)
    (nobody,) = proxies.free_ports(1)
    with broken() as breaking:
        for port in (nobody, breaking):
            with running(kind, tmp_path / str(port), tmp_path, site=port) as proxy:
                assert proxy.get(WAYS[0])[0] in (502, 503)
                proxy.raw(TOO_LARGE, tls=True)  # for this it needs no site

                assert [line for line in proxies.logged(proxy.folder, "/en/too-large") if SECRET in line] == []
