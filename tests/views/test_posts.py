"""posts/: the posts by seniority, who holds them on a day, and all terms of the two heads."""

from datetime import date, timedelta

import pytest

from orgunits.models import Structure, UnitRelation
from tests.helpers.acts_and_posts import appoint, make_post
from tests.helpers.factories import make_unit
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.posts import make_many, make_secretary, page, table, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    return today()


@pytest.fixture
def secretary(structure):
    return make_secretary()


def test_posts_stand_by_seniority_with_their_units_and_holders(client, secretary):
    make_post("director", for_each="department", seniority=4, title="Director of a department")
    make_post("adviser", unit="osg", title="Adviser")

    response = client.get("/en/posts/")

    assert table(response, "seniority") == [
        ["1", "Secretary General", "General Secretariat Office of the Secretary General", "Cy, from 26 May 2015"],
        ["4", "Director of a department", "Each department", "The people on record"],
    ]
    assert table(response, "others") == [["Adviser", "Office of the Secretary General", "Current holder not recorded."]]
    assert_valid_html(response)


@pytest.mark.parametrize(("language", "titles"), [("en", ["nandu", "nube", "sec"]), ("es", ["sec", "nube", "nandu"])])
def test_posts_of_no_rank_are_in_the_order_of_the_language(client, structure, language, titles):
    make_post("sec", unit="osg", title_en="Secretary", title_es="Escribano")
    make_post("nandu", unit="osg", title="Ñandú")
    make_post("nube", unit="osg", title="Nube")

    assert [post.slug for post in client.get(f"/{language}/posts/").context["others"]] == titles


def test_all_terms_of_the_heads_are_listed_and_the_holder_of_the_day_is_marked(client, secretary):
    response = client.get("/en/posts/?on=2010-01-01")

    assert table(response, "secretary-general") == [
        ["Ada Two terms.", "Not recorded", "1956", "1968"],
        ["Bo on the day shown", "Not recorded", "1968", "26 May 2015"],
        ["Cy", "Not recorded", "26 May 2015", "in the post"],
    ]
    assert texts(response, ".//tr[@aria-current='true']/th") == ["Bo on the day shown"]


def test_the_term_is_shown_as_the_rule_it_is_with_its_source(client, secretary):
    for address in ("/en/posts/", "/en/posts/secretary-general/"):
        words = page(client.get(address))
        assert (
            "Elected by: General Assembly. A term lasts 5 years. It can be renewed once. Taken from Source document 001"
            in words
        ), address


def test_both_are_named_in_order_where_the_day_of_the_handover_is_not_known(client, secretary):
    words = page(client.get("/en/posts/secretary-general/?on=1968-06-01"))

    assert "Ada, from 1956, then Bo, from 1968 The day of the handover is not recorded" in words


def test_a_day_without_a_holder_says_not_recorded_and_a_gap_has_its_line(client, structure):
    post = make_post("secretary-general", unit="osg", seniority=1)
    appoint(post, "Ada", "1954-08-01", "1955-10-19")
    appoint(post, "Bo", "1956", "1968")

    response = client.get("/en/posts/secretary-general/?on=1955-11-01")

    assert table(response, "terms") == [
        ["Ada", "Not recorded", "1 August 1954", "19 October 1955"],
        ["Not recorded", "Not recorded", "20 October 1955", "1956"],
        ["Bo", "Not recorded", "1956", "1968"],
    ]
    assert "Holder on the day shown Holder in November 1955 not recorded." in page(response)


def test_a_day_without_a_structure_is_answered_and_says_that_none_is_recorded(client, secretary):
    response = client.get("/en/posts/?on=1990-01-01")

    assert response.status_code == 200
    assert "No edition is recorded for that day." in response.content.decode()
    assert table(response, "seniority") == [
        [
            "1",
            "Secretary General",
            "General Secretariat first recorded in Six secretariats"
            " Office of the Secretary General first recorded in Six secretariats",
            "Bo, from 1968",
        ]
    ]
    assert_valid_html(response)


def test_who_will_be_in_a_post_on_a_day_to_come_is_not_known(client, secretary):
    said = "not known; in the post as last recorded: Cy, from 26 May 2015"

    assert said in page(client.get("/en/posts/secretary-general/?on=9999-12-31"))
    assert said in page(client.get("/en/posts/?on=9999-12-31"))
    assert "not known" not in page(client.get("/en/posts/secretary-general/"))


def test_links_keep_the_day(client, secretary):
    assert "/en/posts/secretary-general/?on=2010-01-01" in client.get("/en/posts/?on=2010-01-01").content.decode()


def test_an_empty_directory_says_that_no_post_is_recorded(client, structure):
    assert "No post is recorded yet" in page(client.get("/en/posts/"))


def test_who_reports_to_whom_is_said_of_posts_and_of_units_that_a_post_heads(client, secretary):
    coordinator = make_post("coordinator", unit="law", heads=["law"], title="Coordinator")
    make_post("representative", for_each="country_office", title="Representative", reports_to=coordinator)
    UnitRelation.objects.create(
        structure=Structure.objects.get(slug="today"),
        unit=make_unit("law"),
        kind="reports_to",
        to_unit=make_unit("osg"),
        text="report to the Office",
    )

    found = texts(client.get("/en/posts/"), ".//section[@aria-labelledby='reporting']//li")

    assert found == [
        "Representative → Coordinator",
        "Department of Law → Office of the Secretary General report to the Office Six secretariats",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    make_many(count)

    with costs("posts"):
        response = client.get("/en/posts/")

    assert len(response.context["ranked"]) == count


@pytest.mark.parametrize("on", ["", "?on=2010-01-01", "?on=2015-05-26"])
def test_pages_answer_while_two_terms_are_open(client, secretary, on):
    """A new holder is entered before the old one's end: as at every handover."""
    appoint(secretary, "Di", "2025-05-26", open_ended=True)

    for address in ("/en/posts/", "/en/posts/secretary-general/"):
        assert "Di" in page(client.get(f"{address}{on}"))


OVERLAP = "Their terms overlap in the record: each of them held the post at that time."


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"starts": "2025-05-26", "open_ended": True}, "Cy, Di"),
        ({"starts": "2025-05-26", "open_ended": True, "acting": True}, "Cy, Di (acting)"),
        ({"starts": "2025-05-26", "ends": "9999-12-31"}, "Cy, Di"),
        ({"starts": "0001-01-01", "open_ended": True}, "Di, Cy"),
    ],
)
def test_terms_that_overlap_are_said_to_and_no_handover_is_made_of_them(client, secretary, fields, names):
    appoint(secretary, "Di", **fields)

    for address in ("/en/posts/", "/en/posts/secretary-general/", "/en/units/osg/"):
        words = page(client.get(f"{address}?on=2026-01-01"))
        assert OVERLAP in words, address
        before = words.partition(OVERLAP)[0]
        assert [before.rfind(name) > 0 for name in names.split(", ")] == [True, True], address
        assert "The day of the handover" not in words


def test_an_acting_term_inside_another_leaves_no_gap_and_doesnt_hide_the_handover(client, structure):
    post = make_post("secretary-general", unit="osg", seniority=1)
    appoint(post, "Ada", "2005-01-01", "2015-05-26")
    appoint(post, "Bo", "2010-01-01", "2010-03-31", acting=True)
    appoint(post, "Cy", "2015-05-26", open_ended=True)

    response = client.get("/en/posts/secretary-general/?on=2015-05-26")

    assert [row[0] for row in table(response, "terms")] == ["Ada", "Bo (acting)", "Cy on the day shown"]


def test_a_fault_of_the_server_is_not_called_one_of_the_reader(client, secretary, monkeypatch):
    def overflow(*args):
        return date.max + timedelta(days=1)

    monkeypatch.setattr("orgunits.views.posts.holders_on", overflow)
    client.raise_request_exception = False

    assert client.get("/en/posts/").status_code == 500
