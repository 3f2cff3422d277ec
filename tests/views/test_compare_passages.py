"""compare/: themes that are now under other names, and functions that were reworded."""

import json
from datetime import date

import pytest

from orgunits.models import PlacementTheme, Structure, Theme, ThemeContinuation, UnitFunction
from tests.helpers.compared import BOTH
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, words_of

pytestmark = pytest.mark.django_db
TREE = "gs\n  sedi | executive_secretariat\n    tourism\n  sms | secretariat"


@pytest.fixture
def pair():
    return [
        make_structure(slug, TREE, status=Structure.Status.ADOPTED, effective_from=date(year, 1, 1))
        for slug, year in (("first", 2012), ("second", 2016))
    ]


def give_themes(structure, **units):
    for unit, names in units.items():
        for name in names:
            theme = Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
            PlacementTheme.objects.create(placement=place(structure, unit), theme=theme)


def continues(*names, **fields):
    for earlier, later in zip(names, names[1:], strict=False):
        themes = [
            Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0] for name in (earlier, later)
        ]
        ThemeContinuation.objects.create(earlier=themes[0], later=themes[1], **fields)


def give_function(structure, unit, text, title=""):
    placement = place(structure, unit)
    number = placement.functions.count() + 1
    UnitFunction.objects.create(placement=placement, position=number, text=text, title=title)


def rows(response):
    """{heading of a group, without its number: [its rows]}"""
    page = parsed(response)
    return {
        text_of(page.find(f".//summary/span[@id='{table.get('aria-labelledby')}']")): [
            [text_of(cell) for cell in row] for row in table.findall("tbody/tr")
        ]
        for table in page.findall(".//table[@aria-labelledby]")
        if table.get("aria-labelledby").startswith("passages-")
    }


def test_a_theme_is_followed_to_the_nearest_recorded_one_it_went_on_in(client, pair):
    first, second = pair
    give_themes(first, sedi=["Culture"])
    give_themes(second, tourism=["Travel"], sms=["Peace"])
    continues("Culture", "Leisure", "Travel", "Space")

    response = client.get("/en/compare/", BOTH)

    assert_valid_html(response)
    assert rows(response)["Now under other names"] == [["Culture theme", "Sedi", "Travel inferred Tourism (Sedi)"]]
    assert [row.words.title_en for row in response.context["passages"].only_after] == ["Peace"]


def test_a_theme_that_only_a_draft_knows_leads_nowhere_in_public(client, admin_client, pair):
    first, second = pair
    give_themes(first, sedi=["Culture"])
    give_themes(second, tourism=["Travel"])
    continues("Culture", "Leisure", "Travel")
    Theme.objects.filter(slug="leisure").update(draft=make_structure("draft", "top"))

    assert "Now under other names" not in rows(client.get("/en/compare/", BOTH))
    assert "Now under other names" in rows(admin_client.get("/en/compare/", BOTH))


def test_themes_and_functions_of_the_same_unit_stand_in_one_row(client, pair):
    second = pair[1]
    give_themes(second, tourism=["Peace", "Travel"], sms=["Borders"])
    give_function(second, "tourism", "Count the guests.")

    response = client.get("/en/compare/", BOTH)

    assert_valid_html(response)
    there = "Not recorded The unit is there:"
    assert list(rows(response).values()) == [
        [
            ["Peace theme Travel theme", f"{there} Tourism (Sedi)", "Tourism (Sedi)"],
            ["Borders theme", f"{there} Sms", "Sms"],
            ["Count the guests. function", f"{there} Tourism (Sedi)", "Tourism (Sedi)"],
        ]
    ]


def test_a_continuation_that_a_source_states_is_not_marked_and_one_recorded_under_its_own_name_stays(client, pair):
    first, second = pair
    give_themes(first, sedi=["Culture", "Peace"])
    give_themes(second, sedi=["Travel", "Peace"])
    continues("Culture", "Travel", basis="stated")
    continues("Peace", "Travel")

    found = rows(client.get("/en/compare/", BOTH))

    assert found["Now under other names"] == [["Culture theme", "Sedi", "Travel Sedi"]]
    assert found["With the same unit"] == [["Peace theme", "Sedi", "Sedi"]]


def test_a_theme_is_not_followed_backwards(client, pair):
    first, second = pair
    give_themes(first, sedi=["Culture"])
    give_themes(second, sedi=["Travel"])
    continues("Travel", "Culture")

    assert "Now under other names" not in rows(client.get("/en/compare/", BOTH))


def test_a_function_of_the_same_unit_in_other_words_is_shown_with_both_texts(client, pair):
    first, second = pair
    give_function(first, "sedi", "develops and promotes international law in all states")
    give_function(second, "sedi", "develop and promote international law in all states")
    give_function(first, "sms", "Words of old.", title="Public security")
    give_function(second, "sms", "Quite another text.", title="Public security")

    response = client.get("/en/compare/", BOTH)

    texts = [row[1:] for row in rows(response)["With the same unit, reworded"]]
    assert texts == [
        [
            "Sedi develops and promotes international law in all states",
            "Sedi develop and promote international law in all states",
        ],
        ["Sms Words of old.", "Sms Quite another text."],
    ]
    assert "one passed to another unit where its words did" in words_of(response)


def test_other_functions_and_those_of_another_unit_are_never_said_to_be_the_same(client, pair):
    first, second = pair
    give_function(first, "sedi", "develops and promotes international law in all states")
    give_function(second, "sms", "develop and promote international law in all states")
    give_function(first, "tourism", "advise member states on travel")
    give_function(second, "tourism", "advise partners on fairs")

    passages = client.get("/en/compare/", BOTH).context["passages"]

    assert (passages.reworded, passages.passed_on) == ([], [])
    assert (len(passages.only_before), len(passages.only_after)) == (2, 2)


def test_the_table_and_the_data_tell_the_same(client, pair):
    first, second = pair
    give_themes(first, sedi=["Culture"])
    give_themes(second, tourism=["Travel"])
    continues("Culture", "Travel")
    give_function(first, "sms", "Words of old.", title="Public security")
    give_function(second, "sms", "Quite another text.", title="Public security")

    table = client.get("/en/compare.csv", BOTH).content.decode()
    data = json.loads(client.get("/en/compare.json", BOTH).content)["passages"]

    assert "theme,,Culture,continued,Sedi,Travel: Tourism," in table
    assert "function,,Public security,reworded,Sms,Sms," in table
    assert data[0]["continued_in"] == [{"title": {"en": "Travel"}, "inferred": True, "after": ["tourism"]}]
    assert data[1]["text_after"] == {"en": "Quite another text."}


def test_the_demo_follows_tourism_from_2008_into_the_proposal_of_2015(client, demo):
    query = {"from": "2008-six-secretariats", "to": "2015-proposal"}

    found = rows(client.get("/en/compare/", query))

    assert ["Culture and Tourism inferred Department of Social and Economic Development (SEDI)"] in [
        row[2:] for row in found["Now under other names"]
    ]
    assert {row[1].partition(" ")[0] for row in found["With the same unit, reworded"]} == {"Secretariat"}
    assert len(found["With the same unit, reworded"]) == 7
