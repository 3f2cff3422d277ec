"""The pages for what can't be answered: what happened, and where to go on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path

from oasdir import urls as site
from orgunits.models import Structure
from tests.helpers.html import assert_valid_html, parsed, texts

pytestmark = pytest.mark.django_db

ERRORS = {
    "suspicious": SuspiciousOperation("words of a programmer"),
    "forbidden": PermissionDenied("words of a programmer"),
    "fault": ValueError("words of a programmer"),
    "said": Http404("A sentence for the reader."),
}


def fail(request, how):
    if how == "missing":
        get_object_or_404(Structure, slug="nothing")
    raise ERRORS[how]


handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500
urlpatterns = [*site.urlpatterns, path("fail/<how>", fail)]


@pytest.fixture
def failing(client, settings):
    """Asks for a page that fails in one of the ways of ERRORS."""
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return lambda how: client.get(f"/fail/{how}")


@pytest.mark.parametrize(
    "address", ["/en/nothing/", "/es/nothing/", "/nothing", "/fr/units/", "/en/structures/no slug/"]
)
def test_an_unknown_address_is_not_found_inside_a_language_and_outside(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert_valid_html(response)
    assert response.context["request"].path == address
    assert parsed(response).find(".//main//form[@role='search']") is not None
    assert parsed(response).find(".//main//ul[@class='ways']") is not None
    assert parsed(response).find(".//link[@rel='canonical']") is None


def test_an_unknown_address_is_in_no_part_of_the_site(client):
    page = parsed(client.get("/en/nothing/"))

    assert page.findall(".//nav[@aria-label='Parts of the directory']//a[@aria-current]") == []


def test_whoever_is_logged_in_is_not_told_to_log_in(failing, client, django_user_model):
    assert "log in and try again" in failing("forbidden").content.decode()

    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    page = failing("forbidden").content.decode()
    assert "log in and try again" not in page
    assert "“clerk” doesn’t have permission" in page
    assert 'href="/admin/"' in page


def test_the_page_for_the_unknown_speaks_the_language_of_the_address_or_of_the_reader(client):
    assert parsed(client.get("/es/nada/")).get("lang") == "es"
    assert parsed(client.get("/nothing", headers={"accept-language": "es-CR,es;q=0.9"})).get("lang") == "es"
    assert parsed(client.get("/nothing")).get("lang") == "en"


def test_an_unknown_address_costs_no_query(client, costs):
    with costs("nothing found"):
        client.get("/en/nothing/")


def test_the_words_of_a_programmer_are_kept_from_the_reader(client):
    text = " ".join(texts(client.get("/en/nothing/"), ".//main//p"))

    assert "The address may be mistyped" in text
    assert "Resolver404" not in text


def test_the_root_leads_to_the_language_of_the_reader(client):
    for wanted, address in [("es", "/es/"), ("en", "/en/"), ("de", "/en/"), ("fr", "/en/")]:
        response = client.get("/", headers={"accept-language": wanted})
        assert (response.status_code, response["Location"]) == (302, address)


def test_an_address_that_needs_a_slash_leads_to_it_with_its_question(client):
    response = client.get("/en/structure?on=2010-01-01")
    assert (response.status_code, response["Location"]) == (301, "/en/structure/?on=2010-01-01")


@pytest.mark.parametrize(
    ("how", "status", "heading"),
    [
        ("suspicious", 400, "This address is not valid"),
        ("forbidden", 403, "You don’t have access to this page"),
        ("missing", 404, "There is no page at this address"),
        ("fault", 500, "Something went wrong on our side"),
    ],
)
def test_what_goes_wrong_is_said_in_the_words_of_the_site(failing, how, status, heading):
    response = failing(how)

    assert response.status_code == status
    assert_valid_html(response)
    assert texts(response, ".//h1") == [heading]
    assert "words of a programmer" not in response.content.decode()
    assert "matches the given query" not in response.content.decode()


def test_a_sentence_for_the_reader_is_shown(failing):
    response = failing("said")

    assert response.status_code == 404
    assert "A sentence for the reader." in texts(response, ".//main//p")


def test_the_page_of_a_fault_asks_nothing_of_the_database(failing, costs):
    with costs("fault"):
        failing("fault")


def test_an_unknown_host_is_refused_with_a_page(client):
    response = client.get("/en/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert_valid_html(response)


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16"]
)
def test_a_form_that_nobody_can_read_makes_no_fault_of_a_refusal(client, content_type):
    client.raise_request_exception = False
    client.cookies["csrftoken"] = "a" * 32
    client.handler.enforce_csrf_checks = True

    assert client.generic("POST", "/en/nothing/", b"\xff", content_type).status_code == 404
    # Where there is a page the form itself is refused.
    assert client.generic("POST", "/en/", b"\xff", content_type).status_code == 400
