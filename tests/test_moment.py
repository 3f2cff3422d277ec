"""?on= and ?structure=: the moment a page shows, read alike by every page that has one."""

from datetime import date

import pytest
from django.utils import timezone

from orgunits.models import Structure
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, OBSERVED, DRAFT = (
    Structure.Status.ADOPTED,
    Structure.Status.PROPOSED,
    Structure.Status.OBSERVED,
    Structure.Status.DRAFT,
)
PAGES = ["", "structure/", "structures/", "structures/new/", "units/", "units/gs/"]
NEED_A_STRUCTURE = ["", "structure/", "units/", "units/gs/"]


@pytest.fixture
def editions():
    """Two adopted editions, a proposal, an observation and a draft."""
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old")
    make_structure("wish", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")
    make_structure("seen", status=OBSERVED, as_of=date(2025, 1, 1), as_of_precision="year", name="Seen")
    make_structure("draft", status=DRAFT, name="Plan")


def shown(response):
    """The structure, the day and whether it is today that a page shows."""
    moment = response.wsgi_request.moment
    return moment.structure and moment.structure.slug, moment.day, moment.is_today


def bar(response):
    found = parsed(response).findall(".//div[@role='region'][@aria-label='The time shown']//p")
    return [text_of(line) for line in found]


def canonical(response):
    return parsed(response).find(".//link[@rel='canonical']").get("href")


# --- what is shown ---


@pytest.mark.parametrize("page", PAGES)
def test_without_parameters_today_is_shown(client, editions, page):
    response = client.get(f"/en/{page}")

    assert shown(response) == ("new", timezone.localdate(), True)
    assert bar(response) == []
    assert canonical(response) == f"http://testserver/en/{page}"


@pytest.mark.parametrize(
    ("day", "slug"),
    [("2008-03-26", "old"), ("2015-12-31", "old"), ("2016-01-01", "new"), ("2999-01-01", "new")],
)
def test_a_day_shows_the_edition_in_force_on_it(client, editions, day, slug):
    response = client.get(f"/en/structure/?on={day}")

    assert shown(response) == (slug, date.fromisoformat(day), False)
    assert canonical(response) == f"http://testserver/en/structure/{'' if slug == 'new' else '?structure=old'}"


def test_today_may_be_named_and_is_still_today(client, editions):
    response = client.get("/en/structure/", {"on": timezone.localdate().isoformat()})

    assert shown(response) == ("new", timezone.localdate(), True)
    assert bar(response) == []
    assert canonical(response) == "http://testserver/en/structure/"


@pytest.mark.parametrize(
    ("slug", "day", "is_today", "said"),
    [
        ("old", date(2008, 3, 26), False, "You are looking at an edition of the past: Old"),
        (
            "wish",
            None,
            False,
            "Proposal. You are looking at a proposed structure, which is not in force: Wish."
            " Its page says what was adopted of it.",
        ),
        (
            "seen",
            None,
            False,
            "Observed. You are looking at a structure seen on pages, adopted by no act on record: Seen",
        ),
        ("new", None, True, None),
    ],
)
def test_a_structure_may_be_asked_for_by_its_name(client, editions, slug, day, is_today, said):
    response = client.get(f"/en/structure/?structure={slug}")

    assert shown(response) == (slug, day or timezone.localdate(), is_today)
    assert bar(response)[:1] == ([said] if said else [])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["on=2010-01-01", "structure=wish"])
def test_a_bar_says_which_time_is_shown_and_leads_back(client, editions, page, query):
    response = client.get(f"/en/{page}?{query}")

    assert_valid_html(response)
    assert bar(response)[1:] == ["Back to today"]
    back = parsed(response).findall(".//div[@role='region'][@aria-label='The time shown']//a")[-1]
    assert back.get("href") in (f"/en/{page}", f"/en/{page}?")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["on=2010-01-01", "structure=wish"])
def test_links_keep_the_moment_and_never_ask_for_two(client, editions, page, query):
    response = client.get(f"/en/{page}?{query}")

    hrefs = {link.get("href") for link in parsed(response).findall(".//body//a")}
    inside = [href for href in hrefs if href.startswith("/en/") and href not in (f"/en/{page}", f"/en/{page}?")]
    # A comparison names its two times itself.
    inside = [href for href in inside if not href.startswith("/en/compare/")]
    assert inside
    assert [href for href in inside if ("on=" in href) + ("structure=" in href) != 1] == []
    assert f"/es/{page}?{query}" in hrefs


@pytest.mark.parametrize("page", PAGES)
def test_links_of_today_carry_no_moment(client, editions, page):
    shown = parsed(client.get(f"/en/{page}"))
    # The line of editions and the choice of a day are there to choose another time.
    to_editions = {*shown.findall(".//ol[@class='timeline']//a"), *shown.findall(".//details[@class='day-chooser']//a")}
    hrefs = {link.get("href") for link in shown.findall(".//body//a") if link not in to_editions}

    assert [href for href in hrefs if "on=" in href] == []
    of_one_edition = {"/en/structure/", "/en/units/", "/en/chart/"}
    assert {href.split("?")[0] for href in hrefs if "structure=" in href} <= of_one_edition | {
        href.split("?")[0] for href in hrefs if href.startswith("/en/units/")
    }


def test_the_search_keeps_the_moment(client, editions):
    fields = parsed(client.get("/en/?structure=wish")).findall(".//form//input[@type='hidden']")

    assert {(field.get("name"), field.get("value")) for field in fields} == {("structure", "wish")}


# --- what can't be shown ---


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("on=yesterday", "“on” takes one day, written as 2010-06-01."),
        ("on=2010-02-30", "“on” takes one day, written as 2010-06-01."),
        ("on=01/02/2010", "“on” takes one day, written as 2010-06-01."),
        ("on=2010", "“on” takes one day, written as 2010-06-01."),
        ("on=" + "9" * 10_000, "“on” takes one day, written as 2010-06-01."),
        ("on=%00", "The address contains an invalid character (NUL)."),
        ("structure=a%20b", "“structure” takes the web address ending of one edition."),
        ("structure=%3Cscript%3E", "“structure” takes the web address ending of one edition."),
        ("on=2010-01-01&on=2011-01-01", "“on” may be given only once."),
        ("structure=old&structure=new", "“structure” may be given only once."),
        ("on=2010-01-01&structure=old", "Ask for a day (“on”) or an edition (“structure”), not both."),
    ],
)
def test_a_malformed_moment_is_answered_by_what_is_expected(client, editions, page, query, said):
    response = client.get(f"/en/{page}?{query}")

    assert response.status_code == 400
    assert_valid_html(response)
    assert said in texts(response, ".//main//p")


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_structure_is_not_found(client, editions, page):
    response = client.get(f"/en/{page}?structure=nothing")

    assert response.status_code == 404
    assert "There is no edition “nothing”." in texts(response, ".//main//p")


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_not_found_by_the_public_and_shown_to_staff(client, admin_client, editions, page):
    refused, answered = (each.get(f"/en/{page}?structure=draft") for each in (client, admin_client))

    assert refused.status_code == 404
    assert "Plan" not in refused.content.decode()
    assert answered.status_code == 200
    assert bar(answered)[0] == "Draft. You are looking at a draft, which only staff can see: Plan"


@pytest.mark.parametrize("page", NEED_A_STRUCTURE)
def test_a_day_before_the_first_edition_is_not_found_and_the_earliest_named(client, editions, page):
    response = client.get(f"/en/{page}?on=1990-05-01")

    assert response.status_code == 404
    assert_valid_html(response)
    assert "The earliest on record begins on 26 March 2008." in texts(response, ".//main//p")
    assert texts(response, ".//h1") == ["No structure is recorded for 1 May 1990"]
    links = {link.get("href") for link in parsed(response).findall(".//a")}
    assert {f"/en/{page}", f"/en/{page}?structure=old", "/en/structure/"} <= links
    assert not [link for link in links if link.startswith("/en/") and "on=" in link]


@pytest.mark.parametrize("page", ["structures/", "structures/new/"])
def test_the_editions_are_shown_on_a_day_before_the_first(client, editions, page):
    response = client.get(f"/en/{page}?on=1990-05-01")

    assert response.status_code == 200
    assert bar(response)[0] == "You are looking at 1 May 1990. No edition is recorded for that day."


@pytest.mark.parametrize("page", ["sources/", "sources/report/", "about/"])
@pytest.mark.parametrize("query", ["on=1990-05-01", "on=nonsense", "structure=draft", "on=1&structure=2"])
def test_timeless_pages_ignore_the_moment(client, editions, page, query):
    make_source("report")

    response = client.get(f"/en/{page}?{query}")

    assert response.status_code == 200
    assert bar(response) == []
    assert canonical(response) == f"http://testserver/en/{page}"
