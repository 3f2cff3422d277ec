"""Proposing an agreement: the form, what is stored, and the doors that lead to it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from orgunits.models import AgreementProposal, CooperationAgreement, Mail, Theme
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.proposals import FORM, PROPOSAL, SENT, errors, link_in, pdf, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


def test_a_proposal_is_stored_with_all_that_was_said_and_confirmed_by_mail(client, documents):
    today()
    make_state("BB", "Barbados")
    make_agreement_theme()

    response = send(
        client, type="program", countries=["bb"], themes=["water"], document=pdf(), organization="Amigos de los Ríos"
    )

    assert (response.status_code, response.headers["Location"]) == (302, SENT)
    proposal = AgreementProposal.objects.get()
    agreement = proposal.agreement
    assert (proposal.organization, proposal.email, proposal.language) == (
        "Amigos de los Ríos",
        "rivers@example.org",
        "en",
    )
    assert (agreement.stage, agreement.type, agreement.special_type, agreement.title, agreement.unit.slug) == (
        "proposed",
        "special",
        "program",
        "Clean rivers",
        "social",
    )
    assert (agreement.proposed_on, agreement.proposed_on_precision) == (timezone.localdate(), "day")
    assert [state.iso2 for state in agreement.member_states.all()] == ["BB"]
    assert [theme.slug for theme in agreement.themes.all()] == ["water"]
    (message,) = mail.outbox
    assert message.to == ["rivers@example.org"]
    assert message.subject == f"Your proposal {proposal.number} to the General Secretariat"
    assert "Clean rivers" in message.body
    assert client.get(link_in(message)).status_code == 200
    assert_valid_html(client.get(SENT))


def make_agreement_theme():
    theme = Theme.objects.create(slug="water", name="Water")
    make_agreement("old", themes=[theme])
    return theme


def test_the_form_is_filled_by_what_a_link_says_of_it(client):
    today()
    make_state("BB", "Barbados")
    make_agreement_theme()

    response = client.get(f"{FORM}?unit=social&country=bb&theme=water&q=clean%20rivers")

    fields = fields_of(response, "proposal")
    assert (fields["unit"], fields["title"], fields["countries"], fields["themes"]) == (
        ["social"],
        ["clean rivers"],
        ["bb"],
        ["water"],
    )
    assert_valid_html(response)


@pytest.mark.parametrize("slug", ["gone", "secret", "nonsense", "%27%22"])
def test_a_unit_outside_of_todays_structure_is_not_offered(client, slug):
    make_structure("before", "gs\n  gone", status="adopted", effective_from=timezone.localdate() - timedelta(days=9999))
    today()
    make_structure("hidden", "gs\n  secret")

    response = client.get(f"{FORM}?unit={slug}")

    assert fields_of(response, "proposal")["unit"] == [""]
    page = response.content.decode()
    assert ("is not in today’s structure" in page) == (slug == "gone")
    assert ("on record" in page) == (slug in ("secret", "nonsense"))
    assert "ecret |" not in page
    assert_valid_html(response)


def test_who_does_not_know_the_unit_or_the_type_need_not_choose(client):
    today()

    send(client, unit="", type="unsure")

    agreement = CooperationAgreement.objects.get()
    assert (agreement.unit.slug, agreement.type, agreement.type_basis) == ("gs", "general", "inferred")


def test_without_a_structure_a_proposal_still_arrives(client):
    send(client, unit="")

    assert CooperationAgreement.objects.get().unit is None


def test_a_proposal_in_spanish_is_kept_and_answered_in_spanish(client):
    today()

    response = client.post("/es/agreements/propose/", {**PROPOSAL, "title": "Ríos limpios"})

    agreement = CooperationAgreement.objects.get()
    assert response.headers["Location"] == "/es/agreements/propose/sent/"
    assert (agreement.title_es, agreement.title_en, agreement.proposal.language) == ("Ríos limpios", None, "es")
    assert mail.outbox[0].subject.startswith("Su propuesta")
    assert link_in(mail.outbox[0]).startswith("/es/")


def test_errors_are_at_the_fields_and_nothing_typed_is_lost(client):
    today()

    response = send(client, organization="", email="no address", title="  ", type=None, document=pdf())

    assert errors(response) == {
        "organization": ["Say which organization proposes the agreement."],
        "email": ["Enter the full e-mail address, such as name@example.org."],
        "title": ["Give your proposal a title: a few words on what it is about."],
        "type": ["Choose a type, or that you don’t know yet."],
    }
    fields = fields_of(response, "proposal")
    assert (fields["email"], fields["text"], fields["unit"]) == (["no address"], [PROPOSAL["text"]], ["social"])
    assert "Choose your file again" in response.content.decode()
    summary = parsed(response).find(".//div[@class='error-summary']")
    targets = [link.get("href").removeprefix("#") for link in summary.iter("a")]
    assert len(targets) == 4
    assert all(parsed(response).find(f".//*[@id='{target}']") is not None for target in targets)
    assert (stored(), mail.outbox) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_however_much_it_offers(client, costs, count):
    today("gs\n" + "\n".join(f"  u{number}" for number in range(count)))
    for number in range(count):
        make_state(f"A{number}", f"State {number}")

    with costs("propose an agreement"):
        response = client.get(FORM)

    assert len(fields_of(response, "proposal")) > 5


def test_the_same_proposal_sent_twice_is_stored_once(client):
    today()
    fields = {**fields_of(client.get(FORM), "proposal"), **PROPOSAL}

    answers = [client.post(FORM, fields).headers["Location"] for _again in range(2)]

    assert answers == [SENT, SENT]
    assert (stored(), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    "changes", [{"title": "Clean lakes"}, {"text": "More"}, {"email": "lakes@example.org"}, {"countries": []}]
)
def test_a_form_sent_again_with_a_change_is_another_proposal(client, changes):
    """By the button that leads back, for example: whoever is thanked for something has sent it."""
    today()
    make_state("BZ", "Belize")
    fields = {**fields_of(client.get(FORM), "proposal"), **PROPOSAL, "countries": ["bz"]}

    client.post(FORM, fields)
    client.post(FORM, {**fields, **changes})

    assert (stored(), len(mail.outbox)) == (2, 2)


def test_another_document_is_another_proposal(client):
    today()
    for document in (pdf(), pdf(), pdf(size=400)):
        send(client, document=document)

    assert stored() == 2


def test_another_broken_rule_is_not_taken_for_the_same_proposal(client, monkeypatch):
    today()
    monkeypatch.setattr(AgreementProposal, "save", broken)

    with pytest.raises(IntegrityError):
        send(client)


def broken(self, **options):
    raise IntegrityError


def test_where_no_mail_server_is_set_the_link_is_shown(client, settings):
    today()
    settings.HAS_MAIL = False

    response = send(client, follow=True)

    assert (stored(), Mail.objects.count()) == (1, 0)
    page = response.content.decode()
    assert "the e-mail could not be sent" in page
    address = texts(response, ".//code[@class='secret']")[0]
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert_valid_html(response)
    # Whoever sends the same again has lost the link, and gets another one.
    again = texts(send(client, follow=True), ".//code[@class='secret']")[0]
    assert (stored(), again == address) == (1, False)
    assert client.get(again.removeprefix("http://testserver")).status_code == 200


def test_it_needs_the_cookie_of_the_form(client):
    today()
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(FORM, PROPOSAL)

    assert (response.status_code, stored()) == (403, 0)
    assert "Your form has not been sent" in response.content.decode()
    fields = fields_of(strict.get(FORM), "proposal")
    assert strict.post(FORM, {**fields, **PROPOSAL}).status_code == 302


def test_doors_lead_to_the_form(client):
    today()
    make_unit("social")

    find = client.get("/en/find/?q=social&wish=propose")
    unit = client.get("/en/units/social/")

    for response in (find, unit):
        links = [link for link in parsed(response).iter("a") if "/agreements/propose/?" in link.get("href", "")]
        assert [text_of(link) for link in links] != []
        assert "unit=social" in links[0].get("href")
        assert client.get(links[0].get("href")).status_code == 200
