"""people/: everybody on record with their posts, one person, and who headed a unit on a day."""

import pytest

from orgunits.models import Discrepancy, DiscrepancyClaim, Person
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, texts, words_of
from tests.helpers.offices import make_office
from tests.helpers.posts import today

pytestmark = pytest.mark.django_db

ANSWER = ".//section[@aria-labelledby='answer']"


@pytest.fixture
def structure():
    return today()


@pytest.fixture
def legal(structure):
    """The Secretary for Legal Affairs: Ada to 2010, Bo seen in 2012, Cy from 2015 on without an end on record."""
    post = make_post("secretary", unit="law", heads=["law"], title="Secretary for Legal Affairs")
    appointed(post, "Ada", "2001", "2010-03-01")
    appointed(post, "Bo", seen="June 2012", seen_on=day("2012-06-01"))
    appointed(post, "Cy", "2015-01-01")
    return post


def make_person(name, **fields):
    return Person.objects.create(**{"slug": name.lower().replace(" ", "-"), "name": name, **fields})


def appointed(post, name, *dates, person=None, **fields):
    return appoint(post, name, *dates, person=person or make_person(name), **fields)


def listed(response):
    return texts(response, ".//section[@aria-labelledby='all']/ul/li")


# --- everybody


def test_everybody_is_listed_by_name_with_posts_and_years(client, legal):
    ada = Person.objects.get(slug="ada")
    director = make_post("director", for_each="department", title="Director")
    appoint(director, "Ada", "2011", "2012", person=ada, unit=legal.unit, acting=True)
    make_person("Nobody")  # in no post
    representative = make_post("representative", for_each="country_office", title="Representative")
    appointed(representative, "Élan", seen="1995", office=make_office("office-bb"))

    response = client.get("/en/people/")

    assert listed(response)[:3] == [
        "Ada Secretary for Legal Affairs: 2001 – 1 March 2010 Director, Department of Law (acting): 2011 – 2012",
        "Bo Secretary for Legal Affairs: in the post: June 2012",
        "Cy Secretary for Legal Affairs: 1 January 2015 – end not recorded",
    ]
    assert listed(response)[3].startswith("Élan Representative, ")
    assert texts(response, ".//section[@aria-labelledby='all']/h3") == ["A", "B", "C", "E"]
    assert texts(response, ".//section[@aria-labelledby='all']/nav//a") == ["A", "B", "C", "E"]
    assert_valid_html(response)


def test_two_of_one_name_are_two_and_told_apart(client, legal):
    director = make_post("director", for_each="department", title="Director")
    appointed(director, "Ada", "2011", person=make_person("Ada", slug="ada-2", distinction="engineer"))

    assert listed(client.get("/en/people/"))[1] == "Ada (engineer) Director: 2011 – end not recorded"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, structure, count, costs):
    director = make_post("director", for_each="department")
    for number in range(count):
        post = make_post(f"head-{number}", unit="law", heads=["law"])
        appointed(post, f"Ada {number}", "2001", "2010")
        appoint(director, f"Ada {number}", "2011", person=Person.objects.last(), unit=post.unit)

    with costs("people"):
        response = client.get("/en/people/")

    assert len(response.context["page"].object_list) == count


def test_an_empty_record_says_that_nobody_is_on_record(client, structure):
    assert "0 people on record" in words_of(client.get("/en/people/"))


# --- one person


def test_a_person_stands_with_post_and_time_and_who_came_before_and_after(client, legal):
    legal.appointments.get(name="Bo").sources.add(make_source("report", title="Report"))

    response = client.get("/en/people/bo/")

    words = words_of(response)
    assert "No current post on record. Last on record: Secretary for Legal Affairs, in the post: June 2012" in words
    assert "Before, on record Ada, 2001 – 1 March 2010 After, on record Cy, 1 January 2015 – end not recorded" in words
    assert texts(response, ".//ol[@class='sources']/li") == ["Report"]


def test_who_holds_a_post_on_the_day_is_said_first(client, legal):
    words = words_of(client.get("/en/people/ada/?on=2005-01-01"))

    assert "In the post on the day shown: Secretary for Legal Affairs, 2001 – 1 March 2010" in words


def test_a_post_that_begins_later_is_not_the_last(client, legal):
    words = words_of(client.get("/en/people/cy/?on=2010-01-01"))

    assert "No post on record for the day shown." in words
    assert "Last on record" not in words


def test_who_acted_within_a_term_comes_between_the_terms(client, structure):
    """The start is known to the year only: it can't be later than the end."""
    post = make_post("secretary", unit="law", heads=["law"])
    appointed(post, "Ada", "1975", "1984")
    appointed(post, "Bo", "1984", "1984-06-20", acting=True)
    appointed(post, "Cy", "1984-06-20", "1994")

    assert "Before, on record Ada, 1975 – 1984 After, on record Cy, 20 June 1984 – 1994" in words_of(
        client.get("/en/people/bo/")
    )


def test_those_in_the_same_post_elsewhere_are_no_neighbours(client, structure):
    representative = make_post("representative", for_each="country_office", title="Representative")
    here = make_office("office-bb")
    appointed(representative, "Ada", "2001", office=here)
    appointed(representative, "Bo", "2005")
    appointed(representative, "Cy", "2009", office=here)

    words = words_of(client.get("/en/people/ada/"))

    assert "After, on record Cy" in words
    assert "Bo" not in words


def test_posts_joined_by_the_name_alone_say_so(client, legal):
    ada = Person.objects.get(slug="ada")
    said = "grouped by name alone"
    ada.by_name = True
    ada.save()
    assert said not in words_of(client.get("/en/people/ada/"))

    appoint(make_post("director", for_each="department"), "A. Ada", "2011", person=ada)

    words = words_of(client.get("/en/people/ada/"))
    assert said in words
    assert "Also written in the sources as: A. Ada" in words


@pytest.mark.parametrize("count", [1, 3])
def test_a_person_costs_the_same_however_many_posts(client, structure, count, costs):
    make_structure("old", "gs\n  gone-0\n  gone-1\n  gone-2", status="adopted", effective_from=day("1999-01-01"))
    ada = make_person("Ada")
    for number in range(count):
        post = make_post(f"head-{number}", unit=f"gone-{number}", heads=[f"gone-{number}"])
        appointed(post, f"Bo {number}", "1990", "2001")
        appoint(post, "Ada", "2001", "2010", person=ada).sources.add(make_source(f"source-{number}"))

    with costs("person"):
        response = client.get("/en/people/ada/")

    assert len(response.context["posts"]) == count


def test_who_is_not_on_record_is_not_found(client, structure):
    make_person("Nobody")

    assert [client.get(f"/en/people/{slug}/").status_code for slug in ("nobody", "zeppelin")] == [404, 404]


# --- who headed a unit on a day


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2005-01-01", "Ada, Secretary for Legal Affairs, 2001 – 1 March 2010"),
        (
            "2012-09-01",
            "Bo, Secretary for Legal Affairs, in the post in June 2012",
        ),
        (
            "2020-01-01",
            "not recorded for this day. Nearest on record: Cy, 1 January 2015 – end not recorded.",
        ),
    ],
)
def test_who_headed_a_unit_on_a_day_is_answered_or_said_to_be_not_recorded(client, legal, on, answer):
    response = client.get(f"/en/people/?unit=law&on={on}")

    found, *post = texts(response, f"{ANSWER}/p")
    assert found == f"Department of Law: {answer}"
    assert post == ["The post: Secretary for Legal Affairs"] * answer.startswith("not recorded")
    assert "page" not in response.context
    assert_valid_html(response)


def test_the_answer_names_its_sources(client, legal):
    legal.appointments.get(name="Ada").sources.add(make_source("report", title="Report"))

    response = client.get("/en/people/?unit=law&on=2005-01-01")

    assert texts(response, f"{ANSWER}/p")[0].endswith("2001 – 1 March 2010 source 1")
    assert texts(response, ".//ol[@class='sources']/li") == ["Report"]


def test_where_sources_disagree_about_the_post_the_answer_and_the_person_say_so(client, legal):
    doubt = Discrepancy.objects.create(
        slug="doubt", topic="Last day of Ada", reading="2010", others=[{"kind": "post", "id": "secretary"}]
    )
    DiscrepancyClaim.objects.create(discrepancy=doubt, position=1, text="1 March 2009", source=make_source("press"))

    for page in ("people/?unit=law&on=2005-01-01", "people/ada/"):
        assert "Last day of Ada 1 March 2009 (press) Our reading: 2010" in words_of(client.get(f"/en/{page}"))
    assert "Last day of Ada" not in words_of(client.get("/en/people/?unit=osg"))


def test_both_are_named_where_the_day_of_the_handover_is_not_known(client, structure):
    post = make_post("secretary", unit="law", heads=["law"])
    appointed(post, "Ada", "2001", "2010")
    appointed(post, "Bo", "2010", "2012")

    answer = " ".join(texts(client.get("/en/people/?unit=law&on=2010-06-01"), f"{ANSWER}/p"))

    assert "Ada, Secretary, 2001 – 2010; then Bo, Secretary" in answer
    assert "one after the other" in answer


def test_a_unit_without_a_head_on_record_is_answered_plainly(client, legal):
    response = client.get("/en/people/?unit=osg&on=2012-01-01")

    assert texts(response, f"{ANSWER}/p") == ["Office of the Secretary General: no post as its head on record."]


def test_a_day_before_the_first_edition_is_answered_too(client, structure):
    appointed(make_post("secretary", unit="law", heads=["law"]), "Ada", "1970", "1980")

    assert "Ada, Secretary, 1970 – 1980" in words_of(client.get("/en/people/?unit=law&on=1975-01-01"))


def test_a_unit_that_is_not_on_record_gives_an_error_at_the_field_and_nobody(client, legal):
    response = client.get("/en/people/?unit=zeppelin")

    assert "No unit “zeppelin” is on record." in words_of(response)
    assert "Ada" not in words_of(response)
    assert client.get("/en/people/?unit=law&on=tomorrow").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_answer_costs_the_same_however_many_held_the_post(client, structure, count, costs):
    post = make_post("secretary", unit="law", heads=["law"])
    for number in range(count):
        appointed(post, f"Ada {number}", "2001", "2010").sources.add(make_source(f"source-{number}"))

    with costs("people, who headed a unit"):
        response = client.get("/en/people/?unit=law&on=2005-01-01")

    assert len(response.context["sources"]) == count


def test_names_on_other_pages_lead_to_the_person(client, legal):
    appoint(legal, "Di", "2020", "2021")  # nobody said who that is

    links = texts(client.get("/en/posts/secretary/"), ".//a")

    assert [name for name in ("Ada", "Bo", "Cy", "Di") if name in links] == ["Ada", "Bo", "Cy"]
    unit = client.get("/en/units/law/").content.decode()
    assert "/en/people/ada/" in unit
    assert "/en/people/?unit=law#question" in unit
