"""On an independent site, which takes no mail for others, a proposal is a letter that the organization sends itself."""

import pytest
from django.core import mail

from orgunits.models import AgreementProposal, Attempt, CooperationAgreement, OrganizationalUnit
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.identity import DEMONSTRATION, INDEPENDENT, be_demonstration, be_independent
from tests.helpers.proposals import FORM, PROPOSAL, SENT, errors, today
from tests.helpers.typed import switch

pytestmark = pytest.mark.django_db

FORM_ES = FORM.replace("/en/", "/es/")


@pytest.fixture(autouse=True)
def independent(settings):
    be_independent(settings)
    today()


def write(client, address=FORM, *, button=None, **changes):
    fields = {**fields_of(client.get(address), "proposal"), **PROPOSAL, **changes}
    return client.post(address.split("?")[0], {**fields, **({button: "1"} if button else {})})


def letter_in(response):
    assert_valid_html(response)
    return "".join(parsed(response).find(".//pre[@class='letter']").itertext())


def press(client, response, button):
    return client.post(FORM, {**fields_of(response, "answers"), button: "1"})


def test_the_form_makes_a_letter_and_nothing_is_stored_or_sent(client):
    make_state("BB", "Barbados")

    response = write(client, countries=["bb"], text="Clean rivers.\r\n\r\n=Together= & <soon>")

    letter = letter_in(response)
    lines = letter.splitlines()
    assert lines[:2] == ["Friends of the Rivers", "rivers@example.org"]
    assert "Department of Social Inclusion" in lines
    assert "General Secretariat of the Organization of American States" in lines
    assert lines[lines.index("Subject: proposal of a cooperation agreement") + 1] == "    Clean rivers"
    assert lines[lines.index("Parties") + 1].strip() == "Friends of the Rivers (Civil society organization)"
    assert "Clean rivers.\n\n=Together= & <soon>" in letter
    assert lines[lines.index("Countries") + 1].strip() == "Barbados"
    assert (AgreementProposal.objects.count(), CooperationAgreement.objects.count(), Attempt.objects.count()) == (
        0,
        0,
        0,
    )
    assert mail.outbox == []
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in client.cookies


def test_the_page_says_before_and_after_that_nothing_is_sent_or_kept(client, settings):
    page = client.get(FORM)
    assert_valid_html(page)
    notice = texts(page, ".//div[@class='notice']/p")
    assert notice == [
        INDEPENDENT["en"],
        "It takes no mail for the Organization: nothing you write here is sent to anybody, and nothing is stored.",
    ]
    settings.DEMO = True
    assert texts(client.get(FORM), ".//div[@class='notice']/p") == [
        DEMONSTRATION["en"],
        "Nothing you write here is stored.",
    ]
    settings.DEMO = False
    assert parsed(page).find(".//input[@type='file']") is None
    assert texts(write(client), ".//p[@class='lede']") == [
        "Print, copy or save it, sign it and send it yourself. Nothing of it is stored here."
    ]


def test_the_letter_is_saved_as_text_and_changed_without_losing_a_word(client):
    long = "Clean the river, “Río Negro”,\r\nwith <all> its people. " * 300
    page = write(client, text=long)

    saved = press(client, page, "save")
    assert saved["Content-Type"] == "text/plain; charset=utf-8"
    assert saved["Content-Disposition"] == 'attachment; filename="proposal-letter.txt"'
    assert saved.content.decode().strip() == letter_in(page).strip()

    changed = press(client, page, "change")
    assert_valid_html(changed)
    fields = fields_of(changed, "proposal")
    assert (fields["unit"], fields["organization"], fields["email"]) == (
        ["social"],
        [PROPOSAL["organization"]],
        [PROPOSAL["email"]],
    )
    assert [each.replace("\r", "").strip() for each in fields["text"]] == [long.replace("\r", "").strip()]


def test_the_letter_is_written_in_the_language_of_the_page(client):
    lines = letter_in(write(client, FORM_ES)).splitlines()

    assert "Secretaría General de la Organización de los Estados Americanos" in lines
    assert "Asunto: propuesta de un acuerdo de cooperación" in lines
    assert "Atentamente," in lines
    assert texts(client.get(FORM_ES), ".//div[@class='notice']/p")[0] == INDEPENDENT["es"]


def test_the_language_switch_of_the_letter_keeps_the_answers(client):
    page = write(client)

    there = switch(client, page, "answers")

    assert parsed(there).get("lang") == "es"
    assert fields_of(there, "proposal")["title"] == [PROPOSAL["title"]]


def test_the_letter_page_leads_to_the_unit_or_the_next_above_it_that_can_be_reached(client):
    OrganizationalUnit.objects.filter(slug="gs").update(phone="+1 (202) 458-3000")
    to = text_of(parsed(write(client)).find(".//section[@aria-labelledby='send-to']"))
    assert "Write to the unit above it: General Secretariat" in to
    assert "+1 (202) 458-3000" in to

    OrganizationalUnit.objects.filter(slug="social").update(email="social@example.org")
    page = write(client)
    assert texts(page, ".//section[@aria-labelledby='send-to']//a[@href='mailto:social@example.org']") == [
        "social@example.org"
    ]
    assert "458-3000" not in text_of(parsed(page).find(".//main"))


def test_a_letter_to_no_unit_goes_to_the_general_secretariat(client):
    page = write(client, unit="")

    assert "If another unit should handle it, please pass this letter on." in letter_in(page)
    assert "No address, telephone or e-mail is recorded" in text_of(parsed(page).find(".//main"))


def test_a_renewal_names_the_agreement_that_it_renews(client):
    make_agreement("old", title="Clean water", registry_number="12/2010")

    letter = letter_in(write(client, f"{FORM}?renews=old"))

    assert "It is to renew this agreement:\n    Clean water (register no. 12/2010)" in letter


def test_what_is_missing_is_named_at_its_field_and_nul_is_refused(client):
    assert errors(write(client, title="", email="half@")) == {
        "email": ["Write the whole e-mail address, such as name@example.org."],
        "title": ["Give your proposal a title: a few words on what it is about."],
    }
    assert client.post(FORM, {**PROPOSAL, "text": "a\0b"}).status_code == 400


def test_nobody_is_led_to_a_site_that_receives_proposals(client):
    assert client.get(SENT).headers["Location"] == FORM
    for address in ("/en/units/social/", "/en/find/?wish=propose&q=social", "/en/agreements/types/"):
        response = client.get(address)
        links = [
            text_of(link) for link in parsed(response).findall(".//main//a") if link.get("href", "").startswith(FORM)
        ]
        assert links, address
        assert all(words.startswith("Write a proposal") for words in links), links


def test_the_letter_of_a_demonstration_says_so(client, settings):
    be_demonstration(settings)

    assert texts(client.get(FORM), ".//div[@class='notice']/p")[0] == DEMONSTRATION["en"]
    assert texts(write(client), ".//div[@class='notice']/p") == [DEMONSTRATION["en"]]
