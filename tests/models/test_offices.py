"""What the record says of an office on a day, and how offices are found."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from orgunits.models import CountryOffice, Standing
from tests.helpers.offices import make_office, make_state

pytestmark = pytest.mark.django_db

BEFORE, FIRST, LAST, AFTER = date(1969, 6, 20), date(1969, 6, 21), date(2022, 4, 24), date(2022, 4, 25)


def standing(office, day):
    return CountryOffice.objects.with_standing(day).get(pk=office.pk).standing


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (BEFORE, Standing.LATER),
        (FIRST, Standing.ESTABLISHED),
        (LAST, Standing.ESTABLISHED),
        (AFTER, Standing.CLOSED),
    ],
)
def test_an_office_stands_from_its_first_day_to_its_last(day, expected):
    office = make_office(established=FIRST, closed=LAST, status="closed")

    assert standing(office, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(BEFORE, Standing.UNDATED), (LAST, Standing.UNDATED), (AFTER, Standing.CLOSED)]
)
def test_an_office_without_a_start_is_never_claimed_for_a_day(day, expected):
    office = make_office(closed=LAST, status="closed")

    assert standing(office, day) == expected


def test_an_office_that_closed_on_an_unknown_day_is_not_claimed_for_any():
    office = make_office(established=FIRST, status="closed")

    assert standing(office, AFTER) == Standing.UNDATED


def test_an_office_known_to_the_year_stands_from_the_first_day_of_the_year():
    office = make_office(established=date(1954, 1, 1), established_precision="year")

    assert standing(office, date(1954, 1, 1)) == Standing.ESTABLISHED
    assert standing(office, date(1953, 12, 31)) == Standing.LATER


@pytest.mark.parametrize("words", ["bridgetown", "BARBADOS", "oficina", "harts barbados office", "barbade"])
def test_an_office_is_found_by_name_city_and_state_in_any_language(words):
    state = make_state(name_fr="Barbade")
    make_office(member_state=state, city="Bridgetown", name_es="Oficina en Harts")
    make_office("office-gy", member_state=make_state("GY", "Guyana"))

    assert [office.slug for office in CountryOffice.objects.matching(words)] == ["office-bb"]


def test_accents_do_not_matter():
    make_office(member_state=make_state("PA", "Panama", name_es="Panamá"), city="Ciudad de Panamá")

    assert CountryOffice.objects.matching("panamá").count() == CountryOffice.objects.matching("PANAMA").count() == 1


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("(246) 426-1564", "+12464261564"),
        ("(597) 477355", "+597477355"),
        ("+592 227 6229", "+5922276229"),
        ("+1 (758) 731-3097", "+17587313097"),
        ("+504-2239-9530", "+50422399530"),
    ],
)
def test_a_telephone_is_dialled_with_its_country_code(text, dialled):
    assert make_office(phones=[text]).dialled_phones == [{"text": text, "dialled": dialled}]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"established": LAST, "closed": FIRST}, "The office closed before it was established."),
        (
            {"established": FIRST, "established_precision": ""},
            "If there is a date, say how precisely it is known; if not, leave this blank.",
        ),
        ({"member_state": None}, "An office in a member state needs its state."),
    ],
)
def test_the_database_refuses_what_contradicts_itself(fields, sentence):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_office(**fields)

    office = make_office()
    for name, value in fields.items():
        setattr(office, name, value)
    if "closed" in fields:
        office.established_precision = office.closed_precision = "day"
    with pytest.raises(ValidationError) as refusal:
        office.full_clean()
    assert sentence in refusal.value.messages


def test_telephones_are_a_list_of_texts():
    office = make_office()
    office.phones = "(246) 426-1564"

    with pytest.raises(ValidationError) as refusal:
        office.full_clean()
    assert list(refusal.value.message_dict) == ["phones"]


def test_a_field_office_needs_no_state():
    assert make_office(kind="field").member_state is None
