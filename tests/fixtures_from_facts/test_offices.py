"""The offices and member states as the facts tell of them."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from orgunits.fixtures_from_facts import facts, offices
from orgunits.fixtures_from_facts.facts import FIXTURES
from orgunits.models import CountryOffice, Membership, MemberState, Standing

FILES = ["10_sources.json", "40_units.json", "70_member_states_and_offices.json"]


@pytest.fixture
def recorded(db):
    call_command("loaddata", *[FIXTURES / name for name in FILES], verbosity=0)


def of_standing(standing, day):
    found = CountryOffice.objects.with_standing(day).filter(standing=standing)
    return set(found.values_list("slug", flat=True))


# The load takes seconds, so each of these tests asks for much.


def test_the_record_holds_35_states_29_offices_and_the_field_office_and_claims_what_the_facts_date(recorded):
    items = facts.facts("country_offices")["items"]
    dated = {item["id"] for item in items if item["established"]}
    closed = {item["id"] for item in items if item["closed_on"]}
    today = date(2026, 11, 22)

    assert MemberState.objects.count() == 35
    assert CountryOffice.objects.filter(kind="member_state").count() == len(items) == 29
    assert list(CountryOffice.objects.filter(kind="field").values_list("slug", flat=True)) == ["adjacency-zone"]
    assert of_standing(Standing.ESTABLISHED, today) == dated - closed
    assert of_standing(Standing.CLOSED, today) == closed == {"office-ni"}
    assert of_standing(Standing.UNDATED, today) == {item["id"] for item in items} - dated - closed | {"adjacency-zone"}
    assert of_standing(Standing.ESTABLISHED, date(1953, 7, 1)) == set()
    # Nicaragua's is closed after 24 April 2022 and claimed for no day before.
    for day in (date(1990, 1, 1), date(2022, 4, 24), date(2022, 4, 25)):
        assert "office-ni" not in of_standing(Standing.ESTABLISHED, day)
    assert "office-ni" not in of_standing(Standing.CLOSED, date(2022, 4, 24))
    assert "office-ni" in of_standing(Standing.CLOSED, date(2022, 4, 25))


def test_membership_is_dated_and_states_have_their_names_in_four_languages(recorded):
    expected = {
        ("CU", date(1955, 1, 1)): ["member"],
        ("CU", date(1962, 6, 1)): ["member", "not_participating"],
        ("CU", date(2010, 1, 1)): ["not_participating"],
        ("NI", date(2023, 11, 18)): ["member"],
        ("NI", date(2023, 11, 19)): ["withdrawn"],
        ("VE", date(2019, 4, 26)): ["member"],
        ("VE", date(2019, 4, 27)): ["contested"],
        ("CA", date(1989, 12, 31)): [],
        ("CA", date(1990, 1, 1)): ["member"],
    }
    for (iso2, day), statuses in expected.items():
        on_the_day = Membership.objects.current_on(day).filter(member_state__iso2=iso2).order_by("starts")
        assert list(on_the_day.values_list("status", flat=True)) == statuses, (iso2, day)
    assert Membership.objects.current_on(date(1948, 12, 31)).count() == 21
    assert MemberState.objects.filter(memberships__status="member").distinct().count() == 35
    names = MemberState.objects.values_list("name_en", "name_es", "name_fr", "name_pt")
    assert [name for name in names if not all(name)] == []


def test_every_representative_of_the_facts_is_an_appointment():
    in_facts = [
        (office["id"], each["name"])
        for office in facts.facts("country_offices")["items"]
        for each in office["representatives"]
    ]
    rows = [row["fields"] for row in offices.representative_rows()]

    assert [(row["office"][0], row["name"]) for row in rows] == [*in_facts, ("adjacency-zone", "Magdalena Talamas")]
    assert {tuple(row["post"]) for row in rows} == {("representative",)}
    assert "office-bs-juliet-mallet-phillip" in {row["slug"] for row in rows}


def test_what_we_wrote_ourselves_is_whole_in_english_and_spanish():
    for row in (row["fields"] for row in [*offices.member_state_and_office_rows(), *offices.representative_rows()]):
        for name in ("name", "hours", "status_as_of", "contact_as_of", "note", "seen"):
            if row.get(f"{name}_en"):
                assert row.get(f"{name}_es"), row


def test_no_contact_was_invented():
    in_facts = json.dumps(facts.facts("country_offices"), ensure_ascii=False)
    for row in (
        row["fields"] for row in offices.member_state_and_office_rows() if row["model"].endswith("countryoffice")
    ):
        for text in [*row.get("phones", []), *row.get("faxes", []), row.get("email", ""), row.get("website", "")]:
            assert text in in_facts
        as_in_facts = row.get("address", "").translate(str.maketrans("“”", '""'))  # but for how quotation marks are set
        assert json.dumps(as_in_facts, ensure_ascii=False)[1:-1] in in_facts
