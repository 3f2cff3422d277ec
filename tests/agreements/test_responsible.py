"""Whose turn a proposal is: who is notified has it in the inbox, may move it, and is named to the proposer."""

import re
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from orgunits.models import Structure, UnitOfficer
from tests.helpers.admin_agreements import INBOX, logged_in, make_move, moves_of, proposed, stages_url
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

REVIEW = ["Take under review", "Decline", "Hand over to another unit"]


@pytest.fixture
def people(db, django_user_model):
    """An officer of another branch, the Secretary General's office, an administrator; each with an address."""
    today()
    return {
        "elsewhere": make_officer("elsewhere", "spa", email="elsewhere@example.org"),
        "office": make_office(email="office@example.org"),
        "root": django_user_model.objects.create_superuser("root", "root@example.org"),
    }


def notified():
    return sorted(to for each in mail.outbox for to in each.to if to != PROPOSAL["email"])


def inbox(user):
    """What waits for `user`, as the default view of the inbox shows it."""
    response = logged_in(user).get(INBOX)
    assert_valid_html(response)
    return [each.pk for each in response.context["cl"].result_list]


def with_whom(client):
    """What the proposer reads."""
    link = next(link_in(each) for each in mail.outbox if each.to == [PROPOSAL["email"]])
    response = client.get(link)
    assert_valid_html(response)
    return texts(response, ".//p[@class='whose-turn']")[0]


def turn_of(agreement, user):
    return re.search(r"now with: (.*?) ·", " ".join(texts(logged_in(user).get(stages_url(agreement)), ".//p"))).group(1)


def assert_is_with(agreement, whose, *others):
    """Whoever was mailed about it finds it waiting, and may move it; others find nothing waiting."""
    assert notified() == sorted(each.email for each in whose)
    for user in whose:
        assert inbox(user) == [agreement.pk]
        assert set(moves_of(logged_in(user), agreement)) >= set(REVIEW)
    for user in others:
        assert inbox(user) == []


def test_a_proposal_to_a_unit_without_an_officer_waits_for_the_office_that_is_mailed(client, people):
    agreement = proposed(client)

    assert_is_with(agreement, [people["office"]], people["elsewhere"], people["root"])
    words = "the Secretary General’s office (no officer of the unit has an e-mail address)"
    assert turn_of(agreement, people["office"]) == words
    assert texts(logged_in(people["office"]).get(INBOX), ".//td[@class='field-whose_turn']") == [words]
    assert with_whom(client) == (
        "It is with: the Secretary General’s office. The unit has nobody at present who takes up proposals."
    )
    make_move(logged_in(people["office"]), agreement, "under_review")
    agreement.refresh_from_db()
    assert agreement.stage == "under_review"


def test_a_proposal_to_no_unit_waits_for_the_office(client, people):
    assert_is_with(proposed(client, unit=""), [people["office"]], people["elsewhere"], people["root"])


def test_a_proposal_waits_for_the_officers_of_the_unit_and_of_those_above_it(client, people):
    own, above = (make_officer(name, name, email=f"{name}@example.org") for name in ("social", "gs"))

    agreement = proposed(client)

    assert_is_with(agreement, [own, above], *people.values())
    assert with_whom(client) == "It is with: Department of Social Inclusion"
    assert moves_of(logged_in(people["office"]), agreement) == ["Hand over to another unit"]


@pytest.mark.parametrize(
    "lost",
    [{"is_active": False}, {"is_staff": False}, {"email": ""}],
    ids=["inactive", "not staff any more", "without an address"],
)
def test_where_no_officer_can_be_reached_it_falls_to_the_office(client, people, lost, django_user_model):
    officer = make_officer("officer", "social", email="officer@example.org")
    django_user_model.objects.filter(pk=officer.pk).update(**lost)

    agreement = proposed(client)

    assert_is_with(agreement, [people["office"]], people["elsewhere"], people["root"])
    if lost == {"email": ""}:  # who logs in nevertheless finds it
        officer.refresh_from_db()
        assert inbox(officer) == [agreement.pk]


def test_an_officer_who_can_be_reached_no_more_leaves_what_waited_to_the_office(client, people, django_user_model):
    officer = make_officer("officer", "social", email="officer@example.org")
    agreement = proposed(client)
    assert (inbox(officer), inbox(people["office"])) == ([agreement.pk], [])

    django_user_model.objects.filter(pk=officer.pk).update(is_active=False)

    assert inbox(people["office"]) == [agreement.pk]
    make_move(logged_in(people["office"]), agreement, "under_review")
    agreement.refresh_from_db()
    assert agreement.stage == "under_review"


def test_what_is_sent_to_an_office_of_nobody_falls_to_the_administrators(client, people):
    people["office"].user_permissions.clear()
    officer = make_officer("officer", "social", email="officer@example.org")
    agreement = proposed(client)
    for to in ("under_review", "preliminary", "with_secretary_general"):
        make_move(logged_in(officer), agreement, to)

    assert notified() == ["officer@example.org", "root@example.org"]
    assert (inbox(people["root"]), inbox(officer)) == ([agreement.pk], [])
    assert "(nobody in the Secretary General’s office has an e-mail address)" in turn_of(agreement, people["root"])


def test_nobody_at_all_is_said_to_the_administrators_and_to_the_proposer(client, people, django_user_model):
    django_user_model.objects.exclude(pk=people["elsewhere"].pk).update(email="")

    agreement = proposed(client)

    assert notified() == []
    start = logged_in(people["root"]).get("/admin/")
    assert_valid_html(start)
    assert any(
        text.startswith("1 pending agreement has nobody in charge with an e-mail address.")
        for text in texts(start, ".//li[@class='error']")
    )
    assert inbox(people["root"]) == [agreement.pk]
    assert with_whom(client).startswith("Nobody is named at present who takes it up.")
    assert "in charge with an e-mail address" not in logged_in(people["office"]).get("/admin/").content.decode()


def test_the_start_counts_what_waits_with_others_and_is_silent_where_nothing_does(client, people):
    assert "messagelist" not in logged_in(people["root"]).get("/admin/").content.decode()
    proposed(client)

    start = logged_in(people["root"]).get("/admin/")

    assert texts(start, ".//li[@class='warning']")[0].startswith("1 pending agreement has gone to others, because")


def ended(into=()):
    """The unit of the proposal is in no later edition; its functions went to `into`."""
    tree = """
    gs | general_secretariat | General Secretariat
      sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
      spa | secretariat | Secretariat for Political Affairs | SPA
        rights | department | Department of Rights
    """
    later = make_structure("later", tree, status=Structure.Status.ADOPTED, effective_from=date(2020, 1, 1))
    if into:
        make_change("functions_transferred", ["social"], into, to=later)
    return later


def test_what_waits_at_a_unit_that_ended_waits_for_the_officers_of_its_successor(client, people):
    """Those of the unit above it, too, as everywhere."""
    sedi = make_officer("sedi", "sedi", email="sedi@example.org")
    agreement = proposed(client)
    assert inbox(sedi) == [agreement.pk]

    ended(into=["rights"])

    assert (inbox(sedi), inbox(people["office"])) == ([], [])
    assert inbox(people["elsewhere"]) == [agreement.pk]  # of the secretariat above
    assert set(moves_of(logged_in(people["elsewhere"]), agreement)) >= set(REVIEW)
    assert logged_in(sedi).get(stages_url(agreement)).status_code == 404
    words = "It is with: Department of Rights. The functions of Department of Social Inclusion went there."
    assert with_whom(client) == words


def test_what_waits_at_a_unit_that_ended_without_a_successor_falls_to_the_office(client, people):
    make_officer("sedi", "sedi", email="sedi@example.org")
    agreement = proposed(client)

    ended()

    assert inbox(people["office"]) == [agreement.pk]
    page = reverse("admin:orgunits_agreementonitsway_hand_over", args=[agreement.pk])
    logged_in(people["office"]).post(page, {"stage": "proposed", "unit": "rights", "reason": "Theirs now"})
    assert inbox(people["elsewhere"]) == [agreement.pk]
    assert notified()[0] == "elsewhere@example.org"


def test_an_officer_of_a_unit_that_ended_keeps_what_waits_there(client, people):
    own = make_officer("own", "social", email="own@example.org")
    agreement = proposed(client)

    ended(into=["rights"])

    assert inbox(own) == inbox(people["elsewhere"]) == [agreement.pk]


def test_a_move_to_another_branch_takes_the_turn_along_the_day_it_takes_effect(client, people):
    sedi = make_officer("sedi", "sedi", email="sedi@example.org")
    agreement = proposed(client)
    tree = "gs\n  sedi\n  spa\n    social"
    future = make_structure("later", tree, status=Structure.Status.ADOPTED, effective_from=date(2999, 1, 1))
    assert (inbox(sedi), inbox(people["elsewhere"])) == ([agreement.pk], [])

    Structure.objects.filter(pk=future.pk).update(effective_from=date(2020, 1, 1))

    assert (inbox(sedi), inbox(people["elsewhere"])) == ([], [agreement.pk])


def test_an_officer_named_later_takes_what_waited_with_the_office(client, people):
    agreement = proposed(client)

    UnitOfficer.objects.create(user=people["elsewhere"], unit=agreement.unit)

    assert (inbox(people["office"]), inbox(people["elsewhere"])) == ([], [agreement.pk])
