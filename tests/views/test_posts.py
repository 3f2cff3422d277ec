"""posts/: the posts by seniority, who holds them on a day, and all terms of the two heads."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from orgunits.holders import posts_of_unit
from orgunits.models import Body, Discrepancy, DiscrepancyClaim, PostResponsibility, Structure, UnitRelation
from orgunits.moment import Moment
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db

TREE = """
    gs | general_secretariat | General Secretariat
      osg | head_office | Office of the Secretary General
      law | department | Department of Law
    """


@pytest.fixture
def structure():
    return make_structure("today", TREE, status="adopted", effective_from=day("2008-03-26"), name="Six secretariats")


@pytest.fixture
def secretary(structure):
    """The Secretary General: Ada to 1968, Bo to 2015, Cy since."""
    assembly = Body.objects.create(slug="general-assembly", kind="organ", name="General Assembly")
    post = make_post(
        "secretary-general",
        unit="osg",
        heads=["gs", "osg"],
        seniority=1,
        title="Secretary General",
        elected_by=assembly,
        term_years=5,
        max_terms=2,
        term_source=make_source("document", title="Source document 001"),
    )
    appoint(post, "Ada", "1956", "1968", note="Two terms.")
    appoint(post, "Bo", "1968", "2015-05-26")
    appoint(post, "Cy", "2015-05-26", open_ended=True)
    return post


def table(response, labelled_by):
    """The cells of the table under a heading."""
    region = parsed(response).find(f".//div[@aria-labelledby='{labelled_by}']")
    return [[text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in region.findall(".//tbody/tr")]


def page(response):
    return " ".join(text_of(parsed(response).find(".//main")).split())


# == The list


def test_posts_stand_by_seniority_with_their_units_and_holders(client, secretary):
    make_post("director", for_each="department", seniority=4, title="Director of a department")
    make_post("adviser", unit="osg", title="Adviser")

    response = client.get("/en/posts/")

    assert table(response, "seniority") == [
        ["1", "Secretary General", "General Secretariat Office of the Secretary General", "Cy"],
        ["4", "Director of a department", "Each department", "The people on record"],
    ]
    assert table(response, "others") == [["Adviser", "Office of the Secretary General", "Not recorded"]]
    assert_valid_html(response)


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

    assert "Ada, then Bo The day of the handover is not recorded" in words


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
    assert "Holder on the day shown Not recorded" in page(response)


def test_a_day_without_a_structure_is_answered_and_says_that_none_is_recorded(client, secretary):
    response = client.get("/en/posts/?on=1990-01-01")

    assert response.status_code == 200
    assert "No structure is recorded for that day." in response.content.decode()
    assert table(response, "seniority") == [
        [
            "1",
            "Secretary General",
            "General Secretariat recorded later, in Six secretariats"
            " Office of the Secretary General recorded later, in Six secretariats",
            "Bo",
        ]
    ]
    assert_valid_html(response)


def test_links_keep_the_day(client, secretary):
    assert "/en/posts/secretary-general/?on=2010-01-01" in client.get("/en/posts/?on=2010-01-01").content.decode()


def test_an_empty_directory_says_that_no_post_is_recorded(client, structure):
    assert "No post is recorded yet" in page(client.get("/en/posts/"))


def test_who_reports_to_whom_is_told_of_posts_and_of_the_units_they_head(client, secretary):
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
        "Coordinator → Secretary General report to the Office Six secretariats",
    ]


# == One post


def test_responsibilities_are_quoted_with_their_source(client, secretary):
    source = make_source("other", title="Source document 003")
    for position, text in enumerate(["oversee all aspects", "manage the relationship"], start=1):
        PostResponsibility.objects.create(post=secretary, position=position, text=text, source=source)

    words = page(client.get("/en/posts/secretary-general/"))

    assert "Quoted word for word oversee all aspects manage the relationship Taken from Source document 003" in words


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

    assert "Holder today Not recorded" in page(response)
    assert texts(response, ".//section[@aria-labelledby='seen']//li") == [
        "Earlier (acting), seen: 2013",
        "Later, seen: c. 2024",
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
        ["Ada", "Department of Law", "seen: 2013"],
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


# == On the page of a unit


def test_the_part_for_the_page_of_a_unit_tells_holders_and_earlier_ones(structure, secretary, django_user_model):
    reader, moment = django_user_model(), Moment(day("2020-01-01"), structure, is_today=False)
    request = RequestFactory().get("/en/units/osg/")
    request.moment = moment
    posts = posts_of_unit(make_unit("osg"), kind=place(structure, "osg").kind, day=moment.day, user=reader)

    html = render_to_string("orgunits/posts/_holders.html", {"posts": posts, "request": request}, request)

    words = text_of(parsed(type("Response", (), {"content": html.encode()})))
    assert words == (
        "Head and other posts Secretary General head Cy"
        " 2 earlier holders Bo, 1968 – 26 May 2015 Ada, 1956 – 1968 Two terms."
    )


# == Queries


def make_many(count):
    structure = make_structure(
        "today", "gs\n" + "\n".join(f"  unit-{number}" for number in range(count)), status="adopted"
    )
    make_structure(
        "old",
        "gs\n" + "\n".join(f"  gone-{number}" for number in range(count)),
        status="adopted",
        effective_from=day("1999-01-01"),
    )
    first = make_post("first", for_each="section")
    for number in range(count):
        first = make_post(
            f"head-{number}",
            unit=f"unit-{number}",
            heads=[f"unit-{number}", f"gone-{number}"],
            seniority=1,
            term_years=5,
            reports_to=first,
        )
        appoint(first, "Ada", "2000", "2010")
        appoint(first, "Bo", "2010", open_ended=True)
        UnitRelation.objects.create(
            structure=structure,
            unit=make_unit(f"unit-{number}"),
            kind="reports_to",
            to_unit=make_unit("unit-0") if number else make_unit("gone-0"),
            text=f"reports {number}",
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    make_many(count)

    with costs("posts"):
        response = client.get("/en/posts/")

    assert len(response.context["ranked"]) == count


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


@pytest.mark.parametrize("on", ["", "?on=2010-01-01", "?on=2015-05-26"])
def test_pages_answer_while_two_terms_are_open(client, secretary, on):
    """A new holder is entered before the old one's end: as at every handover."""
    appoint(secretary, "Di", "2025-05-26", open_ended=True)

    for address in ("/en/posts/", "/en/posts/secretary-general/"):
        assert "Di" in page(client.get(f"{address}{on}"))
