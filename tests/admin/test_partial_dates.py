"""A year, a month or a day as typed, wherever a date has a precision."""

import pytest

from orgunits.models import Appointment, Membership
from tests.helpers.acts_and_posts import appoint, make_act, make_post
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_source, make_structure
from tests.helpers.offices import make_membership, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    return appoint(make_post("head", unit="osg"), "Ada", "2010-03-01", "2015-06-30")


def change(client, term, **fields):
    return save(client, url("appointment", "change", term.pk), "appointment_form", **fields)


def known(name="starts"):
    day, precision = Appointment.objects.values_list(name, f"{name}_precision").get()
    return str(day), precision


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2012", ("2012-01-01", "year")),
        ("2012-05", ("2012-05-01", "month")),
        ("2012-05-26", ("2012-05-26", "day")),
        (" 2010 ", ("2010-01-01", "year")),
        ("05/2012", ("2012-05-01", "month")),
        ("0001", ("0001-01-01", "year")),
    ],
)
def test_a_start_is_the_first_day_of_what_is_typed_and_the_precision_follows(admin_client, term, typed, stored):
    assert change(admin_client, term, starts=typed).status_code == 302

    assert known() == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2012", ("2012-12-31", "year")),
        ("2012-02", ("2012-02-29", "month")),
        ("2012-05-26", ("2012-05-26", "day")),
        ("9999", ("9999-12-31", "year")),
    ],
)
def test_an_end_is_the_last_day_of_what_is_typed(admin_client, term, typed, stored):
    assert change(admin_client, term, ends=typed).status_code == 302

    assert known("ends") == stored


def test_a_date_is_shown_as_it_is_known_and_kept_when_nothing_is_typed(admin_client, term):
    change(admin_client, term, starts="2010", ends="2012-02")
    page = url("appointment", "change", term.pk)

    fields = fields_of(admin_client.get(page), "appointment_form")
    assert (fields["starts"], fields["ends"]) == (["2010"], ["2012-02"])

    save(admin_client, page, "appointment_form", name="Ada Lovelace")
    assert (known(), known("ends")) == (("2010-01-01", "year"), ("2012-02-29", "month"))
    assert Appointment.objects.get().name == "Ada Lovelace"


def test_what_becomes_known_to_the_day_is_known_to_the_day(admin_client, term):
    change(admin_client, term, starts="2010")
    change(admin_client, term, starts="2010-01-01")

    assert known() == ("2010-01-01", "day")


def test_a_precision_that_is_chosen_alone_moves_the_day_to_where_it_is_stored(admin_client, term):
    change(admin_client, term, ends_precision="year")

    assert known("ends") == ("2015-12-31", "year")


def test_a_date_that_is_taken_away_takes_its_precision_along(admin_client, term):
    change(admin_client, term, starts="2010")
    change(admin_client, term, starts="")

    assert known() == ("None", "")


@pytest.mark.parametrize("typed", ["2012-13", "12", "May 2012", "2012-02-30", "0000"])
def test_what_is_no_date_is_refused_with_what_one_may_write(admin_client, term, typed):
    response = change(admin_client, term, starts=typed)

    assert errors_of(response) == ["Write a year, a month or a day, such as 2012, 2012-05 or 2012-05-26."]
    assert known() == ("2010-03-01", "day")


def test_the_same_is_typed_in_spanish(admin_client, term):
    admin_client.cookies["django_language"] = "es"

    assert change(admin_client, term, starts="2012", ends="26/05/2012").status_code == 302
    assert (known(), known("ends")) == (("2012-01-01", "year"), ("2012-05-26", "day"))


@pytest.mark.parametrize(
    ("made", "name", "stored"),
    [
        (lambda: make_office(), "established", "2012-01-01"),
        (lambda: make_office(), "closed", "2012-12-31"),
        (lambda: make_act(), "adopted_on", "2012-01-01"),
        (lambda: make_source("source"), "published_on", "2012-01-01"),
        (lambda: make_agreement("one"), "signed_on", "2012-01-01"),
        (lambda: make_agreement("one"), "ends_on", "2012-12-31"),
        (lambda: make_agreement("one"), "terminated_on", "2012-12-31"),
        (lambda: make_structure("draft"), "as_of", "2012-01-01"),
    ],
)
def test_it_is_so_of_every_record(admin_client, made, name, stored):
    record = made()
    model = record._meta.model_name

    response = save(admin_client, url(model, "change", record.pk), f"{model}_form", **{name: "2012"})

    assert response.status_code == 302
    record.refresh_from_db()
    assert (str(getattr(record, name)), getattr(record, f"{name}_precision")) == (stored, "year")


def test_it_is_so_of_the_rows_below_a_record(admin_client):
    membership = make_membership("member", open_ended=False)
    page = url("memberstate", "change", membership.member_state.pk)

    save(admin_client, page, "memberstate_form", **{"memberships-0-starts": "1948", "memberships-0-ends": "1962-02"})

    membership = Membership.objects.get()
    assert (str(membership.starts), membership.starts_precision) == ("1948-01-01", "year")
    assert (str(membership.ends), membership.ends_precision) == ("1962-02-28", "month")
