"""structure/: which edition is shown, what it counts and what it rests on."""

from datetime import date

import pytest

from orgunits.models import Structure, StructureAuthority
from orgunits.models.mandates import LegalInstrument
from tests.helpers.factories import drawn, make_structure
from tests.helpers.html import assert_valid_html, parsed, texts

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
TREE = """
gs | general_secretariat | General Secretariat | GS
  osg | head_office | Office of the Secretary General | OSG
    protocol | office | Office of Protocol
  sms | secretariat | Secretariat for Multidimensional Security | SMS
    security | department | Department of Public Security | DPS
      statistics | section | Section of Statistics
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
"""


def tree_of(response):
    """The nested list drawn as the factories draw a tree, by the units its links lead to."""

    def draw(items, level):
        for item in items.findall("li"):
            yield "  " * level + item.find("a").get("href").split("/")[-2]
            for below in item.findall("details/ul"):
                yield from draw(below, level + 1)

    return "\n".join(draw(parsed(response).find(".//ul[@class='tree']"), 0))


def test_the_page_says_what_the_edition_counts_and_rests_on(client):
    structure = make_structure(
        "today",
        TREE,
        status=ADOPTED,
        name="Seven secretariats",
        effective_from=date(2019, 1, 1),
        effective_from_precision="year",
        as_of_note_en="last recorded 2024",
        coverage_en="Only units seen on pages.",
    )
    order = LegalInstrument.objects.create(
        slug="order-08-01", kind="executive_order", symbol="Order 08-01", title="Structure"
    )
    StructureAuthority.objects.create(structure=structure, instrument=order)

    response = client.get("/en/structure/")

    assert texts(response, ".//header[@class='page-head']/p") == [
        "Seven secretariats",
        "in force from 2019 2 secretariats 7 units last recorded 2024",
    ]
    assert texts(response, ".//aside/section[1]//li") == ["Order 08-01"]
    assert "Only units seen on pages." in texts(response, ".//aside//p")


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2007-06-30", "2006-four-secretariats"),
        ("2010-01-01", "2008-six-secretariats"),
        ("2014-06-01", "2013-six-secretariats-rev7"),
        ("2017-01-01", "2016-adopted"),
        ("", "2019-2024-observed"),
    ],
)
def test_the_structure_of_a_day_is_the_one_in_force_on_it(client, demo, day, slug):
    response = client.get("/en/structure/", {"on": day} if day else {})

    assert_valid_html(response)
    assert response.context["structure"].slug == slug
    assert tree_of(response) == drawn(Structure.objects.get(slug=slug))


@pytest.mark.parametrize(
    ("slug", "secretariats", "units"),
    [
        ("2006-four-secretariats", 4, 40),
        ("2008-six-secretariats", 6, 40),
        ("2013-six-secretariats-rev7", 6, 39),
        ("2015-proposal", 7, 51),
        ("2016-adopted", 7, 43),
    ],
)
def test_secretariats_are_counted_from_the_data(client, demo, slug, secretariats, units):
    response = client.get("/en/structure/", {"structure": slug})

    assert f"{secretariats} secretariats {units} units" in texts(response, ".//header[@class='page-head']/p")[1]


def test_the_proposal_is_shown_when_asked_for_and_marked(client, demo):
    response = client.get("/en/structure/?structure=2015-proposal")

    assert tree_of(response) == drawn(Structure.objects.get(slug="2015-proposal"))
    assert texts(response, ".//header[@class='page-head']/p")[0] == "Four pillars Proposed"
    assert texts(response, ".//div[@role='region']//b") == ["Proposal."]


def test_todays_structure_says_when_it_was_last_recorded(client, demo):
    assert "last recorded 2024" in texts(client.get("/en/structure/"), ".//header[@class='page-head']/p")[1]


def test_a_draft_is_drawn_for_staff_only(client, admin_client):
    make_structure("today", TREE, status=ADOPTED)
    make_structure("draft", "gs\n  secret", status=DRAFT)

    assert client.get("/en/structure/?structure=draft").status_code == 404
    response = admin_client.get("/en/structure/?structure=draft")
    assert tree_of(response) == "gs\n  secret"
    assert texts(response, ".//header[@class='page-head']/p")[0] == "Structure draft Draft"
