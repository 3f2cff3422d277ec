"""By whom a step was made, as the proposer reads it: for the unit, or in its place."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from orgunits.models import AgreementStep, UnitOfficer
from tests.helpers.admin_agreements import logged_in, make_move, proposed
from tests.helpers.factories import make_unit
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

UNIT, OFFICE, ADMINISTRATORS = (
    "by the unit",
    "by the Secretary General’s office",
    "by the administrators of the directory",
)


@pytest.fixture(autouse=True)
def structure(db):
    return today()


def page(client):
    link = next(link_in(each) for each in mail.outbox if each.to == [PROPOSAL["email"]])
    response = client.get(link)
    assert_valid_html(response)
    return response


def by_whom(client):
    """Of each step of the staff, in their order."""
    return texts(page(client), ".//ol[@class='steps']/li[@class='is-known']/span[@class='quiet']")[1:]


def to_come(client):
    return [text for text in texts(page(client), ".//ol[@class='steps']/li") if text.startswith("Review")]


def test_what_the_office_does_in_the_place_of_a_unit_without_officers_is_by_the_office(client):
    office = make_office(email="office@example.org")
    agreement = proposed(client)
    assert to_come(client) == ["Review by the Secretary General’s office"]

    make_move(logged_in(office), agreement, "under_review")
    assert by_whom(client) == [OFFICE]

    # An officer who is named later has made what comes later.
    officer = make_officer("officer", "social", email="officer@example.org")
    make_move(logged_in(officer), agreement, "preliminary")
    assert by_whom(client) == [OFFICE, UNIT]


def test_what_the_administrators_do_in_the_place_of_all_others_is_by_them(client, django_user_model):
    root = django_user_model.objects.create_superuser("root", "root@example.org")
    agreement = proposed(client)

    for stage in ("under_review", "preliminary", "with_secretary_general", "declined"):
        make_move(logged_in(root), agreement, stage)

    assert by_whom(client) == [ADMINISTRATORS] * 4


def test_an_officer_of_the_unit_who_is_of_the_office_too_acts_for_the_unit_until_it_is_the_turn_of_the_office(client):
    both = make_office("both", email="both@example.org")
    UnitOfficer.objects.create(user=both, unit=make_unit("sedi"))
    agreement = proposed(client)

    for stage in ("under_review", "preliminary", "with_secretary_general", "declined"):
        make_move(logged_in(both), agreement, stage)

    assert by_whom(client) == [UNIT] * 3 + [OFFICE]


def test_who_is_an_officer_of_another_unit_and_of_the_office_acts_as_the_office(client):
    both = make_office("both", email="both@example.org")
    UnitOfficer.objects.create(user=both, unit=make_unit("spa"))
    agreement = proposed(client)

    make_move(logged_in(both), agreement, "under_review")

    assert by_whom(client) == [OFFICE]


def test_what_somebody_did_before_they_became_an_officer_or_after_stays_what_it_was(client, django_user_model):
    first, second = make_office("first", email="first@example.org"), make_officer("second", "social", email="s@a.org")
    agreement = proposed(client)
    make_move(logged_in(second), agreement, "under_review")
    # The officer goes to the office, and somebody of the office becomes an officer.
    UnitOfficer.objects.get(user=second).delete()
    second.user_permissions.add(Permission.objects.get(codename="decide_cooperationagreement"))
    make_move(logged_in(first), agreement, "preliminary")
    UnitOfficer.objects.create(user=first, unit=make_unit("social"))

    assert by_whom(client) == [UNIT, OFFICE]
    # And where the office is left, too: who was never an officer did not act as one.
    django_user_model.objects.filter(pk=first.pk).update(is_active=False)
    assert by_whom(client) == [UNIT, OFFICE]


def test_an_officer_from_before_there_was_a_history_acts_for_the_unit(client):
    officer = make_officer("officer", "social", email="officer@example.org")
    agreement = proposed(client)
    make_move(logged_in(officer), agreement, "under_review")

    UnitOfficer.history.all().delete()
    assert by_whom(client) == [UNIT]
    UnitOfficer.objects.get().delete()
    AgreementStep.objects.update(at=UnitOfficer.history.get().history_date - timedelta(minutes=1))
    assert by_whom(client) == [UNIT]


def test_a_message_says_with_whom_it_is(client, django_user_model):
    proposed(client)
    link = link_in(mail.outbox[0])

    def answer():
        response = client.post(link, {"message": "1", "message-text": "Hello"}, follow=True)
        return texts(response, ".//div[@class='notice']")

    assert answer() == ["Your message is stored. At present nobody is in charge of your proposal."]
    make_office(email="office@example.org")
    assert answer() == ["Your message is with the Secretary General’s office."]
    make_officer("officer", "social", email="officer@example.org")
    assert answer() == ["Your message is with the unit."]
