"""rebuild_derived makes search words and sort keys again: all of the stale ones, once, while others write."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from orgunits.models import CountryOffice, Placement, Theme, derived
from orgunits.models.sorting import sort_key
from orgunits.tree import trees
from tests.helpers.factories import make_structure, place
from tests.helpers.locks import while_held
from tests.helpers.offices import make_office
from tests.helpers.themes import make_theme

STALE = {"folded": "old", "sort_key_en": b"old", "sort_key_es": b"old"}


@pytest.fixture
def stale(db):
    """A structure, a theme and an office as another version of the functions would have left them."""
    structure = make_structure("today", "gs\n  area | office | Área\n  nandu | office | Ñandú")
    Placement._base_manager.filter(structure=structure).exclude(unit__slug="gs").update(**STALE)
    make_theme("Trade")
    Theme.objects.update(folded="old")
    make_office("sound", name="Øresund", city="Łódź")
    CountryOffice.objects.update(folded="old")
    return structure


def columns(record):
    return record.folded, bytes(record.sort_key_en), bytes(record.sort_key_es)


def assert_up_to_date(structure):
    for slug, name, folded in [("area", "Área", "area"), ("nandu", "Ñandú", "nandu")]:
        assert columns(place(structure, slug)) == (folded, sort_key(name, "en"), sort_key(name, "es"))
    assert Theme.objects.get().folded == "trade"
    assert CountryOffice.objects.get().folded == "oresund · lodz"


def changed(capsys):
    call_command("rebuild_derived")
    lines = (line.rpartition(": ") for line in capsys.readouterr().out.splitlines())
    return {name: number for name, _colon, number in lines if number != "0 changed"}


def test_what_is_stale_is_made_again_and_counted(stale, capsys, monkeypatch):
    monkeypatch.setattr(derived, "BATCH", 1)

    assert changed(capsys) == {
        "units by edition": "2 changed",
        "themes": "1 changed",
        "country offices": "1 changed",
    }
    assert_up_to_date(stale)
    assert changed(capsys) == {}


def test_no_history_is_written(stale):
    rows = Placement.history.count()

    call_command("rebuild_derived")

    assert Placement.history.count() == rows


def test_the_migration_does_the_same(stale):
    import_module("orgunits.migrations.0017_rebuild_derived").fill(apps, None)

    assert_up_to_date(stale)


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_written_meanwhile_keeps_its_key(stale):
    """The command has seen the old name when the new one is committed."""

    def rename():
        trees.change(place(stale, "area"), name_en="Zona")
        Placement._base_manager.filter(unit__slug="area").update(**STALE)

    while_held(rename, lambda: call_command("rebuild_derived"))

    name = place(stale, "area").name_en
    assert columns(place(stale, "area")) == (name.lower().replace("á", "a"), sort_key(name, "en"), sort_key(name, "es"))
