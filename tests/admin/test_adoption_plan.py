"""The day, the acts and the reason of an adoption are kept until it is adopted, for everybody who works on it."""

from datetime import timedelta

import pytest
from django.test import Client

from orgunits.models import AdoptionPlan, LegalInstrument
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.admin_adoption import TOMORROW, acknowledge_all, send
from tests.helpers.admin_placements import url_of as place_of
from tests.helpers.admin_structures import url_of
from tests.helpers.adoption import draft_of
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.people import person

pytestmark = pytest.mark.django_db

DAY = TOMORROW + timedelta(days=20)


@pytest.fixture
def draft():
    made = draft_of(make_structure("in-force", status="adopted"))
    trees.remove(place(made, "education"))
    return made


@pytest.fixture
def act():
    return make_act("order", kind="executive_order", symbol="Executive Order 26-01")


@pytest.fixture
def ben():
    client = Client()
    client.force_login(person("ben", "view_structure", "change_structure", "adopt_structure"))
    return client


def chosen_on(response):
    form = response.context["form"]
    return form["day"].value(), [int(key) for key in form["acts"].value() or []]


def seen_on(response):
    return response.context["plan"].version


def test_day_acts_and_acknowledgements_are_there_again_after_each_repair(admin_client, draft, act):
    page = send(admin_client, draft, "plan", day=DAY, acts=[act])
    keys = [row.obstacle.key for row in page.context["open_warnings"]]
    send(admin_client, draft, "acknowledge", day=DAY, acts=[act], warning=keys[:1])
    admin_client.get(place_of(place(draft, "sedi")))  # the way to a repair
    trees.change(place(draft, "sedi"), name_es="Sedi en español")

    back = admin_client.get(url_of(draft, "check"))

    assert_valid_html(back)
    assert chosen_on(back) == (DAY.isoformat(), [act.pk])
    assert back.context["checked"].day == DAY
    assert [row.by.username for row in back.context["checked"].acknowledged] == ["admin"]


def test_the_second_person_finds_what_the_first_one_chose_and_who_it_was(admin_client, ben, draft, act):
    send(admin_client, draft, "plan", day=DAY, acts=[act])

    page = ben.get(url_of(draft, "check"))

    assert chosen_on(page) == (DAY.isoformat(), [act.pk])
    words = " ".join(texts(page, ".//section[@aria-labelledby='day']"))
    assert "Chosen by admin, " in words


def test_what_somebody_else_chose_meanwhile_is_not_written_over_unasked(admin_client, ben, draft, act):
    page = send(admin_client, draft, "plan", day=TOMORROW, acts=[act])
    seen = seen_on(page)
    send(ben, draft, "plan", day=DAY, acts=[act], seen=seen)

    refused = send(admin_client, draft, "plan", day=DAY + timedelta(days=1), acts=[act], seen=seen)

    assert refused.context["refusals"][0].startswith("ben chose ")
    assert AdoptionPlan.objects.get().day == DAY
    assert chosen_on(refused)[0] == (DAY + timedelta(days=1)).isoformat()
    send(admin_client, draft, "plan", day=DAY + timedelta(days=1), acts=[act], seen=seen_on(refused))
    assert AdoptionPlan.objects.get().day == DAY + timedelta(days=1)


def test_an_adoption_for_a_day_that_somebody_changed_meanwhile_asks_again(admin_client, ben, draft, act):
    page = acknowledge_all(admin_client, draft, acts=[act])
    seen = seen_on(page)
    send(ben, draft, "plan", day=DAY, acts=[act], seen=seen)

    refused = send(admin_client, draft, "confirm", acts=[act], seen=seen)

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "ben chose " in refused.context["refusals"][0]


def test_the_reason_is_there_again_after_a_refusal(admin_client, draft, act):
    later = draft_of(make_structure("other", status="adopted", effective_from="2021-01-01"), "later")
    acknowledge_all(admin_client, later, day=DAY, acts=[act])
    send(admin_client, later, "confirm", day=DAY, acts=[act])
    page = acknowledge_all(admin_client, draft, acts=[act])
    open_again = send(admin_client, draft, "plan", acts=[], seen=seen_on(page))
    refused = send(admin_client, draft, "confirm", acts=[], reason="Until then.", seen=seen_on(open_again))
    assert refused.context["refusals"]

    send(admin_client, draft, "plan", acts=[act], seen=seen_on(refused))
    acknowledge_all(admin_client, draft, acts=[act])
    question = send(admin_client, draft, "adopt", acts=[act])

    assert question.context["reason"]["reason"].value() == "Until then."
    send(admin_client, draft, "confirm", acts=[act], reason="Until then.")
    draft.refresh_from_db()
    assert draft.status == "adopted"
    assert not AdoptionPlan.objects.exists()


def test_an_act_that_was_deleted_since_is_said_and_the_day_is_still_there(admin_client, draft, act):
    send(admin_client, draft, "plan", day=DAY, acts=[act])
    LegalInstrument.objects.all().delete()

    page = admin_client.get(url_of(draft, "check"))

    assert page.context["form"].errors["acts"] == ["This act is no longer on record. Choose again."]
    assert page.context["form"]["day"].value() == DAY.isoformat()


def test_looking_at_another_day_by_its_address_writes_nothing(admin_client, draft):
    admin_client.get(url_of(draft, "check"), {"day": DAY.isoformat()})

    assert not AdoptionPlan.objects.exists()
