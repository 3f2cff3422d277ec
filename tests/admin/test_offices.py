"""Offices and member states in the admin."""

from datetime import date

import pytest

from orgunits.models import CountryOffice, MemberState
from tests.helpers.admin_forms import errors_of, messages_in, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_unit
from tests.helpers.offices import make_membership, make_office, make_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "name"), [("countryoffice", "admin offices"), ("memberstate", "admin member states")]
)
def test_lists_cost_the_same_however_many(admin_client, model, name, count, costs):
    for number in range(count):
        make_office(f"office-{number}", member_state=make_state(f"A{number}", f"State {number}"))

    with costs(name):
        response = admin_client.get(url(model))

    assert len(response.context["cl"].result_list) == count


def test_an_edit_of_an_office_is_kept_in_its_history_with_its_reason(admin_client):
    office = make_office(coordinating_unit=make_unit("coordinating-office"), phones=["(246) 426-1564"])

    save(
        admin_client,
        url("countryoffice", "change", office.pk),
        "countryoffice_form",
        city="Bridgetown",
        change_reason="Found on the page",
    )

    new, old = office.history.all()
    assert [change.field for change in new.diff_against(old, excluded_fields=["folded"]).changes] == ["city"]
    assert new.history_change_reason == "Found on the page"
    assert CountryOffice.objects.matching("bridgetown").count() == 1


def test_an_office_that_closes_before_it_opens_is_refused(admin_client):
    office = make_office(established=date(2000, 1, 1))

    response = save(
        admin_client,
        url("countryoffice", "change", office.pk),
        "countryoffice_form",
        closed="1999-01-01",
        closed_precision="day",
    )

    assert errors_of(response) == ["The office closed before it was established."]
    assert CountryOffice.objects.get().closed is None


def test_telephones_are_typed_one_a_line_and_untouched_ones_stay(admin_client):
    office = make_office(phones=["(246) 426-1564"], faxes=["(246) 427-5038"])
    address = url("countryoffice", "change", office.pk)

    save(admin_client, address, "countryoffice_form", phones="(246) 426-1564\r\n\r\n (246) 436-9997 ")

    office.refresh_from_db()
    assert office.phones == ["(246) 426-1564", "(246) 436-9997"]
    assert office.faxes == ["(246) 427-5038"]
    new, old = office.history.all()
    assert [change.field for change in new.diff_against(old).changes] == ["phones"]


@pytest.mark.parametrize("words", ["brasil", "BRÉSIL", "br"])
def test_a_state_is_found_in_any_language_and_by_its_code(admin_client, words):
    make_state("BR", "Brazil", name_es="Brasil", name_fr="Brésil")
    make_state("CL", "Chile")

    response = admin_client.get(url("memberstate"), {"q": words})

    assert [state.iso2 for state in response.context["cl"].result_list] == ["BR"]


def test_a_state_with_an_office_is_not_deleted(admin_client):
    state = make_state()
    make_office(member_state=state)

    admin_client.post(url("memberstate", "delete", state.pk), {"post": "yes"})

    assert MemberState.objects.filter(pk=state.pk).exists()


def test_two_offices_of_a_state_at_one_time_are_saved_and_the_editor_is_warned(admin_client):
    make_office("old", established=date(1969, 6, 21), name="Old office")
    make_office("gone", established=date(1950, 1, 1), closed=date(1969, 6, 21), status="closed")
    office = make_office("new", established=date(2030, 1, 1))
    page = url("countryoffice", "change", office.pk)

    response = save(admin_client, page, "countryoffice_form", established="1980-01-01", follow=True)

    assert [text for text in messages_in(response) if "part of this time" in text] == [
        "“Old office” is also recorded in the same member state for part of this time (from 21 June 1969)."
    ]


def test_memberships_that_overlap_are_saved_and_the_editor_is_warned(admin_client):
    make_membership("member", date(1948, 1, 1), date(2023, 11, 19))
    other = make_membership("withdrawn", date(2023, 11, 19))
    page = url("memberstate", "change", other.member_state.pk)

    def warnings(**changes):
        response = save(admin_client, page, "memberstate_form", follow=True, **changes)
        return [text for text in messages_in(response) if "part of this time" in text]

    assert warnings(capital_en="Managua") == []
    assert warnings(**{"memberships-0-ends": "9999-12-31"}) == [
        "For part of this time the state is recorded both as “member” and as “withdrawn”."
    ]
