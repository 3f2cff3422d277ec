import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from orgunits.models import (
    Body,
    Pillar,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Source,
    Structure,
    Theme,
    UnitFunction,
    UnitRelation,
)
from orgunits.tree import trees
from orgunits.tree.check import faults
from orgunits.tree.clone import clone
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    structure = make_structure("original", status=Structure.Status.ADOPTED)
    source = Source.objects.create(slug="act", kind="page", title="The act")
    sedi = trees.change(
        place(structure, "sedi"),
        summary_en="Develops.",
        summary_es="Desarrolla.",
        summary_source=source,
        summary_year=2012,
    )
    sedi.sources.add(source)
    UnitFunction.objects.create(placement=sedi, position=1, text="Assist member states.")
    PlacementTheme.objects.create(placement=sedi, theme=Theme.objects.create(slug="trade", name="Trade"), note="n")
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    PlacementPillar.objects.create(placement=sedi, pillar=pillar)
    relation = UnitRelation.objects.create(
        structure=structure,
        unit=make_unit("sedi"),
        kind="serves",
        to_body=Body.objects.create(slug="cidi", name="C"),
    )
    relation.sources.add(source)
    UnitRelation.objects.create(
        structure=structure, unit=make_unit("sedi"), kind="reports_to", to_unit=make_unit("osg")
    )
    return structure


def test_a_clone_is_a_draft_with_the_same_tree_and_all_that_hangs_on_it(original, admin_user):
    make_structure("another", "gs\n  x\n    y")

    copy = clone(original, slug="next", name="The next one", by=admin_user)

    assert (copy.status, copy.based_on, copy.effective_from) == (Structure.Status.DRAFT, original, None)
    assert drawn(copy) == drawn(original)
    assert faults(copy) == faults(original) == []
    sedi = place(copy, "sedi")
    assert sedi.parent == place(copy, "gs")
    assert [function.text for function in sedi.functions.all()] == ["Assist member states."]
    assert [(row.theme.slug, row.note) for row in sedi.placement_themes.all()] == [("trade", "n")]
    assert [row.pillar.slug for row in sedi.placement_pillars.all()] == ["democracy"]
    assert [source.slug for source in sedi.sources.all()] == ["act"]
    assert (sedi.summary_en, sedi.summary_es, sedi.summary_year) == ("Develops.", "Desarrolla.", 2012)
    assert sedi.summary_source.slug == "act"
    assert [
        (relation.kind, str(relation.to_unit or relation.to_body), relation.sources.count())
        for relation in UnitRelation.objects.filter(structure=copy)
    ] == [("reports_to", "OSG", 0), ("serves", "C", 1)]


def test_the_history_of_a_clone_begins_with_the_copying(original, admin_user):
    copy = clone(original, slug="next", name="The next one", by=admin_user)
    first = place(copy, "sedi").history.get()
    assert (first.history_type, first.history_change_reason, first.history_user) == (
        "+",
        "Cloned from original",
        admin_user,
    )
    assert first.name_en == "Sedi"
    assert [row.source.slug for row in first.sources.all()] == ["act"]


def test_a_clone_lives_its_own_life(original):
    copy = clone(original, slug="next", name="The next one")

    trees.remove(place(copy, "sedi"))
    trees.add(copy, make_unit("new"), parent=place(copy, "osg"), kind="office", name="New")

    assert drawn(original) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert drawn(copy) == "gs\n  osg\n    new\n  sla"
    assert faults(copy) == faults(original) == []


def test_a_clone_takes_the_same_few_statements_at_any_size(original, costs):
    for position in range(60):
        with trees.edit(original):
            pass
        UnitFunction.objects.create(placement=place(original, "sla"), position=position + 1, text="More.")
    with costs("clone on PostgreSQL" if connection.vendor == "postgresql" else "clone") as queries:
        clone(original, slug="next", name="The next one")
    into_placements = [q["sql"] for q in queries.captured_queries if "INTO orgunits_placement " in q["sql"]]
    assert len(into_placements) == 1
    assert Placement.objects.filter(structure__slug="next").count() == 6


def test_a_taken_slug_is_refused_and_nothing_is_left(original):
    with pytest.raises(ValidationError) as refused:
        clone(original, slug="original", name="Again")
    assert "slug" in refused.value.message_dict
    assert Structure.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL plans; its own run tests it")
def test_on_postgresql_a_clone_compares_no_row_with_each_other_even_where_rows_were_never_counted(original):
    plans = []

    def explain(execute, sql, params, many, context):
        if "INSERT INTO orgunits_placement " in sql and not sql.startswith("EXPLAIN"):
            plans.append("\n".join(row[0] for row in run(f"EXPLAIN {sql}", params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        clone(original, slug="next", name="The next one")

    (plan,) = plans
    assert "Join" in plan
    assert "Nested Loop" not in plan
    assert run("SHOW enable_nestloop") == [("on",)]


def run(sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
