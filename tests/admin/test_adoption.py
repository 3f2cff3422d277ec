"""The pages that check, propose, adopt and withdraw a structure."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from orgunits.adoption.checks import check
from orgunits.models import Structure
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act, make_post
from tests.helpers.admin_adoption import TOMORROW, acknowledge_all, check_of, send
from tests.helpers.admin_forms import messages_in
from tests.helpers.admin_structures import url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.adoption import draft_of
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db

NAMED = """
gs | general_secretariat | General Secretariat | GS
  osg | head_office | Office of the Secretary General | OSG
"""


@pytest.fixture
def in_force():
    return make_structure("in-force", status="adopted")


@pytest.fixture
def act():
    return make_act("order", kind="executive_order", symbol="Executive Order 26-01")


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_costs_the_same_however_many_units_are_concerned(admin_client, in_force, count, costs):
    draft = draft_of(in_force)
    for number in range(count):
        unit = make_unit(f"new-{number}")
        trees.add(draft, unit, parent=place(draft, "sedi"), kind="head_office", name="New", acronym_en="NEW")
    admin_client.get(url_of(draft, "check"))

    with costs("admin check before adoption"):
        response = admin_client.get(url_of(draft, "check"))

    assert_valid_html(response)
    new = [row for row in response.context["errors"] if row.obstacle.key == "names-es-new"]
    assert [len(row.units) for row in new] == [count]


def test_the_check_says_what_blocks_what_to_answer_for_and_what_will_happen(admin_client, in_force, act):
    draft = draft_of(in_force)
    trees.move(place(draft, "trade"), place(draft, "sla"))
    trees.remove(place(draft, "education"))

    response = admin_client.get(check_of(draft, day=TOMORROW, acts=act.pk))
    words = " ".join(texts(response, ".//div[@id='content-main']"))

    assert "No problems." in words
    assert "Some units have no name in Spanish" in words
    assert "× 1 unit ends" not in words  # the mark is not a word
    assert "1 unit ends Education" in words
    assert "Trade: from Sedi to Sla" in words
    assert "Not yet: fix the problems and acknowledge the warnings first." in words


def test_of_very_many_obstacles_the_first_are_shown_and_the_rest_is_counted(admin_client, in_force, monkeypatch):
    monkeypatch.setattr("orgunits.admin.adoption_links.OBSTACLES_AT_MOST", 1)
    draft = draft_of(in_force)
    for unit in ("education", "trade"):
        make_post(unit, unit=unit)
        trees.remove(place(draft, unit))

    response = admin_client.get(url_of(draft, "check"))
    words = " ".join(texts(response, ".//div[@id='content-main']"))

    assert_valid_html(response)
    assert len(response.context["errors"]) == len(response.context["open_warnings"]) == 1
    assert "Fix these 3 problems first:" in words  # no act is named either
    assert "2 more will be shown once these are fixed." in words
    assert "2 more will be shown once these are acknowledged." in words
    everything = check(draft, day=TOMORROW, acts=[], today=localdate())
    assert send(admin_client, draft, "confirm").context["checked"].errors == everything.errors


def test_from_the_check_to_the_adoption(admin_client, admin_user, in_force, act):
    draft = draft_of(in_force)
    trees.move(place(draft, "trade"), place(draft, "sla"))

    page = acknowledge_all(admin_client, draft, acts=[act])
    assert page.context["open_warnings"] == []
    assert [row.by for row in page.context["checked"].acknowledged] == [admin_user] * 3
    question = send(admin_client, draft, "adopt", acts=[act])
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert_valid_html(question)
    assert "Trade: from Sedi to Sla" in question.content.decode()
    done = send(admin_client, draft, "confirm", acts=[act])

    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, draft.authorities.get()) == ("adopted", TOMORROW, act)
    assert "is adopted and takes effect on" in messages_in(done)[0]
    assert Structure.objects.in_force_on(localdate()) == in_force
    assert Structure.objects.in_force_on(TOMORROW) == draft


def test_adopting_past_the_question_is_refused_on_the_page(admin_client, in_force):
    draft = draft_of(in_force)

    response = send(admin_client, draft, "confirm")

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "Adoption needs an act: name the legal instrument the edition is based on." in response.context["refusals"]
    assert_valid_html(response)


def test_an_editor_without_the_permission_may_check_but_not_adopt(client, in_force, act):
    log_in(client, "view_structure", "change_structure")
    draft = draft_of(in_force)

    page = acknowledge_all(client, draft, acts=[act])
    refused = send(client, draft, "confirm", acts=[act])

    assert "You don’t have permission to adopt editions: ask someone who does." in page.content.decode()
    assert "You don't have permission to adopt editions." in refused.context["refusals"][0]
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize("page", ["check", "propose", "withdraw"])
def test_the_pages_are_for_who_may_change_structures(client, in_force, page):
    log_in(client, "view_structure")

    assert client.post(url_of(draft_of(in_force), page)).status_code == 403
    assert client.get(reverse(f"admin:orgunits_structure_{page}", args=["0"])).status_code == 403


@pytest.mark.parametrize("page", ["check", "propose", "withdraw"])
def test_an_unknown_structure_is_not_found(admin_client, page):
    assert admin_client.get(reverse(f"admin:orgunits_structure_{page}", args=["0"])).status_code == 404


@pytest.mark.parametrize("day", ["", "x", "2026-13-01", "0"])
def test_a_bad_day_is_told_at_its_field(admin_client, in_force, day):
    response = admin_client.get(check_of(draft_of(in_force), day=day))

    assert response.status_code == 200
    assert response.context["form"].errors["day"]
    assert "checked" not in response.context


def test_an_act_that_is_not_there_is_told_at_its_field(admin_client, in_force):
    response = admin_client.get(check_of(draft_of(in_force), day=TOMORROW, acts=999))

    assert response.context["form"].errors["acts"] == ["This act is no longer on record. Choose again."]


def test_a_day_is_taken_once_and_what_took_effect_stays_whatever_is_sent(admin_client, in_force, act):
    draft, another = draft_of(in_force), draft_of(in_force, "another")
    for structure in (draft, another):
        acknowledge_all(admin_client, structure, acts=[act])
        answer = send(admin_client, structure, "confirm", acts=[act])
    withdrawn = admin_client.post(url_of(in_force, "withdraw"), {"reason": "A mistake."})

    sentence = "already takes effect on that day. Choose another day, or withdraw that one first."
    assert sentence in answer.context["refusals"][0]
    assert "can't be withdrawn: adopt another one instead." in withdrawn.context["refusals"][0]
    assert_valid_html(withdrawn)
    statuses = Structure.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["adopted", "adopted", "draft"]


def test_what_is_adopted_has_nothing_to_check(admin_client, in_force):
    response = admin_client.get(url_of(in_force, "check"), follow=True)

    assert messages_in(response) == ["“Structure in-force” is adopted; there is nothing left to adopt."]


def test_an_adoption_before_another_edition_names_it_and_asks_for_the_reason(admin_client, in_force, act):
    later = draft_of(in_force, "later")
    after = TOMORROW + timedelta(days=30)
    acknowledge_all(admin_client, later, day=after, acts=[act])
    send(admin_client, later, "confirm", day=after, acts=[act])
    draft = draft_of(in_force)
    acknowledge_all(admin_client, draft, acts=[act])

    question = send(admin_client, draft, "adopt", acts=[act])
    without = send(admin_client, draft, "confirm", acts=[act])
    send(admin_client, draft, "confirm", acts=[act], reason="Until then.")

    assert "“Later” is already adopted" in question.context["reason_needed"]
    assert "Give the reason." in without.context["refusals"][0]
    draft.refresh_from_db()
    assert (draft.status, draft.steps.get().reason) == ("adopted", "Until then.")


def test_a_draft_is_proposed_after_a_question(admin_client, in_force):
    draft = draft_of(in_force)

    question = admin_client.get(url_of(draft, "propose"))
    done = admin_client.post(url_of(draft, "propose"), follow=True)

    assert_valid_html(question)
    draft.refresh_from_db()
    assert (draft.status, draft.was_proposed) == ("proposed", True)
    assert messages_in(done) == ["“Next” is proposed: everyone can see it, marked as a proposal."]


def test_a_proposal_is_withdrawn_with_a_reason_that_its_page_shows(admin_client, client, in_force):
    draft = draft_of(in_force)
    admin_client.post(url_of(draft, "propose"))

    without = admin_client.post(url_of(draft, "withdraw"), {"reason": " "})
    admin_client.post(url_of(draft, "withdraw"), {"reason": "Overtaken by another order."})

    assert without.context["refusals"] == ["Give a reason for withdrawing."]
    assert_valid_html(without)
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    client.logout()
    assert "Overtaken by another order." in client.get("/en/structures/next/").content.decode()


def test_the_form_shows_the_ways_that_are_open_and_the_steps_taken(admin_client, admin_user, in_force):
    draft = draft_of(in_force)
    admin_client.post(url_of(draft, "propose"))

    page = admin_client.get(url_of(draft)).content.decode()
    locked = admin_client.get(url_of(in_force)).content.decode()

    assert url_of(draft, "check") in page
    assert url_of(draft, "withdraw") in page
    assert url_of(draft, "propose") not in page
    assert "Proposed by admin, " in page
    assert "/en/structure/?structure=next" in page
    assert not any(url_of(in_force, name) in locked for name in ("check", "propose", "withdraw"))


def test_the_tree_says_who_edited_it_last_and_leads_to_preview_and_check(admin_client, in_force):
    draft = draft_of(in_force)
    moved, target = place(draft, "trade"), place(draft, "sla")
    data = {"cmd": "move_node", "position": "last-child", "cut_item": moved.pk, "pasted_on": target.pk}
    admin_client.post(tree_of(draft), data)

    page = admin_client.get(tree_of(draft)).content.decode()

    assert "Last edited: admin, " in page
    assert "/en/structure/?structure=next" in page
    assert url_of(draft, "check") in page
