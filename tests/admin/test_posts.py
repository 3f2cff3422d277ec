"""Posts and appointments in the admin."""

import pytest

from orgunits.models import Appointment, PostResponsibility
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.admin_forms import errors_of, messages_in, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_source

pytestmark = pytest.mark.django_db


def test_an_appointment_is_added_and_a_date_without_precision_is_a_day(admin_client):
    post = make_post("head", unit="osg")

    save(
        admin_client,
        url("appointment", "add"),
        "appointment_form",
        name=["Ada Lovelace"],
        slug=["head-ada"],
        post=[str(post.pk)],
        starts=["2020-05-01"],
        open_ended=["on"],
    )

    made = Appointment.objects.get()
    assert (made.name, made.starts, made.starts_precision, made.open_ended) == (
        "Ada Lovelace",
        day("2020-05-01"),
        "day",
        True,
    )
    assert made.history.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts": ["2020-05-01"], "ends": ["2019-05-01"]}, "The end is before the start."),
        ({"ends": ["2019-05-01"], "open_ended": ["on"]}, "A record with an end date can't be open-ended."),
    ],
)
def test_a_wrong_term_is_refused_with_a_sentence(admin_client, wrong, sentence):
    made = appoint(make_post("head", unit="osg"), "Ada")

    response = save(admin_client, url("appointment", "change", made.pk), "appointment_form", **wrong)

    assert errors_of(response) == [sentence]


def test_a_post_is_in_a_unit_or_stands_for_many(admin_client):
    post = make_post("head", unit="osg")

    response = save(admin_client, url("post", "change", post.pk), "post_form", for_each=["department"])

    assert errors_of(response) == ["A post is in one unit, or there is one in each of many."]


def test_responsibilities_are_edited_with_their_post(admin_client):
    post, source = make_post("head", unit="osg"), make_source("source")
    PostResponsibility.objects.create(post=post, position=1, text="oversee", source=source)

    save(
        admin_client,
        url("post", "change", post.pk),
        "post_form",
        **{"responsibilities-0-text_en": ["oversee all"], "change_reason": ["Read again."]},
    )

    assert list(post.responsibilities.values_list("position", "text_en")) == [(1, "oversee all")]


@pytest.mark.parametrize(
    ("entered", "warned"),
    [
        ({"starts": ["2020-05-01"], "open_ended": ["on"]}, True),
        ({"starts": ["2020-05-01"], "ends": ["2020-06-30"], "acting": ["on"]}, True),
        ({"starts": ["0001-01-01"], "ends": ["9999-12-31"]}, True),
        ({"starts": ["1999-01-01"], "ends": ["2010-01-01"]}, False),  # the day of a handover
        ({"starts": [""]}, False),
    ],
)
def test_a_term_inside_another_is_saved_and_the_editor_is_warned(admin_client, entered, warned):
    post = make_post("head", unit="osg")
    appoint(post, "Ada", "2010-01-01", open_ended=True)
    appoint(make_post("other", unit="osg"), "Bo", "2010-01-01", open_ended=True)

    form = {"name": ["Cy"], "slug": ["head-cy"], "post": [str(post.pk)], **entered}
    response = save(admin_client, url("appointment", "add"), "appointment_form", follow=True, **form)

    warnings = [text for text in messages_in(response) if "also recorded in the post" in text]
    assert (
        warnings
        == ["“Ada” is also recorded in the post for part of this time (from 1 January 2010). Pages show both names."][
            : int(warned)
        ]
    )
    assert Appointment.objects.filter(name="Cy").exists()
