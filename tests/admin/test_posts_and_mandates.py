"""Posts, appointments and mandates in the admin."""

import pytest
from django.urls import reverse

from orgunits.models import Appointment, LegalInstrument, Mandate, MandateAssignment, Post, PostResponsibility
from tests.helpers.acts_and_posts import appoint, day, make_act, make_mandate, make_post
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.factories import make_source, make_unit

pytestmark = pytest.mark.django_db


def url(model, page="changelist", *args):
    return reverse(f"admin:orgunits_{model}_{page}", args=args)


def make_many_posts(count):
    for number in range(count):
        appoint(make_post(f"post-{number}", unit=f"unit-{number}"), "Ada")


def make_many_mandates(count):
    for number in range(count):
        make_mandate(f"mandate-{number}", units=[f"unit-{number}"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "make", "name"),
    [
        ("post", make_many_posts, "admin posts"),
        ("appointment", make_many_posts, "admin appointments"),
        ("mandate", make_many_mandates, "admin mandates"),
    ],
)
def test_lists_cost_the_same_however_many(admin_client, model, make, name, count, costs):
    make(count)

    with costs(name):
        response = admin_client.get(url(model))

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("model", ["post", "appointment", "mandate"])
def test_the_pages_to_add_one_are_there(admin_client, model):
    assert admin_client.get(url(model, "add")).status_code == 200


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
        ({"starts": ["2020-05-01"], "ends": ["2019-05-01"]}, "The end comes before the beginning."),
        ({"ends": ["2019-05-01"], "open_ended": ["on"]}, "What has an end is not open."),
    ],
)
def test_a_wrong_term_is_refused_with_a_sentence(admin_client, wrong, sentence):
    made = appoint(make_post("head", unit="osg"), "Ada")

    response = save(admin_client, url("appointment", "change", made.pk), "appointment_form", **wrong)

    assert errors_of(response) == [sentence]


def test_a_post_is_in_a_unit_or_stands_for_many(admin_client):
    post = make_post("head", unit="osg")

    response = save(admin_client, url("post", "change", post.pk), "post_form", for_each=["department"])

    assert errors_of(response) == ["A post is in one unit, or stands for many."]


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


def test_a_mandate_is_changed_with_its_units_and_keeps_its_history(admin_client):
    mandate = make_mandate("mandate", units=["sla"])

    save(
        admin_client,
        url("mandate", "change", mandate.pk),
        "mandate_form",
        **{"title_en": ["Visión"], "assignments-0-starts": ["2014-06-03"], "change_reason": ["Found the day."]},
    )

    mandate.refresh_from_db()
    assert (mandate.title, mandate.folded) == ("Visión", "vision")
    assert (mandate.history.first().history_change_reason, mandate.history.count()) == ("Found the day.", 2)
    made = MandateAssignment.objects.get()
    assert (made.starts, made.starts_precision) == (day("2014-06-03"), "day")


def test_mandates_are_found_without_accents(admin_client):
    make_mandate("one", title="Visión")
    make_mandate("two")

    response = admin_client.get(url("mandate"), {"q": "VISION"})
    assert [row.slug for row in response.context["cl"].result_list] == ["one"]


def test_an_act_can_not_revise_what_revises_it(admin_client):
    first = make_act("first")
    second = make_act("second", revises=first)

    response = save(
        admin_client, url("legalinstrument", "change", first.pk), "legalinstrument_form", revises=[second.pk]
    )

    assert errors_of(response) == ["The chain of revisions would lead back to this act."]
    assert LegalInstrument.objects.get(pk=first.pk).revises is None


def test_what_something_refers_to_is_not_deleted(admin_client):
    post, mandate = make_post("head", unit="osg"), make_mandate("mandate", units=["sla"])
    appoint(post, "Ada")

    for model, record in [
        ("post", post),
        ("legalinstrument", mandate.instrument),
        ("organizationalunit", make_unit("sla")),
    ]:
        admin_client.post(url(model, "delete", record.pk), {"post": "yes"})

    assert Post.objects.filter(pk=post.pk).exists()
    assert Mandate.objects.get().instrument == mandate.instrument
    assert MandateAssignment.objects.get().unit == make_unit("sla")
