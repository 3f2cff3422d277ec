"""The moves of an agreement: which are allowed, to whom, and what happens when two make one at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from orgunits.agreements.responsible import Responsible
from orgunits.agreements.stages import MOVES, SIGNATURE_FACTS, add_message, advance, amend, hand_over
from orgunits.forms.agreement_stages import SignatureForm
from orgunits.models import AgreementStep, CooperationAgreement
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_unit
from tests.helpers.proposals import make_office, make_officer, today

DAY = date(2026, 3, 2)
Stage = CooperationAgreement.Stage
SIGNATURE = {
    "signed_on": DAY,
    "approved_on": None,
    "signatory": "Ana Pérez",
    "signatory_capacity_en": "Secretary General",
    "subject_en": "Rivers",
}


def agreement_at(stage, slug="one", **fields):
    return make_agreement(slug, **{"stage": stage, "unit": make_unit("social"), "title": "Rivers", **fields})


def move(agreement, to, by, reason="Because", **options):
    facts = SIGNATURE if to == Stage.SIGNED else None
    return advance(agreement, to, by=by, reason=reason, day=DAY, **{"facts": facts, **options})


# == The table

ALLOWED = {
    ("proposed", "under_review"): "officer",
    ("under_review", "preliminary"): "officer",
    ("preliminary", "with_secretary_general"): "officer",
    ("with_secretary_general", "signed"): "office",
    ("proposed", "declined"): "officer",
    ("under_review", "declined"): "officer",
    ("preliminary", "declined"): "officer",
    ("with_secretary_general", "declined"): "office",
    ("proposed", "withdrawn"): "proposer",
    ("under_review", "withdrawn"): "proposer",
    ("preliminary", "withdrawn"): "proposer",
    ("with_secretary_general", "withdrawn"): "proposer",
}
EVERY = [(start.value, end.value) for start in Stage for end in Stage]


def test_the_table_holds_the_allowed_moves_and_no_others():
    assert {(each.start.value, each.end.value): each.mover.value for each in MOVES} == ALLOWED
    assert len(MOVES) == len(ALLOWED)


@pytest.fixture
def movers(db, django_user_model):
    today()
    return {
        "officer": make_officer("officer", "sedi", email="officer@example.org"),
        "office": make_office(),
        "proposer": None,
        "officer elsewhere": make_officer("elsewhere", "spa"),
        "editor": django_user_model.objects.create_user("editor", is_staff=True),
        "superuser": django_user_model.objects.create_superuser("root"),
    }


@pytest.mark.parametrize(("start", "to"), EVERY)
def test_each_move_is_open_to_those_permitted_and_every_other_is_refused(movers, start, to):
    agreement = agreement_at(start)
    permitted = {ALLOWED.get((start, to))} - {None}
    if permitted & {"officer", "office"}:
        permitted.add("superuser")

    for who in [*(each for each in movers if each not in permitted), *sorted(permitted)[:1]]:
        try:
            with transaction.atomic():
                move(agreement, to, movers[who])
        except (ValidationError, PermissionDenied):
            assert who not in permitted
        else:
            assert who in permitted

    agreement.refresh_from_db()
    assert agreement.stage == (to if permitted else start)
    assert agreement.steps.count() == bool(permitted)


def test_a_step_tells_who_when_from_to_and_why(movers):
    step = move(agreement_at("under_review"), "preliminary", movers["officer"], "We agree on the rivers.")

    assert (step.kind, step.by, step.from_stage, step.to_stage, step.text) == (
        "moved",
        movers["officer"],
        "under_review",
        "preliminary",
        "We agree on the rivers.",
    )
    agreement = CooperationAgreement.objects.get()
    assert (agreement.preliminary_on, agreement.preliminary_on_precision) == (DAY, "day")
    assert agreement.history.first().history_change_reason == "We agree on the rivers."


def test_a_move_of_the_staff_needs_its_reason(movers):
    with pytest.raises(ValidationError, match="Say why"):
        move(agreement_at("proposed"), "under_review", movers["officer"], "  ")

    assert not AgreementStep.objects.exists()


def test_a_move_from_a_stage_that_is_past_is_refused(movers):
    agreement = agreement_at("proposed")
    move(agreement, "under_review", movers["officer"])

    with pytest.raises(ValidationError, match="it is now at “under review”"):
        move(agreement, "declined", movers["officer"])

    assert AgreementStep.objects.count() == 1


def test_of_an_agreement_that_is_gone_nothing_is_moved(movers):
    agreement = agreement_at("proposed")
    CooperationAgreement.objects.all().delete()

    with pytest.raises(ValidationError, match="no longer exists"):
        move(agreement, "under_review", movers["officer"])


# == The signature


def test_a_signature_makes_it_public_under_an_address_of_its_own(movers):
    make_agreement("rivers")
    agreement = agreement_at("with_secretary_general", "proposal-1")

    move(agreement, "signed", movers["office"])

    agreement.refresh_from_db()
    assert (agreement.slug, agreement.stage, agreement.signed_on, agreement.signatory, agreement.subject_en) == (
        "rivers-2",
        "signed",
        DAY,
        "Ana Pérez",
        "Rivers",
    )
    assert CooperationAgreement.objects.public().filter(pk=agreement.pk).exists()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"signed_on": DAY + timedelta(days=1)}, "signed_on"),
        ({"signed_on": date(2026, 2, 1)}, "signed_on"),
        ({"approved_on": date(2026, 2, 1)}, "approved_on"),
        ({"signed_on": date(2026, 3, 1), "approved_on": DAY}, "signed_on"),
        ({"ends_on": date(2026, 2, 1)}, "ends_on"),
        ({"ends_on": date(2031, 2, 1), "open_ended": True}, "__all__"),
        ({"signatory": ""}, "signatory"),
        ({"signatory_capacity_en": ""}, "signatory_capacity_en"),
        ({"signed_on": None}, "signed_on"),
        ({"subject_en": ""}, "subject_en"),
    ],
)
def test_a_signature_that_can_not_be_is_refused_and_nothing_is_published(movers, facts, name):
    agreement = agreement_at("with_secretary_general", "proposal-1", proposed_on="2026-01-05", sent_on="2026-02-25")

    with pytest.raises(ValidationError) as refusal:
        move(agreement, "signed", movers["office"], facts={**SIGNATURE, **facts})

    assert list(refusal.value.message_dict) == [name]
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.slug, agreement.steps.count()) == ("with_secretary_general", "proposal-1", 0)


def test_a_signature_needs_a_partner(movers):
    with pytest.raises(ValidationError, match="Add a partner"):
        move(agreement_at("with_secretary_general", partners=()), "signed", movers["office"])


def test_the_form_asks_for_what_a_signature_takes_and_for_nothing_else():
    fields = SignatureForm(about=CooperationAgreement()).fields

    assert list(fields) == [*(fact.name for fact in SIGNATURE_FACTS), "reason", "stage"]
    required = [fact.name for fact in SIGNATURE_FACTS if fact.required]
    assert [name for name in fields if fields[name].required] == [*required, "reason", "stage"]


# == The branch of an officer


def test_an_officer_handles_the_branch_as_it_stands_that_day(db):
    before = today()
    officer = make_officer("officer", "sedi", "gone")
    for slug in ("gs", "sedi", "social", "spa", "gone"):
        agreement_at("proposed", f"of-{slug}", unit=make_unit(slug))
    agreement_at("proposed", "of-nobody", unit=None)

    def handled(day):
        found = Responsible(day).handled_by(officer, CooperationAgreement.objects.all())
        return sorted(found.values_list("slug", flat=True))

    assert handled(DAY) == ["of-gone", "of-sedi", "of-social"]
    assert handled(before.effective_from - timedelta(days=1)) == ["of-gone", "of-sedi"]


def test_a_proposal_is_handed_over_to_another_unit_and_leaves_the_branch(movers):
    agreement = agreement_at("proposed")

    with pytest.raises(PermissionDenied):
        hand_over(agreement, make_unit("spa"), by=movers["officer elsewhere"], reason="Mine", day=DAY)
    step = hand_over(agreement, make_unit("spa"), by=movers["officer"], reason="Politics", day=DAY)

    assert (step.kind, step.text) == ("handed_over", "Politics")
    agreement.refresh_from_db()
    assert agreement.unit.slug == "spa"
    with pytest.raises(PermissionDenied):
        move(agreement, "under_review", movers["officer"])
    move(agreement, "under_review", movers["officer elsewhere"])


# == Amendments and messages


def test_an_amendment_is_a_step_of_a_signed_agreement(movers):
    agreement = agreement_at("signed", signed_on="2020-01-01")

    step = amend(agreement, by=movers["officer"], text="More rivers", on=date(2021, 5, 1), day=DAY)

    assert (step.kind, step.on, step.text) == ("amended", date(2021, 5, 1), "More rivers")
    for on, sentence in [(date(2019, 1, 1), "before it is signed"), (date(2030, 1, 1), "in the future")]:
        with pytest.raises(ValidationError, match=sentence):
            amend(agreement, by=movers["officer"], text="More", on=on, day=DAY)
    with pytest.raises(PermissionDenied):
        amend(agreement, by=movers["editor"], text="More", on=DAY, day=DAY)
    with pytest.raises(ValidationError, match="Only a signed"):
        amend(agreement_at("proposed", "two"), by=movers["officer"], text="More", on=DAY, day=DAY)


def test_no_message_after_the_end(movers):
    with pytest.raises(ValidationError, match="is closed"):
        add_message(agreement_at("declined"), "But why?", day=DAY)


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "moved", "from_stage": "proposed"},
        {"kind": "message", "from_stage": "proposed", "to_stage": "under_review"},
        {"kind": "amended"},
    ],
)
def test_the_database_refuses_half_a_step(movers, columns):
    agreement = agreement_at("proposed")

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementStep.objects.create(agreement=agreement, **columns)


# == At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("others", ["under_review", "declined"])
def test_of_two_officers_at_the_same_moment_one_wins_and_the_other_is_told(others):
    today()
    officers = [make_officer("one", "social"), make_officer("two", "sedi")]
    agreements = [agreement_at("proposed", f"a{number}") for number in range(5)]

    def race(agreement, officer, to):
        try:
            move(agreement, to, officer)
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()
        return "won"

    for agreement in agreements:
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(race, [agreement] * 2, officers, ["under_review", others]))

        assert sorted(each[:28] for each in outcomes) == ["It has moved on: it is now a", "won"]
        assert agreement.steps.count() == 1
