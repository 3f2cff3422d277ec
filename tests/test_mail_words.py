"""What mails say: whose site they are from, and with whom a proposal truly is."""

import pytest
from django.core import mail as outbox
from django.utils import timezone

from orgunits.mail import send_due
from orgunits.models import CooperationAgreement, Mail
from tests.helpers.admin_agreements import logged_in, make_move
from tests.helpers.identity import DEMONSTRATION, IDENTITIES, OFFICIAL, be_demonstration
from tests.helpers.proposals import FORM, PROPOSAL, make_office, make_officer, send, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


def new_password_mail(django_user_model, language):
    ana = django_user_model.objects.create_user("ana", "ana@example.org", "secret", is_staff=True)
    Mail.objects.ask_for_new_password(ana.email, [ana], language=language, now=timezone.now())
    send_due(now=timezone.now())
    (message,) = outbox.outbox
    return message


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("be", "sentences", "_above"), IDENTITIES)
def test_a_mail_is_from_the_site_by_its_name_and_says_whose_site_it_is(
    settings, django_user_model, language, be, sentences, _above
):
    be(settings)
    settings.SITE_NAME = {"en": "Rivers of the Americas", "es": "Ríos de las Américas"}
    settings.DEFAULT_FROM_EMAIL = "directory@example.org"
    name = settings.SITE_NAME[language]

    message = new_password_mail(django_user_model, language)

    assert message.from_email == f"{name} <directory@example.org>"
    assert "directory@example.org" in str(message.message()["From"])
    foot = message.body.rpartition("\n--\n")[2].splitlines()
    assert foot == [name, sentences[language], settings.SITE_URL, *filter(None, [settings.SITE_CONTACT])]
    assert message.subject.startswith(("Demonstration: ", "Demostración: ")) == settings.DEMO


def test_a_sender_with_a_name_of_its_own_keeps_it(settings, django_user_model):
    settings.DEFAULT_FROM_EMAIL = "The Rivers <rivers@example.org>"

    assert new_password_mail(django_user_model, "en").from_email == "The Rivers <rivers@example.org>"


def confirmation(client, address=FORM):
    send(client, address)
    return next(each for each in outbox.outbox if each.to == [PROPOSAL["email"]])


def test_the_confirmation_says_first_who_has_the_proposal_and_what_is_next(client):
    today()
    make_officer("officer", "social", email="officer@example.org")

    body = confirmation(client).body

    assert "Your proposal is with Department of Social Inclusion. Next: the review.\n" in body
    assert body.index("Your proposal is with") < body.index("You can follow it")
    assert body.endswith(f"{OFFICIAL['en']}\nhttp://localhost:8000\n")


def test_the_confirmation_promises_no_reader_where_nobody_can_be_reached(client):
    today()

    body = confirmation(client).body

    assert "At present nobody is in charge of your proposal." in body
    assert "Your proposal is with" not in body
    assert "The unit will read" not in body


def test_the_confirmation_names_the_office_that_stands_in_for_the_unit(client):
    today()
    make_office(email="office@example.org")

    body = confirmation(client).body

    assert (
        "Your proposal is with the Secretary General’s office. At present the unit has nobody who handles proposals."
        in body
    )


def test_a_step_says_who_has_it_next_and_an_ended_one_nobody(client):
    today()
    officer = logged_in(make_officer("officer", "social", email="officer@example.org"))
    send(client)
    agreement = CooperationAgreement.objects.get()
    for stage, words in [
        (
            "under_review",
            "Your proposal is with Department of Social Inclusion. Next: a preliminary agreement with you",
        ),
        ("declined", "You can still see all its steps at this address:"),
    ]:
        make_move(officer, agreement, stage)
        agreement.refresh_from_db()
        body = [each for each in outbox.outbox if each.to == [PROPOSAL["email"]]][-1].body
        assert words in body
    assert "Your proposal is with" not in body


def test_the_mails_and_forms_of_a_demonstration_say_that_nothing_reaches_the_organization(client, settings):
    today()
    be_demonstration(settings)

    assert DEMONSTRATION["en"] in client.get(FORM).content.decode()
    message = confirmation(client)

    assert message.subject.startswith("Demonstration: Your proposal ")
    assert DEMONSTRATION["en"] in message.body
