"""accessibility/: the statement."""

import pytest

from tests.helpers.html import assert_valid_html, parsed, texts

pytestmark = pytest.mark.django_db


def test_the_statement_says_what_was_tested_what_fails_and_whom_to_tell(client):
    response = client.get("/en/accessibility/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert texts(response, ".//main//h2") == [
        "What we aim at",
        "What you can do",
        "What was tested, how and when",
        "What does not work, or is not known",
        "If something stops you",
    ]


def test_every_page_leads_to_it(client):
    footer = parsed(client.get("/es/about/")).find(".//footer")

    assert footer.find(".//a[@href='/es/accessibility/']").text == "Accesibilidad"


@pytest.mark.parametrize("query", ["", "?on=1900-01-01", "?on=nonsense"])
def test_it_is_the_same_on_every_day(client, query, costs):
    with costs("accessibility"):
        response = client.get(f"/es/accessibility/{query}")

    assert response.status_code == 200
    assert texts(response, ".//div[@class='time-bar']") == []


def test_the_icon_is_where_browsers_look_for_it_unasked(client):
    assert client.get("/favicon.ico").url.endswith("img/favicon.ico")
