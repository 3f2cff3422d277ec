"""The second factor of the log-in: where it is on, no password alone opens anything. Long: one door."""

import re
import threading
import time
from datetime import timedelta
from importlib import reload

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, clear_url_caches, reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from oasdir import urls
from orgunits import second_factor
from orgunits.mail import send_due
from orgunits.models import Structure, Theme
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html

pytestmark = pytest.mark.django_db

LOG_IN, INDEX = "/admin/login/", "/admin/"
STEP = "/admin/second_factor/"
BEGIN, SET_UP, CODES = f"{STEP}begin/", f"{STEP}set_up/", f"{STEP}recovery_codes/"
PASSWORD = "Right-Password-1"


@pytest.fixture
def on(settings):
    settings.SECOND_FACTOR = True
    reload(urls)
    clear_url_caches()
    yield
    settings.SECOND_FACTOR = False
    reload(urls)
    clear_url_caches()


@pytest.fixture(autouse=True)
def ana():
    return User.objects.create_superuser("ana", "ana@example.org", PASSWORD)


@pytest.fixture
def device(ana):
    """Ana's, set up some time ago."""
    return TOTPDevice.objects.create(user=ana, name="device")


@pytest.fixture
def recovery(ana):
    return second_factor.new_recovery_codes(ana)


def code_of(device):
    return f"{totp(device.bin_key):06d}"


def wrong(device):
    return f"{(totp(device.bin_key) + 500_000) % 1_000_000:06d}"


def with_password(to=INDEX, name="ana"):
    client = Client()
    assert client.post(LOG_IN, {"username": name, "password": PASSWORD, "next": to}).status_code == 302
    return client


def give(client, code, address=STEP):
    return client.post(address, {"code": code})


def verified(device):
    client = with_password()
    TOTPDevice.objects.update(last_t=-1)
    assert give(client, code_of(device)).status_code == 302
    return client


def is_in(client):
    return client.get(INDEX).status_code == 200


def later(seconds):
    """As if the last wrong code had been given so long ago."""
    for devices in (TOTPDevice.objects, StaticDevice.objects):
        devices.filter(throttling_failure_count__gt=0).update(
            throttling_failure_timestamp=timezone.now() - timedelta(seconds=seconds)
        )


def test_where_it_is_off_nothing_is_there_and_nobody_is_asked(device):
    client = with_password()

    with CaptureQueriesContext(connection) as queries:
        assert is_in(client)
    assert [each["sql"] for each in queries if "otp_" in each["sql"]] == []
    with pytest.raises(NoReverseMatch):
        reverse("second_factor")
    assert client.get(STEP).status_code == 404
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert client.get(f"/admin/{model}/").status_code == 404
    assert "second_factor" not in client.get(INDEX).content.decode()


@pytest.mark.usefixtures("on")
def test_the_password_alone_opens_nothing(client, ana):
    make_structure("draft", status=Structure.Status.DRAFT)
    draft = "/en/structure/?structure=draft"
    client.force_login(ana)

    for page in (INDEX, "/admin/orgunits/theme/", "/admin/auth/user/", "/admin/password_change/", "/admin/no/such/"):
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0].startswith(STEP)
        assert not answer.context["user"].is_authenticated
    assert client.get(draft).status_code == 404
    assert client.post("/admin/orgunits/theme/add/", {"slug": "forged"}).status_code == 403
    assert not Theme.objects.exists()
    give_first_code(client, ana)
    assert client.get(draft).status_code == 200


def give_first_code(client, user):
    assert client.post(BEGIN).url == SET_UP
    return give(client, code_of(TOTPDevice.objects.get(user=user, confirmed=False)), SET_UP)


@pytest.mark.usefixtures("on")
def test_one_sets_up_a_device_and_signs_in_with_its_codes(ana):
    client = with_password()
    first = client.get(INDEX, follow=True)
    assert first.context["step"] == "none_yet"
    assert_valid_html(first)
    assert not TOTPDevice.objects.exists()

    shown = client.post(BEGIN, follow=True)
    device = TOTPDevice.objects.get()
    assert_valid_html(shown)
    text = shown.content.decode()
    assert shown.context["secret"].replace(" ", "") in text.replace(" ", "")
    assert "<svg" in text
    assert "issuer=localhost" in shown.context["address"]
    assert "style=" not in text[text.index("<svg") : text.index("</svg>")]
    assert [give(client, wrong(device), SET_UP).status_code for _try in range(2)] == [200, 429]
    assert not is_in(client)
    later(2)
    codes = give(client, code_of(device), SET_UP)
    assert_valid_html(codes)
    assert len(set(codes.context["codes"])) == StaticToken.objects.count() == 10
    assert is_in(client)

    again = with_password()
    asked = again.get("/admin/orgunits/theme/", follow=True)
    assert asked.redirect_chain[-1][0] == f"{STEP}?next=%2Fadmin%2Forgunits%2Ftheme%2F"
    assert_valid_html(asked)
    TOTPDevice.objects.update(last_t=-1)
    assert give(again, code_of(device), asked.redirect_chain[-1][0]).url == "/admin/orgunits/theme/"
    assert is_in(again)
    assert_valid_html(again.get(STEP))
    assert f'href="{STEP}"' in again.get(INDEX).content.decode()


@pytest.mark.usefixtures("on")
def test_a_code_leads_to_no_other_site(device):
    client = with_password()

    assert give(client, code_of(device), f"{STEP}?next=https://evil.example/").url == INDEX


@pytest.mark.usefixtures("on")
def test_a_code_holds_once(device, recovery):
    code = code_of(device)

    assert give(with_password(), code).status_code == 302
    assert give(with_password(), code).status_code == 200
    for status in (302, 200):
        assert give(with_password(), f" {recovery[0][:4].upper()}-{recovery[0][4:]} ").status_code == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["of the device", "of recovery"])
def test_of_two_who_give_one_code_at_once_one_gets_in(ana, device, recovery, kind):
    code = code_of(device) if kind == "of the device" else recovery[0]
    found = []

    def give_it():
        try:
            found.append(second_factor.check(ana, code)[0] is not None)
        finally:
            connection.close()

    both = [threading.Thread(target=give_it) for _each in range(2)]
    with transaction.atomic():
        # Held until both have come as far as they can.
        assert [*TOTPDevice.objects.select_for_update(), *StaticDevice.objects.select_for_update()]
        for each in both:
            each.start()
        time.sleep(0.5)
    for each in both:
        each.join()

    assert sorted(found) == [False, True]


@pytest.mark.usefixtures("on")
def test_wrong_codes_have_to_wait_longer_each_time_and_the_log_says_so(device, recovery, caplog):
    client = with_password()

    for wait in (1, 2, 4):
        assert give(client, wrong(device)).status_code == 200
        refused = give(with_password(), code_of(device))  # the right one, in another session
        assert (refused.status_code, str(wait) in refused.context["form"].errors["code"][0] or wait == 1) == (429, True)
        later(wait + 1)
    lines = [record.getMessage() for record in caplog.records if record.name == "orgunits.views.second_factor"]
    assert lines == ["Wrong code of 'ana' from 127.0.0.1."] * 3
    later(60)
    assert give(client, code_of(device)).status_code == 302
    assert TOTPDevice.objects.get().throttling_failure_count == 0


@pytest.mark.usefixtures("on")
def test_a_code_may_be_pasted_with_what_nobody_sees(device):
    code = code_of(device)

    client = with_password()
    give(client, f"\ufeff{code[:3]}\u00a0{code[3:]}\u200b")

    assert is_in(client)


@pytest.mark.usefixtures("on")
def test_what_can_be_no_code_counts_for_nothing(device, recovery):
    client = with_password()
    for code in ("", "12345", "1234567", "abc", "１２３４５６", "-" * 40, "x" * 41, "\0"):
        assert give(client, code).status_code in (200, 400)

    assert give(client, code_of(device)).status_code == 302


@pytest.mark.usefixtures("on")
def test_who_has_a_device_gets_no_other_by_the_password_alone(device, recovery):
    client = with_password()

    for address in (BEGIN, CODES):
        assert client.post(address).url == STEP
    assert client.get(SET_UP).url == STEP
    assert list(TOTPDevice.objects.all()) == [device]
    assert sorted(StaticToken.objects.values_list("token", flat=True)) == sorted(recovery)


@pytest.mark.usefixtures("on")
def test_a_secret_that_a_stranger_saw_becomes_nobodys(ana):
    """With the password, a stranger begins first; whoever sets up then gets a secret of their own."""
    stranger, client = with_password(), with_password()
    stranger.post(BEGIN)
    seen = TOTPDevice.objects.get()

    assert client.get(SET_UP).url == STEP
    client.post(BEGIN)
    assert TOTPDevice.objects.get().key != seen.key
    assert stranger.get(SET_UP).url == STEP
    give(client, code_of(TOTPDevice.objects.get()), SET_UP)
    assert (is_in(client), is_in(stranger)) == (True, False)


@pytest.mark.usefixtures("on")
def test_of_two_who_began_only_one_sets_up(ana):
    """The other's began before there was a device, and is confirmed after."""
    late = second_factor.begin(ana)
    TOTPDevice.objects.create(user=ana, name="device")

    assert second_factor.confirm(ana, late.pk, code_of(late), may_replace=False) == (None, 0)


@pytest.mark.usefixtures("on")
def test_a_new_device_takes_the_place_of_the_old_one_everywhere(ana, device, recovery):
    elsewhere, client = verified(device), verified(device)

    give_first_code(client, ana)

    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert TOTPDevice.objects.get().key != device.key
    assert not StaticToken.objects.filter(token__in=recovery).exists()


@pytest.mark.usefixtures("on")
def test_new_recovery_codes_end_the_old_ones(device, recovery):
    page = verified(device).post(CODES)

    assert sorted(StaticToken.objects.values_list("token", flat=True)) == sorted(page.context["codes"])
    assert give(with_password(), recovery[0]).status_code == 200


@pytest.mark.usefixtures("on")
def test_the_command_lets_in_who_lost_everything_and_ends_what_was_open(device, recovery, capsys):
    client = verified(device)

    call_command("reset_second_factor", "ana")
    call_command("reset_second_factor", "ana")

    assert capsys.readouterr().out.splitlines() == ["Forgotten.", "ana has no second factor."]
    assert not is_in(client)
    assert with_password().get(INDEX, follow=True).context["step"] == "none_yet"
    with pytest.raises(CommandError, match="Nobody logs in as 'nobody'"):
        call_command("reset_second_factor", "nobody")


@pytest.mark.usefixtures("on")
def test_wrong_passwords_are_counted_as_ever(device):
    wrongly = {"username": "ana", "password": "wrong"}

    assert [Client().post(LOG_IN, wrongly).status_code for _try in range(10)] == [200] * 9 + [429]
    assert Client().post(LOG_IN, {"username": "ana", "password": PASSWORD}).status_code == 429


@pytest.mark.usefixtures("on")
def test_a_new_password_by_mail_is_no_way_round(device):
    client = Client()
    client.post("/admin/password_reset/", {"email": "ana@example.org"})
    send_due(now=timezone.now())
    link = re.search(r"https?://[^/]+(/admin/reset/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"})

    assert client.post(LOG_IN, {"username": "ana", "password": PASSWORD + "x", "next": INDEX}).status_code == 302
    assert not is_in(client)


@pytest.mark.usefixtures("on")
def test_the_device_of_somebody_else_opens_nothing(ana, device):
    ben = User.objects.create_user("ben", password=PASSWORD, is_staff=True)
    TOTPDevice.objects.create(user=ben, name="device")
    client = with_password(name="ben")
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()

    assert give(client, code_of(device)).status_code == 200
    assert not is_in(client)


@pytest.mark.usefixtures("on")
def test_cancelling_forgets_the_password(device):
    client = with_password()

    assert client.post(f"{STEP}leave/").url.startswith(LOG_IN)
    assert client.get(STEP).url.startswith(LOG_IN)
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("on")
def test_the_session_gets_another_key_with_the_code(device):
    client = with_password()
    before = client.session.session_key
    give(client, code_of(device))

    assert client.session.session_key != before


@pytest.mark.parametrize("page", ["/en/about/", "/healthz"])  # the latter asks for no user
def test_readers_are_answered_alike(settings, request, page):
    def answer():
        with CaptureQueriesContext(connection) as queries:
            found = Client().get(page)
        return found.status_code, found.headers.get("Vary"), dict(found.cookies), len(queries)

    before = answer()
    request.getfixturevalue("on")

    assert answer() == before


@pytest.mark.usefixtures("on")
def test_who_has_a_device_can_be_deleted(device, recovery):
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    client = with_password(name="boss")
    give_first_code(client, boss)

    assert client.post(f"/admin/auth/user/{device.user_id}/delete/", {"post": "yes"}).status_code == 302
    assert not TOTPDevice.objects.filter(user_id=device.user_id).exists()


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_devices_and_recovery_codes(device, recovery, documents, tmp_path):
    call_command("backup", tmp_path / "backup")
    TOTPDevice.objects.update(key="00" * 20)
    StaticDevice.objects.all().delete()

    call_command("restore", tmp_path / "backup", "--replace")

    assert TOTPDevice.objects.get().key == device.key
    assert sorted(StaticToken.objects.values_list("token", flat=True)) == sorted(recovery)


@pytest.mark.usefixtures("on")
def test_the_step_speaks_spanish(device):
    client = with_password()
    client.cookies["django_language"] = "es"

    assert "código" in client.get(STEP).content.decode()


@pytest.mark.usefixtures("on")
def test_before_the_code_no_bar_says_that_one_may_not_edit_anything(device):
    assert 'id="nav-sidebar"' not in with_password().get(STEP).content.decode()
    assert 'id="nav-sidebar"' in verified(device).get(STEP).content.decode()
