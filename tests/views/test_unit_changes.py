"""The recorded changes of a unit on its page, and where old names lead."""

import pytest

from orgunits.models import Structure
from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure
from tests.helpers.html import words_of

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED
BEFORE = """
    gs
      ser | secretariat | Secretariat for External Relations | SER
      old | department | Old Department
    """
TODAY = """
    gs
      sare | secretariat | Secretariat for Access to Rights and Equity | SARE
      sha | secretariat | Secretariat for Hemispheric Affairs | SHA
    """


@pytest.fixture
def _end_of_external_relations():
    make_structure("before", BEFORE, status=ADOPTED, effective_from="2008-03-26")
    today = make_structure("today", TODAY, status=ADOPTED, effective_from="2016-01-01")
    order = make_act("order", symbol="Executive Order 08-01 Rev. 9", kind="executive_order")
    make_change("functions_transferred", ["old"], ["ser"], slug="further-back", when="2010")
    make_change("abolished", ["ser"], when="2015", to=today, acts=[order], description="External Relations ends.")
    make_change("functions_transferred", ["ser"], ["sare", "sha"], when="2015", to=today, acts=[order])
    make_change("functions_transferred", ["ser"], ["old"], slug="idea", only_proposed=True, note="Only an idea.")


@pytest.mark.usefixtures("_end_of_external_relations")
def test_a_unit_that_ended_says_when_by_which_act_and_where_its_functions_went(client):
    words = words_of(client.get("/en/units/ser/"))

    assert "Not in the edition shown" in words
    assert "External Relations ends. – 2015; Executive Order 08-01 Rev. 9" in words
    assert (
        "Its functions went to Secretariat for Access to Rights and Equity, Secretariat for Hemispheric Affairs"
        " – 2015; Executive Order 08-01 Rev. 9" in words
    )


@pytest.mark.usefixtures("_end_of_external_relations")
def test_successors_are_told_through_any_number_of_changes_and_proposals_are_marked(client):
    response = client.get("/en/units/old/")
    changes = response.context["record"].changes

    assert [event.slug for event in changes.own] == ["further-back", "idea"]
    assert [event.kind for event in changes.later] == ["functions_transferred"]
    assert [row.unit.slug for row in changes.successors] == ["ser", "sare", "sha"]
    assert [row.unit.slug for row in changes.heirs.rows] == ["sare", "sha"]
    assert "functions transferred Date not recorded proposed" in words_of(response)


@pytest.mark.usefixtures("_end_of_external_relations")
def test_predecessors_are_told_too(client):
    changes = client.get("/en/units/sha/").context["record"].changes

    assert [row.unit.slug for row in changes.predecessors] == ["ser", "old"]
    assert [event.slug for event in changes.earlier] == ["further-back"]


def test_no_change_and_no_successor_are_said_to_be_not_recorded(client):
    make_structure("before", BEFORE, status=ADOPTED, effective_from="2008-03-26")
    make_structure("today", TODAY, status=ADOPTED, effective_from="2016-01-01")

    words = words_of(client.get("/en/units/old/"))

    assert "No successor is recorded in this edition." in words
    assert "No change of this unit is recorded" in words


@pytest.mark.usefixtures("_end_of_external_relations")
@pytest.mark.parametrize("address", ["secretariat-for-external-relations", "SER-"])
def test_a_former_name_or_acronym_leads_on_to_where_the_functions_went(client, address):
    words = words_of(client.get(f"/en/units/{address}/"))

    assert "not in this structure; last recorded in Structure before" in words
    assert "Its functions went to Secretariat for Access to Rights and Equity, Secretariat for Hem" in words


def test_what_only_a_draft_changes_is_not_told_to_the_public(client, admin_client):
    make_structure("today", TODAY, status=ADOPTED)
    draft = make_structure("draft", "gs\n  secret | office | Secret Office")
    make_change("functions_transferred", ["sha"], ["secret"], to=draft, description="A secret plan.")

    assert "secret plan" not in client.get("/en/units/sha/").content.decode().lower()
    assert "A secret plan." in words_of(admin_client.get("/en/units/sha/"))


def test_no_space_stands_between_an_act_or_a_unit_and_the_sign_that_follows(client):
    make_structure("before", BEFORE, status=ADOPTED, effective_from="2008-03-26")
    today = make_structure("today", TODAY, status=ADOPTED, effective_from="2016-01-01")
    acts = [make_act("order", symbol="Order 1"), make_act("another", symbol="Order 2")]
    make_change("functions_transferred", ["ser"], ["sha"], when="2015", to=today, acts=acts)
    make_change("moved", ["sare"], ["sare"], when="2016", to=today, acts=acts)

    gone, moved = (client.get(f"/en/units/{slug}/").content.decode() for slug in ("ser", "sare"))

    assert "Order 1</a>, <a" in gone
    assert "Order 1</a><br><a" in moved
    assert "Secretariat for Access to Rights and Equity: to a place" in " ".join(moved.split())


MAY_BE_MISSING = "A unit may be missing because"


@pytest.mark.usefixtures("_end_of_external_relations")
def test_only_of_a_unit_whose_end_nobody_recorded_it_is_said_that_sources_may_not_name_it(client):
    assert MAY_BE_MISSING not in words_of(client.get("/en/units/ser/"))
    assert MAY_BE_MISSING in words_of(client.get("/en/units/old/"))


@pytest.mark.parametrize(("kind", "originals"), [("created", []), ("merged", ["ser", "old"]), ("split", ["ser"])])
@pytest.mark.usefixtures("_end_of_external_relations")
def test_before_its_day_a_unit_that_an_act_made_is_said_to_come_later(client, kind, originals):
    order = make_act("another-order", symbol="Executive Order 16-01", kind="executive_order")
    make_change(kind, originals, ["sare", "sha"], when="2016", acts=[order], description="It comes.", checked=False)

    words = words_of(client.get("/en/units/sare/?on=2010-01-01"))

    assert "It comes. – 2016; Executive Order 16-01" in words
    assert MAY_BE_MISSING not in words


@pytest.mark.usefixtures("_end_of_external_relations")
def test_before_its_day_a_unit_of_which_no_founding_is_recorded_may_be_missing(client):
    make_change("created", [], ["sare"], when="2016", only_proposed=True)

    assert MAY_BE_MISSING in words_of(client.get("/en/units/sare/?on=2010-01-01"))
