"""structure/ of a large structure: whole levels that fit a page, and a page for each branch."""

from datetime import date

import pytest

from orgunits.models import Structure
from orgunits.tree.check import faults
from tests.helpers.factories import make_large_structure, make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.views.test_structure_tree import TREE, lines, opened, tree_of

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED
TOO_LARGE = "This structure is too large for one page: its deepest units are listed on pages of their own."


@pytest.fixture
def most(monkeypatch):
    """Sets how many units a page lists."""
    return lambda number: monkeypatch.setattr("orgunits.views.structure_part.MOST", number)


def onward(response):
    """(words, address) of the links of the tree that lead to other parts of it."""
    links = parsed(response).findall(".//ul[@class='tree']//li/a")
    return [(text_of(link), link.get("href")) for link in links if "/units/" not in link.get("href")]


def notes(response):
    return texts(response, ".//main//p[@class='quiet']")


def test_a_structure_that_fits_is_listed_whole(client, most):
    most(7)
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/")

    assert (len(lines(response)), onward(response), notes(response)) == (7, [], [])


def test_of_a_larger_one_the_levels_that_fit_are_listed_and_lead_on(client, most):
    most(6)
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/?on=2021-01-01")

    assert_valid_html(response)
    assert tree_of(response) == "gs\n  osg\n    protocol\n  sms\n    security\n  sedi"
    assert onward(response) == [("1 unit below it", "/en/structure/?on=2021-01-01&branch=security")]
    assert notes(response) == [TOO_LARGE]
    assert texts(response, ".//header/p[@class='kicker']/span")[-2:] == ["2 secretariats", "7 units"]


def test_a_branch_is_listed_below_the_way_to_it(client, most):
    most(2)
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/?branch=sms")

    assert_valid_html(response)
    assert tree_of(response) == "gs\n  sms\n    security"
    assert opened(response) == ["unit-gs", "unit-sms"]
    assert onward(response) == [
        ("6 units below it", "/en/structure/?branch=gs"),
        ("1 unit below it", "/en/structure/?branch=security"),
    ]
    assert notes(response) == ["Only a part of the structure is listed. The whole structure"]
    assert text_of(parsed(response).find(".//title")).startswith(
        "Secretariat for Multidimensional Security – Structure"
    )
    assert texts(response, ".//header/p[@class='kicker']/span")[-2:] == ["2 secretariats", "7 units"]


def test_a_unit_without_any_below_it_is_listed_with_those_above(client):
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/?branch=protocol")

    assert tree_of(response) == "gs\n  osg\n    protocol"
    assert [address for _words, address in onward(response)] == [
        "/en/structure/?branch=gs",
        "/en/structure/?branch=osg",
    ]


def test_the_branch_of_the_unit_at_the_top_is_the_whole(client):
    make_structure("today", TREE, status=ADOPTED)
    assert tree_of(client.get("/en/structure/?branch=gs")) == tree_of(client.get("/en/structure/"))


def test_units_too_many_for_a_page_are_listed_on_several(client, most, costs):
    most(2)
    make_structure("today", "gs\n  osg\n" + "\n".join(f"    u{number}" for number in range(5)), status=ADOPTED)

    with costs("structure, one of many units"):
        first = client.get("/en/structure/?branch=osg")
    last = client.get("/en/structure/?branch=osg&page=99")

    assert_valid_html(first)
    assert tree_of(first) == "gs\n  osg\n    u0\n    u1"
    assert tree_of(last) == "gs\n  osg\n    u4"
    pages = [link.get("href") for link in parsed(first).findall(".//nav[@class='usa-pagination']//a")]
    assert pages == ["?branch=osg&page=2", "?branch=osg&page=3", "?branch=osg&page=2"]


@pytest.mark.parametrize(
    ("branch", "error"),
    [
        ("nowhere", "There is no unit “nowhere” in this edition."),
        ("no where", "“branch” takes the web address ending of one unit."),
    ],
)
def test_a_branch_that_is_not_there_is_said_above_the_whole(client, branch, error):
    make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/", {"branch": branch})

    assert response.status_code == 200
    assert texts(response, ".//main//p[@class='notice']") == [error]
    assert len(lines(response)) == 7


def test_the_line_of_time_says_in_which_editions_the_branch_is_not(client):
    make_structure("old", "gs\n  osg", status=ADOPTED, effective_from=date(2000, 1, 1), name="Old")
    make_structure("today", TREE, status=ADOPTED, name="New")

    steps = texts(client.get("/en/structure/?branch=sms"), ".//ol[@class='timeline']/li")

    assert steps == ["2000 Old unit not recorded", "2020 New in force today"]


def test_every_unit_of_a_large_structure_is_reached_by_links_alone(client, most):
    most(5)
    wide = [f"  unit-{number}" for number in range(12)]
    deep = ["  " * level + f"deep-{level}-{number}" for level in range(1, 7) for number in range(3)]
    make_structure("today", "\n".join(["gs", *wide, *deep]), status=ADOPTED)

    units, pages, waiting = set(), set(), ["/en/structure/"]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        pages.add(address)
        response = client.get(address)
        links = parsed(response).findall(".//ul[@class='tree']//a") + parsed(response).findall(
            ".//nav[@class='usa-pagination']//a"
        )
        for href in [link.get("href") for link in links]:
            if href.startswith("/en/units/"):
                units.add(href.split("/")[-2])
            else:
                waiting.append(f"/en/structure/{href}" if href.startswith("?") else href)

    assert units == {"gs", *(line.strip() for line in wide + deep)}


def test_of_two_thousand_units_the_first_levels_are_a_small_page(client, costs):
    structure = make_large_structure(units=2000)
    assert faults(structure) == []

    with costs("structure"):
        response = client.get("/en/structure/")

    assert_valid_html(response)
    assert len(lines(response)) == 1 + 12 + 144
    assert onward(response)[0] == ("127 units below it", "/en/structure/?branch=large-00013")


def test_a_full_page_is_below_300_kilobytes(client):
    make_large_structure(units=500)

    response = client.get("/en/structure/")

    assert len(lines(response)) == 500
    assert opened(response) == ["unit-large-00000"]
    assert len(response.content) < 300_000


@pytest.mark.parametrize("count", [1, 3])
def test_a_branch_costs_the_same_however_many(client, count, costs):
    tree = "gs\n  osg\n" + "\n".join(f"    u{number}" for number in range(count))
    make_structure("today", tree, status=ADOPTED)

    with costs("structure, a branch"):
        response = client.get("/en/structure/?branch=osg")

    assert len(lines(response)) == count + 2
