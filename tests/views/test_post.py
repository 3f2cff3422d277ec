"""posts/<slug>/: what a post answers for, all its terms, and whom its units had in it."""

import pytest

from orgunits.models import Discrepancy, DiscrepancyClaim, PostResponsibility
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.factories import make_source, make_structure, make_unit
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.posts import make_many, make_secretary, page, table, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    return today()


@pytest.fixture
def secretary(structure):
    return make_secretary()


def test_responsibilities_are_quoted_with_their_source(client, secretary):
    source = make_source("other", title="Source document 003")
    for position, text in enumerate(["oversee all aspects", "manage the relationship"], start=1):
        PostResponsibility.objects.create(post=secretary, position=position, text=text, source=source)

    words = page(client.get("/en/posts/secretary-general/"))

    assert "Quoted oversee all aspects manage the relationship Taken from Source document 003" in words


def test_each_term_names_its_sources(client, secretary):
    ada, bo, _cy = secretary.appointments.order_by("starts")
    report, press = (
        make_source("report", title="Report", cited_by=[secretary, ada]),
        make_source("press", title="Press"),
    )
    bo.sources.add(report, press)

    response = client.get("/en/posts/secretary-general/")

    assert [row[0] for row in table(response, "terms")] == ["Ada source 1 Two terms.", "Bo source 1–2", "Cy today"]
    assert texts(response, ".//ol[@class='sources']/li") == ["Report", "Press"]


def test_who_was_only_seen_in_the_post_is_listed_apart(client, structure):
    post = make_post("secretary", unit="law", heads=["law"])
    appoint(post, "Later", seen="c. 2024", seen_on=day("2024-01-01"))
    appoint(post, "Earlier", seen="2013", seen_on=day("2013-01-01"), acting=True)

    response = client.get("/en/posts/secretary/")

    assert "Holder today Later, in the post (c. 2024)" in page(response)
    in_2018 = page(client.get("/en/posts/secretary/?on=2018-01-01"))
    assert "Holder in January 2018 not recorded. Earlier was in the post in 2013." in in_2018
    assert texts(response, ".//section[@aria-labelledby='seen']//li") == [
        "Earlier (acting), in the post: 2013",
        "Later, in the post: c. 2024",
    ]


def test_a_post_of_each_unit_of_a_kind_names_people_with_their_units(client, structure):
    make_structure(
        "old", "gs\n  gone | department | Department of Gone", status="adopted", effective_from=day("1999-01-01")
    )
    post = make_post("director", for_each="department")
    appoint(post, "Ada", unit=make_unit("law"), seen="2013")
    appoint(post, "Bo", "2000", "2002", unit=make_unit("gone"))

    response = client.get("/en/posts/director/")

    assert table(response, "people") == [
        ["Bo", "Department of Gone not in this structure; last recorded in Structure old", "2000 – 2002"],
        ["Ada", "Department of Law", "in the post: 2013"],
    ]
    assert_valid_html(response)


def test_what_sources_say_differently_about_a_post_is_shown_with_our_reading(client, secretary):
    found = Discrepancy.objects.create(
        slug="d", topic="Day", reading="The page counts.", others=[{"kind": "post", "id": "secretary-general"}]
    )
    other = Discrepancy.objects.create(
        slug="o", topic="Other", reading="No.", others=[{"kind": "office", "id": "secretary-general"}]
    )
    source = make_source("press")
    for each in (found, other):
        DiscrepancyClaim.objects.create(discrepancy=each, position=1, text=f"14 July {each.slug}", source=source)

    words = page(client.get("/en/posts/secretary-general/"))
    assert "Sources disagree Day 14 July d (press) Our reading: The page counts." in words
    assert "14 July o" not in words


def test_an_unknown_post_is_not_found(client, structure):
    assert client.get("/en/posts/nonsense/").status_code == 404


def test_posts_in_units_of_drafts_are_seen_by_staff_only(client, admin_client, structure):
    make_structure("hidden", "gs\n  secret | department | Department of Secrets")
    hidden = make_post("spy-master", unit="secret", heads=["secret"], title="Spy master", seniority=1)
    appoint(hidden, "Mata", "2000", open_ended=True)
    director = make_post("director", for_each="department", title="Director", reports_to=hidden)
    appoint(director, "Hari", unit=make_unit("secret"))

    for address in ("/en/posts/", "/en/posts/director/"):
        content = client.get(address).content.decode()
        for secret in ("Spy", "Mata", "Hari", "ecret"):
            assert secret not in content.replace("Secretar", "").replace("secretar", ""), (address, secret)
    assert client.get("/en/posts/spy-master/").status_code == 404
    assert admin_client.get("/en/posts/spy-master/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_post_costs_the_same_however_many_held_it(client, count, costs):
    make_many(1)
    post = make_post("other", unit="unit-0", heads=["unit-0", "gone-0"], reports_to=make_post("above", unit="unit-0"))
    source = make_source("source")
    for number in range(count):
        appoint(post, f"Ada {number}", f"20{number}0", f"20{number + 1}0").sources.add(source)
        PostResponsibility.objects.create(post=post, position=number, text="do", source=source)
        make_post(f"below-{number}", unit="unit-0", reports_to=post)
        post.sources.add(make_source(f"source-{number}"))

    with costs("post"):
        response = client.get("/en/posts/other/")

    assert len(response.context["terms"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_post_of_many_units_costs_the_same_however_many(client, count, costs):
    make_many(count)
    post = make_post("director", for_each="department", reports_to=make_post("above", unit="unit-0"))
    for number in range(count):
        appoint(post, f"Ada {number}", unit=make_unit(f"unit-{number}"))
        appoint(post, f"Bo {number}", unit=make_unit(f"gone-{number}"))

    with costs("post of many units"):
        response = client.get("/en/posts/director/")

    assert len(response.context["page"]) == 2 * count
