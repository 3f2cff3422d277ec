"""Proposing the renewal of an agreement, from its public page to the register."""

import pytest
from django.core import mail

from orgunits.models import CooperationAgreement
from tests.helpers.admin_agreements import REGISTER, SIGNATURE, logged_in, make_move, stages_url
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.agreements import make_agreement, make_partner
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.proposals import FORM, errors, link_in, make_office, make_officer, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


def first_agreement(**fields):
    return make_agreement(
        "first",
        title="On rivers",
        unit=make_unit("social"),
        type="special",
        special_type="program",
        partners=[make_partner("University of the Rivers", "university")],
        **{"signed_on": "2015", "ends_on": "2020", **fields},
    )


def door(client):
    link = next(link for link in parsed(client.get("/en/agreements/first/")).iter("a") if "renews=" in link.get("href"))
    assert text_of(link) == "Propose its renewal"
    return link.get("href")


def test_a_renewal_is_proposed_from_the_page_of_an_agreement_and_ends_in_its_chain(client):
    today()
    first = first_agreement()

    opened = client.get(door(client))

    fields = fields_of(opened, "proposal")
    assert {name: fields[name] for name in ("unit", "title", "type", "organization_kind", "renews")} == {
        "unit": ["social"],
        "title": ["On rivers"],
        "type": ["program"],
        "organization_kind": ["university"],
        "renews": ["first"],
    }
    assert texts(opened, ".//div[@class='notice']/p") == ["This proposal renews: On rivers"]
    assert_valid_html(opened)

    send(client, door(client), title="More on rivers", type="program", organization_kind="university")
    agreement = CooperationAgreement.objects.exclude(pk=first.pk).get()
    followed = client.get(link_in(mail.outbox[0]))
    assert (agreement.renews, agreement.stage) == (first, "proposed")
    assert 'href="/en/agreements/first/"' in followed.content.decode()
    assert_valid_html(followed)
    assert "More on rivers" not in client.get("/en/agreements/first/").content.decode()

    officer, office = logged_in(make_officer("officer", "social")), logged_in(make_office())
    page = officer.get(stages_url(agreement))
    assert "Would renew On rivers" in texts(page, ".//dl/div")
    assert_valid_html(page)
    for to in ("under_review", "preliminary", "with_secretary_general"):
        make_move(officer, agreement, to)
    make_move(office, agreement, "signed", signed_on=agreement.proposed_on.isoformat(), **SIGNATURE)
    chain = texts(client.get("/en/agreements/first/"), ".//section[@aria-labelledby='renewals']//li")
    assert [each.split()[0] for each in chain] == ["2015", agreement.proposed_on.strftime("%-d")]


@pytest.mark.parametrize("slug", ["hidden", "nonsense", "%27%22", "x" * 300])
def test_what_is_not_signed_is_neither_offered_nor_taken_and_answered_like_nothing(client, slug):
    today()
    make_agreement("hidden", title="Hushed rivers", stage="preliminary", unit=make_unit("spa"))

    opened = client.get(f"{FORM}?renews={slug}")
    answer = send(client, renews=slug)

    fields = fields_of(opened, "proposal")
    assert (fields["renews"], fields["title"], fields["unit"]) == ([""], [""], [""])
    assert errors(answer) == {
        "__all__": ["The agreement to be renewed is not in the register. Send it as a new proposal."]
    }
    for response in (opened, answer):
        assert "Hushed" not in response.content.decode()
        assert_valid_html(response)
    assert (stored(), mail.outbox) == (0, [])
    # Sent again as it came back, it is a new proposal.
    fields = {**fields_of(answer, "proposal"), "type": "general"}
    assert client.post(FORM, fields).status_code == 302
    assert CooperationAgreement.objects.get(proposal__isnull=False).renews is None


def test_the_renewal_of_an_agreement_of_a_unit_that_is_gone_says_so(client):
    make_structure("before", "gs\n  social", status="adopted", effective_from="2008-01-01")
    today("gs\n  other")
    first_agreement()

    response = client.get(f"{FORM}?renews=first")

    assert fields_of(response, "proposal")["unit"] == [""]
    assert "is not in today’s structure" in response.content.decode()
    assert_valid_html(response)


def test_in_the_admin_too_only_what_is_signed_can_be_renewed(admin_client):
    first, hidden = first_agreement(), make_agreement("hidden", stage="preliminary")
    second = make_agreement("second", signed_on="2021")
    page = f"{REGISTER}{second.pk}/change/"

    refused = save(admin_client, page, "cooperationagreement_form", renews=str(hidden.pk))
    assert any("valid choice" in sentence for sentence in errors_of(refused))
    save(admin_client, page, "cooperationagreement_form", renews=str(first.pk))

    second.refresh_from_db()
    assert second.renews == first
