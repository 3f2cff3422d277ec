"""The mails that wait: written with their step, sent by a command, tried again, given up, and never read here."""

import socket
import threading
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth import get_user_model
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from oasdir.settings import mail_settings
from orgunits.agreements.stages import add_message
from orgunits.mail import send_due
from orgunits.models import AgreementStep, CooperationAgreement, FollowLink, Mail
from tests.helpers.admin_agreements import logged_in, make_move, proposed
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


class Failing(EmailBackend):
    """A server that breaks off."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


FAILING = f"{__name__}.Failing"


def send_by(settings, backend, **options):
    for name, value in mail_settings({"BACKEND": backend, "OPTIONS": options}).items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def by_command(settings):
    """As with a mail server: nothing is sent within a request."""
    settings.MAIL_AT_ONCE = False


def test_a_request_writes_its_mails_and_the_command_sends_them_once(client, capsys):
    today()
    make_office(email="office@example.org")

    proposed(client, unit="")

    assert outbox.outbox == []
    assert sorted(Mail.objects.values_list("kind", "to")) == [
        ("confirmation", PROPOSAL["email"]),
        ("to_staff", "office@example.org"),
    ]
    for _again in range(2):
        call_command("send_mail")
    assert [each.to for each in outbox.outbox] == [[PROPOSAL["email"]], ["office@example.org"]]
    assert client.get(link_in(outbox.outbox[0])).status_code == 200
    assert capsys.readouterr().out.splitlines() == [
        "2 sent, 0 failed, 0 waiting, 0 given up.",
        "0 sent, 0 failed, 0 waiting, 0 given up.",
    ]


def test_every_mail_names_its_one_receiver_and_says_that_no_program_should_answer(client, django_user_model):
    today()
    make_office(email="office@example.org")
    proposed(client, unit="")
    add_message(CooperationAgreement.objects.get(proposal__isnull=False), "More of it.", day=timezone.localdate())
    ana = django_user_model.objects.create_user("ana", "ana@example.org", "secret", is_staff=True)
    Mail.objects.ask_for_new_password(ana.email, [ana], language="es", now=timezone.now())

    call_command("send_mail")

    sent = [each.message() for each in outbox.outbox]
    assert [message["To"] for message in sent] == [
        PROPOSAL["email"], "office@example.org", "office@example.org", "ana@example.org",
    ]  # fmt: skip
    for message in sent:
        assert {name: message[name] for name in ("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress")} == {
            "Auto-Submitted": "auto-generated",
            "Precedence": "bulk",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        }
        assert [name for name in message if name in ("Cc", "Bcc") or name.startswith("List-")] == []


def test_no_secret_is_kept_before_a_mail_is_sent(client):
    today()

    proposed(client)

    assert FollowLink.objects.count() == 0
    kept = [str(value) for row in Mail.objects.values() for value in row.values()]
    assert not [value for value in kept if "follow" in value or len(value) > 40]


def test_a_step_that_is_undone_leaves_no_mail(client):
    today()
    agreement = proposed(client)
    before = Mail.objects.count()

    with transaction.atomic():
        add_message(agreement, "Hello", day=timezone.localdate())
        transaction.set_rollback(True)

    assert (AgreementStep.objects.count(), Mail.objects.count()) == (0, before)


def test_a_refused_mail_waits_longer_each_time_and_is_given_up_after_five_days(client, settings):
    today()
    proposed(client)
    send_by(settings, FAILING)
    row = Mail.objects.get()
    now, waits = row.made_at, []

    while (row := Mail.objects.get()).due_at:
        now = max(now, row.due_at)
        assert send_due(now=now) == (0, 1)
        row.refresh_from_db()
        waits.append(row.due_at and row.due_at - now)

    minutes = [wait and wait / timedelta(minutes=1) for wait in waits]
    assert minutes[:6] == [1, 5, 15, 60, 240, 240]
    assert minutes[-1] is None
    assert timedelta(days=4) < now - row.made_at < timedelta(days=5)
    assert (row.is_given_up, row.sent_at, row.error) == (True, None, "SMTPServerDisconnected: gone")
    assert list(Mail.objects.given_up()) == [row]


def test_a_server_that_is_back_after_an_hour_gets_every_mail_once(client, settings):
    today()
    agreement = proposed(client)
    send_by(settings, FAILING)
    make_move(logged_in(make_officer("officer", "social")), agreement, "under_review")
    start = timezone.now()
    for minutes in range(60):
        send_due(now=start + timedelta(minutes=minutes))
    assert outbox.outbox == []

    send_by(settings, "django.core.mail.backends.locmem.EmailBackend")
    for hours in range(1, 8):
        send_due(now=start + timedelta(hours=hours))

    assert sorted(each.subject.partition(": ")[2] for each in outbox.outbox) == ["", "it is under review"]
    assert not Mail.objects.waiting().exists()


def test_a_mail_goes_in_the_language_of_its_receiver_whatever_the_sender_speaks(client):
    today()
    client.post("/es/agreements/propose/", PROPOSAL)

    call_command("send_mail")

    assert outbox.outbox[0].subject.startswith("Su propuesta")


def test_links_lead_to_the_site_whatever_host_a_request_names(client, settings):
    today()
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://directory.example.org"

    client.post("/en/agreements/propose/", PROPOSAL, headers={"host": "evil.example:6666"})
    call_command("send_mail")

    assert "https://directory.example.org/en/agreements/follow/" in outbox.outbox[0].body
    assert "evil" not in outbox.outbox[0].body


def test_a_silent_server_keeps_nobody_waiting(client, settings):
    """It takes the connection and says nothing: the request is answered, and the command goes on after its time."""
    today()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        send_by(settings, "django.core.mail.backends.smtp.EmailBackend", host=host, port=port, timeout=0.3)

        assert send(client).status_code == 302
        assert send_due(now=timezone.now()) == (0, 1)

    row = Mail.objects.get()
    assert (stored(), row.tries, row.error.endswith("timed out")) == (1, 1, True)


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(client):
    today()
    for number in range(4):
        proposed(client, title=f"River {number}", email=f"river{number}@example.org")
    together = threading.Barrier(2)
    outcomes = []

    def sender():
        try:
            together.wait(10)
            outcomes.append(send_due(now=timezone.now()))
        finally:
            connection.close()

    senders = [threading.Thread(target=sender) for _each in range(2)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()

    assert (sum(sent for sent, _failed in outcomes), len(outbox.outbox)) == (4, 4)
    assert len({message.to[0] for message in outbox.outbox}) == 4


# == In the admin


LIST = "/admin/orgunits/mail/"


def test_staff_see_what_waits_and_try_again_what_was_given_up(admin_client, client):
    today()
    make_officer("silent", "social")
    get_user_model().objects.update(email="")
    proposed(client)
    Mail.objects.update(due_at=None, error="TimeoutError: timed out", tries=30)

    response = admin_client.get(LIST, {"state": "given_up"})
    assert [str(row) for row in response.context["cl"].result_list] == [str(Mail.objects.get())]
    assert "TimeoutError" in response.content.decode()
    chosen = {"action": "try_again", "_selected_action": [Mail.objects.get().pk]}
    response = admin_client.post(LIST, chosen, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["One mail will be tried again."]
    assert send_due(now=timezone.now()) == (1, 0)
    assert list(admin_client.get(LIST, {"state": "waiting"}).context["cl"].result_list) == []
