"""What the log holds of requests that are refused: never the secret in their address."""

import io
import logging

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client

from orgunits.logs import HIDDEN, without_secrets
from orgunits.models import FollowLink
from tests.helpers.proposals import link_in, send, today

SECRET = "Ab3-_" + "xY0" * 12 + "Zz"


@pytest.fixture
def lines():
    """What the handler of the settings writes, as it writes it."""
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: written.getvalue()
    handler.setStream(before)


@pytest.fixture
def link(db, documents, client):
    today()
    send(client)
    return link_in(mail.outbox[0])


def refused(link, monkeypatch, settings):
    """(status, answer) of each way in which a request to a secret address can be refused."""
    client = Client(raise_request_exception=False)
    yield 404, client.get(link.rstrip("/") + "x/")
    yield 404, client.get(f"{link}document/")
    yield 404, client.get(f"{link}nothing-there/")
    yield 405, client.put(link)
    yield 405, client.delete(link)
    yield 400, client.post(link, {"message": "1", "message-text": "\0"})
    yield 400, client.get(f"{link}?a=%00")
    yield 400, client.get(link, headers={"host": "elsewhere.example"})
    yield (
        413,
        client.post(link, {f"field-{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}),
    )
    settings.MESSAGES_AN_HOUR = 0
    yield 429, client.post(link, {"message": "1", "message-text": "Hello"})
    strict = Client(enforce_csrf_checks=True)
    yield 403, strict.post("/en/agreements/propose/", {"text": link}, headers={"referer": link})
    monkeypatch.setattr(FollowLink.objects, "proposal_of", fail)
    yield 500, client.get(link)


def fail(token):
    message = f"no such token: {token}"
    raise RuntimeError(message)


def test_no_refusal_writes_a_secret_into_the_log(link, lines, monkeypatch, settings):
    secret = link.split("/")[-2]

    for status, answer in refused(link, monkeypatch, settings):
        assert answer.status_code == status

    text = lines()
    assert secret not in text
    assert f"/en/agreements/follow/{HIDDEN}/" in text
    # Nothing was cut but the secret: the refusals are there, the fault with its traceback.
    assert [text.count(word) > 0 for word in ("Not Found: ", "Method Not Allowed", "Bad Request", "Too Many")] == [
        True
    ] * 4
    assert "Traceback" in text
    assert f"RuntimeError: no such token: {HIDDEN}" in text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            f"Not Found: /es/agreements/follow/{SECRET}/document/",
            f"Not Found: /es/agreements/follow/{HIDDEN}/document/",
        ),
        (f"follow/{SECRET[:20]}", f"follow/{HIDDEN}"),
        (f"next=%2Fen%2Fagreements%2Ffollow%2F{SECRET}%2F", f"next=%2Fen%2Fagreements%2Ffollow%2F{HIDDEN}%2F"),
        (f"params: ('{SECRET}',)", f"params: ('{HIDDEN}',)"),
        (f"/admin/reset/MQ/{'d1x2y3'}-{'0a' * 16}/", f"/admin/reset/MQ/{HIDDEN}/"),
        (f"/en/units/{'department-of-' * 5}trade/", f"/en/units/{'department-of-' * 5}trade/"),
        ("a" * 64, "a" * 64),
    ],
)
def test_only_secrets_are_cut(line, kept):
    assert without_secrets(line) == kept


def test_arguments_and_tracebacks_are_cut_also_where_the_line_is_built_late(lines):
    try:
        raise Http404(SECRET)
    except Http404:
        logging.getLogger("django.request").error(
            "%s: %s", "Not Found", f"/en/agreements/follow/{SECRET}/", exc_info=True
        )
    logging.getLogger("orgunits.mail").warning("%(path)s", {"path": SECRET}, stack_info=True)

    assert SECRET not in lines()
    assert "Http404" in lines()


def test_no_logger_has_a_way_out_of_its_own():
    """Also of Django's own, each line goes through the one handler that cuts."""
    loggers = [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    ours = [each for each in loggers if each.name.split(".")[0] in ("django", "orgunits", "oasdir")]

    assert [each.name for each in ours if each.handlers] == []
    assert any(type(each).__name__ == "WithoutSecrets" for each in logging.getLogger("gunicorn.error").filters)
