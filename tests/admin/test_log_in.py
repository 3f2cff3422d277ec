"""Logging in: wrong passwords have a limit, new ones come by mail, superusers read who came. Long: one door."""

import re
from datetime import timedelta
from importlib import reload

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse
from django.utils import timezone

from oasdir import urls
from orgunits.mail import send_due
from orgunits.models import Mail
from tests.helpers.html import assert_valid_html, texts
from tests.test_mail import FAILING, send_by

pytestmark = pytest.mark.django_db

LOG_IN = "/admin/login/"
ASK = "/admin/password_reset/"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def ana():
    return User.objects.create_user("ana", "ana@example.org", "Right-Password-1", is_staff=True)


def try_in(password, *, name="ana", network=HERE, client=None, **headers):
    sent = {"username": name, "password": password}
    return (client or Client()).post(LOG_IN, sent, REMOTE_ADDR=network, **headers)


def lock(limit=10, **where):
    return [try_in("wrong", **where).status_code for _ in range(limit)]


def test_the_tenth_wrong_password_is_answered_kindly_and_so_is_the_right_one_then():
    assert lock() == [200] * 9 + [429]

    response = try_in("Right-Password-1")
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert texts(response, ".//h1") == ["Too many wrong passwords"]
    assert "Wait 15 minutes, then try again." in texts(response, ".//p[@class='lede']")[0]
    assert_valid_html(response)
    assert "_auth_user_id" not in response.wsgi_request.session


def test_a_stranger_elsewhere_locks_nobody_out():
    lock(network=ELSEWHERE)

    assert try_in("Right-Password-1", network=ELSEWHERE).status_code == 429
    assert try_in("Right-Password-1").status_code == 302


def test_a_colleague_in_the_same_network_is_not_locked_out():
    User.objects.create_user("ben", password="Right-Password-2", is_staff=True)
    lock()

    assert try_in("Right-Password-2", name="ben").status_code == 302


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"HTTP_USER_AGENT": "browser {}"}, 10),
        ({"name": "ａna"}, 10),  # full-width: Django takes it for the same name
        ({"network": "[2001:db8::{}]:443"}, 10),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.{}"}, 10),  # what a client writes itself counts for nothing
    ],
)
def test_no_disguise_evades_the_limit(change, number):
    for count in range(number):
        response = try_in("wrong", **{name: value.format(count) for name, value in change.items()})

    assert response.status_code == 429


def test_behind_a_proxy_the_network_is_the_one_it_names(settings):
    settings.PROXIES = 1
    lock(network="127.0.0.1", HTTP_X_FORWARDED_FOR=f"1.1.1.1, {HERE}:4711")

    right = {"password": "Right-Password-1", "network": "127.0.0.1"}
    assert try_in(**right, HTTP_X_FORWARDED_FOR=f"{HERE}:4712").status_code == 429
    assert try_in(**right, HTTP_X_FORWARDED_FOR=ELSEWHERE).status_code == 302


def test_after_the_wait_one_may_try_again_and_trying_meanwhile_does_not_lengthen_it():
    lock()
    lock()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert try_in("Right-Password-1").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_the_right_password_forgets_the_wrong_ones():
    lock(9)
    assert try_in("Right-Password-1").status_code == 302

    assert lock(9) == [200] * 9


def test_the_log_says_who_and_from_where_in_one_line_and_never_the_password(caplog):
    lock(10)
    try_in("My-Password-9", name="ana\nAXES: Locking out nobody")

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert f"AXES: Locking out 'ana' from {HERE} after repeated login failures." in lines
    assert not any("\n" in line or "My-Password-9" in line or "wrong" in line for line in lines)
    assert "My-Password-9" not in str(list(AccessAttempt.objects.values()))


def test_superusers_read_who_came_and_let_in_who_was_locked_out(admin_client):
    try_in("Right-Password-1", network=ELSEWHERE)
    lock()

    signed_in = admin_client.get(reverse("admin:axes_accesslog_changelist"))
    assert [row.username for row in signed_in.context["cl"].result_list] == ["ana", "admin"]
    attempt = AccessAttempt.objects.get()
    page = reverse("admin:axes_accessattempt_delete", args=[attempt.pk])
    assert admin_client.post(page, {"post": "yes"}).status_code == 302

    assert try_in("Right-Password-1").status_code == 302


@pytest.mark.parametrize("model", ["accesslog", "accessattempt"])
def test_nobody_else_reads_it_and_nobody_changes_it(client, admin_client, ana, model):
    try_in("wrong")
    record = {"accesslog": AccessLog, "accessattempt": AccessAttempt}[model].objects.first()
    client.force_login(ana)

    assert client.get(reverse(f"admin:axes_{model}_changelist")).status_code == 403
    assert client.get(reverse(f"admin:axes_{model}_change", args=[record.pk])).status_code == 403
    page = reverse(f"admin:axes_{model}_change", args=[record.pk])
    assert admin_client.post(page, {"username": "forged"}).status_code == 403
    assert admin_client.get(reverse(f"admin:axes_{model}_add")).status_code == 403


# --- a new password ---


def ask(address, network=HERE, **headers):
    response = Client().post(ASK, {"email": address}, REMOTE_ADDR=network, **headers)
    send_due(now=timezone.now())
    return response


def link_to_new_password():
    return re.search(rf"{settings.SITE_URL}(/admin/reset/\S+)", mail.outbox[-1].body)[1]


def test_the_log_in_leads_to_a_new_password_by_mail(client):
    assert f'href="{ASK}' in client.get(LOG_IN).content.decode()
    assert client.get(ASK).status_code == 200

    assert ask("Ana@example.org").url == "/admin/password_reset/done/"
    assert mail.outbox[0].to == ["ana@example.org"]
    page = client.get(link_to_new_password(), follow=True)
    new = {"new_password1": "Other-Password-2", "new_password2": "Other-Password-2"}
    assert client.post(page.request["PATH_INFO"], new).url == "/admin/reset/done/"

    assert try_in("Right-Password-1").status_code == 200
    assert try_in("Other-Password-2").status_code == 302
    assert "new_password1" not in Client().get(link_to_new_password(), follow=True).content.decode()


def test_whether_somebody_has_the_address_is_not_said():
    known, unknown = ask("ana@example.org"), ask("nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_one_network_asks_five_times_an_hour():
    statuses = [ask(f"n{number}@example.org").status_code for number in range(6)]

    assert statuses == [302] * 5 + [429]
    assert ask("ana@example.org", network=ELSEWHERE).status_code == 302


def test_one_mailbox_gets_five_mails_an_hour_whoever_asks():
    for number in range(7):
        assert (
            ask("ana@example.org" if number % 2 else "ANA@example.org", network=f"192.0.2.{number}").status_code == 302
        )

    assert len(mail.outbox) == 5


def test_without_mail_there_is_no_such_page_and_no_link_to_it(client, settings):
    try:
        settings.HAS_MAIL = False
        reload(urls)
        clear_url_caches()
        assert "password_reset" not in client.get(LOG_IN).content.decode()
        assert client.get(ASK).status_code == 302  # to the log-in, as any address of the admin
        assert lock()[-1] == 429
    finally:
        settings.HAS_MAIL = True
        reload(urls)
        clear_url_caches()


def test_no_new_password_for_who_may_not_log_in(ana):
    ana.is_active = False
    ana.save()

    ask("ana@example.org")

    assert mail.outbox == []


def test_the_link_leads_to_the_site_of_the_settings_whatever_the_request_says():
    ask("ana@example.org", HTTP_HOST="localhost:6666")

    assert "6666" not in mail.outbox[0].body
    assert link_to_new_password().startswith("/admin/reset/")


def only_ask(address, page=ASK):
    """Without the command that sends."""
    assert Client().post(page, {"email": address}).status_code == 302


@pytest.fixture
def by_command(settings):
    settings.MAIL_AT_ONCE = False


@pytest.mark.usefixtures("by_command")
def test_the_request_sends_nothing_and_keeps_no_secret():
    only_ask("ana@example.org")

    assert mail.outbox == []
    (row,) = Mail.objects.values()
    assert (row["kind"], row["to"]) == ("new_password", "ana@example.org")
    assert not [value for value in map(str, row.values()) if "/" in value or "$" in value]
    assert send_due(now=timezone.now()) == (1, 0)
    assert send_due(now=timezone.now() + timedelta(days=1)) == (0, 0)
    assert [each.to for each in mail.outbox] == [["ana@example.org"]]


@pytest.mark.usefixtures("by_command")
def test_the_link_holds_from_when_it_is_sent(client, settings):
    only_ask("ana@example.org")
    late = timezone.now() + timedelta(hours=9)
    Mail.objects.update(made_at=timezone.now() - timedelta(hours=9))
    send_due(now=late)

    assert "new_password1" in client.get(link_to_new_password(), follow=True).content.decode()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "new_password1" not in Client().get(link_to_new_password(), follow=True).content.decode()


CHANGES = {
    "another password": lambda ana: ana.set_password("Other-Password-2"),
    "no password": lambda ana: ana.set_unusable_password(),
    "no log-in": lambda ana: setattr(ana, "is_active", False),
    "another address": lambda ana: setattr(ana, "email", "ana@example.com"),
    "signed in": lambda ana: setattr(ana, "last_login", timezone.now()),
}


@pytest.mark.usefixtures("by_command")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_one_asked_makes_the_mail_needless(ana, change):
    only_ask("ana@example.org")
    change(ana)
    ana.save()

    assert send_due(now=timezone.now()) == (0, 0)
    assert (mail.outbox, Mail.objects.count()) == ([], 0)


@pytest.mark.usefixtures("by_command")
def test_who_is_deleted_meanwhile_gets_none_and_can_be_deleted(ana, admin_client):
    only_ask("ana@example.org")
    page = reverse("admin:auth_user_delete", args=[ana.pk])

    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert (User.objects.filter(pk=ana.pk).exists(), Mail.objects.count()) == (False, 1)
    assert send_due(now=timezone.now()) == (0, 0)
    assert (mail.outbox, Mail.objects.count()) == ([], 0)


@pytest.mark.usefixtures("by_command")
def test_asking_costs_the_same_whether_somebody_has_the_address_or_not(ana):
    """The same statements, in the same order: what an address costs can't be timed."""
    inactive = User.objects.create_user("ben", "ben@example.org", "Right-Password-2", is_active=False)
    asked = []
    for address in (ana.email, "nobody@example.org", inactive.email):
        with CaptureQueriesContext(connection) as queries:
            only_ask(address)
        asked.append([re.sub(r"'[^']*'|\d+|NULL|None", "?", each["sql"]) for each in queries])

    assert asked[0] == asked[1] == asked[2]
    assert Mail.objects.count() == 3
    send_due(now=timezone.now())
    assert ([each.to for each in mail.outbox], Mail.objects.count()) == ([["ana@example.org"]], 1)


@pytest.mark.usefixtures("by_command")
def test_a_mail_server_that_refuses_is_tried_again_with_a_link_of_that_moment(client, settings):
    only_ask("ana@example.org")
    send_by(settings, FAILING)
    assert send_due(now=timezone.now()) == (0, 1)

    send_by(settings, "django.core.mail.backends.locmem.EmailBackend")
    assert send_due(now=timezone.now() + timedelta(hours=1)) == (1, 0)
    assert "new_password1" in client.get(link_to_new_password(), follow=True).content.decode()


@pytest.mark.usefixtures("by_command")
def test_the_mail_speaks_the_language_in_which_one_asked():
    client = Client()
    client.cookies["django_language"] = "es"
    client.post(ASK, {"email": "ana@example.org"})
    send_due(now=timezone.now())

    assert "contraseña" in mail.outbox[0].body


@pytest.mark.usefixtures("by_command")
def test_two_who_share_an_address_get_a_mail_each(ana):
    User.objects.create_user("ana2", "ANA@example.org", "Right-Password-2", is_staff=True)
    only_ask("ana@example.org")
    send_due(now=timezone.now())

    assert sorted(
        re.findall(r"\bana2?$", " ".join(each.body.split("you are:")[1].split()[:1]))[0] for each in mail.outbox
    ) == [
        "ana",
        "ana2",
    ]


@pytest.mark.usefixtures("by_command")
def test_the_list_of_mails_says_to_whom_and_what_waits(admin_client):
    only_ask("ana@example.org")
    row = Mail.objects.get()

    page = admin_client.get(reverse("admin:orgunits_mail_changelist"))
    assert [str(each) for each in page.context["cl"].result_list] == ["a new password, ana@example.org"]
    shown = admin_client.get(reverse("admin:orgunits_mail_change", args=[row.pk]))
    assert shown.status_code == 200
    assert row.log_in not in shown.content.decode()


def test_where_mails_go_to_the_terminal_it_is_there_at_once(settings):
    settings.MAIL_AT_ONCE = True
    only_ask("ana@example.org")

    assert len(mail.outbox) == 1
