"""Plain loaddata of the fixtures: into an empty database, beside other structures, and after dumpdata."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from orgunits.demo import fixtures
from orgunits.demo.history import no_history
from orgunits.models import (
    Placement,
    Structure,
)
from orgunits.tree.check import faults
from tests.helpers.demo import directory
from tests.helpers.factories import drawn, make_structure, place

PLACEMENTS = {
    "1999-five-areas": 23,
    "2004-2005-departments": 15,
    "2006-four-secretariats": 40,
    "2008-six-secretariats": 40,
    "2013-six-secretariats-rev7": 39,
    "2015-proposal": 51,
    "2016-adopted": 43,
    "2019-2024-observed": 52,
    "2025-observed": 6,
}


def structure(slug):
    return Structure.objects.get(slug=slug)


def directory_in_the_fixtures():
    return {model: sorted(rows, key=repr) for model, rows in fixtures.rows().items()}


def unsound():
    return [fault for each in Structure.objects.all() for fault in faults(each)]


def test_trees_are_pinned_in_a_process_that_imports_nothing_else():
    """manage.py loaddata is such a process."""
    code = (
        "import django; django.setup(); from django.db.models.signals import pre_save;"
        "from orgunits.models import Placement; assert pre_save.has_listeners(Placement)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "oasdir.settings", "PATH": ""}

    subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )


def test_into_an_empty_database(demo):
    assert unsound() == []
    assert directory() == directory_in_the_fixtures()
    assert {each.slug: each.placements.count() for each in Structure.objects.all()} == PLACEMENTS


def test_beside_other_structures(db):
    other = make_structure("other")
    before = drawn(other)

    with no_history():  # half the time
        call_command("loaddata", *fixtures.files(), verbosity=0)

    assert unsound() == []
    assert drawn(other) == before
    assert {each.slug: each.placements.count() for each in Structure.objects.exclude(pk=other.pk)} == PLACEMENTS


@pytest.mark.django_db(transaction=True)
def test_after_dumpdata(demo, tmp_path):
    before = directory()
    path = tmp_path / "dump.json"
    call_command("dumpdata", "orgunits", natural_foreign=True, natural_primary=True, output=path, verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    assert Structure.objects.count() == 0

    with no_history():  # half the time
        call_command("loaddata", path, verbosity=0)

    assert unsound() == []
    assert directory() == before


def test_names_read_right_in_every_language(demo):
    secretariat = place(structure("2016-adopted"), "spa-ssd")

    read = {}
    for language in ("en", "es", "fr", "pt"):
        with translation.override(language):
            read[language] = secretariat.name
    assert read == {
        "en": "Secretariat for Strengthening Democracy",
        "es": "Secretaría para el Fortalecimiento de la Democracia",
        "fr": "Secrétariat au renforcement de la démocratie",
        "pt": "Secretariat for Strengthening Democracy",
    }


def test_the_untranslated_column_follows_english(demo):
    columns = Placement._base_manager.values_list("name", "name_en").extra(select={"untranslated": "name"})

    assert [row for row in columns if row[0] != row[1]] == []
