"""What is known of an agreement on a day, which dates it may have, and how the register finds it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from orgunits.models import AgreementState, CooperationAgreement, LegalInstrument
from orgunits.models.agreement_record import agreements_of_state, agreements_of_unit
from orgunits.models.agreement_units import name_units
from orgunits.models.structure import Structure
from tests.agreement_factories import JUNE_2010, as_columns, make_agreement, make_partner, make_state
from tests.change_factories import make_change
from tests.factories import make_structure, make_unit, place

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
def test_the_database_and_python_tell_the_same_state(dates, state):
    agreement = make_agreement("one", **dates)

    found = CooperationAgreement.objects.on(JUNE_2010).get()

    assert (found.state, found.state_label) == (state.value, state.label)
    assert agreement.state_on(JUNE_2010) == state


def test_a_signature_known_to_its_year_counts_from_the_first_day_of_it():
    agreement = make_agreement("unifem", signed_on="2010")

    assert agreement.state_on(date(2009, 12, 31)) == AgreementState.NOT_YET_SIGNED
    assert agreement.state_on(date(2010, 1, 1)) == AgreementState.SIGNED


def test_an_end_belongs_to_the_period():
    agreement = make_agreement("short", signed_on="2010-01-01", ends_on="2010-01-31")

    states = [agreement.state_on(date(2010, 1, 30) + timedelta(days=days)) for days in range(3)]
    assert states == [AgreementState.IN_FORCE, AgreementState.IN_FORCE, AgreementState.EXPIRED]


def test_on_a_day_what_was_signed_later_is_left_out_and_what_is_undated_stays():
    make_agreement("before", signed_on="2009")
    make_agreement("after", signed_on="2011")
    make_agreement("undated", signed_words="2009 or later")
    make_agreement("later", signed_words="2011 or later", signed_not_before=date(2011, 1, 1))

    assert slugs(CooperationAgreement.objects.on(JUNE_2010).signed_by_then()) == ["before", "undated"]


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


# == Units then and now


def test_the_unit_is_named_as_of_the_signature_and_as_of_now():
    make_structure(
        "old", "gs\n  spa | secretariat | Political Affairs", status=ADOPTED, effective_from=date(2006, 1, 1)
    )
    new = make_structure(
        "new", "gs\n  spa | secretariat | Strengthening Democracy", status=ADOPTED, effective_from=date(2016, 1, 1)
    )
    agreements = [
        make_agreement("dated", unit=make_unit("spa"), signed_on="2013-12"),
        make_agreement("too-early", unit=make_unit("spa"), signed_on="2005"),
        make_agreement("undated", unit=make_unit("spa")),
        make_agreement("no-unit", signed_on="2013"),
    ]

    name_units(agreements, structure=new, among=Structure.objects.public())

    def name(placement):
        return placement and placement.name

    assert [(name(each.unit_then), name(each.unit_now)) for each in agreements] == [
        ("Political Affairs", "Strengthening Democracy"),
        (None, "Strengthening Democracy"),
        (None, "Strengthening Democracy"),
        (None, None),
    ]


def test_the_receivers_of_a_unit_that_is_gone_are_the_nearest_that_stand_in_the_structure_shown():
    make_structure(
        "old", "gs\n  spa | secretariat | Political Affairs", status=ADOPTED, effective_from=date(2006, 1, 1)
    )
    new = make_structure(
        "new",
        "gs\n  one | secretariat | One\n  two | secretariat | Two",
        status=ADOPTED,
        effective_from=date(2016, 1, 1),
    )
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", symbol="Executive Order 16-1")
    make_change("functions_transferred", ["spa"], ["short-lived"], when="2010", to=new)
    make_change("split", ["short-lived"], ["one", "two"], when="2016", to=new, acts=[act])
    make_change("functions_transferred", ["spa"], ["gs"], slug="dreamt", to=new, only_proposed=True)
    place_in_the_past = make_structure("between", "gs\n  short-lived", status=ADOPTED, effective_from=date(2010, 1, 1))
    gone, here = (
        make_agreement("gone", unit=make_unit("spa"), signed_on="2007"),
        make_agreement("here", unit=make_unit("one")),
    )

    name_units([gone, here], structure=new, among=Structure.objects.public())

    assert [(each.placement.name, each.event.act.symbol) for each in gone.receivers] == [
        ("One", "Executive Order 16-1"),
        ("Two", "Executive Order 16-1"),
    ]
    assert here.receivers == []

    name_units([gone], structure=place_in_the_past, among=Structure.objects.public())
    assert [each.placement.unit.slug for each in gone.receivers] == ["short-lived"]


def test_a_unit_that_only_drafts_know_gives_an_agreement_no_name():
    make_structure("plan", "gs\n  secret | office | Office of Secrets")
    agreement = make_agreement("one", unit=make_unit("secret"), signed_on="2013")

    name_units([agreement], structure=None, among=Structure.objects.public())

    assert (agreement.unit_then, agreement.unit_now) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_naming_units_costs_four_queries(count, django_assert_num_queries):
    structure = make_structure("now", "gs\n" + "\n".join(f"  u{number}" for number in range(count)), status=ADOPTED)
    agreements = [
        make_agreement(f"a{number}", unit=make_unit(f"u{number}"), signed_on="2021") for number in range(count)
    ]

    with django_assert_num_queries(4):
        name_units(agreements, structure=structure, among=Structure.objects.public())

    assert [each.unit_then.name for each in agreements] == [f"U{number}" for number in range(count)]


# == The parts of other pages


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_has_its_own_agreements_and_those_below(count, django_assert_num_queries):
    structure = make_structure("now", "gs\n  sedi\n    education\n  sla", status=ADOPTED)
    for number in range(count):
        make_agreement(f"own-{number}", unit=make_unit("sedi"), signed_on=f"20{10 + number}")
        make_agreement(f"below-{number}", unit=make_unit("education"), signed_on="2009")
        make_agreement(f"beside-{number}", unit=make_unit("sla"), signed_on="2009")
        make_agreement(f"later-{number}", unit=make_unit("sedi"), signed_on="2030")
        make_agreement(f"draft-{number}", unit=make_unit("sedi"), stage="proposed")

    unit, shown = make_unit("sedi"), place(structure, "sedi")
    with django_assert_num_queries(2):
        found = agreements_of_unit(unit, shown=shown, day=date(2020, 6, 1))

    assert [each.slug for each in found.rows] == [f"own-{number}" for number in reversed(range(count))]
    assert (found.number, found.number_below, found.is_cut) == (count, 2 * count, False)


def test_a_unit_that_stands_nowhere_has_its_own_agreements_only():
    make_agreement("own", unit=make_unit("gone"), signed_on="2010")

    found = agreements_of_unit(make_unit("gone"), shown=None, day=JUNE_2010)

    assert ([each.slug for each in found.rows], found.number, found.number_below) == (["own"], 1, 1)


def test_a_move_of_the_responsible_unit_loses_no_agreement():
    before = make_structure("before", "gs\n  sedi\n    social\n  sare", status=ADOPTED, effective_from=date(2008, 1, 1))
    after = make_structure("after", "gs\n  sedi\n  sare\n    social", status=ADOPTED, effective_from=date(2016, 1, 1))
    make_agreement("moved", unit=make_unit("social"), signed_on="2010")

    def below(structure, slug):
        return agreements_of_unit(make_unit(slug), shown=place(structure, slug), day=date(2020, 1, 1)).number_below

    assert [below(before, "sedi"), below(before, "sare"), below(after, "sedi"), below(after, "sare")] == [1, 0, 0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_state_has_its_agreements(count, django_assert_num_queries):
    state = make_state()
    for number in range(count):
        make_agreement(f"a{number}", member_states=[state], signed_on=f"20{10 + number}")

    with django_assert_num_queries(3):
        found = agreements_of_state(state, day=date(2020, 1, 1))

    assert ([each.slug for each in found.rows], found.number) == ([f"a{n}" for n in reversed(range(count))], count)


def test_more_than_ten_are_cut():
    unit = make_unit("sedi")
    for number in range(12):
        make_agreement(f"a{number}", unit=unit)

    found = agreements_of_unit(unit, shown=None, day=JUNE_2010)

    assert (len(found.rows), found.number, found.is_cut) == (10, 12, True)
