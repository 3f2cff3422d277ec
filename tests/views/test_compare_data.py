"""compare/ as a table and as data, and the ways to it."""

import csv
import io
from datetime import date

import pytest

from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.compared import ADOPTED, BOTH, FIRST, PROPOSED
from tests.helpers.factories import make_structure
from tests.helpers.html import parsed

pytestmark = pytest.mark.django_db


# --- as a table and as data ---


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(client, pair):
    make_structure("third", "gs\n  x | office | =HYPERLINK(1)", status=ADOPTED, effective_from=date(2020, 1, 1))

    response = client.get("/en/compare.csv?from=second&to=third")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("\ufeffWhat,")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [(row["What"], row["Unit, theme or function"], row["Key"]) for row in rows] == [
        ("first recorded", "'=HYPERLINK(1)", "x"),
        ("not in the later record", "Executive Secretariat for Integral Development", "sedi"),
        ("not in the later record", "Secretariat for Access to Rights and Equity", "sare"),
        ("not in the later record", "Department of Inclusion", "inclusion"),
    ]


def test_the_spanish_table_opens_in_columns_where_numbers_have_a_decimal_comma(client, pair):
    """Spreadsheets take a comma for a part of a number there; a semicolon or formula inside a cell stays inside it."""
    named = "gs\n  x | office | Rivers; =1+1, “lakes”"
    make_structure("third", named, status=ADOPTED, effective_from=date(2020, 1, 1))

    response = client.get("/es/compare.csv?from=second&to=third")

    text = response.content.decode()
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text[1:]), delimiter=";")
    assert header[3] == "Clave"
    assert {len(row) for row in rows} == {len(header)}
    assert ["Rivers; =1+1, “lakes”", "x"] in [row[2:4] for row in rows]


def test_the_table_tells_before_and_after(client, pair):
    rows = list(csv.reader(io.StringIO(client.get("/en/compare.csv", BOTH).content.decode()[1:])))

    assert [row[:6] for row in rows if row[3] == "inclusion"] == [
        [
            "moved",
            "",
            "Department of Inclusion",
            "inclusion",
            "Executive Secretariat for Integral Development",
            "Secretariat for Access to Rights and Equity",
        ],
        [
            "renamed",
            "",
            "Department of Inclusion",
            "inclusion",
            "Department of Social Inclusion, DIS",
            "Department of Inclusion, DSI",
        ],
    ]


def test_the_data_holds_what_the_page_tells(client, pair):
    make_change("created", results=["sare"], to=pair[1], acts=[make_act("order")], slug="sare-created")

    data = client.get("/en/compare.json", BOTH).json()

    assert (data["from"]["slug"], data["to"]["slug"], data["to"]["day"]) == ("first", "second", "2016-01-01")
    assert data["counts"] == {"created": 1, "no_longer_recorded": 1, "moved": 1, "renamed": 1}
    assert [(row["unit"], row["found"], row["events"]) for row in data["changes"]] == [
        ("sare", ["created"], ["sare-created"]),
        ("inclusion", ["moved", "renamed"], []),
        ("ser", ["no_longer_recorded"], []),
    ]
    assert data["changes"][1]["before"]["under"] == "sedi"
    assert data["events"][0]["acts"] == ["order"]


# --- the ways to it ---


@pytest.mark.parametrize("page", ["structures/", "structures/second/", "structure/?structure=second"])
def test_the_pages_of_an_edition_lead_to_what_it_changed(client, pair, page):
    links = [link.get("href") for link in parsed(client.get(f"/en/{page}")).findall(".//main//a")]

    assert "/en/compare/?from=first&to=second" in links


def test_a_proposal_is_compared_with_what_it_was_made_from(client, pair):
    make_structure("wish", FIRST, status=PROPOSED, based_on=pair[0], as_of=date(2017, 1, 1), as_of_precision="year")

    assert client.get("/en/structures/wish/").context["edition"].one_before == "first"
    assert client.get("/en/structures/first/").context["edition"].one_before is None
