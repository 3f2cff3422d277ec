"""compare/ of editions that differ in much: pages of changes and functions, trees that are cut."""

from datetime import date

import pytest

from orgunits.models import Placement, PlacementTheme, Theme, UnitFunction
from tests.helpers.compared import ADOPTED, BOTH
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of

pytestmark = pytest.mark.django_db

CHANGED = ".//li[@class='difference']/p[1]/a"
FUNCTIONS = ".//table[@aria-labelledby='passages-only_before']/tbody/tr/th[@scope='row']"


@pytest.fixture
def four(monkeypatch):
    """Two editions with four units that were renamed, and five functions that only the earlier one has."""
    monkeypatch.setattr("orgunits.views.compare.PER_PAGE", 3)
    for slug, year, words in (("first", 2012, "Office"), ("second", 2016, "Department")):
        lines = [f"  unit-{number} | department | {words} {number}" for number in range(4)]
        day = date(year, 1, 1)
        make_structure(slug, "\n".join(["gs", *lines]), name=slug.title(), status=ADOPTED, effective_from=day)
    for number in range(5):
        holder = Placement.objects.get(structure__slug="first", unit__slug="unit-1")
        UnitFunction.objects.create(placement=holder, position=number, text_en=f"Do {number}.")


def test_changes_and_functions_go_over_pages_and_the_table_has_all(client, four):
    pages = [client.get("/en/compare/", {**BOTH, "page": number}) for number in (1, 2)]

    for page in pages:
        assert_valid_html(page)
    assert [texts(page, CHANGED) for page in pages] == [
        ["Department 0", "Department 1", "Department 2"],
        ["Department 3"],
    ]
    assert [texts(page, FUNCTIONS) for page in pages] == [
        ["Do 0. function Do 1. function Do 2. function"],
        ["Do 3. function Do 4. function"],
    ]
    for page in pages:
        assert "Recorded only in “First” (5)" in texts(page, ".//details/summary")
    assert "Page 1 of 2. The table (CSV) has everything." in words_of(pages[0])
    links = [link.get("href") for link in parsed(pages[0]).findall(".//nav[@class='usa-pagination']//a")]
    assert set(links) == {"?from=first&to=second&page=2"}
    assert client.get("/en/compare.csv", BOTH).content.decode().count("\r\n") == 10


def test_branches_are_open_as_long_as_little_changed_and_all_of_a_kind_that_is_asked_for(client, monkeypatch):
    monkeypatch.setattr("orgunits.views.compare.OPEN", 3)
    for slug, year, words in (("first", 2012, "Old"), ("second", 2016, "New")):
        lines = [
            *(
                "  law | secretariat | Law",
                f"    treaties | office | {words} Treaties",
                f"    acts | office | {words} Acts",
            ),
            *(
                "  aid | secretariat | Aid",
                f"    health | office | {words} Health",
                f"    water | office | {words} Water",
            ),
        ]
        day = date(year, 1, 1)
        make_structure(slug, "\n".join(["gs", *lines]), name=slug.title(), status=ADOPTED, effective_from=day)

    page = client.get("/en/compare/", BOTH)

    assert_valid_html(page)
    assert branches(page) == [("Law Renamed: 2", True), ("Aid Renamed: 2", False)]
    assert [is_open for _words, is_open in branches(client.get("/en/compare/", {**BOTH, "show": "renamed"}))] == [
        True,
        True,
    ]


def branches(page):
    folds = parsed(page).findall(".//details[@class='branch more']")
    return [(text_of(fold.find("summary")), fold.get("open") is not None) for fold in folds]


def test_a_kind_of_change_is_asked_for_from_its_first_page_on(client, four):
    page = client.get("/en/compare/", {**BOTH, "page": 2})

    chips = [link.get("href") for link in parsed(page).findall(".//ul[@class='chips findings']//a")]

    assert chips == ["?from=first&to=second", "?from=first&to=second&show=renamed"]


def test_a_page_behind_the_last_change_goes_on_with_functions_alone(client, four):
    holder = Placement.objects.get(structure__slug="second", unit__slug="unit-1")
    for number in range(5):
        UnitFunction.objects.create(placement=holder, position=number, text_en=f"Care for matter {number}.")

    page = client.get("/en/compare/", {**BOTH, "page": 3})

    assert texts(page, ".//main//h2") == ["What happened to each function and theme", "Both trees, side by side"]
    assert texts(page, ".//details[@class='more']/summary") == [
        "Recorded only in “Second” (5)",
        "Both trees, side by side",
    ]


def test_what_fits_on_one_page_has_no_pages(client, pair):
    page = client.get("/en/compare/", BOTH)

    assert "has everything" not in words_of(page)
    assert parsed(page).findall(".//nav[@class='usa-pagination']") == []


def test_of_many_units_with_a_theme_a_few_are_named(client, four):
    theme = Theme.objects.create(slug="peace", name="Peace")
    for number in range(4):
        PlacementTheme.objects.create(
            placement=Placement.objects.get(structure__slug="first", unit__slug=f"unit-{number}"), theme=theme
        )

    page = client.get("/en/compare/", BOTH)

    table = ".//table[@aria-labelledby='passages-only_before']/tbody/tr"
    row = parsed(page).find(table)
    before = row.find("td[@data-label='Before']")
    assert [text_of(each) for each in before.findall("div")] == [
        *(f"Office {number}" for number in range(3)),
        "and 1 more: see the table (CSV)",
    ]
    assert before.findall("div/a")[-1].get("href") == "/en/compare.csv?from=first&to=second"


def test_a_large_tree_is_cut_and_leads_to_the_whole(client, pair, monkeypatch):
    monkeypatch.setattr("orgunits.views.compare_trees.WHOLE", 3)

    page = client.get("/en/compare/", BOTH)

    assert_valid_html(page)
    trees = parsed(page).findall(".//ul[@class='tree']")
    assert [[text_of(link) for link in tree.findall(".//li[@id]/a[1]")] for tree in trees] == [
        ["Gs", "Executive Secretariat for Integral Development", "Secretariat for External Relations"],
        ["Gs", "Executive Secretariat for Integral Development", "Secretariat for Access to Rights and Equity"],
    ]
    links = [link.get("href") for link in parsed(page).findall(".//p[@class='onward']/a")]
    assert links == ["/en/structure/?structure=first", "/en/structure/?structure=second"]


def test_a_flat_tree_is_cut_too(client, four, monkeypatch):
    monkeypatch.setattr("orgunits.views.compare_trees.WHOLE", 3)

    trees = parsed(client.get("/en/compare/", BOTH)).findall(".//ul[@class='tree']")

    assert [text_of(link) for link in trees[0].findall(".//li[@id]/a")] == ["Gs", "Office 0", "Office 1"]


def test_a_thousand_changes_stay_small(client):
    for slug, year, words in (("first", 2012, "Office"), ("second", 2016, "Department")):
        lines = [f"  unit-{number} | department | {words} of Matter {number} | M{number}" for number in range(1000)]
        make_structure(slug, "\n".join(["gs", *lines]), status=ADOPTED, effective_from=date(year, 1, 1))
    for holder in Placement.objects.filter(structure__slug="first")[::5]:
        UnitFunction.objects.create(placement=holder, position=1, text_en=f"Assist in {holder.lft}.")

    pages = [client.get("/en/compare/", {**BOTH, "page": number}) for number in (1, 9)]

    assert [len(texts(page, CHANGED)) for page in pages] == [120, 40]
    assert [page for page in pages if len(page.content) > 300_000] == []
