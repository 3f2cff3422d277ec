"""Whom of the staff the mails about a proposal go to: orgunits/agreements/mails.py."""

import pytest
from django.core import mail
from django.urls import reverse

from tests.helpers.admin_agreements import logged_in, make_move, proposed, stages_url
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


@pytest.fixture(autouse=True)
def staff(db):
    """Officers of the unit, of one above, of another branch, one who has left, one without an address; the office."""
    today()
    make_officer("branch", "sedi", email="branch@example.org")
    make_officer("elsewhere", "spa", email="spa@example.org")
    make_officer("silent", "social")
    left = make_officer("left", "social", email="left@example.org")
    left.is_active = False
    left.save()
    make_office(email="office@example.org")
    return make_officer("unit", "social", email="unit@example.org")


BRANCH = ["branch@example.org", "unit@example.org"]


def mails_sent(since=0):
    """(who, news) of the mails to the staff after so many."""
    found = {}
    for each in mail.outbox[since:]:
        if each.to != [PROPOSAL["email"]]:
            found.setdefault((each.subject.partition(": ")[2], each.subject), []).extend(each.to)
    return [(sorted(who), news) for (news, _subject), who in found.items()]


def test_a_new_proposal_is_told_to_the_officers_of_its_branch_without_a_secret(client, settings):
    agreement = proposed(client, title="Clean rivers", text="Between us")

    confirmation, to_staff, _to_the_other = mail.outbox
    assert [each.bcc for each in mail.outbox] == [[], [], []]
    assert mails_sent() == [(BRANCH, "a new proposal has arrived")]
    assert to_staff.subject == f"Proposal {agreement.proposal.number}: a new proposal has arrived"
    assert f"{settings.SITE_URL}{stages_url(agreement)}" in to_staff.body
    assert "Clean rivers" in to_staff.body
    for secret in (link_in(confirmation), "/follow/", "rivers@example.org", "Between us"):
        assert secret not in to_staff.body


def test_the_officers_are_written_to_in_the_language_they_last_wrote_in(client, staff):
    agreement, officer = proposed(client), logged_in(staff)
    officer.cookies["django_language"] = "es"
    make_move(officer, agreement, "under_review")
    before = len(mail.outbox)

    proposed(client, title="Clean lakes")

    assert sorted(mails_sent(before)) == [
        (["branch@example.org"], "a new proposal has arrived"),
        (["unit@example.org"], "ha llegado una nueva propuesta"),
    ]


def test_what_the_proposer_writes_and_a_withdrawal_reach_the_officers(client):
    proposed(client)
    link, before = link_in(mail.outbox[0]), len(mail.outbox)

    client.post(link, {"message": "1", "message-text": "Between us"})
    client.post(link, {"withdraw": "1", "withdraw-stage": "proposed", "withdraw-reason": "Between us"})

    assert mails_sent(before) == [(BRANCH, "message of the proposer"), (BRANCH, "it was withdrawn")]
    for message in mail.outbox[before:]:
        to_proposer = message.to == [PROPOSAL["email"]]
        assert to_proposer or ("Between us" not in message.body and "/follow/" not in message.body)


def test_the_office_is_told_when_it_is_its_turn_and_then_of_messages_too(client, staff):
    agreement = proposed(client)
    link, before = link_in(mail.outbox[0]), len(mail.outbox)

    for to in ("under_review", "preliminary", "with_secretary_general"):
        make_move(logged_in(staff), agreement, to)
    client.post(link, {"message": "1", "message-text": "We are glad."})
    client.post(link, {"withdraw": "1", "withdraw-stage": "with_secretary_general"})

    everybody = sorted([*BRANCH, "office@example.org"])
    messages = mails_sent(before)
    assert messages[0] == (["office@example.org"], "it was sent to the Secretary General")
    assert sorted({(address, news) for who, news in messages[1:] for address in who}) == sorted(
        (address, news) for address in everybody for news in ("message of the proposer", "it was withdrawn")
    )


def test_a_hand_over_is_told_to_the_officers_of_the_unit_it_goes_to(client, staff):
    agreement, before = proposed(client), len(mail.outbox)
    page = reverse("admin:orgunits_agreementonitsway_hand_over", args=[agreement.pk])

    logged_in(staff).post(page, {"stage": "proposed", "unit": "spa", "reason": "Politics"})

    assert mails_sent(before) == [(["spa@example.org"], "handed over")]


def test_where_a_branch_has_no_officer_the_office_is_told(client):
    proposed(client, unit="")

    assert mails_sent() == [(["office@example.org"], "a new proposal has arrived")]
