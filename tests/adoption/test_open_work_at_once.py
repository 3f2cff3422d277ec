"""A structure is adopted while somebody moves, hands over, sends or withdraws a proposal of a unit that it ends."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.timezone import localdate

from orgunits.adoption import status as adoption
from orgunits.adoption.passing_on import pass_on_due
from orgunits.agreements.stages import advance, hand_over
from orgunits.models import AgreementStep, CooperationAgreement, Mail, Structure
from tests.helpers.adoption import answered
from tests.helpers.factories import make_unit
from tests.helpers.locks import at_once, while_held
from tests.helpers.open_work import ENDED, ending, make_order, make_people, make_today, make_work
from tests.helpers.people import person
from tests.helpers.proposals import send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("documents")]

TODAY = localdate()


@pytest.fixture(autouse=True)
def by_command(settings):
    settings.MAIL_AT_ONCE = False


@pytest.fixture
def scene(client):
    """Who adopts, the draft that ends the unit, the proposal that waits there, its officer."""
    make_today()
    people = make_people()
    work = make_work(client)
    draft, order = ending(), make_order()
    adopter = person("adopter", "change_structure", "adopt_structure")
    answered(draft, day=TODAY, by=adopter, acts=[order], today=TODAY)

    def adopt():
        adoption.adopt(draft, day=TODAY, acts=[order], by=adopter, today=TODAY)

    return adopt, work["proposal"], people


def seen(agreement):
    return CooperationAgreement(pk=agreement.pk, stage="proposed")


def notified_of(agreement):
    return set(
        Mail.objects.filter(proposal__agreement=agreement).exclude(kind="confirmation").values_list("to", flat=True)
    )


def test_a_proposal_that_is_moved_meanwhile_has_its_stage_and_its_new_owner(scene):
    adopt, agreement, people = scene

    def move():
        advance(seen(agreement), "under_review", by=people["social"], reason="Welcome", day=TODAY)

    at_once(agreement, adopt, move)

    agreement.refresh_from_db()
    assert (agreement.stage, agreement.unit.slug) == ("under_review", "rights")
    assert sorted(AgreementStep.objects.values_list("kind", flat=True)) == ["handed_over", "moved"]
    assert {"rights@example.org", "social@example.org"} <= notified_of(agreement)


def test_a_proposal_that_is_withdrawn_meanwhile_stays_withdrawn(scene):
    adopt, agreement, _people = scene

    def withdraw():
        with suppress(ValidationError):
            advance(seen(agreement), "withdrawn", by=None, reason="", day=TODAY)

    at_once(agreement, adopt, withdraw)

    agreement.refresh_from_db()
    assert agreement.stage == "withdrawn"


def test_a_proposal_that_is_handed_over_meanwhile_is_not_lost(scene):
    """To the unit that ends: refused once it has ended, else it passes on."""
    adopt, agreement, people = scene
    CooperationAgreement.objects.filter(pk=agreement.pk).update(unit=make_unit("rights"))

    def give_away():
        with suppress(ValidationError, PermissionDenied):
            hand_over(seen(agreement), make_unit(ENDED), by=people["rights"], reason="Theirs", day=TODAY)

    today = Structure.objects.get(slug="today")
    at_once(today, adopt, give_away)

    agreement.refresh_from_db()
    assert agreement.unit.slug == "rights"


def test_a_proposal_that_arrives_meanwhile_is_told_to_who_has_it_then(scene, client):
    adopt, _agreement, _people = scene
    known = set(CooperationAgreement.objects.values_list("pk", flat=True))

    def arrive():
        send(client, title="Late rivers", unit=ENDED)

    def hold():
        Structure.objects.select_for_update().get(slug="today")

    while_held(hold, adopt, arrive)

    late = CooperationAgreement.objects.exclude(pk__in=known).get()
    assert "rights@example.org" in notified_of(late)
    if connection.vendor == "postgresql" and late.unit.slug == ENDED:
        assert not late.steps.exists()


def test_work_passes_on_once_however_many_see_that_its_day_has_come(client):
    make_today()
    make_people()
    work = make_work(client)
    draft, order = ending(), make_order()
    adopter = person("adopter", "change_structure", "adopt_structure")
    day = TODAY.replace(year=TODAY.year + 1)
    answered(draft, day=day, by=adopter, acts=[order], today=TODAY)
    adoption.adopt(draft, day=day, acts=[order], by=adopter, today=TODAY)

    done = at_once(draft, *[lambda: pass_on_due(today=day)] * 3)

    assert sorted(done) == [0, 0, 1]
    assert AgreementStep.objects.filter(agreement=work["proposal"]).count() == 1
    assert Mail.objects.filter(kind="passed_on").count() == len({"rights", "social"})
