"""Agreements and partners in the admin."""

import pytest

from orgunits.models import AgreementParty, CooperationAgreement, Partner
from tests.helpers.admin_forms import errors_of, messages_in, save
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_agreement, make_partner
from tests.helpers.factories import make_unit
from tests.helpers.html import texts

pytestmark = pytest.mark.django_db
FORM = "cooperationagreement_form"


def change(agreement):
    return url("cooperationagreement", "change", agreement.pk)


def test_an_editor_writes_an_agreement_with_its_partner(admin_client):
    partner = make_partner()

    response = save(
        admin_client,
        url("cooperationagreement", "add"),
        FORM,
        slug="1-2020",
        registry_number="1/2020",
        subject_en="Ports",
        type="special",
        special_type="program",
        signed_on="2020-05-06",
        signed_on_precision="year",
        unit=make_unit("sedi").pk,
        **{"parties-TOTAL_FORMS": "1", "parties-0-partner": partner.pk, "parties-0-signatory": "The President"},
    )

    assert response.status_code == 302
    agreement = CooperationAgreement.objects.get()
    assert (str(agreement.signed_on), agreement.signed_on_precision) == ("2020-01-01", "year")
    assert AgreementParty.objects.get().signatory == "The President"
    assert agreement.stage == "signed"
    assert agreement.history.count() == 1


def test_the_list_names_the_partners(admin_client):
    make_agreement("a", partners=("Friends of the Americas", "University of the Sea"))

    page = admin_client.get(url("cooperationagreement"))

    assert texts(page, ".//td[@class='field-partner_names']") == ["Friends of the Americas, University of the Sea"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2009-01-01"}, "“ends on” comes before “signed on”."),
        ({"terminated_on": "2009-01-01"}, "“terminated on” comes before “signed on”."),
        ({"special_type": "program"}, "A special agreement needs a special type; a general one has none."),
        ({"slug": "types"}, "“types” is reserved; choose another one."),
    ],
)
def test_what_contradicts_itself_is_refused_where_one_typed(admin_client, changes, sentence):
    agreement = make_agreement("one", signed_on="2010-05-06")

    response = save(admin_client, change(agreement), FORM, **changes)

    assert response.status_code == 200
    assert sentence in errors_of(response)
    assert CooperationAgreement.objects.get().ends_on is None


def test_a_change_keeps_its_history_and_reason(admin_client):
    agreement = make_agreement("one", signed_on="2010")

    save(admin_client, change(agreement), FORM, subject_en="Ports and harbours", change_reason="As in the register")

    last = agreement.history.first()
    assert (last.subject, last.history_change_reason) == ("Ports and harbours", "As in the register")
    assert CooperationAgreement.objects.get().folded == "ports and harbours"


def test_the_stage_is_not_written_in_a_form(admin_client):
    agreement = make_agreement("one", signed_on="2010")

    save(admin_client, change(agreement), FORM, stage="preliminary", subject_en="Ports")

    agreement.refresh_from_db()
    assert (agreement.stage, agreement.subject) == ("signed", "Ports")


def test_a_partner_of_an_agreement_stays(admin_client):
    make_agreement("one")
    partner = Partner.objects.get()

    admin_client.post(url("partner", "delete", partner.pk), {"post": "yes"})

    assert Partner.objects.count() == 1


def test_agreements_are_found_by_the_name_of_a_partner(admin_client):
    make_agreement("one", partners=["Fundación Telefónica"])
    make_agreement("two")

    response = admin_client.get(url("cooperationagreement"), {"q": "FUNDACION"})

    assert [each.slug for each in response.context["cl"].result_list] == ["one"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "name"), [("cooperationagreement", "admin agreements"), ("partner", "admin partners")]
)
def test_lists_cost_the_same_however_many(admin_client, costs, count, model, name):
    for number in range(count):
        make_agreement(f"a{number}", partners=[f"Partner {number}"], unit=make_unit(f"u{number}"))

    with costs(name):
        response = admin_client.get(url(model))

    assert len(response.context["cl"].result_list) == count


def test_a_renewal_that_begins_before_the_end_of_the_first_is_saved_and_the_editor_is_warned(admin_client):
    first = make_agreement("first", title="The first", signed_on="2010-01-01", ends_on="9999-12-31")
    make_agreement("proposed", stage="proposed", renews=first)
    second = make_agreement("second", title="The second", signed_on="2015-01-01")

    response = save(admin_client, change(second), FORM, renews=str(first.pk), follow=True)

    assert [text for text in messages_in(response) if "also recorded as in force" in text] == [
        "“The first” is also recorded as in force for part of this time (from 1 January 2010 to 31 December 9999)."
    ]
