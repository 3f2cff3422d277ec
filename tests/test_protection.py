"""What something refers to can't be deleted, by whatever code, however it refers to it."""

import pytest
from django.apps import apps
from django.db.models import ProtectedError

from orgunits.models import (
    AgreementParty,
    CooperationAgreement,
    Discrepancy,
    LegalInstrument,
    MemberState,
    OrganizationalUnit,
    Partner,
    Source,
    Theme,
)
from tests.helpers.acts_and_posts import make_post
from tests.helpers.agreements import make_agreement, make_partner, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_unit

pytestmark = pytest.mark.django_db


def of_an_agreement(unit):
    return make_agreement("one", other_units=[unit])


def before_a_change(unit):
    return make_change("renamed", [unit.slug], [unit.slug])


def after_a_change(unit):
    return make_change("created", [], [unit.slug])


def headed_by_a_post(unit):
    return make_post(unit="gs", heads=[unit.slug])


def in_a_discrepancy(unit):
    discrepancy = Discrepancy.objects.create(slug="names", topic="Names", reading="Ours")
    discrepancy.units.add(unit)
    return discrepancy


@pytest.mark.parametrize(
    "name_it", [of_an_agreement, before_a_change, after_a_change, headed_by_a_post, in_a_discrepancy]
)
def test_a_unit_that_a_list_names_stays_until_its_owner_goes(name_it):
    unit = make_unit("osg")
    owner = name_it(unit)

    with pytest.raises(ProtectedError):
        unit.delete()
    with pytest.raises(ProtectedError):
        OrganizationalUnit.objects.filter(pk=unit.pk).delete()

    owner.delete()
    unit.delete()
    assert not OrganizationalUnit.objects.filter(slug="osg").exists()


def test_so_do_the_theme_the_state_the_source_the_act_and_the_partner_of_an_agreement():
    theme, state, source = Theme.objects.create(slug="ports", name="Ports"), make_state(), make_source("register")
    act, partner = LegalInstrument.objects.create(slug="act", kind="charter", title="Act"), make_partner()
    make_agreement("one", themes=[theme], member_states=[state], sources=[source], partners=[partner])
    make_change("created", [], ["osg"], acts=[act])

    for record in (theme, state, source, act, partner):
        with pytest.raises(ProtectedError):
            record.delete()

    agreement = CooperationAgreement.objects.get()
    assert [*agreement.themes.all(), *agreement.member_states.all(), *agreement.sources.all()] == [theme, state, source]
    assert AgreementParty.objects.get().partner == partner
    assert [model.objects.count() for model in (Theme, MemberState, Source, LegalInstrument, Partner)] == [1] * 5


def test_every_list_of_the_directory_is_guarded():
    lists = [
        field.remote_field.through._meta.get_field(field.m2m_reverse_field_name())
        for model in apps.get_app_config("orgunits").get_models()
        for field in model._meta.local_many_to_many
    ]

    assert lists
    assert {link.remote_field.on_delete.__name__ for link in lists} == {"PROTECT"}
