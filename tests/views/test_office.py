"""offices/<slug>/: what is claimed of an office for a day, its contacts, its head, its coordinating unit."""

import re
from datetime import date

import pytest

from orgunits.models import CountryOffice, Discrepancy, DiscrepancyClaim, Structure
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.offices import TREE, make_barbados, make_nicaragua, make_offices, make_representative

pytestmark = pytest.mark.django_db


def answers(response):
    """What the page says first, by its label."""
    rows = parsed(response).findall(".//dl[@class='answers']/div")
    return {text_of(row.find("dt")): text_of(row.find("dd")) for row in rows}


ADOPTED = Structure.Status.ADOPTED


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_office_costs_the_same_however_many_headed_it(client, count, costs):
    make_structure("today", TREE, status=ADOPTED)
    make_offices(1)
    office = CountryOffice.objects.get()
    for number in range(count):
        make_representative(office, f"Name{number}", seen="2018").sources.add(make_source(f"page-{number}"))
        office.sources.add(make_source(f"more-{number}"))

    with costs("office"):
        response = client.get("/en/offices/office-a0/")

    assert len(response.context["posts"][0].holders.not_dated) == count
    assert_valid_html(response)


def test_contacts_are_links_and_say_as_of_when(client):
    make_barbados(
        phones=["(246) 426-1564"],
        email="office@example.org",
        address="Harts Gap",
        contact_as_of="c. 2013 (page)",
        hours="8 to 4",
    )

    response = client.get("/en/offices/office-bb/?on=1980-01-01")

    page = response.content.decode()
    assert re.search(r'<a class="nowrap" href="tel:\+12464261564"\s*>\(246\) 426-1564</a>', page)
    assert '<a href="mailto:office@example.org">office@example.org</a>' in page
    assert "As of c. 2013 (page)" in answers(response)["Contact"]


def test_an_office_without_contacts_says_that_none_is_recorded(client):
    make_nicaragua()

    assert answers(client.get("/en/offices/office-ni/"))["Contact"] == "Not recorded"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            "2022-04-24",
            "On 24 April 2022: not recorded, since its opening date is not known. "
            "Status as last recorded: Closed, 24 April 2022",
        ),
        ("2022-04-25", "On 25 April 2022: closed. Status as last recorded: Closed, 24 April 2022"),
    ],
)
def test_the_closed_office_in_nicaragua_is_never_claimed_to_be_open(client, day, sentence):
    make_nicaragua()

    response = client.get(f"/en/offices/office-ni/?on={day}")

    assert answers(response)["Status"] == sentence


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("1969-06-20", "On 20 June 1969: not yet established."),
        ("1969-06-21", "On 21 June 1969: established, and no closure is on record."),
    ],
)
def test_an_office_with_a_start_is_claimed_from_then_on(client, day, sentence):
    make_barbados()

    assert answers(client.get(f"/en/offices/office-bb/?on={day}"))["Status"].startswith(sentence)


def test_a_head_is_named_for_a_day_only_where_the_record_covers_it(client):
    office = make_barbados()
    make_representative(
        office, "Known", starts=date(2000, 1, 1), starts_precision="day", ends=date(2004, 1, 1), ends_precision="day"
    )
    make_representative(office, "Seen", seen="c. 2013")

    def current(day):
        (held,) = client.get(f"/en/offices/office-bb/?on={day}").context["posts"]
        return [tenure.appointment.name for tenure in held.holders.current]

    assert current("2002-01-01") == ["Known"]
    assert current("2013-01-01") == []
    assert "in the post: c. 2013" in texts(client.get("/en/offices/office-bb/?on=2013-01-01"), ".//main")[0]


def test_the_page_answers_first_with_the_age_of_each_answer(client):
    make_structure("today", TREE, status=ADOPTED)
    office = make_barbados(status_as_of="c. 2013", phones=["(246) 426-1564"])
    make_representative(office, "Long Ago", seen="c. 2013", seen_on=date(2013, 1, 1))

    response = client.get("/en/offices/office-bb/")

    assert_valid_html(response)
    said = answers(response)
    assert list(said) == ["Status", "Head", "Contact", "Coordinated by"]
    assert said["Status"] == "Operating as of c. 2013 Established 21 June 1969; no closure on record."
    assert said["Head"] == "Current head not recorded. Long Ago was in the post (c. 2013)."
    assert said["Contact"].startswith("(246) 426-1564")
    assert texts(response, ".//main//h2")[0] == "Heads on record"


def test_the_coordinating_unit_is_shown_as_it_stands_on_the_day(client):
    make_structure("today", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    make_offices(1)

    assert client.get("/en/offices/office-a0/").context["coordinating"].parent.unit.slug == "oasg"
    before = client.get("/en/offices/office-a0/?on=2000-01-01")
    assert "No edition is recorded for that day, so neither is its place." in answers(before)["Coordinated by"]


def test_discrepancies_about_the_office_stand_on_its_page_and_no_others(client):
    make_barbados()
    for number, slug in enumerate(["office-bb", "office-xx"]):
        discrepancy = Discrepancy.objects.create(
            slug=f"d-{number}", topic=f"On {slug}", reading="…", others=[{"kind": "office", "id": slug}]
        )
        DiscrepancyClaim.objects.create(
            discrepancy=discrepancy, position=1, text="One", source=make_source(f"s-{number}")
        )

    claims = client.get("/en/offices/office-bb/").context["claims"]

    assert [claim.discrepancy.slug for claim in claims] == ["d-0"]


def test_an_unknown_office_is_not_found(client):
    assert client.get("/en/offices/office-zz/").status_code == 404
