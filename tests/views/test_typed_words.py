"""What a person typed survives the switch to another language, and the other button of its form."""

import pytest
from django.urls import reverse

from orgunits.models import AgreementProposal, AgreementStep, Attempt, FollowLink
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.factories import make_unit
from tests.helpers.html import assert_valid_html, parsed, texts
from tests.helpers.proposals import FORM, PROPOSAL, pdf, stored, today
from tests.helpers.typed import languages, switch, typed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

LONG = "Clean the river, “Río Negro”,\r\nwith <all> its people. " * 400
TYPED = {**PROPOSAL, "text": LONG, "title": "", "email": "half@"}  # half filled in, and not right yet


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


def test_a_message_that_is_sent_keeps_the_reason_typed_beside_it(client, followed):
    fields = {**fields_of(client.get(followed), "message"), "message-text": "Hello", "withdraw-reason": "No money"}

    response = client.post(followed, {**fields, "message": "1"})

    assert_valid_html(response)
    assert AgreementStep.objects.get().text == "Hello"
    there = typed_in(response, "message")
    assert (there["message-text"], there["withdraw-reason"], is_unfolded(response)) == ([""], ["No money"], True)
    assert texts(response, ".//div[@role='status']/p") == [
        "Your message is stored. At present nobody is in charge of your proposal."
    ]


def test_a_proposal_that_is_withdrawn_shows_the_message_that_was_typed_and_not_sent(client, followed):
    fields = {**fields_of(client.get(followed), "message"), "message-text": "<b>Wait</b>", "withdraw-reason": "No"}

    response = client.post(followed, {**fields, "withdraw": "1"})

    assert_valid_html(response)
    assert (AgreementStep.objects.get().kind, AgreementStep.objects.get().text) == ("moved", "No")
    assert "<b>Wait</b>" in texts(response, ".//div[@role='status']/p[@class='as-written']")
    assert parsed(response).find(".//form[@id='message']") is None


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
