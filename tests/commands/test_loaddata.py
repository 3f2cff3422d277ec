"""Plain loaddata of the fixtures: into an empty database, beside other structures, and after dumpdata."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from orgunits.demo import fixtures
from orgunits.demo.history import no_history
from orgunits.fixtures_from_facts.rows import rows_in_database
from orgunits.models import (
    Discrepancy,
    DiscrepancyClaim,
    OrganizationalUnit,
    Pillar,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Source,
    Structure,
    UnitFunction,
    UnitRelation,
)
from orgunits.tree.check import faults
from tests.helpers.factories import drawn, make_structure, place

PLACEMENTS = {
    "1999-five-areas": 23,
    "2004-2005-departments": 15,
    "2006-four-secretariats": 40,
    "2008-six-secretariats": 39,
    "2013-six-secretariats-rev7": 38,
    "2015-proposal": 51,
    "2016-adopted": 43,
    "2019-2024-observed": 52,
    "2025-observed": 6,
}


def structure(slug):
    return Structure.objects.get(slug=slug)


def parents_of(unit):
    """{structure: slug of the parent}, in the order of time."""
    found = Placement.objects.filter(unit__slug=unit).select_related("structure", "parent__unit")
    in_order = {each.slug: position for position, each in enumerate(Structure.objects.chronological())}
    return {
        placement.structure.slug: placement.parent.unit.slug
        for placement in sorted(found, key=lambda placement: in_order[placement.structure.slug])
    }


def directory():
    """Everything in the database, as the fixtures would hold it."""
    return {
        model: sorted(rows_in_database(model._base_manager.all()), key=repr)
        for models in fixtures.PARTS.values()
        for model in models
    }


def directory_in_the_fixtures():
    return {model: sorted(rows, key=repr) for model, rows in fixtures.rows().items()}


def unsound():
    return [fault for each in Structure.objects.all() for fault in faults(each)]


# --- how it loads ---


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


# --- what the directory then says ---


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        (date(2007, 6, 30), "2006-four-secretariats"),
        (date(2010, 1, 1), "2008-six-secretariats"),
        (date(2014, 6, 1), "2013-six-secretariats-rev7"),
        (date(2017, 1, 1), "2016-adopted"),
        (date(2026, 11, 22), "2019-2024-observed"),
    ],
)
def test_the_structure_in_force(demo, day, slug):
    assert Structure.objects.in_force_on(day).slug == slug


def test_only_the_proposal_and_the_last_observation_were_never_adopted(demo):
    others = Structure.objects.exclude(status=Structure.Status.ADOPTED).order_by("slug")

    assert [(each.slug, each.status, each.effective_from) for each in others] == [
        ("2015-proposal", Structure.Status.PROPOSED, None),
        ("2025-observed", Structure.Status.OBSERVED, None),
    ]
    assert structure("2015-proposal").was_proposed


@pytest.mark.parametrize(
    ("slug", "count"),
    [("2006-four-secretariats", 4), ("2008-six-secretariats", 6), ("2015-proposal", 7), ("2016-adopted", 7)],
)
def test_secretariats_are_counted_from_the_tree(demo, slug, count):
    assert Placement.objects.of_structure(structure(slug)).secretariats().count() == count


def test_the_judicial_facilitators_and_their_parents(demo):
    assert parents_of("judicial-facilitators") == {
        "2013-six-secretariats-rev7": "sla",
        "2015-proposal": "sare",
        "2019-2024-observed": "dept-sustainable-democracy",
    }


def test_the_coordinating_office_moves_to_and_fro(demo):
    assert parents_of("coordinating-office") == {
        "2006-four-secretariats": "oasg",
        "2008-six-secretariats": "oasg",
        "2013-six-secretariats-rev7": "oasg",
        "2015-proposal": "osg",
        "2016-adopted": "oasg",
        "2019-2024-observed": "oasg",
    }


def test_social_inclusion_has_two_secretariats_and_four_lines_of_action(demo):
    assert parents_of("dept-social-inclusion") == {
        "2013-six-secretariats-rev7": "sedi",
        "2015-proposal": "sare",
        "2016-adopted": "sare",
        "2019-2024-observed": "sare",
        "2025-observed": "spa-ssd",
    }
    department = place(structure("2013-six-secretariats-rev7"), "dept-social-inclusion")
    assert list(department.functions.values_list("position", "title")) == [
        (1, "Political dialogue for the consolidation of hemispheric consensus"),
        (2, "Cooperation networks and information systems for the strengthening of institutional capacity"),
        (3, "Promote the compliance with hemispheric legal frameworks"),
        (4, "Promote cooperation programs and projects"),
    ]
    assert department.functions_complete is True
    assert department.functions_source.slug == "source-document-004"


def test_units_coordinated_jointly_stand_under_the_general_secretariat(demo):
    proposal = structure("2015-proposal")
    joint = ["secretariat-ga-pc", "conferences-meetings", "columbus-library", "art-museum"]

    assert [place(proposal, slug).parent.unit.slug for slug in joint] == ["gs"] * 4
    lines = UnitRelation.objects.filter(structure=proposal, kind=UnitRelation.Kind.COORDINATED_BY)
    assert sorted(lines.values_list("unit__slug", "to_unit__slug")) == sorted(
        (slug, head) for slug in joint for head in ("osg", "oasg")
    )


def test_the_secretariats_of_the_proposal_report_to_both_heads(demo):
    proposal = structure("2015-proposal")

    lines = UnitRelation.objects.filter(kind=UnitRelation.Kind.REPORTS_TO, to_unit__isnull=False)
    secretariats = Placement.objects.of_structure(proposal).secretariats().values_list("unit__slug", flat=True)
    assert sorted(lines.values_list("unit__slug", "to_unit__slug")) == sorted(
        (slug, head) for slug in secretariats for head in ("osg", "oasg")
    )


def test_what_nobody_saw_again_is_carried_over_with_its_place_only(demo):
    carried = Placement.objects.filter(basis=Placement.Basis.CARRIED_OVER)

    assert set(carried.values_list("structure__slug", flat=True)) == {"2019-2024-observed"}
    assert set(carried.values_list("unit__slug", flat=True)) == {
        "ombudsperson",
        "dept-procurement",
        "planning-evaluation",
        "press-communication",
        "sedi",
        "dept-human-development-education",
        "dept-economic-development",
        "dept-sustainable-development",
        "sha",
        "summits",
        "dept-strategic-initiatives",
        "dept-effective-public-management",
        "art-museum",
        "columbus-library",
    }
    assert not carried.exclude(purpose_en=None).exists()
    assert not carried.filter(pillars__isnull=False).exists()
    assert not carried.filter(sub_units_complete=True).exists()
    assert [child.unit.slug for child in place(structure("2019-2024-observed"), "saf").children.all()] == [
        "dept-human-resources",
        "dept-information-technology",
        "dept-financial-services",
        "dept-general-services",
        "dept-procurement",
    ]


def test_pillars_say_whether_a_source_states_them(demo):
    found = PlacementPillar.objects.filter(placement__unit__slug="sare").order_by("placement__structure__slug")

    assert list(found.values_list("placement__structure__slug", "pillar__slug", "role", "basis")) == [
        ("2015-proposal", "human-rights", "aligned", "stated"),
        ("2016-adopted", "human-rights", "aligned", "inferred"),
        ("2019-2024-observed", "human-rights", "aligned", "inferred"),
    ]
    assert list(Pillar.objects.values_list("slug", flat=True)) == [
        "democracy",
        "human-rights",
        "integral-development",
        "multidimensional-security",
    ]


def test_themes_keep_the_words_of_their_source(demo):
    found = PlacementTheme.objects.filter(theme__slug="migration-and-development").order_by(
        "placement__structure__slug"
    )

    assert [(each.placement.structure.slug, each.words, each.inferred) for each in found] == [
        ("2013-six-secretariats-rev7", "Migration", True),
        ("2015-proposal", "", False),
    ]


def test_the_table_of_the_proposal_says_what_is_carried_out_by_several_departments(demo):
    theme = PlacementTheme.objects.get(theme__slug="follow-up-legal-instruments-escr")

    assert theme.note.startswith("Multidepartmental implementation")


def test_a_list_that_its_source_cuts_is_not_complete(demo):
    office = place(structure("2016-adopted"), "coordinating-office")

    assert office.functions_complete is False
    assert UnitFunction.objects.filter(placement=office).count() == 8
    assert office.purpose_source.slug == "source-document-002"


def test_every_discrepancy_has_two_claims_with_their_sources(demo):
    assert [each.claims.count() for each in Discrepancy.objects.all()] == [2] * 30
    assert not DiscrepancyClaim.objects.filter(source=None).exists()


def test_every_place_cites_a_source(demo):
    assert not Placement.objects.filter(sources=None).exists()
    assert not Source.objects.filter(title="").exists()


def test_units_are_labelled_by_their_latest_adopted_name(demo):
    labels = dict(OrganizationalUnit.objects.values_list("slug", "label"))

    assert labels["spa-ssd"] == "Secretariat for Strengthening Democracy"
    assert labels["cicad"] == "Executive Secretariat of the Inter-American Drug Abuse Control Commission"
    assert labels["new-hemispheric-initiatives"] == "New Hemispheric Initiatives"
