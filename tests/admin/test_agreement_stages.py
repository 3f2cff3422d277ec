"""The whole way of an agreement from find/ to the register, and the moves in the inbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from orgunits.models import AgreementStep, CooperationAgreement, Partner
from tests.helpers.admin_agreements import (
    INBOX,
    REGISTER,
    SIGNATURE,
    logged_in,
    make_move,
    moves_of,
    proposed,
    stages_url,
    url_of_move,
)
from tests.helpers.admin_forms import fields_of, messages_in
from tests.helpers.html import assert_valid_html, parsed, texts
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer, pdf, send, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


def test_the_whole_way_from_find_to_the_public_register(client):
    today()
    officer, office = logged_in(make_officer("officer", "sedi", email="o@example.org")), logged_in(make_office())

    # The organization finds the unit and proposes.
    find = client.get("/en/find/?q=social&wish=propose")
    door = next(a.get("href") for a in parsed(find).iter("a") if "propose/?" in a.get("href", ""))
    send(client, door, unit=fields_of(client.get(door), "proposal")["unit"][0], document=pdf())
    agreement = CooperationAgreement.objects.get()
    link = link_in(mail.outbox[0])
    assert agreement.unit.slug == "social"

    # An officer of the secretariat above it finds it in the inbox.
    inbox = officer.get(INBOX)
    assert [each.pk for each in inbox.context["cl"].result_list] == [agreement.pk]
    assert list(office.get(INBOX).context["cl"].result_list) == []
    assert b"".join(officer.get(f"{INBOX}{agreement.pk}/document/").streaming_content).startswith(b"%PDF-")
    assert moves_of(officer, agreement)[:2] == ["Take under review", "Decline"]
    assert moves_of(office, agreement) == ["Hand over to another unit"]

    # It moves on, and at each step the proposer gets a mail whose link leads to the way.
    news = []
    for to in ("under_review", "preliminary", "with_secretary_general"):
        response = make_move(officer, agreement, to)
        assert response.redirect_chain == [(stages_url(agreement), 302)]
        news.append(mail.outbox[-1].subject.partition(": ")[2])
        assert f"To {to}" in mail.outbox[-1].body
        assert client.get(link_in(mail.outbox[-1])).status_code == 200
        assert client.get("/en/agreements/").context["page"].paginator.count == 0
    assert news == [
        "it is under review",
        "a preliminary agreement is reached",
        "it was sent to the Secretary General",
    ]
    client.post(link, {"message": "1", "message-text": "We are glad."})

    # Now it is the office's turn.
    assert list(officer.get(INBOX).context["cl"].result_list) == []
    (row,) = office.get(INBOX).context["cl"].result_list
    assert row.has_news
    assert moves_of(officer, agreement) == ["Edit its texts"]
    assert moves_of(office, agreement) == ["Record approval and signature", "Decline"]
    day = timezone.localdate().isoformat()
    make_move(office, agreement, "signed", signed_on=day, **SIGNATURE)

    # It is public, under its number, with the partner.
    assert mail.outbox[-1].subject.endswith("the agreement is signed")
    response = client.get("/en/agreements/7-2026/")
    assert texts(response, ".//h1") == ["Clean rivers"]
    page = response.content.decode()
    for words in (
        "Ana Pérez",
        "Assistant Secretary General",
        "Cleaning rivers together",
        "Friends of the Rivers",
        "31 December 2031",
    ):
        assert words in page
    for secret in (PROPOSAL["email"], PROPOSAL["text"], "We are glad", "To preliminary", ".pdf"):
        assert secret not in page
    assert [each.slug for each in client.get("/en/agreements/?q=friends").context["page"]] == ["7-2026"]
    assert [each.slug for each in Partner.objects.public()] == ["friends-of-the-rivers"]
    followed = client.get(link)
    assert [text.split()[0] for text in texts(followed, ".//ol[@class='steps']/li/b")] == [
        "Proposed",
        "Under",
        "Preliminary",
        "With",
        "Your",
        "Signed",
    ]
    assert 'href="/en/agreements/7-2026/"' in followed.content.decode()
    steps = AgreementStep.objects.filter(kind="moved").values_list("by__username", "from_stage", "to_stage")
    assert list(steps) == [
        ("officer", "proposed", "under_review"),
        ("officer", "under_review", "preliminary"),
        ("officer", "preliminary", "with_secretary_general"),
        ("office", "with_secretary_general", "signed"),
    ]

    # An amendment later is a step, and public.
    amendment = f"{INBOX}{agreement.pk}/amend/"
    fields = fields_of(officer.get(amendment), "move")
    officer.post(amendment, {**fields, "on": day, "text": "And lakes"})
    assert "And lakes" in texts(client.get("/en/agreements/7-2026/"), ".//ol[@class='steps']")[0]


def test_the_mails_speak_the_language_of_the_proposer(client):
    today()
    officer = logged_in(make_officer("officer", "social"))
    client.post("/es/agreements/propose/", PROPOSAL)
    agreement = CooperationAgreement.objects.get()

    make_move(officer, agreement, "under_review")

    assert mail.outbox[-1].subject.endswith("está en examen")
    assert link_in(mail.outbox[-1]).startswith("/es/")


def test_where_no_mail_server_is_set_the_officer_is_told_to_write(client, settings):
    today()
    agreement = proposed(client)
    settings.HAS_MAIL = False

    response = make_move(logged_in(make_officer("officer", "social")), agreement, "declined")

    assert messages_in(response) == [
        "Done: it was declined.",
        "No mail server is configured: write to the proposer yourself.",
    ]
    agreement.refresh_from_db()
    assert agreement.stage == "declined"


# == The moves


def test_a_forbidden_arrow_is_refused_with_a_sentence(client, admin_client):
    today()
    agreement = proposed(client)
    fields = {"stage": "proposed", "reason": "Because", "signed_on": "2026-01-01", **SIGNATURE}

    for to in ("preliminary", "with_secretary_general", "signed", "withdrawn", "nonsense"):
        response = admin_client.post(url_of_move(agreement, to), fields)
        assert response.status_code in (200, 403)
        assert "can’t go to" in response.content.decode() or to == "withdrawn"
        assert admin_client.get(url_of_move(agreement, to)).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.steps.count()) == ("proposed", 0)


def test_a_form_that_was_opened_before_somebody_else_moved_is_told(client, admin_client):
    today()
    agreement = proposed(client)
    officer = logged_in(make_officer("officer", "social", email="officer@example.org"))
    late = fields_of(officer.get(url_of_move(agreement, "declined")), "move")
    make_move(admin_client, agreement, "under_review")

    response = officer.post(url_of_move(agreement, "declined"), {**late, "reason": "Too late"})

    assert "It has moved on: it is now at “under review”." in response.content.decode()
    assert "Too late" in response.content.decode()
    assert agreement.steps.count() == 1
    assert [each.subject.partition(": ")[2] for each in mail.outbox[1:]] == [
        "a new proposal has arrived",
        "it is under review",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signed_on": "2020-01-01"}, "comes before"),
        ({"signed_on": "2999-01-01"}, "This day is in the future."),
        ({"signed_on": "yesterday"}, "Enter a valid date."),
        ({"signed_on": ""}, "This field is required."),
        ({"signatory": ""}, "This field is required."),
        ({"signatory_capacity_en": " "}, "This field is required."),
        ({"signatory": "A\u202eB"}, "right-to-left override (U+202E) after “A”"),
        ({"subject_en": ""}, "This field is required."),
        ({"approved_on": "2020-01-01"}, "comes before"),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_a_signature_that_can_not_be_is_answered_at_its_field(client, admin_client, changes, sentence):
    today()
    agreement = proposed(client)
    yesterday = timezone.localdate() - timedelta(days=1)
    CooperationAgreement.objects.update(
        stage="with_secretary_general", proposed_on=yesterday, sent_on=yesterday, sent_on_precision="day"
    )
    fields = fields_of(admin_client.get(url_of_move(agreement, "signed")), "move")
    signature = {"reason": "Done", "signed_on": timezone.localdate().isoformat(), **SIGNATURE}

    response = admin_client.post(url_of_move(agreement, "signed"), {**fields, **signature, **changes})

    assert sentence in str(response.context["form"].errors)
    assert_valid_html(response)
    assert not CooperationAgreement.objects.public().exists()
    assert not Partner.objects.exists()


def test_an_officer_hands_over_and_sees_it_no_more(client):
    today()
    agreement = proposed(client)
    officer = logged_in(make_officer("officer", "sedi"))
    page = f"{INBOX}{agreement.pk}/hand-over/"
    fields = fields_of(officer.get(page), "move")

    for unit, sentence in [("nonsense", "no unit “nonsense”"), ("social", "already responsible")]:
        assert sentence in officer.post(page, {**fields, "unit": unit, "reason": "x"}).content.decode()
    response = officer.post(page, {**fields, "unit": "spa", "reason": "It is about politics."}, follow=True)

    assert response.redirect_chain == [(INBOX, 302)]
    assert logged_in(make_officer("elsewhere", "spa")).get(stages_url(agreement)).status_code == 200
    assert "It is about politics." in mail.outbox[-1].body


def test_html_and_breaks_do_nothing_in_the_inbox(client, admin_client):
    today()
    agreement = proposed(
        client, title="<script>alert(1)</script>", organization="<i>Friends</i>", text="<b>Hi</b>\n\nyou"
    )

    for page in (
        INBOX,
        stages_url(agreement),
        url_of_move(agreement, "declined"),
        f"{REGISTER}{agreement.pk}/change/",
        REGISTER,
    ):
        response = admin_client.get(page)
        assert response.status_code == 200
        for tag in ("<script>alert(1)", "<i>Friends", "<b>Hi"):
            assert tag not in response.content.decode()
    make_move(admin_client, agreement, "declined", reason="<u>No</u>\r\nBcc: all@example.org")
    assert "\n" not in mail.outbox[-1].subject
    assert mail.outbox[-1].bcc == []


# == At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_officers_send_their_forms_at_the_same_moment(client):
    today()
    agreement = proposed(client)
    officers = [logged_in(make_officer(name, "social")) for name in ("one", "two")]
    pages = [url_of_move(agreement, to) for to in ("under_review", "declined")]
    opened = [fields_of(officer.get(page), "move") for officer, page in zip(officers, pages, strict=True)]

    def post(officer, page, fields):
        try:
            response = officer.post(page, {**fields, "reason": "Mine"})
            return response.status_code, "It has moved on" in response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(post, officers, pages, opened))

    assert sorted(outcomes) == [(200, True), (302, False)]
    assert agreement.steps.count() == 1
    assert len(mail.outbox) == 2
