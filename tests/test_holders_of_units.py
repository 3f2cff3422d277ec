"""The posts of a unit and of an office with their holders, as orgunits/holders.py gathers them."""

import pytest

from orgunits.holders import posts_of_office, posts_of_unit
from orgunits.models import Appointment, CountryOffice, Post
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.factories import make_structure, make_unit


def held(posts):
    return [
        (
            each.post.slug,
            each.is_head,
            [tenure.appointment.name for tenure in each.holders.current],
            [appointment.name for appointment in each.holders.not_dated],
        )
        for each in posts
    ]


@pytest.fixture
def reader(django_user_model):
    return django_user_model(is_staff=False)


@pytest.fixture
def structure(db):
    return make_structure("today", "gs\n  osg\n  law\n  peace", status="adopted")


def test_a_unit_has_the_posts_that_head_it_first_and_those_in_it(structure, reader):
    secretary = make_post("secretary-general", unit="osg", heads=["gs", "osg"], seniority=1)
    make_post("chief-of-staff", unit="osg")
    appoint(secretary, "Ada", "2020-01-01", open_ended=True)

    found = posts_of_unit(make_unit("osg"), kind="head_office", day=day("2021-01-01"), user=reader).alone()
    assert held(found) == [("secretary-general", True, ["Ada"], []), ("chief-of-staff", False, [], [])]
    found = posts_of_unit(make_unit("gs"), kind="general_secretariat", day=day("2019-01-01"), user=reader).alone()
    assert held(found) == [("secretary-general", True, [], [])]


def test_a_department_has_its_own_director_and_nobody_elses(structure, reader):
    director = make_post("director", for_each="department", seniority=4)
    make_post("section-chief", for_each="section", seniority=6)
    appoint(director, "Ada", unit=make_unit("law"), seen="2013")
    appoint(director, "Bo", unit=make_unit("peace"), seen="2014")

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader).alone()
    assert held(found) == [("director", True, [], ["Ada"])]


def test_a_unit_that_changed_its_kind_keeps_whom_it_had(structure, reader):
    chief = make_post("section-chief", for_each="section")
    make_post("director", for_each="department")
    appoint(chief, "Ada", unit=make_unit("law"), seen="2013")

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader).alone()
    assert held(found) == [("director", True, [], []), ("section-chief", False, [], ["Ada"])]


def test_a_department_with_a_head_of_its_own_has_no_director_besides(structure, reader):
    make_post("director", for_each="department")
    make_post("judge", unit="law", heads=["law"])

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader).alone()
    assert held(found) == [("judge", True, [], [])]


def test_a_unit_whose_kind_is_not_recorded_has_no_post_of_a_kind(structure, reader):
    make_post("director", for_each="department")
    make_post("judge", unit="peace")

    assert posts_of_unit(make_unit("law"), kind=None, day=day("2021-01-01"), user=reader).alone() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_posts_of_a_unit_cost_the_same_however_many(structure, reader, count, costs):
    for number in range(count):
        post = make_post(f"post-{number}", unit="law", heads=["law"])
        appoint(post, f"Ada {number}", "2020-01-01", open_ended=True)

    law = make_unit("law")

    with costs("posts of a unit"):
        found = posts_of_unit(law, kind="department", day=day("2021-01-01"), user=reader).alone()

    assert len(found) == count


def test_an_office_has_its_representative(structure, reader):
    office, other = (
        CountryOffice.objects.create(slug=slug, kind="field", name=slug, status="operating")
        for slug in ("here", "there")
    )
    representative = make_post("representative", for_each=Post.ForEach.COUNTRY_OFFICE)
    appoint(representative, "Ada", "2020-01-01", open_ended=True, office=office)
    appoint(representative, "Bo", "2020-01-01", open_ended=True, office=other)

    assert held(posts_of_office(office, day=day("2021-01-01"), user=reader)) == [("representative", True, ["Ada"], [])]


def test_a_post_in_a_unit_that_only_a_draft_knows_is_not_public(structure, reader, admin_user):
    make_structure("hidden", "gs\n  secret")
    hidden = make_post("hidden-post", unit="secret")
    director = make_post("director", for_each="department")
    spy = appoint(director, "Spy", unit=make_unit("secret"))
    chief = appoint(hidden, "Chief", "2020-01-01")

    assert list(Post.objects.visible_to(reader)) == [director]
    assert list(Appointment.objects.visible_to(reader)) == []
    assert set(Post.objects.visible_to(admin_user)) == {hidden, director}
    assert set(Appointment.objects.visible_to(admin_user)) == {spy, chief}
