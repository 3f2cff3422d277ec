"""What is known of an agreement on a day, which dates it may have, and how the register finds it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from orgunits.models import AgreementState, CooperationAgreement
from orgunits.models.structure import Structure
from tests.helpers.agreements import JUNE_2010, as_columns, make_agreement, make_partner, make_state
from tests.helpers.factories import make_unit

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED


def slugs(agreements):
    return sorted(agreements.values_list("slug", flat=True))


# == The state on a day


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({}, AgreementState.UNDATED),
        ({"signed_on": "2010"}, AgreementState.SIGNED),
        ({"signed_on": "2010-06-01"}, AgreementState.SIGNED),
        ({"signed_on": "2010-06-02"}, AgreementState.NOT_YET_SIGNED),
        ({"signed_on": "2009", "open_ended": True}, AgreementState.IN_FORCE),
        ({"signed_on": "2009", "ends_on": "2010-06-01"}, AgreementState.IN_FORCE),
        ({"signed_on": "2009", "ends_on": "2010-05-31"}, AgreementState.EXPIRED),
        ({"signed_on": "2009", "ends_on": "2010"}, AgreementState.IN_FORCE),
        ({"signed_on": "2009", "ends_on": "2010-05"}, AgreementState.EXPIRED),
        ({"signed_on": "2009", "terminated_on": "2010-06-01"}, AgreementState.IN_FORCE),
        ({"signed_on": "2009", "terminated_on": "2010-05-31"}, AgreementState.TERMINATED),
        ({"signed_on": "2008", "ends_on": "2010-05", "terminated_on": "2009"}, AgreementState.TERMINATED),
        ({"signed_on": "2009", "in_force_on": "2010-06-02", "ends_on": "2012"}, AgreementState.NOT_YET_IN_FORCE),
        ({"in_force_on": "2010-06-01"}, AgreementState.SIGNED),
        ({"in_force_on": "2010-06-01", "open_ended": True}, AgreementState.IN_FORCE),
        ({"open_ended": True}, AgreementState.UNDATED),
        ({"ends_on": "2020"}, AgreementState.UNDATED),
        ({"ends_on": "2009"}, AgreementState.EXPIRED),
        ({"signed_not_before": date(2010, 6, 2)}, AgreementState.NOT_YET_SIGNED),
        ({"signed_not_before": date(2010, 6, 1)}, AgreementState.UNDATED),
        ({"signed_not_after": date(2010, 6, 1)}, AgreementState.UNDATED),
        ({"signed_not_after": date(2010, 5, 31)}, AgreementState.SIGNED),
        ({"signed_not_after": date(2010, 5, 31), "open_ended": True}, AgreementState.IN_FORCE),
    ],
)
def test_what_is_known_of_an_agreement_on_a_day(dates, state):
    make_agreement("one", **dates)

    found = CooperationAgreement.objects.with_state_on(JUNE_2010).get()

    assert (found.state, found.state_label) == (state.value, state.label)
    assert found.state_on(JUNE_2010) == state
    agreements = CooperationAgreement.objects
    assert [each for each in AgreementState if agreements.in_state(each, JUNE_2010).exists()] == [state]
    assert agreements.signed_by(JUNE_2010).exists() == (state != AgreementState.NOT_YET_SIGNED)


def state_on(day):
    return CooperationAgreement.objects.with_state_on(day).get().state


def test_a_signature_known_to_its_year_counts_from_the_first_day_of_it():
    make_agreement("unifem", signed_on="2010")

    assert state_on(date(2009, 12, 31)) == AgreementState.NOT_YET_SIGNED
    assert state_on(date(2010, 1, 1)) == AgreementState.SIGNED


def test_an_end_belongs_to_the_period():
    make_agreement("short", signed_on="2010-01-01", ends_on="2010-01-31")

    states = [state_on(date(2010, 1, 30) + timedelta(days=days)) for days in range(3)]
    assert states == [AgreementState.IN_FORCE, AgreementState.IN_FORCE, AgreementState.EXPIRED]


def test_on_a_day_what_was_signed_later_is_left_out_and_what_is_undated_stays():
    make_agreement("before", signed_on="2009")
    make_agreement("after", signed_on="2011")
    make_agreement("undated", signed_words="2009 or later")
    make_agreement("later", signed_words="2011 or later", signed_not_before=date(2011, 1, 1))

    assert slugs(CooperationAgreement.objects.signed_by(JUNE_2010)) == ["before", "undated"]
    assert slugs(CooperationAgreement.objects.signed_by(JUNE_2010)) == ["before", "undated"]


@pytest.mark.parametrize("stage", [stage for stage in CooperationAgreement.Stage if stage != "signed"])
def test_only_signed_agreements_are_public(stage):
    make_agreement("draft", stage=stage)
    make_agreement("signed", signed_on="2010")

    assert slugs(CooperationAgreement.objects.public()) == ["signed"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"signed_on": date(2010, 1, 1), "signed_on_precision": "day", "signed_not_after": date(2012, 1, 1)},
            "Bounds are for an agreement whose date of signature is not known.",
        ),
        (
            {"signed_not_before": date(2012, 1, 1), "signed_not_after": date(2010, 1, 1)},
            "The bounds of the signature are out of order.",
        ),
    ],
)
def test_bounds_are_in_order_and_stand_for_an_unknown_date(fields, sentence):
    agreement = make_agreement("one")
    for name, value in fields.items():
        setattr(agreement, name, value)

    with pytest.raises(ValidationError) as refusal:
        agreement.full_clean()
    assert sentence in refusal.value.messages


# == Dates of the way


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"signed_on": "2010-05-01", "ends_on": "2010-04-30"}, "ends_on"),
        ({"signed_on": "2010-05-01", "in_force_on": "2010-04-30"}, "in_force_on"),
        ({"proposed_on": "2010-05-01", "signed_on": "2010-04-30"}, "signed_on"),
        ({"approved_on": "2010-05-01", "sent_on": "2010-05-02"}, "approved_on"),
        ({"signed_on": "2010", "ends_on": "2009"}, "ends_on"),
        ({"signed_on": "2010-05-01", "terminated_on": "2010-04"}, "terminated_on"),
    ],
)
def test_dates_out_of_order_are_refused_by_form_and_database(dates, field):
    agreement = make_agreement("one")
    for name, value in as_columns(dates).items():
        setattr(agreement, name, value)

    with pytest.raises(ValidationError) as refusal:
        agreement.full_clean()
    assert field in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        agreement.save()


@pytest.mark.parametrize(
    "dates",
    [
        {"approved_on": "2010-05-03", "signed_on": "2010"},
        {"approved_on": "2010-05-03", "signed_on": "2010-05", "in_force_on": "2010-05-31"},
        {"signed_on": "2010", "terminated_on": "2010"},
        {"signed_on": "2010-05-03", "ends_on": "2010-05-03"},
        {"proposed_on": "2009", "preliminary_on": "2009-03", "sent_on": "2009-03-05", "signed_on": "2010"},
    ],
)
def test_dates_that_may_be_in_order_are_taken(dates):
    agreement = make_agreement("one", **dates)
    agreement.full_clean()


def test_a_day_known_to_its_year_is_kept_as_the_first_day_an_end_as_the_last():
    agreement = make_agreement("one", signed_on="2010")
    agreement.signed_on, agreement.ends_on = date(2010, 7, 7), date(2012, 7, 7)
    agreement.ends_on_precision = "year"

    agreement.full_clean()

    assert (agreement.signed_on, agreement.ends_on) == (date(2010, 1, 1), date(2012, 12, 31))


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "special", "special_type": ""},
        {"type": "general", "special_type": "program"},
        {"open_ended": True, "ends_on": "2012"},
        {"stage": "preliminary", "signed_on": "2010"},
    ],
)
def test_the_database_refuses_what_contradicts_itself(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agreement("one", **fields)


@pytest.mark.parametrize("slug", ["propose", "follow", "types"])
def test_words_of_addresses_are_no_slugs(slug):
    agreement = make_agreement(slug)
    with pytest.raises(ValidationError) as refusal:
        agreement.full_clean()
    assert refusal.value.message_dict == {"slug": [f"“{slug}” is reserved; choose another one."]}


def test_agreements_do_not_renew_each_other_in_a_circle():
    first = make_agreement("first")
    second = make_agreement("second", renews=first)
    first.renews = second

    with pytest.raises(ValidationError) as refusal:
        first.full_clean()
    assert list(refusal.value.message_dict) == ["renews"]


# == Finding


def test_words_are_looked_for_in_title_subject_number_partner_and_theme():
    make_agreement("one", title="Convenio de Educación", registry_number="23/2007")
    make_agreement("two", partners=["Caribbean Development Bank"])

    found = CooperationAgreement.objects.matching
    assert slugs(found("educacion convenio")) == ["one"]
    assert slugs(found("23 2007")) == ["one"]
    assert slugs(found("bank TWO")) == ["two"]
    assert slugs(found("subject of")) == ["one", "two"]
    assert slugs(found("bank educacion")) == []


def test_agreements_of_units_are_those_they_answer_for_or_share():
    sedi, citel = make_unit("sedi"), make_unit("citel")
    make_agreement("own", unit=sedi)
    make_agreement("shared", unit=sedi, other_units=[citel])
    make_agreement("other", unit=make_unit("sla"))

    of = CooperationAgreement.objects.of_units
    assert (slugs(of([sedi])), slugs(of([citel])), slugs(of([sedi, citel]))) == (
        ["own", "shared"],
        ["shared"],
        ["own", "shared"],
    )


def test_a_state_is_concerned_by_what_names_it_and_by_partners_in_it():
    barbados, honduras = make_state(), make_state("HN", "Honduras")
    make_agreement("named", member_states=[barbados])
    make_agreement("partner", partners=[make_partner("University of Barbados", country="BB")])
    make_agreement("neither")

    assert slugs(CooperationAgreement.objects.concerning(barbados)) == ["named", "partner"]
    assert slugs(CooperationAgreement.objects.concerning(honduras)) == []
