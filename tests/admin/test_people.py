"""Whoever records an appointment says who it is; two people of one name stay two."""

from collections import Counter

import pytest
from django.urls import reverse

from orgunits.adoption.status import propose
from orgunits.models import Appointment, Person
from tests.helpers.acts_and_posts import appoint, make_post
from tests.helpers.admin_forms import errors_of, messages_in, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, texts

pytestmark = pytest.mark.django_db

ADD = url("appointment", "add")
FORM = "appointment_form"


@pytest.fixture
def director():
    return make_post("director", unit="sedi")


def record(client, post, name="Ana Pérez", *, slug="new", **fields):
    return save(client, ADD, FORM, name=name, slug=slug, post=str(post.pk), follow=True, **fields)


def held():
    """{slug of an appointment: its person's slug}"""
    return dict(Appointment.objects.order_by("slug").values_list("slug", "person__slug"))


def offered(client, term):
    names = {"app_label": "orgunits", "model_name": "appointment", "field_name": "person", "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), names).json()["results"]]


def test_a_name_that_nobody_has_yet_is_a_new_person(admin_client, director):
    record(admin_client, director)

    assert held() == {"new": "ana-perez"}
    assert [version.person.name for version in Appointment.objects.get().history.all()] == ["Ana Pérez"]


def test_of_a_name_on_record_the_recorder_says_that_it_is_the_same_person(admin_client, director):
    record(admin_client, director, slug="first", starts="2012", ends="2015")
    second = make_post("secretary", unit="sla")

    refused = record(admin_client, second, "ANA PEREZ", slug="second")

    [error] = errors_of(refused)
    person = Person.objects.get()
    assert "Ana Pérez: Director (2012–2015)" in error
    assert url("person", "change", person.pk) in error
    record(admin_client, second, "ANA PEREZ", slug="second", person=str(person.pk))
    assert held() == {"first": "ana-perez", "second": "ana-perez"}


def test_two_of_one_name_stay_two_and_are_told_apart_where_one_is_chosen(admin_client, director):
    record(admin_client, director, slug="first", starts="2012")
    record(admin_client, make_post("secretary", unit="sla"), slug="second", starts="2016", is_another="on")

    assert held() == {"first": "ana-perez", "second": "ana-perez-2"}
    assert offered(admin_client, "perez") == ["Ana Pérez: Director (2012)", "Ana Pérez: Secretary (2016)"]


def test_an_appointment_of_which_nobody_said_who_it_is_counts_too(admin_client, director):
    unsaid = appoint(director, "Ana Pérez")

    refused = record(admin_client, make_post("secretary", unit="sla"))

    assert url("appointment", "change", unsaid.pk) in errors_of(refused)[0]
    assert held() == {unsaid.slug: None}


def test_another_name_of_an_appointment_is_asked_about_and_other_edits_are_not(admin_client, director):
    record(admin_client, director)
    unsaid = appoint(director, "Eva Luna")
    change = url("appointment", "change", unsaid.pk)

    assert messages_in(save(admin_client, change, FORM, note_en="Seen.", follow=True))
    assert held()[unsaid.slug] is None
    assert "Ana Pérez" in errors_of(save(admin_client, change, FORM, name="Ana Pérez"))[0]


def test_who_only_a_draft_knows_is_hidden_with_it_and_public_with_it(admin_client, admin_user, director):
    draft = make_structure("draft", "gs\n  secret")
    record(admin_client, director, draft=str(draft.pk))
    assert Person.objects.get().draft == draft
    other = appoint(make_post("secretary", unit="sla"), "Eva Luna")

    change = url("appointment", "change", other.pk)
    refused = save(admin_client, change, FORM, person=str(Person.objects.get().pk))

    assert "is known only to the draft" in errors_of(refused)[0]
    propose(draft, by=admin_user)
    assert not Appointment.objects.filter(draft__isnull=False).exists()
    assert list(Person.objects.public()) == [Person.objects.get()]


def test_a_person_of_whom_an_appointment_is_on_record_stays(admin_client, director):
    record(admin_client, director)
    person = Person.objects.get()

    admin_client.post(url("person", "delete", person.pk), {"post": "yes"})

    assert Person.objects.get() == person
    page = admin_client.get(url("person", "change", person.pk))
    assert_valid_html(page)
    assert texts(page, ".//div[@class='form-row field-appointments']//a") == ["Director"]


def test_a_person_without_appointments_is_shown_and_so_is_one_that_is_gone(admin_client):
    person = Person.objects.create(slug="ana", name="Ana")
    version, key = person.history.get(), person.pk

    assert admin_client.get(url("person", "change", key)).status_code == 200
    person.delete()
    assert admin_client.get(url("person", "simple_history", key, version.pk)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_however_many(admin_client, count, costs):
    for number in range(count):
        Person.objects.create(slug=f"person-{number}", name=f"Person {number}")

    with costs("admin people"):
        response = admin_client.get(url("person"))

    assert len(response.context["cl"].result_list) == count


def test_of_the_demo_those_of_one_name_are_one_by_their_name_alone(demo):
    assert not Appointment.objects.filter(person=None).exists()
    times = Counter(Appointment.objects.values_list("person__slug", flat=True))
    by_name = Person.objects.filter(by_name=True).values_list("slug", flat=True)
    several = {slug for slug, number in times.items() if number > 1}
    # Of her a source says that the two spellings are one person.
    assert {*by_name} == several - {"yolande-yvonne-smith"} >= {"luigi-r-einaudi", "william-manger"}
    assert len({*Person.objects.values_list("folded", flat=True)}) == Person.objects.count() == len(times)
