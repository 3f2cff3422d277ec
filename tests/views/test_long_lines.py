"""Many editions: the line of time, their list and the life of a unit show the nearest, and lead to the rest."""

from datetime import date

import pytest

from orgunits.models import Placement
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, classes_of, parsed, text_of, texts
from tests.helpers.unit_records import ADOPTED, PROPOSED, edition, source

pytestmark = pytest.mark.django_db

SARE = "gs | general_secretariat | General Secretariat\n  sare | secretariat | {}"
WITHOUT = "gs | general_secretariat | General Secretariat"


@pytest.fixture
def short(monkeypatch):
    """Lines of more than five are folded, to one on either side of the shown; the list has four editions a page."""
    monkeypatch.setattr("orgunits.stretches.WHOLE", 5)
    monkeypatch.setattr("orgunits.stretches.NEAR", 1)
    monkeypatch.setattr("orgunits.views.timeline.PER_PAGE", 4)
    monkeypatch.setattr("orgunits.views.structure.PER_PAGE", 4)


@pytest.fixture
def ten(short):
    for year in range(2001, 2011):
        edition(year, SARE.format("Access"))


def steps(response):
    assert_valid_html(response)
    items = parsed(response).findall(".//ol[@class='timeline']/li")
    return [(text_of(item), item.find("a").get("href")) for item in items]


def life(response):
    """The rows of the life of a unit, cell by cell; of a folded one the summary and the lines."""
    assert_valid_html(response)
    rows = []
    for row in parsed(response).findall(".//table[@class='usa-table usa-table--borderless table--list life']/tbody/tr"):
        if classes_of(row) == "is-folded":
            rows.append([text_of(row.find(".//summary")), *map(text_of, row.findall(".//li"))])
        else:
            rows.append([text_of(cell) for cell in row])
    return rows


@pytest.mark.parametrize("address", ["/en/", "/en/structure/", "/en/chart/", "/en/units/gs/"])
def test_a_long_line_shows_the_nearest_the_first_and_the_last_and_leads_to_the_list(client, ten, address):
    assert steps(client.get(f"{address}?structure=in-2006")) == [
        ("2001 Edition of 2001", f"{address}?structure=in-2001"),
        ("2002–2004 3 more editions", "/en/structures/?structure=in-2006&page=1"),
        ("2005 Edition of 2005", f"{address}?structure=in-2005"),
        ("2006 Edition of 2006", f"{address}?structure=in-2006"),
        ("2007 Edition of 2007", f"{address}?structure=in-2007"),
        ("2008 Edition of 2008", f"{address}?structure=in-2008"),  # one alone is not folded
        ("2009 Edition of 2009", f"{address}?structure=in-2009"),
        ("2010 Edition of 2010 in force today", address),
    ]


def test_a_line_that_is_not_too_long_is_whole(client, short):
    for year in range(2001, 2006):
        edition(year, WITHOUT)

    assert [words for words, _link in steps(client.get("/en/"))] == [
        *(f"{year} Edition of {year}" for year in range(2001, 2005)),
        "2005 Edition of 2005 in force today",
    ]


def test_the_line_of_an_editions_page_is_about_that_edition(client, ten):
    assert [words for words, _link in steps(client.get("/en/structures/in-2003/"))] == [
        *(f"{year} Edition of {year}" for year in range(2001, 2005)),
        "2005–2008 4 more editions",
        "2009 Edition of 2009",
        "2010 Edition of 2010 in force today",
    ]


def test_what_the_line_folds_is_on_the_page_of_the_list_that_it_leads_to(client, ten):
    (link,) = (link for words, link in steps(client.get("/en/")) if "more editions" in words)

    pages = [link, "/en/structures/?page=2", "/en/structures/?page=3"]
    listed = [texts(client.get(page), ".//table/tbody/tr/th") for page in pages]

    assert listed == [
        [f"Edition of {year}" for year in years] for years in (range(2001, 2005), range(2005, 2009), (2009, 2010))
    ]


def test_the_list_opens_where_the_shown_edition_is(client, ten):
    today, then = client.get("/en/structures/"), client.get("/en/structures/?structure=in-2006")

    assert texts(today, ".//table/tbody/tr/th") == ["Edition of 2009", "Edition of 2010"]
    assert texts(then, ".//table/tbody/tr/th") == [f"Edition of {year}" for year in range(2005, 2009)]
    links = [link.get("href") for link in parsed(today).findall(".//nav[@class='usa-pagination']//a")]
    assert [link for link in dict.fromkeys(links) if link] == ["?page=2", "?page=1"]


def test_in_a_long_life_editions_that_say_the_same_are_one_line(client, short):
    for year in range(2001, 2004):
        edition(year, SARE.format("Access"))
    edition(2004, WITHOUT)
    edition(2005, SARE.format("Access"))
    edition(2006, SARE.format("Access"), PROPOSED)
    for year in range(2007, 2010):
        edition(year, SARE.format("Rights"))

    response = client.get("/en/units/sare/?structure=in-2008")

    under, stated = "General Secretariat", "Stated"
    assert life(response) == [
        ["2001–2003", "3 editions: Edition of 2001 – Edition of 2003", "Access Secretariat", under, stated],
        ["2005", "Edition of 2005", "Access Secretariat", under, stated],
        ["2006", "Edition of 2006 Proposed", "Access Secretariat", under, stated],
        ["2007–2009", "3 editions: Edition of 2007 – Edition of 2009 shown here", "Rights Secretariat", under, stated],
    ]
    assert texts(response, ".//p[@class='life-line']") == [
        "Recorded under General Secretariat (2001–2005, 4 editions; 2006, proposed; 2007–2009, 3 editions)."
    ]


def test_the_sources_of_a_line_are_those_of_all_its_editions(client, short):
    for number, year in enumerate(range(2001, 2008)):
        structure = edition(year, SARE.format("Access"))
        Placement.objects.get(structure=structure, unit__slug="sare").sources.add(source(number))

    (row,) = life(client.get("/en/units/sare/"))

    assert row[-1] == "Stated source 1–7"


def test_a_life_of_many_lines_shows_the_nearest_and_unfolds_the_rest(client, short):
    for year in range(2001, 2011):
        edition(year, SARE.format(f"Name {year // 2}" if year > 2004 else f"Name {year}"))

    response = client.get("/en/units/sare/")

    assert [row[0] for row in life(response)] == ["2001", "2002–2007: 6 editions", "2008–2009", "2010"]
    assert life(response)[1][1:] == [
        "2002 Name 2002, under General Secretariat",
        "2003 Name 2003, under General Secretariat",
        "2004 Name 2004, under General Secretariat",
        "2005 Name 1002, under General Secretariat",
        "2006–2007 (2 editions) Name 1003, under General Secretariat",
    ]
    folded = parsed(response).findall(".//tr[@class='is-folded']//li/a")
    assert folded[0].get("href") == "/en/units/sare/?structure=in-2002"


def test_of_many_parents_the_sentence_names_the_nearest(client, short):
    for year in range(2001, 2009):
        edition(year, f"gs\n  office-{year}\n    unit")

    assert texts(client.get("/en/units/unit/"), ".//p[@class='life-line']") == [
        "Recorded under Office 2001 (2001), then in 5 more places (listed below), then Office 2007 (2007), then "
        "Office 2008 (2008)."
    ]


def test_of_many_former_names_the_latest_are_named_and_the_rest_is_in_the_life(client, short):
    for year in range(2001, 2009):
        edition(year, SARE.format(f"Name {year}"))

    summaries = texts(client.get("/en/units/sare/"), ".//summary")

    assert "History on record since 2001 · formerly Name 2007 and 6 more names" in summaries


def test_two_hundred_editions_stay_small(client):
    for number in range(200):
        day = date(1800 + number, 1, 1)
        make_structure(f"e-{number}", SARE.format(f"Name {number}"), status=ADOPTED, effective_from=day)
    most = {"": 20, "structures/": 90, "structures/e-100/": 25, "units/sare/?structure=e-100": 60}

    kilobytes = {page: len(client.get(f"/en/{page}").content) / 1000 for page in most}

    assert {page: size for page, size in kilobytes.items() if size > most[page]} == {}
