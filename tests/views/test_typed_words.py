"""What a person typed survives: another language, a log-in that ended, another log-in, a lost cookie."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from orgunits.models import AgreementProposal, AgreementStep, Attempt, FollowLink, OrganizationalUnit, Source
from tests.helpers.admin_forms import fields_of
from tests.helpers.admin_tree import drag
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, parsed, texts
from tests.helpers.proposals import FORM, PROPOSAL, pdf, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

LONG = "Clean the river, “Río Negro”,\r\nwith <all> its people. " * 400
TYPED = {**PROPOSAL, "text": LONG, "title": "", "email": "half@"}  # half filled in, and not right yet


def languages(response):
    """The buttons by which the page's form comes back in another language."""
    return [button for button in parsed(response).iter("button") if button.get("name") == "in_this_language"]


def switch(client, response, form_id, **typed):
    """Presses the button of the other language, as a browser does: with all that is in the form."""
    button = languages(response)[0]
    assert button.get("form") == form_id
    fields = {**fields_of(response, form_id), **typed, button.get("name"): button.get("value")}
    return client.post(button.get("formaction"), fields)


def typed_in(response, form_id="proposal"):
    return {
        name: [value.replace("\r", "") for value in values] for name, values in fields_of(response, form_id).items()
    }


# --- another language ---


def test_the_language_switch_keeps_all_that_was_typed(client):
    today()
    make_state("PE", "Peru")

    response = switch(client, client.get(FORM), "proposal", **TYPED, countries=["pe"])

    assert_valid_html(response)
    assert (response.status_code, parsed(response).get("lang")) == (200, "es")
    there = typed_in(response)
    assert there["text"] == [LONG.replace("\r", "")]
    assert {name: there[name] for name in ("organization", "title", "email", "type", "countries")} == {
        "organization": [PROPOSAL["organization"]],
        "title": [""],
        "email": ["half@"],
        "type": [PROPOSAL["type"]],
        "countries": ["pe"],
    }
    # Nothing is sent by it: nothing is checked, counted or stored.
    assert parsed(response).findall(".//*[@role='alert']") == []
    assert (stored(), Attempt.objects.count()) == (0, 0)
    # And back.
    again = switch(client, response, "proposal")
    assert (parsed(again).get("lang"), typed_in(again)["text"]) == ("en", there["text"])


def test_the_language_switch_works_on_a_form_that_came_back_with_errors(client):
    today()
    refused = client.post(FORM, {**fields_of(client.get(FORM), "proposal"), **TYPED})

    response = switch(client, refused, "proposal")

    assert (parsed(response).get("lang"), typed_in(response)["text"]) == ("es", [LONG.replace("\r", "")])


def test_what_is_renewed_and_the_unit_stay_and_a_file_has_to_be_chosen_again(client):
    today()
    make_agreement("rivers", title="Rivers", unit=make_unit("social"))
    first = client.get(f"{FORM}?renews=rivers")

    response = switch(client, first, "proposal", document=pdf())

    assert (typed_in(response)["renews"], typed_in(response)["unit"]) == (["rivers"], ["social"])
    assert len(parsed(response).findall(".//p[@class='choose-again']")) == 1
    assert client.get("/es/agreements/rivers/").status_code == 200
    assert [link.get("href") for link in parsed(response).findall(".//main//div[@class='notice']//a")] == [
        "/es/agreements/rivers/"
    ]


def test_enter_in_a_field_sends_the_form_and_does_not_switch(client):
    """It presses the first button of the form, wherever in the page that is."""
    today()

    first = next(button for button in parsed(client.get(FORM)).iter("button") if button.get("form") == "proposal")

    assert (first.get("name"), first.get("formaction"), first.get("type")) == (None, None, "submit")


def test_a_message_to_the_unit_survives_the_language_switch(client):
    today()
    sent = client.post(FORM, {**fields_of(client.get(FORM), "proposal"), **PROPOSAL})
    assert sent.status_code == 302
    page = reverse("orgunits:follow_proposal", args=[FollowLink.objects.make(AgreementProposal.objects.get())])
    steps = AgreementStep.objects.count()

    response = switch(client, client.get(page), "message", **{"message-text": LONG})

    assert_valid_html(response)
    assert (parsed(response).get("lang"), response["Referrer-Policy"]) == ("es", "no-referrer")
    assert typed_in(response, "message")["message-text"] == [LONG.replace("\r", "")]
    assert AgreementStep.objects.count() == steps


@pytest.fixture
def followed(client):
    """The page of a proposal."""
    today()
    assert client.post(FORM, {**fields_of(client.get(FORM), "proposal"), **PROPOSAL}).status_code == 302
    return reverse("orgunits:follow_proposal", args=[FollowLink.objects.make(AgreementProposal.objects.get())])


def is_unfolded(response):
    """Whether the part on withdrawal is, so that what was typed in it is seen."""
    return parsed(response).find(".//details[@class='choose-some']").get("open") is not None


def test_the_reason_of_a_withdrawal_survives_the_language_switch_with_the_message(client, followed):
    first = client.get(followed)
    assert not is_unfolded(first)
    typed = {"message-text": "Hello", "withdraw-reason": LONG[:1900]}

    response = switch(client, first, "message", **typed)

    assert_valid_html(response)
    assert (parsed(response).get("lang"), is_unfolded(response)) == ("es", True)
    there = typed_in(response, "message")
    assert {name: there[name] for name in typed} == {
        "message-text": ["Hello"],
        "withdraw-reason": [LONG[:1900].replace("\r", "")],
    }
    assert there["withdraw-stage"] == ["proposed"]
    assert AgreementStep.objects.count() == 0


def test_a_refused_message_keeps_the_reason_and_a_refused_withdrawal_the_message(client, followed):
    fields = {**fields_of(client.get(followed), "message"), "withdraw-reason": "No money"}

    refused = client.post(followed, {**fields, "message-text": " ", "message": "1"})
    assert (typed_in(refused, "message")["withdraw-reason"], is_unfolded(refused)) == (["No money"], True)

    fields |= {"message-text": "Wait", "withdraw-reason": "x" * 2001}
    refused = client.post(followed, {**fields, "withdraw": "1"})
    there = typed_in(refused, "message")
    assert (there["message-text"], there["withdraw-reason"]) == (["Wait"], ["x" * 2001])
    assert AgreementStep.objects.count() == 0


def test_words_typed_in_find_and_not_sent_survive_the_language_switch(client):
    today()
    make_state("PE", "Peru")
    page = client.get("/en/find/?q=rivers&on=2016-02-01")
    button = languages(page)[0]
    assert (button.get("form"), len({each.get("formaction") for each in languages(page)})) == ("find", 1)

    # A form that is sent with GET brings its fields in the place of the address's own.
    fields = {**fields_of(page, "find"), "q": "clean water", "country": "pe", button.get("name"): button.get("value")}
    response = client.get(button.get("formaction").split("?")[0], fields)

    assert_valid_html(response)
    assert parsed(response).get("lang") == "es"
    there = fields_of(response, "find")
    assert (there["q"], there["country"], there["on"]) == (["clean water"], ["pe"], ["2016-02-01"])
    # Enter in a field sends the form, and does not switch.
    first = next(each for each in parsed(page).iter("button") if each.get("form") == "find")
    assert (first.get("name"), first.get("formaction")) == (None, None)


def test_pages_without_a_form_that_is_typed_in_keep_plain_links(client):
    today()

    assert languages(client.get("/en/")) == []
    assert languages(client.get("/en/agreements/propose/sent/")) == []


# --- a log-in that ended, or another that began ---


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
