"""The labels of themes: distinguished by their folded words, and as public as their themes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from orgunits.models import Theme, ThemeLabel
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.themes import make_label, make_theme

pytestmark = pytest.mark.django_db


def test_a_theme_has_a_label_once_in_a_language_accents_and_case_aside():
    theme = make_theme("Migration")
    make_label(theme, "es", "migración")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_label(theme, "es", "MIGRACION")
    with pytest.raises(ValidationError) as refusal:
        ThemeLabel(theme=theme, language="es", text="MIGRACION").full_clean()

    sentence = "The theme already has this label, as “migración”; accents and capitals don’t count."
    assert refusal.value.message_dict == {"text": [sentence]}


def test_a_label_is_ours_unless_a_source_has_it():
    theme = make_theme("Migration")
    ours, recorded = make_label(theme, "en", "migrants"), make_label(theme, "fr", "migrants", source=make_source("one"))

    assert (ours.basis, ours.basis.label) == (ThemeLabel.Basis.OURS, "our term")
    assert (recorded.basis, recorded.basis.label) == (ThemeLabel.Basis.RECORDED, "recorded in a source")


def test_a_label_is_public_when_its_theme_is():
    today, draft = make_structure("today", "gs", status="adopted"), make_structure("draft", "gs")
    for structure, name in [(today, "Open"), (draft, "Secret")]:
        place(structure, "gs").themes.add(make_theme(name))
    make_theme("Unused")
    for theme in Theme.objects.all():
        make_label(theme, "en", f"{theme} label")

    assert [label.text for label in ThemeLabel.objects.public()] == ["Open label"]


def test_a_file_that_corrects_an_accent_finds_the_label(tmp_path):
    label = make_label(make_theme("Migration"), "es", "migracion")
    fields = '{"theme": ["migration"], "language": "es", "text": "migración"}'
    (tmp_path / "labels.json").write_text(f'[{{"model": "orgunits.themelabel", "fields": {fields}}}]', encoding="utf-8")

    call_command("loaddata", tmp_path / "labels.json", verbosity=0)

    assert list(ThemeLabel.objects.values_list("pk", "text", "folded")) == [(label.pk, "migración", "migracion")]
