"""compare/: what changed between two editions, as a page, a table and data."""

import csv
import io
from datetime import date

import pytest

from orgunits.models import PlacementTheme, Structure, Theme, UnitFunction, trees
from tests.acts_and_posts import make_act
from tests.change_factories import make_change
from tests.factories import make_structure, place
from tests.html import assert_valid_html, parsed, text_of, texts, words_of

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED
FIRST = """
gs
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
    inclusion | department | Department of Social Inclusion | DIS
  ser | secretariat | Secretariat for External Relations | SER
"""
SECOND = """
gs
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
  sare | secretariat | Secretariat for Access to Rights and Equity | SARE
    inclusion | department | Department of Inclusion | DSI
"""
BOTH = {"from": "first", "to": "second"}


@pytest.fixture
def pair():
    first = make_structure("first", FIRST, name="First", status=ADOPTED, effective_from=date(2012, 1, 1))
    second = make_structure("second", SECOND, name="Second", status=ADOPTED, effective_from=date(2016, 1, 1))
    return first, second


def labels(response, unit):
    """The words for what is found of the unit of that name."""
    items = parsed(response).findall(".//li[@class='difference']")
    item = next(item for item in items if text_of(item.find("p/a")) == unit)
    return [text_of(span) for span in item.findall("p/span") if (span.get("class") or "").startswith("change ")]


def chips(response):
    return texts(response, ".//ul[@class='chips findings']/li/a")


# --- what is asked for ---


def test_without_editions_it_is_a_form_filled_with_the_last_two_adopted(client, pair):
    make_structure("wish", FIRST, status=PROPOSED, as_of=date(2017, 1, 1), as_of_precision="year")

    response = client.get("/en/compare/")

    assert_valid_html(response)
    selects = parsed(response).findall(".//select")
    assert [(each.get("name"), each.find("option[@selected]").get("value")) for each in selects] == [
        ("from", "first"),
        ("to", "second"),
    ]
    assert [option.get("value") for option in selects[0]] == ["wish", "second", "first"]
    assert [each.get("name") for each in parsed(response).findall(".//input[@type='date']")] == ["from", "to"]


def test_the_form_of_an_empty_directory_says_so(client):
    assert "No structure is recorded yet" in words_of(client.get("/en/compare/"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=first", "“to” is missing. “to” takes the address name of a structure or a day"),
        ("to=first", "“from” is missing."),
        ("from=first&to=2016-13-01", "“to” takes the address name of a structure or a day"),
        ("from=first&to=a%20b", "“to” takes the address name of a structure or a day"),
        ("from=first&from=second&to=second", "“from” may be given only once."),
        (f"from=first&to={'x' * 10000}", "“to” takes the address name of a structure or a day"),
        ("from=first&to=sec%00ond", "NUL"),
    ],
)
@pytest.mark.parametrize("page", ["compare/", "compare.csv", "compare.json"])
def test_what_is_missing_or_malformed_is_answered_with_what_is_expected(client, pair, page, query, sentence):
    response = client.get(f"/en/{page}?{query}")

    assert response.status_code == 400
    assert sentence in " ".join(texts(response, ".//main//p"))


@pytest.mark.parametrize("query", ["from=first&to=unknown", "from=draft&to=second", "from=2011-12-31&to=second"])
def test_what_is_unknown_or_hidden_or_before_the_record_is_not_found(client, pair, query):
    make_structure("draft", "gs\n  secret")

    response = client.get(f"/en/compare/?{query}")

    assert response.status_code == 404
    assert "secret" not in response.content.decode()


def test_staff_compare_with_a_draft(admin_client, pair):
    make_structure("draft", "gs\n  new", name="A draft")

    response = admin_client.get("/en/compare/?from=second&to=draft")

    assert_valid_html(response)
    assert labels(response, "New") == ["First recorded"]


def test_a_day_stands_for_the_structure_in_force_on_it(client, pair):
    response = client.get("/en/compare/?from=2013-05-01&to=2024-01-01")

    assert [response.context["comparison"].earlier, response.context["comparison"].later] == list(pair)


def test_the_later_edition_first_is_told_in_the_order_of_time(client, pair):
    response = client.get("/en/compare/?from=second&to=first")

    assert "What changed is told in the order of time." in words_of(response)
    assert response.context["comparison"].earlier == pair[0]


# --- what is told ---


def test_the_sentence_the_counts_and_the_changes(client, pair):
    make_change(
        "created", results=["sare"], to=pair[1], acts=[make_act("order", symbol="Executive Order 08-01 Rev. 9")]
    )
    make_change("moved", ["inclusion"], to=pair[1], description_en="It moves to the new secretariat.", when="2015")

    response = client.get("/en/compare/", BOTH)

    words = words_of(response)
    assert "3 units differ: 1 created, 1 no longer recorded, 1 moved and 1 renamed." in words
    assert chips(response) == ["All 3", "Created 1", "No longer recorded 1", "Moved 1", "Renamed 1"]
    assert labels(response, "Department of Inclusion") == ["Moved", "Renamed"]
    assert labels(response, "Secretariat for External Relations") == ["No longer recorded"]
    assert "Not recorded in “Second”: the record of that edition is incomplete." in words
    assert "Moved (2015): It moves to the new secretariat. No act is recorded." in words
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

    assert "In “Second” 1 place is carried over from an earlier edition" in words
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
            "Functions transferred: Its functions pass on. No act is recorded.",
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
            "Not recordedThe unit is there: Department of Inclusion DSI (SARE)",
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
            "Secretariat for External Relations no longer recorded",
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

    make_structure("first", tree("old"), status=ADOPTED, effective_from=date(2012, 1, 1))
    second = make_structure("second", tree("new"), status=ADOPTED, effective_from=date(2016, 1, 1))
    act, theme = make_act(), Theme.objects.create(slug="theme", name="Theme")
    for number in range(count):
        make_change("functions_transferred", [f"old{number}"], [f"new{number}", f"lost{number}"], to=second, acts=[act])
        make_structure(
            f"older{number}", f"gs\n  lost{number}", status=ADOPTED, effective_from=date(2000 + number, 1, 1)
        )
        PlacementTheme.objects.create(placement=place(second, f"new{number}"), theme=theme)

    with costs("compare"):
        response = client.get("/en/compare/", BOTH)

    assert len(response.context["comparison"].changes) == 3 * count


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
        ("no longer recorded", "Executive Secretariat for Integral Development", "sedi"),
        ("no longer recorded", "Secretariat for Access to Rights and Equity", "sare"),
        ("no longer recorded", "Department of Inclusion", "inclusion"),
    ]


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


def test_of_too_many_changes_the_first_are_on_the_page_and_all_in_the_table(client, pair, monkeypatch):
    monkeypatch.setattr("orgunits.views.compare.MOST", 1)
    for position in (1, 2):
        UnitFunction.objects.create(placement=place(pair[0], "ser"), position=position, text_en=f"Do {position}.")

    response = client.get("/en/compare/", BOTH)

    assert words_of(response).count("There are too many for one page; the table (CSV) has all of them.") == 2
    assert len(parsed(response).findall(".//li[@class='difference']")) == 1
    assert client.get("/en/compare.csv", BOTH).content.decode().count("\r\n") == 7
