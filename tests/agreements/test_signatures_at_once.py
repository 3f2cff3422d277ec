"""Two agreements that are signed at the same moment: of one new organization, or of the same title."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from orgunits.agreements.stages import advance
from orgunits.models import AgreementProposal, CooperationAgreement, Partner
from tests.helpers.agreements import make_agreement, make_partner
from tests.helpers.locks import while_held
from tests.helpers.proposals import make_office, today

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 3, 2)
SIGNATURE = {"signatory": "Ana Pérez", "signatory_capacity_en": "Secretary General", "subject_en": "Rivers"}
ORGANIZATION = {"organization": "Friends of the Rivers", "organization_kind": "civil_society"}


@pytest.fixture
def office():
    today()
    return make_office()


def proposal(number, title, organization=ORGANIZATION["organization"]):
    agreement = make_agreement(f"proposal-{number}", stage="with_secretary_general", title=title, partners=())
    AgreementProposal.objects.create(
        agreement=agreement,
        email="rivers@example.org",
        text="Together.",
        digest=number * 64,
        **{**ORGANIZATION, "organization": organization},
    )
    return agreement


def signing(agreement, office, **choice):
    """What is refused is answered with the sentences."""
    seen = CooperationAgreement(pk=agreement.pk, stage="with_secretary_general")

    def sign():
        try:
            return advance(seen, "signed", by=office, reason="Agreed", day=DAY, facts={**SIGNATURE, **choice})
        except ValidationError as refusal:
            return refusal.messages

    return sign


@pytest.mark.parametrize("other_is_kept", [False, True])
def test_two_agreements_of_one_new_organization_are_both_signed_and_it_is_one_partner(office, other_is_kept):
    """Who comes second is asked whether it is the same, and whoever else entered it meanwhile counts too."""
    first, second = proposal("1", "Clean rivers"), proposal("2", "Clear lakes", "FRIENDS OF THE RIVERS")

    def somebody_enters_it():
        make_partner(ORGANIZATION["organization"])

    answers = while_held(somebody_enters_it, signing(first, office), signing(second, office), keep=other_is_kept)
    refused = [answer for answer in answers if isinstance(answer, list)]
    kept = other_is_kept and connection.vendor == "postgresql"
    message = "A partner with this name is on record. Choose whether it is the same one."
    assert refused == [[message]] * (2 if kept else 1)
    for agreement, answer in zip((first, second), answers, strict=True):
        if answer in refused:
            signing(agreement, office, partner=str(Partner.objects.get().pk))()

    assert [partner.slug for partner in Partner.objects.all()] == ["friends-of-the-rivers"]
    signed = CooperationAgreement.objects.public().order_by("slug")
    assert [(each.slug, [str(party) for party in each.parties.all()]) for each in signed] == [
        (slug, [Partner.objects.get().name]) for slug in ("clean-rivers", "clear-lakes")
    ]


@pytest.mark.parametrize("other_is_kept", [False, True])
def test_two_agreements_of_one_title_are_both_signed_at_addresses_of_their_own(office, other_is_kept):
    first, second = proposal("1", "Clean rivers"), proposal("2", "Clean rivers", "Friends of the Lakes")
    third = make_agreement("third")

    def somebody_takes_the_address():
        CooperationAgreement.objects.filter(pk=third.pk).update(slug="clean-rivers")

    while_held(somebody_takes_the_address, signing(first, office), signing(second, office), keep=other_is_kept)

    taken = {first.pk: None, second.pk: None}
    taken = sorted(CooperationAgreement.objects.filter(pk__in=taken).values_list("slug", flat=True))
    kept = other_is_kept and connection.vendor == "postgresql"
    assert taken == (["clean-rivers-2", "clean-rivers-3"] if kept else ["clean-rivers", "clean-rivers-2"])


def test_a_partner_that_is_deleted_during_a_signature_is_made_again(office):
    agreement, partner = proposal("1", "Clean rivers"), make_partner(ORGANIZATION["organization"])

    while_held(partner.delete, signing(agreement, office, partner=str(partner.pk)))

    assert [str(party) for party in agreement.parties.all()] == ["Friends of the Rivers"]
