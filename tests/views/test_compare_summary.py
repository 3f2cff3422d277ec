"""compare/: the sentence and the counts, what is said of each unit, theme and function, and both trees."""

from datetime import date

import pytest

from orgunits.models import PlacementTheme, Theme, UnitFunction
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.compared import ADOPTED, BOTH, FIRST, PROPOSED, SECOND, chips, labels
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of

pytestmark = pytest.mark.django_db


def test_the_sentence_the_counts_and_the_changes(client, pair):
    make_change(
        "created", results=["sare"], to=pair[1], acts=[make_act("order", symbol="Executive Order 08-01 Rev. 9")]
    )
    make_change("moved", ["inclusion"], to=pair[1], description_en="It moves to the new secretariat.", when="2015")

    response = client.get("/en/compare/", BOTH)

    words = words_of(response)
    assert "3 units differ: 1 created, 1 not in the later record, 1 moved and 1 renamed." in words
    assert chips(response) == ["All 3", "Created 1", "Not in the later record 1", "Moved 1", "Renamed 1"]
    assert labels(response, "Department of Inclusion") == ["Moved", "Renamed"]
    assert labels(response, "Secretariat for External Relations") == ["Not in the later record"]
    assert "Not recorded in “Second”: the record of that edition is incomplete." in words
    assert "Moved, 2015: It moves to the new secretariat. No act recorded." in words
    assert "Created By Executive Order 08-01 Rev. 9" in words
    assert parsed(response).find(".//li[@class='difference']//a[@href='/en/instruments/order/']") is not None
    # The branch it left names it.
    assert "Moved from here to another branch: Department of Inclusion DSI (SARE)" in words


def test_the_counts_are_filters(client, pair):
    response = client.get("/en/compare/", {**BOTH, "show": "moved"})

    assert_valid_html(response)
    assert texts(response, ".//li[@class='difference']/p/a")[:1] == ["Department of Inclusion"]
    assert texts(response, ".//ul[@class='chips findings']//a[@aria-current]") == ["Moved 1"]
    assert len(parsed(response).findall(".//li[@class='difference']")) == 1


def test_an_unknown_filter_is_said_to_be_one_and_shows_nothing(client, pair):
    response = client.get("/en/compare/", {**BOTH, "show": "vanished"})

    assert "There is no kind of change “vanished”." in words_of(response)
    assert parsed(response).findall(".//li[@class='difference']") == []


def test_equal_structures_have_no_change(client, pair):
    make_structure("third", SECOND, name="Third", status=ADOPTED, effective_from=date(2020, 1, 1))

    assert "No change: both are the same edition." in words_of(client.get("/en/compare/?from=first&to=first"))
    assert "No change is recorded between the two." in words_of(client.get("/en/compare/?from=second&to=third"))


def test_a_proposal_is_marked(client, pair):
    make_structure("wish", FIRST, name="Wish", status=PROPOSED, as_of=date(2017, 1, 1), as_of_precision="year")

    words = words_of(client.get("/en/compare/?from=second&to=wish"))

    assert "“Wish” is not in force. What it would change is proposed, not done." in words
    assert "Not in the proposal proposed" in words


def test_a_place_that_is_carried_over_says_so(client, pair):
    trees.change(place(pair[1], "inclusion"), basis="carried_over")

    words = words_of(client.get("/en/compare/", BOTH))

    assert "1 place in “Second” is carried over from an earlier edition" in words
    assert "Moved Renamed carried over" in words


def test_what_happened_to_each_theme_and_function(client, pair):
    first, second = pair
    youth = Theme.objects.create(slug="youth", name="Youth")
    PlacementTheme.objects.create(placement=place(first, "sedi"), theme=youth)
    PlacementTheme.objects.create(placement=place(second, "inclusion"), theme=youth)
    UnitFunction.objects.create(placement=place(first, "inclusion"), position=1, text_en="Fight poverty.")
    UnitFunction.objects.create(placement=place(second, "sare"), position=1, title_en="Equity", text_en="Further it.")
    make_change("functions_transferred", ["ser"], ["sare"], to=second, description_en="Its functions pass on.")

    response = client.get("/en/compare/", BOTH)

    assert_valid_html(response)
    rows = [
        [text_of(cell) for cell in row]
        for table in parsed(response).findall(".//table")
        for row in table.findall("tbody/tr")
        if len(row) == 3
    ]
    assert rows == [
        [
            "Functions transferred: Its functions pass on. No act recorded.",
            "Secretariat for External Relations SER",
            "Secretariat for Access to Rights and Equity SARE",
        ],
        [
            "Youth theme",
            "Executive Secretariat for Integral Development SEDI",
            "Department of Inclusion DSI (SARE)",
        ],
        [
            "Fight poverty. function",
            "Department of Social Inclusion DIS (SEDI)",
            "Not recorded The unit is there: Department of Inclusion DSI (SARE)",
        ],
        ["Equity function", "Not recorded", "Secretariat for Access to Rights and Equity SARE"],
    ]


def test_both_trees_stand_side_by_side_with_the_words(client, pair):
    response = client.get("/en/compare/", BOTH)

    trees_shown = parsed(response).findall(".//ul[@class='tree']")
    lines = [
        [" ".join(text_of(part) for part in item if part.tag in ("a", "span")) for item in tree.findall(".//li")]
        for tree in trees_shown
    ]
    assert lines == [
        [
            "Gs",
            "Executive Secretariat for Integral Development",
            "Department of Social Inclusion moved",
            "Secretariat for External Relations not in the later record",
        ],
        [
            "Gs",
            "Executive Secretariat for Integral Development",
            "Secretariat for Access to Rights and Equity first recorded",
            "Department of Inclusion moved renamed",
        ],
    ]


def test_markup_in_names_is_shown_and_not_obeyed(client, pair):
    make_structure(
        "third", 'gs\n  x | office | <script>"&</script>', status=ADOPTED, effective_from=date(2020, 1, 1), name="<b>"
    )

    response = client.get("/en/compare/?from=second&to=third")

    assert_valid_html(response)
    assert labels(response, '<script>"&</script>') == ["First recorded"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many(client, count, costs):
    def tree(word):
        return "gs\n" + "\n".join(f"  {word}{number}\n  both{number} | office | {word}" for number in range(count))

    first = make_structure("first", tree("old"), status=ADOPTED, effective_from=date(2012, 1, 1))
    second = make_structure("second", tree("new"), status=ADOPTED, effective_from=date(2016, 1, 1))
    act, theme = make_act(), Theme.objects.create(slug="theme", name="Theme")
    past = Theme.objects.create(slug="past", name="Past theme")
    for number in range(count):
        make_change("functions_transferred", [f"old{number}"], [f"new{number}", f"lost{number}"], to=second, acts=[act])
        make_structure(
            f"older{number}", f"gs\n  lost{number}", status=ADOPTED, effective_from=date(2000 + number, 1, 1)
        )
        PlacementTheme.objects.create(placement=place(second, f"new{number}"), theme=theme)
        PlacementTheme.objects.create(placement=place(first, f"old{number}"), theme=past)

    with costs("compare"):
        response = client.get("/en/compare/", BOTH)

    assert len(response.context["comparison"].changes) == 3 * count
