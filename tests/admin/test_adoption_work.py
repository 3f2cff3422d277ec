"""Open work of units that a draft ends: listed and decided, then somebody's. Over 300 lines: one way through."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from orgunits.adoption.passing_on import pass_on_due
from orgunits.mail import write_due
from orgunits.models import (
    AgreementStep,
    CooperationAgreement,
    CountryOffice,
    LegalInstrument,
    Mail,
    MandateAssignment,
    Structure,
    StructureStep,
    Transfer,
    UnitOfficer,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_mandate
from tests.helpers.admin_adoption import acknowledge_all, send
from tests.helpers.admin_agreements import INBOX, logged_in, proposed
from tests.helpers.admin_forms import fields_of
from tests.helpers.admin_structures import url_of
from tests.helpers.adoption import draft_of
from tests.helpers.factories import make_unit, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.open_work import ENDED, ending, mails_since, make_order, make_people, make_today, make_work
from tests.helpers.proposals import PROPOSAL, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]

TODAY = localdate()
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def people(db):
    make_today()
    return make_people()


@pytest.fixture
def work(people, client):
    return make_work(client)


@pytest.fixture
def order(db):
    return make_order()


def check_page(client, draft, day=TODAY):
    response = client.get(url_of(draft, "check"), {"day": day.isoformat()})
    assert_valid_html(response)
    return response


def lines(response):
    return texts(response, ".//form[@id='open-work']//li/div/a")


def going_to(response):
    """{what: where it goes} of the form, in the words of its options."""
    return {row.label: row.to for row in response.context["work"]}


def choose(client, draft, day=TODAY, **choices):
    """Opens the check page, chooses and sends; a choice is given by the kind of the item."""
    page = check_page(client, draft, day)
    fields = fields_of(page, "open-work")
    for name in list(fields):
        for kind, value in choices.items():
            if name.startswith(f"to-{kind}-"):
                fields[name] = value
    acts = [act.pk for act in LegalInstrument.objects.filter(slug="order")]
    sent = {**fields, "action": "work", "day": day.isoformat(), "acts": acts}
    return client.post(url_of(draft, "check"), sent, follow=True)


def adopt(client, draft, order, day=TODAY):
    acknowledge_all(client, draft, acts=[order], day=day)
    response = send(client, draft, "confirm", day=day, acts=[order])
    draft.refresh_from_db()
    return response


def owners():
    """The unit of each kind of open work, by its slug."""
    return {
        "proposal": CooperationAgreement.objects.get(proposal__isnull=False).unit.slug,
        "office": CountryOffice.objects.get().coordinating_unit.slug,
        "mandates": sorted(
            (row.unit.slug, str(row.starts), row.ends and str(row.ends)) for row in MandateAssignment.objects.all()
        ),
        "signed": CooperationAgreement.objects.get(slug="signed").unit.slug,
        "officers": sorted(UnitOfficer.objects.values_list("user__username", "unit__slug")),
    }


BEFORE = {
    "proposal": ENDED,
    "office": ENDED,
    "mandates": [(ENDED, "2010-01-01", None)],
    "signed": ENDED,
    "officers": [("rights", "rights"), ("social", "social"), ("spa", "spa")],
}


def after(day):
    eve = str(day - timedelta(days=1))
    return {
        "proposal": "rights",
        "office": "rights",
        "mandates": [("rights", str(day), None), (ENDED, "2010-01-01", eve)],
        "signed": ENDED,  # as it was signed; its page says who has the functions
        "officers": [("rights", "rights"), ("social", "rights"), ("spa", "spa")],
    }


def test_open_work_is_listed_with_its_successor_and_is_somebodys_after_the_adoption(admin_client, people, work, order):
    draft = ending()
    page = check_page(admin_client, draft)
    proposal = work["proposal"]
    expected = {
        "Officer for agreements: social": "Department of Rights",
        f"Pending agreement {proposal.proposal.number}: Clean rivers": "Department of Rights",
        f"Country office: {work['office']}": "Department of Rights",
        "Mandate: Equality": "Department of Rights",
        "1 signed agreement": "Department of Rights",
    }
    assert going_to(page) == expected
    assert lines(page) == list(expected)
    before = len(mail.outbox)

    question = send(admin_client, draft, "adopt", day=TODAY, acts=[order])
    acknowledge_all(admin_client, draft, acts=[order], day=TODAY)
    question = send(admin_client, draft, "adopt", day=TODAY, acts=[order])
    assert_valid_html(question)
    assert any("Mandate: Equality" in text for text in texts(question, ".//ul[@class='open-work']/li"))
    assert owners() == BEFORE
    send(admin_client, draft, "confirm", day=TODAY, acts=[order])

    assert owners() == after(TODAY)
    # The new owners are notified, each once of the proposal and once of all else, and find the proposal waiting.
    assert mails_since(before) == sorted(
        [
            (PROPOSAL["email"], "handed over"),
            ("rights@example.org", "handed over"),
            ("social@example.org", "handed over"),
            ("rights@example.org", "Next"),
            ("social@example.org", "Next"),
        ]
    )
    for name in ("social", "rights"):
        inbox = logged_in(people[name]).get(INBOX)
        assert [each.pk for each in inbox.context["cl"].result_list] == [proposal.pk]
    step = AgreementStep.objects.get(kind="handed_over")
    assert step.text == (
        "“Department of Social Inclusion” is no longer part of the structure; “Department of Rights” takes over the "
        "proposal."
    )
    body = next(
        each.body for each in mail.outbox if each.subject.endswith("Next") and each.to == ["rights@example.org"]
    )
    for words in (
        "social is now an officer for agreements of RIGHTS",
        "Equality",
        "signed agreements of SOCIAL",
        "office-in-lima",
    ):
        assert words in body


def test_where_a_unit_is_split_somebody_has_to_choose_before_the_adoption(admin_client, people, work, order):
    draft = ending(into=("rights", "votes"), kind="split")
    page = check_page(admin_client, draft)
    assert set(going_to(page).values()) == {"", "Department of Rights, Department of Votes"}
    assert [row.obstacle.kind for row in page.context["errors"]] == ["act", "work"]

    refused = adopt(admin_client, draft, order)
    assert draft.status == "draft"
    assert any("not yet decided who takes over" in text for text in refused.context["refusals"])

    rights, votes = (str(make_unit(slug).pk) for slug in ("rights", "votes"))
    answer = choose(admin_client, draft, proposal=votes, office=rights, mandate=rights)
    assert [row.obstacle.kind for row in answer.context["errors"]] == ["work"]  # the officer is left
    choose(admin_client, draft, officer=votes)
    adopt(admin_client, draft, order)

    found = owners()
    assert draft.status == "adopted"
    assert (found["proposal"], found["office"], found["officers"]) == (
        "votes",
        "rights",
        [("rights", "rights"), ("social", "votes"), ("spa", "spa")],
    )
    assert {row.chosen_by.username for row in Transfer.objects.exclude(kind="agreements")} == {"admin"}
    # Of the signed agreement both are asked.
    assert sorted(Transfer.objects.filter(kind="agreements").values_list("unit__slug", flat=True)) == [
        "rights",
        "votes",
    ]


def test_another_unit_than_the_successor_is_chosen_item_by_item(admin_client, people, work, order):
    draft = ending()

    answer = choose(admin_client, draft, proposal=str(make_unit("spa").pk), officer="end")
    assert "Saved who takes over what." in answer.content.decode()
    adopt(admin_client, draft, order)

    found = owners()
    assert (found["proposal"], found["office"]) == ("spa", "rights")
    assert found["officers"] == [("rights", "rights"), ("spa", "spa")]
    assert "spa@example.org" in [each.to[0] for each in mail.outbox]


@pytest.mark.parametrize("value", ["0", "99999999999999999999", "x", "end"])
def test_what_is_no_unit_of_the_draft_is_refused(admin_client, people, work, value):
    draft = ending()

    choose(admin_client, draft, proposal=value)
    choose(admin_client, draft, proposal=str(make_unit(ENDED).pk))

    assert not Transfer.objects.exists()


def test_a_choice_of_the_default_is_no_choice_of_its_own_and_one_can_be_taken_back(admin_client, people, work):
    draft = ending()
    spa, rights = (str(make_unit(slug).pk) for slug in ("spa", "rights"))

    choose(admin_client, draft, office=spa)
    assert [row.unit.slug for row in Transfer.objects.all()] == ["spa"]
    choose(admin_client, draft, office=rights)

    assert not Transfer.objects.exists()


def test_for_a_day_to_come_all_stays_until_that_day_and_then_passes_on_by_itself(admin_client, people, work, order):
    draft = ending()
    before = len(mail.outbox)

    adopt(admin_client, draft, order, day=LATER)
    call_command("send_mail", verbosity=0)

    assert (owners(), mails_since(before)) == (BEFORE, [])
    assert StructureStep.objects.get(structure=draft, kind="adopted").work_passed_at is None
    assert pass_on_due(today=LATER) == 1
    assert owners() == after(LATER)
    assert pass_on_due(today=LATER) == 0


def test_what_was_withdrawn_before_its_day_passes_on_nothing(admin_client, people, work, order):
    draft = ending()
    adopt(admin_client, draft, order, day=LATER)
    admin_client.post(url_of(draft, "withdraw"), {"reason": "Not now."})

    assert pass_on_due(today=LATER) == 0
    assert owners() == BEFORE


def test_what_came_in_between_the_adoption_and_its_day_passes_on_too(admin_client, client, people, work, order):
    draft = ending(into=("rights", "votes"), kind="split")
    votes = str(make_unit("votes").pk)
    choose(admin_client, draft, LATER, proposal=votes, office=votes, mandate=votes, officer=votes)
    adopt(admin_client, draft, order, day=LATER)
    late = proposed(client, title="Late rivers")

    assert pass_on_due(today=LATER) == 1

    late.refresh_from_db()
    assert late.unit.slug == ENDED  # nobody chose; the officers of both have it
    notified = set(Mail.objects.filter(kind="your_turn", proposal=late.proposal).values_list("to", flat=True))
    assert notified == {"rights@example.org", "spa@example.org"}  # of the secretariat above the one, and of the other


def test_an_edition_of_the_past_takes_nothing_from_those_who_have_it_today(admin_client, people, work, order):
    draft = ending()
    past = TODAY - timedelta(days=900)
    later = ending(slug="later")
    adopt(admin_client, later, order, day=TODAY)
    found = owners()

    page = check_page(admin_client, draft, past)
    assert page.context["work"] == []
    acknowledge_all(admin_client, draft, acts=[order], day=past)
    send(admin_client, draft, "confirm", day=past, acts=[order], reason="As it was.")

    draft.refresh_from_db()
    assert (draft.status, owners()) == ("adopted", found)


def test_a_proposal_whose_unit_moves_is_listed_and_its_new_owner_notified(admin_client, people, client, order):
    UnitOfficer.objects.filter(unit__slug="social").delete()
    make_officer("sedi", "sedi", email="sedi@example.org")
    agreement = proposed(client)
    draft = moved_draft()
    page = check_page(admin_client, draft)
    assert page.context["passing"] == [
        "“Clean rivers” (SOCIAL) passes with its unit. It will then be with: the unit’s officers."
    ]
    before = len(mail.outbox)

    adopt(admin_client, draft, order)

    assert mails_since(before) == [("spa@example.org", "it is with you now")]
    inbox = logged_in(people["spa"]).get(INBOX)
    assert [each.pk for each in inbox.context["cl"].result_list] == [agreement.pk]


def moved_draft():
    draft = draft_of(Structure.objects.get(slug="today"))
    trees.move(place(draft, "social"), place(draft, "spa"))
    return draft


def test_a_shared_mandate_ends_with_its_unit_and_one_that_the_successor_has_is_not_doubled(admin_client, people, order):
    make_mandate("shared", units=[ENDED, "rights"], starts="2010")
    make_mandate("over", units=[ENDED], starts="2010", ends="2012")
    draft = ending()

    assert going_to(check_page(admin_client, draft)) == {
        "Officer for agreements: social": "Department of Rights",
        "Mandate: Shared": "Department of Rights",
    }
    adopt(admin_client, draft, order)

    rows = MandateAssignment.objects.filter(mandate__slug="shared").order_by("pk")
    assert [(row.unit.slug, str(row.ends)) for row in rows] == [
        (ENDED, str(TODAY - timedelta(days=1))),
        ("rights", "None"),
    ]


def test_who_is_an_officer_of_the_successor_already_is_so_once(admin_client, people, order):
    UnitOfficer.objects.create(user=people["social"], unit=make_unit("rights"))

    adopt(admin_client, ending(), order)

    found = UnitOfficer.objects.filter(user=people["social"], unit__slug="rights")
    assert found.count() == 1


def test_where_the_successor_has_nobody_the_office_is_notified(admin_client, people, work, order):
    UnitOfficer.objects.filter(unit__slug__in=["rights", "social"]).delete()
    before = len(mail.outbox)

    adopt(admin_client, ending(), order)

    assert [row for row in mails_since(before) if row[0] != PROPOSAL["email"]] == [
        ("office@example.org", "Next"),
        ("office@example.org", "handed over"),
    ]


def test_whose_officer_leaves_is_said_to_those_who_have_the_turn_then(client, people, django_user_model):
    agreement = proposed(client)
    before = len(mail.outbox)
    people["social"].is_active = False
    people["social"].save()

    call_command("send_mail", verbosity=0)
    call_command("send_mail", verbosity=0)

    assert mails_since(before) == [("office@example.org", "it is with you now")]
    assert agreement.proposal.number in mail.outbox[-1].subject


def test_nothing_is_written_again_to_who_knows_of_it(client, people):
    proposed(client)
    before = Mail.objects.count()

    write_due(now=timezone.now())

    assert Mail.objects.count() == before
