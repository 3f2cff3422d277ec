"""What the directory says once the fixtures are loaded: its structures, the places in them, and their sources."""

from datetime import date

import pytest

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
from tests.helpers.factories import place


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
        "press-communication",
        "dept-economic-development",
        "dept-sustainable-development",
        "summits",
        "dept-strategic-initiatives",
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
    assert [each.claims.count() for each in Discrepancy.objects.all()] == [2] * 19 + [3] + [2] * 11 + [3, 2, 3]
    assert not DiscrepancyClaim.objects.filter(source=None).exists()


def test_every_place_cites_a_source(demo):
    assert not Placement.objects.filter(sources=None).exists()
    assert not Source.objects.filter(title="").exists()


def test_units_are_labelled_by_their_latest_adopted_name(demo):
    labels = dict(OrganizationalUnit.objects.values_list("slug", "label"))

    assert labels["spa-ssd"] == "Secretariat for Strengthening Democracy"
    assert labels["cicad"] == "Executive Secretariat of the Inter-American Drug Abuse Control Commission"
    assert labels["new-hemispheric-initiatives"] == "New Hemispheric Initiatives"
