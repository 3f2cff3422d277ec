"""load_demo --exercise: things under way, none of them real, and each says so."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from orgunits.demo import exercise
from orgunits.models import (
    AgreementProposal,
    CooperationAgreement,
    LegalInstrument,
    Mail,
    OrganizationalUnit,
    Partner,
    Placement,
    Structure,
)
from tests.helpers.html import words_of

pytestmark = pytest.mark.any_django  # test_load_demo.py loads with each

LABELS = {"en": "Exercise", "es": "Ejercicio", "fr": "Exercice", "pt": "Exercício"}
Stage = CooperationAgreement.Stage


@pytest.fixture
def made(loaded, run):
    return run("--exercise")


def ours(model):
    return model.objects.filter(slug__startswith="exercise-")


def test_it_is_made_once_and_only_when_asked_for(loaded, run):
    assert not exercise.is_there()
    assert "Added the exercise" in run("--exercise")
    before = CooperationAgreement.objects.count()
    assert "The exercise already exists; nothing was added." in run("--exercise")
    assert CooperationAgreement.objects.count() == before


def test_there_are_a_draft_a_proposal_and_an_edition_to_come(made):
    today = localdate()
    assert list(ours(Structure).order_by("slug").values_list("slug", "status", "effective_from")) == [
        ("exercise-draft", "draft", None),
        ("exercise-proposal", "proposed", today + timedelta(days=500)),
        ("exercise-to-come", "adopted", today + timedelta(days=400)),
    ]
    assert Structure.objects.in_force_on(today).slug == "2019-2024-observed"


def test_an_agreement_stands_at_each_stage(made):
    stages = [proposal.agreement.stage for proposal in AgreementProposal.objects.order_by("pk")]
    assert sorted(stages) == sorted(Stage.values)


def test_all_of_it_says_exercise_in_every_language(made):
    for language, label in LABELS.items():
        names = [
            *ours(Structure).values_list(f"name_{language}", flat=True),
            *ours(Structure).values_list(f"summary_{language}", flat=True),
            *ours(LegalInstrument).values_list(f"title_{language}", flat=True),
            *Placement.objects.filter(unit__in=ours(OrganizationalUnit)).values_list(f"name_{language}", flat=True),
        ]
        assert [name for name in names if label.lower() not in name.lower()] == []
    for proposal in AgreementProposal.objects.all():
        texts = [proposal.organization, proposal.text, proposal.agreement.title_en]
        assert [text for text in texts if not text.startswith("Exercise")] == []
    assert list(Partner.objects.filter(name__startswith="Exercise").values_list("name", flat=True)) == [
        "Exercise organization A"
    ]


def test_nobody_is_made_up_and_nobody_is_written_to(made):
    signed = CooperationAgreement.objects.get(stage=Stage.SIGNED, proposal__isnull=False)
    assert (signed.signatory, signed.signatory_capacity_en) == ("Exercise: nobody signed", "Exercise")
    addresses = {address for mail in Mail.objects.all() for address in re.findall(r"[\w.+-]+@[\w.-]+", str(vars(mail)))}
    assert {address.split("@")[1] for address in addresses} <= {"example.org"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_of_it_says_exercise_and_none_shows_the_draft(made, client, language):
    signed = CooperationAgreement.objects.get(stage=Stage.SIGNED, proposal__isnull=False)
    with override(language):
        addresses = [
            *(reverse("orgunits:structure_detail", args=[slug]) for slug in ("exercise-proposal", "exercise-to-come")),
            *(
                f"{reverse('orgunits:structure')}?structure={slug}"
                for slug in ("exercise-proposal", "exercise-to-come")
            ),
            *(reverse("orgunits:unit_detail", args=[f"exercise-unit-{letter}"]) for letter in "abc"),
            reverse("orgunits:instrument_detail", args=["exercise-order-1"]),
            reverse("orgunits:agreement_detail", args=[signed.slug]),
        ]
        everywhere = [reverse(f"orgunits:{name}") for name in ("home", "structure_list", "agreement_list", "compare")]
    for address in [*addresses, *everywhere]:
        text = words_of(client.get(address))
        assert LABELS[language] in text or "Exercise" in text, address
        assert "exercise-draft" not in text
        assert ours(Structure).get(slug="exercise-draft").name not in text, address


def test_the_data_are_sound_with_it_and_a_reload_keeps_it(made, run):
    call_command("check_data")
    run("--reload")
    assert ours(Structure).count() == 3
