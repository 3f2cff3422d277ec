"""structures/: the editions."""

from datetime import date

import pytest

from orgunits.models import (
    StructureAuthority,
)
from tests.helpers.editions import ADOPTED, DRAFT, PROPOSED, TREE, make_act, rows
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, texts

pytestmark = pytest.mark.django_db


def test_an_empty_directory_says_so(client):
    response = client.get("/en/structures/")

    assert_valid_html(response)
    assert texts(response, ".//main//h2") == ["No structure is recorded yet"]


def test_each_edition_tells_when_it_was_in_force_on_what_it_rests_and_what_it_counts(client):
    old = make_structure("old", "gs\n  sla | secretariat", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old")
    StructureAuthority.objects.create(structure=old, instrument=make_act("Order 08-01"))
    StructureAuthority.objects.create(structure=old, instrument=make_act("Order 08-01 Rev. 1"))
    make_structure("wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure(
        "new",
        TREE,
        status=ADOPTED,
        effective_from=date(2016, 5, 1),
        effective_from_precision="month",
        basis="reconstructed",
        name="New",
    )
    make_structure("last", TREE, status=ADOPTED, effective_from=date(2019, 7, 2), basis="observed", name="Last")

    response = client.get("/en/structures/")

    assert_valid_html(response)
    assert rows(response) == [
        [
            "Old",
            "Adopted",
            "26 March 2008 – May 2016",
            "A legal act Order 08-01 Order 08-01 Rev. 1",
            *("1", "2", "No earlier edition"),
        ],
        ["Wish", "Proposed", "not in force; describes 2015", "A legal act", "2", "4", "Compare"],
        ["New", "Adopted", "May 2016 – 1 July 2019", "Reconstructed from reports", "2", "4", "Compare"],
        [
            "Last",
            "Compiled from reports",
            "since 2 July 2019, shown for today",
            "Compiled from reports",
            *("2", "4", "Compare"),
        ],
    ]


def test_an_edition_of_the_future_is_not_in_force_today(client):
    make_structure("now", status=ADOPTED, name="Now")
    make_structure("next", status=ADOPTED, effective_from=date(2999, 1, 1), name="Next")

    assert [row[2] for row in rows(client.get("/en/structures/"))] == [
        "1 January 2020 – 31 December 2998",
        "from 1 January 2999 on",
    ]


def test_the_list_leads_to_each_edition_and_to_its_tree_whatever_the_day(client):
    make_structure("today", status=ADOPTED, name="Today")

    links = parsed(client.get("/en/structures/?on=2021-01-01")).findall(".//tbody//a")

    assert [link.get("href") for link in links] == [
        "/en/structures/today/?on=2021-01-01",
        "/en/structure/?structure=today",
    ]
    assert links[1].get("aria-label") == "6 units: the tree of Today"


def test_a_draft_is_listed_for_staff_only(client, admin_client):
    make_structure("draft", status=DRAFT, name="Hidden")

    assert rows(client.get("/en/structures/")) == []
    assert rows(admin_client.get("/en/structures/")) == [
        ["Hidden", "Draft", "not in force", "A legal act", "0", "6", "No earlier edition"]
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    for number in range(count):
        structure = make_structure(f"s{number}", status=ADOPTED, effective_from=date(2000 + number, 1, 1))
        for act in range(count):
            StructureAuthority.objects.create(structure=structure, instrument=make_act(f"Order {number}-{act}"))

    with costs("editions"):
        response = client.get("/en/structures/")

    assert len(rows(response)) == count
