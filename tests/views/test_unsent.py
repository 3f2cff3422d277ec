"""What a person typed survives a log-in that ended, another log-in and a lost cookie."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from orgunits.models import OrganizationalUnit, Source
from tests.helpers.admin_forms import fields_of
from tests.helpers.admin_tree import drag
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.html import assert_valid_html, parsed, texts
from tests.helpers.proposals import FORM, PROPOSAL, pdf, stored, today
from tests.helpers.typed import switch, typed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

LONG = "Clean the river, “Río Negro”,\r\nwith <all> its people. " * 400


@pytest.fixture
def editor():
    return User.objects.create_superuser("ana", password="secret")


@pytest.fixture
def strict(editor):
    """A browser that is logged in, and whose forms are looked at as in earnest."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def cause(response):
    assert_valid_html(response)
    assert (response.status_code, response["Cache-Control"]) == (403, "no-store, private")
    return texts(response, ".//p[@class='lede']")[0]


def send_again(client, response, address):
    form = next(form for form in parsed(response).iter("form") if form.get("id") == "unsent")
    assert (form.get("action"), form.get("method")) == (address, "post")
    return client.post(address, fields_of(response, "unsent"))


def log_in_elsewhere(client, editor):
    """In another tab of the same browser: the session and the token of forms are new."""
    form = fields_of(client.get(reverse("admin:login")), "login-form")
    client.post(reverse("admin:login"), {**form, "username": "ana", "password": "secret"})


def log_in_there(client, response, *, password):
    """By the form of the page that says that the log-in had ended."""
    fields = {**fields_of(response, "log-in"), "username": "ana", "password": password}
    return client.post(reverse("admin:login"), fields)


@pytest.mark.parametrize("page", ["add", "change"])
def test_a_form_that_came_after_the_session_ended_is_sent_again_as_it_was_typed(strict, editor, page):
    source = make_source("report", title="Report")
    address = reverse(f"admin:orgunits_source_{page}", args=[source.pk] if page == "change" else [])
    fields = {**fields_of(strict.get(address), "source_form"), "slug": "new", "note_en": LONG, "title": "Río “Negro”"}
    fields["kind"] = "document"
    strict.cookies.pop("sessionid")

    ended = strict.post(address, fields)

    assert cause(ended) == "Your session expired before you sent the form. Nothing was saved."
    assert LONG.split("\r")[0] in " ".join(texts(ended, ".//p[@class='as-written']"))
    assert Source.objects.filter(slug="new").count() == 0
    assert "sessionid" not in strict.cookies  # it is kept in the page alone
    refused = log_in_there(strict, ended, password="wrong")
    assert cause(refused) == cause(ended)
    back = log_in_there(strict, refused, password="secret")
    assert_valid_html(back)
    assert texts(back, ".//p[@class='lede']") == ["You are logged in. Nothing has been saved yet."]
    assert Source.objects.filter(slug="new").count() == 0
    assert send_again(strict, back, address).status_code == 302
    kept = Source.objects.get(slug="new")
    assert (kept.title, kept.note_en) == ("Río “Negro”", LONG.replace("\r", "").strip())


def test_a_form_after_a_log_in_in_another_tab_names_that_and_is_sent_again(strict, editor):
    address = reverse("admin:orgunits_source_add")
    fields = {**fields_of(strict.get(address), "source_form"), "slug": "new", "title": "New", "kind": "document"}
    strict.logout()
    log_in_elsewhere(strict, editor)

    response = strict.post(address, fields)

    assert cause(response) == "Somebody logged in or out in this browser after the form was opened. Nothing was saved."
    assert "cookie" not in cause(response)
    assert send_again(strict, response, address).status_code == 302
    assert Source.objects.filter(slug="new").count() == 1


def test_the_public_form_survives_a_lost_cookie_and_says_that_the_file_does_not():
    today()
    strict = Client(enforce_csrf_checks=True)
    fields = {**fields_of(strict.get(FORM), "proposal"), **PROPOSAL, "text": LONG[:2000]}
    strict.cookies.clear()

    response = strict.post(FORM, {**fields, "document": pdf()})

    assert "cookies are blocked" in cause(response)
    assert "Your file is not" in " ".join(texts(response, ".//div[@class='prose']//p"))
    assert stored() == 0
    there = switch(strict, response, "unsent")
    assert (parsed(there).get("lang"), typed_in(there)["text"]) == ("es", [fields["text"].replace("\r", "").strip()])
    assert send_again(strict, response, FORM).status_code == 302
    assert stored() == 1


def test_with_a_second_factor_one_logs_in_elsewhere_and_sends_the_form_from_its_page(strict, editor, settings):
    address = reverse("admin:orgunits_source_add")
    fields = {**fields_of(strict.get(address), "source_form"), "slug": "new", "title": "New", "kind": "document"}
    strict.cookies.pop("sessionid")
    settings.SECOND_FACTOR = True  # its own pages are there only where the site starts with it
    ended = strict.post(address, fields)
    assert cause(ended) == "Your session expired before you sent the form. Nothing was saved."
    settings.SECOND_FACTOR = False
    log_in_elsewhere(strict, editor)

    again = send_again(strict, ended, address)  # with the token of before the log-in

    assert cause(again) == "Somebody logged in or out in this browser after the form was opened. Nothing was saved."
    assert send_again(strict, again, address).status_code == 302


@pytest.mark.parametrize("kept", ["", "nonsense", "WyIvYWRtaW4vIiwgW11d:1abc:def"])
def test_what_is_not_signed_here_is_not_offered_to_be_sent(client, editor, kept):
    response = client.post(reverse("admin:login"), {"username": "ana", "password": "secret", "kept": kept})

    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_what_another_site_sent_is_not_offered_to_be_sent_again(strict):
    address = reverse("admin:orgunits_source_add")

    response = strict.post(address, {"slug": "evil", "title": "Evil plan"}, headers={"origin": "https://evil.example"})

    assert cause(response) == "The form did not come from a page of this site. Nothing was saved."
    assert parsed(response).find(".//form[@id='unsent']") is None
    assert "evil" not in response.content.decode().lower()


def test_a_password_is_never_shown_again():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("admin:login"), {"username": "ana", "password": "words of mine"})

    assert "cookies are blocked" in cause(response)
    assert "words of mine" not in response.content.decode()
    assert parsed(response).find(".//form[@id='unsent']") is None


def test_a_change_of_password_after_the_session_ended_leads_to_the_log_in(client):
    address = reverse("admin:password_change")

    response = client.post(address, {"old_password": "one", "new_password1": "two", "new_password2": "two"})

    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={address}")


def test_a_script_and_the_log_out_are_led_to_the_log_in_as_before(client):
    draft = make_structure()

    assert drag(client, place(draft, "sedi"), place(draft, "sla")).status_code == 302
    assert client.post(reverse("admin:logout")).status_code == 302
    assert OrganizationalUnit.objects.count() > 0


def test_who_is_logged_in_without_being_staff_is_not_told_of_an_ended_log_in(client):
    client.force_login(User.objects.create_user("reader"))

    assert client.post(reverse("admin:orgunits_source_add"), {"title": "x y"}).status_code == 302
