"""Following a proposal by its secret address: reading, writing, withdrawing."""

import pytest
from django.core import mail
from django.test import Client

from orgunits.models import CooperationAgreement, FollowLink
from tests.helpers.admin_forms import fields_of
from tests.helpers.html import assert_valid_html, parsed, texts
from tests.helpers.proposals import PROPOSAL, link_in, send, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


@pytest.fixture
def link(client):
    today()
    send(client)
    return link_in(mail.outbox[0])


def test_a_proposer_sees_the_way_so_far(client, link):
    response = client.get(link)

    assert texts(response, ".//h1") == ["Clean rivers"]
    way = texts(response, ".//ol[@class='steps']/li")
    assert way[0].startswith("Proposed ")
    assert way[0].endswith(" · Department of Social Inclusion")
    assert way[1:] == [
        "Review",
        "Preliminary agreement",
        "Sent to the Secretary General",
        "Approval and signature",
    ]
    assert PROPOSAL["text"] in response.content.decode()
    assert_valid_html(response)


def test_its_address_gets_nowhere(client, link):
    response = client.get(link)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert parsed(response).find(".//link[@rel='canonical']") is None
    token = link.split("/")[-2]
    assert not FollowLink.objects.filter(digest=token).exists()
    assert token not in str(list(FollowLink.objects.values()))


@pytest.mark.parametrize("token", ["x" * 43, "nonsense", "x" * 5000, "%27%20OR%201=1", "é"])
def test_a_guessed_token_is_not_found(client, link, token):
    for page in ("", "document/"):
        response = client.get(f"/en/agreements/follow/{token}/{page}")
        assert response.status_code == 404
        assert "Rivers" not in response.content.decode()
    assert client.post(f"/en/agreements/follow/{token}/", {"message": "1", "message-text": "Hi"}).status_code == 404


def test_a_proposer_adds_a_message(client, link):
    fields = fields_of(client.get(link), "message")

    response = client.post(link, {**fields, "message": "1", "message-text": "And <b>lakes</b>."}, follow=True)

    assert "Your message is stored." in response.content.decode()
    assert texts(response, ".//ol[@class='steps']/li/p") == ["And <b>lakes</b>."]
    step = CooperationAgreement.objects.get().steps.get()
    assert (step.kind, step.by, step.text) == ("message", None, "And <b>lakes</b>.")
    assert_valid_html(response)


def test_an_empty_or_endless_message_is_answered_at_its_field(client, link):
    for text, sentence in [
        (" ", "Write your message before you send it."),
        ("x" * 20_001, "Shorten this to 20000 characters; it has 20001."),
    ]:
        response = client.post(link, {"message": "1", "message-text": text})
        assert sentence in str(response.context["message_form"].errors)
        assert_valid_html(response)
    assert not CooperationAgreement.objects.get().steps.exists()


def test_20_messages_an_hour_are_enough(client, link):
    answers = [client.post(link, {"message": "1", "message-text": "Hello?"}).status_code for _number in range(22)]

    assert answers == [302] * 20 + [429] * 2


def test_a_proposer_withdraws_and_is_told_by_mail(client, link):
    fields = fields_of(client.get(link), "message")

    response = client.post(link, {**fields, "withdraw": "1", "withdraw-reason": "No money"}, follow=True)

    agreement = CooperationAgreement.objects.get()
    assert (agreement.stage, agreement.steps.get().text) == ("withdrawn", "No money")
    assert mail.outbox[-1].subject == f"Proposal {agreement.proposal.number}: it was withdrawn"
    assert parsed(response).find(".//form[@id='message']") is None
    assert_valid_html(response)
    # Every mail leads there, and what has ended stays so.
    assert client.get(link_in(mail.outbox[-1])).status_code == 200
    assert client.post(link, {**fields, "withdraw": "1"}).status_code == 200
    assert client.post(link, {"message": "1", "message-text": "Wait"}).status_code == 200
    assert agreement.steps.count() == 1


@pytest.mark.parametrize("stage", ["signed", "nonsense", "under_review", ""])
def test_a_forged_stage_withdraws_nothing(client, link, stage):
    response = client.post(link, {"withdraw": "1", "withdraw-stage": stage})

    assert response.status_code == 200
    assert parsed(response).find(".//div[@class='error-summary']") is not None
    assert CooperationAgreement.objects.get().stage == "proposed"


def test_following_needs_no_cookie_since_its_address_is_the_secret(link):
    response = Client(enforce_csrf_checks=True).post(link, {"message": "1", "message-text": "Hi"})

    assert response.status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_following_costs_the_same_however_long_the_way(client, link, costs, count):
    agreement = CooperationAgreement.objects.get()
    for _number in range(count):
        client.post(link, {"message": "1", "message-text": "Hello"})

    with costs("follow a proposal"):
        client.get(link)

    assert agreement.steps.count() == count
