"""How a state stood to the Organization on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from orgunits.models import Membership, MemberState
from tests.helpers.offices import LEFT, make_membership, make_office, make_state

pytestmark = pytest.mark.django_db


def statuses(day):
    return list(Membership.objects.current_on(day).order_by("starts").values_list("status", flat=True))


def test_on_the_day_of_a_change_the_state_stands_as_it_does_from_then_on():
    make_membership(ends=LEFT)
    make_membership("withdrawn", starts=LEFT)

    assert statuses(date(1947, 12, 31)) == []
    assert statuses(date(2023, 11, 18)) == ["member"]
    assert statuses(LEFT) == ["withdrawn"]


def test_a_change_of_another_state_on_the_day_changes_nothing():
    make_membership(ends=LEFT)
    make_membership("withdrawn", starts=LEFT, iso2="VE")

    assert statuses(LEFT) == ["member", "withdrawn"]


def test_a_change_known_to_the_year_names_both_throughout_it():
    make_membership(ends=date(1962, 12, 31), known="year")
    make_membership("not_participating", starts=date(1962, 1, 1), known="year")

    assert statuses(date(1961, 12, 31)) == ["member"]
    assert statuses(date(1962, 6, 1)) == ["member", "not_participating"]
    assert statuses(date(1963, 1, 1)) == ["not_participating"]


def test_an_unknown_end_is_open_only_where_a_source_says_so():
    make_membership(open_ended=False)

    assert statuses(LEFT) == []


def test_a_membership_with_an_end_is_not_open():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(ends=LEFT, open_ended=True)


def test_states_without_an_office_have_none_on_record_open_or_closed():
    make_office(member_state=make_state("NI", "Nicaragua"), closed=LEFT, status="closed")
    make_state("CU", "Cuba")

    assert [state.iso2 for state in MemberState.objects.without_office()] == ["CU"]
