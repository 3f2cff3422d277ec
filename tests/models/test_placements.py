"""Which placement names a unit, and from which one comes what the shown structure doesn't record."""

from datetime import date

import pytest

from orgunits.models import (
    OrganizationalUnit,
    Pillar,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Structure,
    Theme,
)
from orgunits.models.placement_choice import latest_first, precedence_of
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db

Status = Structure.Status
TODAY = date(2026, 11, 22)


def edition(year, tree, slug=None, status=Status.ADOPTED):
    day = "effective_from" if status == Status.ADOPTED else "as_of"
    return make_structure(
        slug or f"e{year}", tree, status=status, **{day: date(year, 1, 1), f"{day}_precision": "year"}
    )


@pytest.fixture
def editions():
    return {
        2006: edition(2006, "gs\n  sms | secretariat | Security 2006\n  ser | secretariat | External 2006"),
        2008: edition(2008, "gs\n  sms | secretariat | Security 2008\n  ser | secretariat | External 2008"),
        2015: edition(
            2015,
            "gs\n  sms | secretariat | Proposed\n  sha | secretariat | Hemispheric",
            "p",
            Status.PROPOSED,
        ),
        2016: edition(2016, "gs\n  sms | secretariat | Security 2016"),
        "draft": make_structure("d", "gs\n  sms | secretariat | Secret\n  new | secretariat | Secret too"),
    }


def names(structure, among):
    rows = Placement.objects.naming(structure, among=among).exclude(unit__slug="gs").order_by("unit__slug")
    return {row.unit.slug: row.name for row in rows.select_related("unit")}


def test_a_unit_is_named_as_in_the_shown_structure_else_as_in_the_latest_that_has_it(editions):
    public = Structure.objects.public()
    assert names(editions[2008], public) == {
        "sms": "Security 2008",
        "ser": "External 2008",
        "sha": "Hemispheric",
    }
    assert names(editions[2016], public) == {
        "sms": "Security 2016",
        "ser": "External 2008",
        "sha": "Hemispheric",
    }
    assert names(None, public) == {"sms": "Security 2016", "ser": "External 2008", "sha": "Hemispheric"}


def test_a_unit_not_recorded_up_to_the_day_is_named_as_first_recorded_after_it_and_by_a_proposal_last(editions):
    edition(2003, "gs\n  sha | secretariat | Proposed first", "p2003", Status.PROPOSED)
    edition(2018, "gs\n  sha | secretariat | Hemispheric 2018")
    edition(2019, "gs\n  sha | secretariat | Hemispheric 2019\n  sms | secretariat | Security 2019")
    edition(2030, "gs\n  sha | secretariat | To come\n  sms | secretariat | To come", "p2030", Status.PROPOSED)

    def named_on(day, structure=None):
        rows = Placement.objects.naming(structure, among=Structure.objects.public(), day=day).exclude(unit__slug="gs")
        return {row.unit.slug: row.name for row in rows.select_related("unit")}

    first = {"sms": "Security 2006", "ser": "External 2006"}
    assert named_on(date(1990, 1, 1)) == {**first, "sha": "Hemispheric 2018"}
    assert named_on(date(2004, 1, 1)) == {**first, "sha": "Proposed first"}
    assert named_on(date(2017, 1, 1)) == {"sms": "Security 2016", "ser": "External 2008", "sha": "Hemispheric"}
    assert named_on(date(2017, 1, 1), editions[2008])["sms"] == "Security 2008"


def test_units_of_drafts_are_named_only_where_drafts_may_be_seen(editions):
    everything = Structure.objects.all()
    assert names(editions["draft"], everything)["sms"] == "Secret"
    assert names(editions[2016], everything)["new"] == "Secret too"
    assert sorted(unit.slug for unit in OrganizationalUnit.objects.public()) == ["gs", "ser", "sha", "sms"]


def recorded(unit, structure, day):
    rows = Placement.objects.filter(unit__slug=unit).as_recorded(structure, day)
    return [row.structure.slug for row in rows.select_related("structure")]


def test_what_the_shown_structure_lacks_comes_from_the_latest_edition_then_from_a_proposal(editions):
    assert recorded("sms", editions[2016], TODAY) == ["e2016", "e2008", "e2006", "p"]
    assert recorded("sms", editions[2008], date(2008, 1, 1)) == ["e2008", "e2006"]
    assert recorded("sms", editions[2015], TODAY) == ["p", "e2016", "e2008", "e2006"]
    assert recorded("sha", editions[2016], TODAY) == ["p"]
    assert recorded("sms", editions["draft"], TODAY) == ["d", "e2016", "e2008", "e2006", "p"]
    assert recorded("new", editions[2016], TODAY) == []


def test_a_filter_by_theme_uses_the_latest_recorded_themes(editions):
    trade, drugs = (Theme.objects.create(slug=slug, name=slug) for slug in ("trade", "drugs"))
    PlacementTheme.objects.create(placement=place(editions[2006], "sms"), theme=trade)
    PlacementTheme.objects.create(placement=place(editions[2008], "sms"), theme=drugs)
    PlacementTheme.objects.create(placement=place(editions["draft"], "sms"), theme=trade)

    def with_theme(theme, structure, day=TODAY):
        rows = Placement.objects.of_structure(structure).with_theme(theme, structure, day)
        return [row.unit.slug for row in rows]

    assert with_theme(drugs, editions[2016]) == ["sms"]
    assert with_theme(trade, editions[2016]) == []
    assert with_theme(trade, editions[2006], date(2006, 1, 1)) == ["sms"]
    assert with_theme(trade, editions["draft"]) == ["sms"]


def test_a_filter_by_pillar_uses_the_latest_recorded_pillars(editions):
    pillar = Pillar.objects.create(slug="security", position=1, name="Security")
    PlacementPillar.objects.create(placement=place(editions[2015], "sms"), pillar=pillar)
    rows = Placement.objects.of_structure(editions[2016]).with_pillar(pillar, editions[2016], TODAY)
    assert [row.unit.slug for row in rows] == ["sms"]


def test_a_theme_only_drafts_know_is_not_public(editions):
    for slug, year in {"open": 2008, "secret": "draft", "unused": None}.items():
        theme = Theme.objects.create(slug=slug, name=slug)
        if year:
            PlacementTheme.objects.create(placement=place(editions[year], "sms"), theme=theme)
    assert [theme.slug for theme in Theme.objects.public()] == ["open"]


def test_secretariats_are_counted_with_the_executive_ones():
    structure = make_structure(
        tree="gs\n  osg | head_office\n  sedi | executive_secretariat\n  sla | secretariat\n"
        "  cim | commission_secretariat"
    )
    assert Placement.objects.of_structure(structure).secretariats().count() == 2


def test_what_is_below_a_unit_is_found_by_its_numbers():
    structure = make_structure()
    below = Placement.objects.within(place(structure, "sedi"))
    assert [row.unit.slug for row in below] == ["sedi", "education", "trade"]
    assert place(structure, "gs").sub_unit_count == 5


@pytest.mark.parametrize("on", ["1990-01-01", "2010-06-01", "2016-06-01", "2026-11-30"])
def test_the_turn_of_a_placement_at_hand_is_the_one_the_database_gives(demo, on):
    day = date.fromisoformat(on)
    for structure in Structure.objects.order_by("pk"):
        rows = list(Placement.objects.with_turn(structure, day).select_related("structure"))
        assert [precedence_of(row.structure, structure, day) for row in rows] == [row.turn for row in rows]
        ordered = list(Placement.objects.latest_first().values_list("pk", flat=True))
        assert [row.pk for row in latest_first(rows)] == ordered
