"""changes/: the recorded changes in numbers, and what a secession and a complex reorganization say of units."""

from datetime import date

import pytest

from orgunits.models import Structure
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db

ADOPTED = Structure.Status.ADOPTED
BEFORE = "gs\n  law | secretariat\n    treaties | department\n    library | office\n  money | secretariat"
AFTER = """gs
  law | secretariat
    treaties | department
    courts | department
  money | secretariat
    pay | office"""


@pytest.fixture
def editions():
    make_structure("then", BEFORE, status=ADOPTED, effective_from=date(2000, 1, 1))
    return make_structure("now", AFTER, status=ADOPTED, effective_from=date(2010, 1, 1))


def rows(response, section):
    table = parsed(response).find(f".//section[@aria-labelledby='{section}']//tbody")
    return [[text_of(cell) for cell in row] for row in table]


def test_changes_are_counted_by_year_kind_and_secretariat(client, editions):
    make_change("seceded", ["treaties"], ["courts"], when=("2009-01-01", "2010-06-30"), to=editions)
    make_change(
        "reorganized", ["library", "treaties"], ["pay", "treaties"], when=("2010-01-01", "2010-01-01"), to=editions
    )
    make_change("created", [], ["money"])
    make_change("created", [], ["pay"], only_proposed=True, slug="only-proposed")

    response = client.get("/en/changes/")

    assert_valid_html(response)
    assert texts(response, ".//section[@aria-labelledby='years']//thead//th") == [
        *("Year", "Created", "Unit separated", "Complex reorganization", "All changes"),
    ]
    assert rows(response, "years") == [["2010", "", "1", "1", "2"], ["Not recorded", "1", "", "", "1"]]
    assert rows(response, "secretariats") == [["Law", "", "1", "1", "2"], ["Money", "1", "", "1", "2"]]


def test_what_only_a_draft_tells_is_not_counted(client, admin_client, editions):
    draft = make_structure("draft", "gs\n  secret | secretariat")
    make_change("created", [], ["secret"], to=draft)

    assert "0 recorded changes" in texts(client.get("/en/changes/"), ".//main")[0]
    assert "1 recorded change to" in texts(admin_client.get("/en/changes/"), ".//main")[0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many(client, editions, count, costs):
    for number in range(count):
        make_change("created", [], ["courts"], slug=f"change-{number}", to=editions)

    with costs("changes"):
        client.get("/en/changes/")


def test_the_unit_that_another_one_left_lives_on(client, editions):
    make_change("seceded", ["treaties"], ["courts"], when=("2010-01-01", "2010-01-01"), to=editions)

    old = texts(client.get("/en/units/treaties/"), ".//main")[0]
    comparison = texts(client.get("/en/compare/?from=then&to=now"), ".//main")[0]

    assert "unit separated" in old
    assert "1 created" in comparison
    assert "split" not in comparison


def test_a_unit_that_gave_way_in_a_reorganization_leads_on_to_all_that_came_of_it(client, editions):
    make_change(
        "reorganized", ["library", "treaties"], ["pay", "treaties"], when=("2010-01-01", "2010-01-01"), to=editions
    )

    gone = texts(client.get("/en/units/library/"), ".//main")[0]
    kept = texts(client.get("/en/units/treaties/"), ".//main")[0]

    assert "In a complex reorganization it was replaced by" in gone
    assert "was replaced by" not in kept
    assert "gone in a reorganization" in texts(client.get("/en/compare/?from=then&to=now"), ".//main")[0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/units/dept-science-technology/", "unit separated"),
        ("/es/units/dept-science-technology/", "unidad separada"),
        ("/en/units/dept-education-culture/", "complex reorganization"),
        ("/es/units/dept-education-culture/", "reorganización compleja"),
        ("/en/units/dept-education-culture/", "In a complex reorganization it was replaced by"),
        ("/en/units/sare/", "created: 2015"),
        ("/es/units/sare/", "creada: 2015"),
        ("/en/units/cicad/", "on record since 1999"),
        ("/en/changes/", "recorded changes to the structure"),
        ("/es/changes/", "cambios registrados en la estructura"),
    ],
)
def test_the_demo_tells_the_kinds_apart(client, demo, address, said):
    assert said in texts(client.get(address), ".//main")[0]
