"""compare/: what is asked for."""

from datetime import date

import pytest

from tests.helpers.compared import FIRST, PROPOSED, labels
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, texts, words_of

pytestmark = pytest.mark.django_db


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
        ("from=first", "“to” is missing. “to” takes the web address ending of an edition, or a day"),
        ("to=first", "“from” is missing."),
        ("from=first&to=2016-13-01", "“to” takes the web address ending of an edition, or a day"),
        ("from=first&to=a%20b", "“to” takes the web address ending of an edition, or a day"),
        ("from=first&from=second&to=second", "“from” may be given only once."),
        (f"from=first&to={'x' * 10000}", "“to” takes the web address ending of an edition, or a day"),
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

    assert "the changes are shown in the order of time." in words_of(response)
    assert response.context["comparison"].earlier == pair[0]
