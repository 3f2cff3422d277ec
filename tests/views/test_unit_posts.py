"""units/<slug>/: the posts of the unit, with their holders."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from orgunits.holders import posts_of_unit
from orgunits.moment import Moment
from tests.helpers.acts_and_posts import day
from tests.helpers.factories import make_unit, place
from tests.helpers.html import parsed, text_of
from tests.helpers.posts import make_secretary, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    return today()


@pytest.fixture
def secretary(structure):
    return make_secretary()


def test_the_part_for_the_page_of_a_unit_tells_holders_and_earlier_ones(structure, secretary, django_user_model):
    reader, moment = django_user_model(), Moment(day("2020-01-01"), structure, is_today=False)
    request = RequestFactory().get("/en/units/osg/")
    request.moment = moment
    posts = posts_of_unit(make_unit("osg"), kind=place(structure, "osg").kind, day=moment.day, user=reader).alone()

    html = render_to_string("orgunits/posts/_holders.html", {"posts": posts, "request": request}, request)

    words = text_of(parsed(type("Response", (), {"content": html.encode()})))
    assert words == (
        "Head and other posts Secretary General head Cy"
        " 2 earlier holders Bo, 1968 – 26 May 2015 Ada, 1956 – 1968 Two terms."
    )
