"""Every way to a unit follows its succession: the unit is gone, and who has its functions is in the shown structure."""

from datetime import date

import pytest

from orgunits.models import Structure
from tests.helpers.acts_and_posts import make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import assert_valid_html, texts, words_of
from tests.helpers.offices import make_office

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED
ACT = "Executive Order 16-01"
PASSED = f"Its functions went to Department of Seas – 2016; {ACT}"


@pytest.fixture
def merger():
    """The Department of Ports and another one became the Department of Seas."""
    before = "gs\n  ports | department | Department of Ports | DP\n  law | department | Department of Law"
    today = "gs\n  seas | department | Department of Seas | DS\n  other"
    make_structure("before", before, status=ADOPTED, effective_from=date(2008, 1, 1))
    today = make_structure("today", today, status=ADOPTED, effective_from=date(2016, 1, 1))
    order = make_act("order", symbol=ACT, kind="executive_order")
    return make_change("merged", ["ports", "law"], ["seas"], when="2016", to=today, acts=[order])


@pytest.mark.parametrize(
    "address",
    ["find/?q=ports", "units/?q=ports", "units/ports/", "units/dp/", "posts/", "posts/head/", "mandates/charge/"]
    + ["offices/", "offices/office/", "instruments/act/"],
)
def test_a_unit_that_a_merger_ended_names_its_successor_wherever_it_is_named(client, merger, address):
    make_post("head", unit="ports", heads=["ports"])
    make_mandate("charge", act=make_act("act"), units=["ports"])
    make_office("office", coordinating_unit=make_unit("ports"))

    response = client.get(f"/en/{address}")

    assert PASSED in words_of(response)
    assert_valid_html(response)


def test_an_agreement_names_the_successor_in_the_register_and_on_its_page(client, merger):
    make_agreement("one", unit=make_unit("ports"), signed_on="2010")

    for address in ("agreements/", "agreements/one/"):
        assert "Department of Seas" in words_of(client.get(f"/en/{address}")), address


@pytest.mark.parametrize("wish", ["", "propose", "information"])
def test_one_is_sent_to_the_successor_and_not_to_the_general_secretariat(client, merger, wish):
    seas = make_unit("seas")
    seas.email = "seas@example.org"
    seas.save()

    response = client.get(f"/en/find/?q=ports&wish={wish}")

    words = words_of(response)
    assert "Write to the unit that has its functions: Department of Seas." in words
    assert "Department of Seas: seas@example.org" in words
    assert "write to the General Secretariat" not in words
    assert "Write to the General Secretariat" not in words
    if wish == "propose":
        assert texts(response, ".//a[@class='usa-button']") == ["Propose an agreement to Department of Seas"]
        assert 'href="/en/agreements/propose/?unit=seas&' in response.content.decode()


def test_a_successor_is_followed_through_units_that_are_gone_too(client, merger):
    """A further case: the successor has ended, and what it did went to two."""
    today = "gs\n  water | department | Department of Water\n  coast | department | Department of Coasts"
    make_structure("later", today, status=ADOPTED, effective_from=date(2020, 1, 1))
    make_change("split", ["seas"], ["water", "coast"], when="2020")

    for address in ("find/?q=ports", "units/?q=ports"):
        words = words_of(client.get(f"/en/{address}"))
        assert "Its functions went to Department of Water, Department of Coasts" in words, address
        assert PASSED in words_of(client.get(f"/en/{address}&on=2018-01-01")), address


@pytest.mark.parametrize("address", ["find/?q=seas", "units/?q=seas"])
def test_what_happened_later_than_the_day_shown_is_no_succession_yet(client, merger, address):
    """A further case: a unit of the time after."""
    make_change("functions_transferred", ["seas"], ["ports"], when="2017")

    assert "Its functions went to" not in words_of(client.get(f"/en/{address}&on=2010-01-01"))


@pytest.mark.parametrize("address", ["find/?q=ports", "units/?q=ports", "posts/head/"])
def test_a_unit_without_a_recorded_successor_makes_none(client, merger, address):
    make_post("head", unit="ports")
    merger.delete()

    assert "Its functions went to" not in words_of(client.get(f"/en/{address}"))
    if address.startswith("find"):
        assert "Write to the General Secretariat, the first point of contact" in words_of(client.get(f"/en/{address}"))
