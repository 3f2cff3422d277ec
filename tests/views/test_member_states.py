"""member-states/<iso2>/: membership through time, the office, the names."""

from datetime import date

import pytest

from tests.helpers.factories import make_source
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.offices import LEFT, make_membership, make_office, make_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_hangs_on_the_state(client, count, costs):
    state = make_state("NI", "Nicaragua")
    for number, status in enumerate(["member", "withdrawn", "contested"][:count]):
        make_membership(status).sources.add(make_source(f"source-{number}"))
        make_office(f"office-{number}", member_state=state)

    with costs("member state"):
        response = client.get("/en/member-states/ni/")

    assert len(response.context["memberships"]) == len(response.context["offices"]) == count
    assert_valid_html(response)


def test_membership_is_told_for_the_day_and_through_time(client):
    make_membership(ends=LEFT)
    make_membership("withdrawn", starts=LEFT)

    def head(day):
        return texts(client.get(f"/en/member-states/ni/?on={day}"), ".//p[@class='page-head__note']")

    assert head("2023-11-18") == ["member since 1 January 1948"]
    assert head("2023-11-19") == ["withdrawn since 19 November 2023"]
    assert head("1940-01-01") == ["No membership is recorded for this day"]
    rows = texts(client.get("/en/member-states/ni/"), ".//table//td")
    assert rows == ["1 January 1948", "19 November 2023", "19 November 2023", "to this day"]


@pytest.mark.parametrize("query", ["", "?on=2010-01-01"])
def test_a_code_in_capitals_leads_to_the_address_and_keeps_the_query(client, query):
    make_state("NI", "Nicaragua")

    response = client.get(f"/en/member-states/NI/{query}")

    assert (response.status_code, response["Location"]) == (301, f"/en/member-states/ni/{query}")


def test_an_unknown_code_is_not_found(client):
    assert client.get("/en/member-states/zz/").status_code == 404


def test_the_names_stand_in_all_languages(client):
    make_state("BR", "Brazil", name_es="Brasil", name_fr="Brésil", name_pt="Brasil")

    names = texts(client.get("/en/member-states/br/"), ".//aside//dd/span")

    assert names == ["Brazil", "Brasil", "Brésil", "Brasil"]


def test_the_office_is_shown_with_what_the_record_says_of_it_on_the_day(client):
    make_office("office-ni", member_state=make_state("NI", "Nicaragua"), closed=date(2022, 4, 24), status="closed")

    def on_the_day(day):
        return texts(client.get(f"/en/member-states/ni/?on={day}"), ".//section[@aria-labelledby='office']/p")[1]

    assert on_the_day("2020-01-01").startswith("On 1 January 2020: not recorded, since its opening date is not known.")
    assert ": closed." in on_the_day("2023-01-01")


def test_a_state_without_an_office_says_so(client):
    make_state("CL", "Chile")

    assert "No office on record." in texts(client.get("/en/member-states/cl/"), ".//p")
