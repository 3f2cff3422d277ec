"""Copies of whole structures: one INSERT … SELECT a table, no tree arithmetic."""

from django.db import connection
from django.utils import timezone

from ..models import Placement, PlacementPillar, PlacementTheme, Structure, UnitFunction, UnitRelation
from . import trees

# Joins a detail's placement to the copy of it: a unit stands once in a structure.
TO_COPY = """
    JOIN orgunits_placement old ON old.id = row.placement_id AND old.tree_id = %(source)s
    JOIN orgunits_placement new ON new.unit_id = old.unit_id AND new.tree_id = %(target)s
"""
RELATION_TO_COPY = """
    JOIN orgunits_unitrelation old ON old.id = row.unitrelation_id AND old.structure_id = %(source)s
    JOIN orgunits_unitrelation new ON new.structure_id = %(target)s AND new.unit_id = old.unit_id
        AND new.kind = old.kind AND COALESCE(new.to_unit_id, 0) = COALESCE(old.to_unit_id, 0)
        AND COALESCE(new.to_body_id, 0) = COALESCE(old.to_body_id, 0)
"""


def clone(source, *, slug, name, by=None):
    """A draft with the tree of `source` and all that hangs on it; ValidationError if the slug is taken or bad."""
    with trees.hold(source) as locked:
        target = Structure(
            slug=slug, name_en=name, status=Structure.Status.DRAFT, basis=Structure.Basis.ACT, based_on=locked
        )
        target.full_clean()
        reason = f"Cloned from {locked.slug}"
        target._change_reason, target._history_user = reason, by
        target.save()
        target.sources.set(locked.sources.all())
        parameters = {"source": locked.pk, "target": target.pk}
        parameters |= {"now": timezone.now(), "reason": reason, "by": by and by.pk}
        with connection.cursor() as cursor:
            for statement in _statements():
                cursor.execute(statement, parameters)
        return target


def _statements():
    if connection.vendor == "postgresql":
        # A planner that has never counted the rows takes them for few and compares each with each: minutes for 20,000.
        yield "SET LOCAL enable_nestloop TO off"
        yield _copy_placements()
        yield "SET LOCAL enable_nestloop TO DEFAULT"
    else:
        yield _copy_placements()
    yield _first_history(Placement, "row.tree_id = %(target)s")
    of_target = "row.placement_id IN (SELECT id FROM orgunits_placement WHERE tree_id = %(target)s)"
    for model in (UnitFunction, PlacementTheme, PlacementPillar):
        yield _copy(model, {"placement_id": "new.id"}, TO_COPY)
        yield _first_history(model, of_target)
    yield _copy(Placement.sources.through, {"placement_id": "new.id"}, TO_COPY)
    yield _first_history_of_sources(Placement)
    yield _copy(UnitRelation, {"structure_id": "%(target)s"}, "", where="WHERE row.structure_id = %(source)s")
    yield _first_history(UnitRelation, "row.structure_id = %(target)s")
    yield _copy(UnitRelation.sources.through, {"unitrelation_id": "new.id"}, RELATION_TO_COPY)
    yield _first_history_of_sources(UnitRelation)


def _first_history(model, where):
    """The history of a copy begins with the copying."""
    history = model.history.model._meta
    own = {field.column for field in model._meta.concrete_fields}
    columns = [field.column for field in history.concrete_fields if field.column in own]
    values = {"history_date": "%(now)s", "history_type": "'+'", "history_change_reason": "%(reason)s"}
    values |= {"history_user_id": "%(by)s"}
    return (
        f"INSERT INTO {history.db_table} ({', '.join([*columns, *values])}) "
        f"SELECT {', '.join([f'row.{column}' for column in columns] + list(values.values()))} "
        f"FROM {model._meta.db_table} row WHERE {where}"
    )


def _first_history_of_sources(model):
    """The sources of each copy, beside the first row of its history."""
    owner, through = model.sources.field.m2m_column_name(), model.sources.through._meta.db_table
    rows, history = model.history.model.sources.model._meta.db_table, model.history.model._meta.db_table
    return (
        f"INSERT INTO {rows} (history_id, id, {owner}, source_id) "
        f"SELECT version.history_id, row.id, row.{owner}, row.source_id "
        f"FROM {through} row JOIN {history} version ON version.id = row.{owner} WHERE version.structure_id = %(target)s"
    )


def _columns(model):
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def _copy(model, values, joins, where=""):
    columns = _columns(model)
    taken = ", ".join(values.get(column, f"row.{column}") for column in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} row {joins} {where}"


def _copy_placements():
    """The keys of the copies are known in the statement that makes them, so that a copy can name its parent's copy."""
    columns = _columns(Placement)
    values = {"structure_id": "%(target)s", "tree_id": "%(target)s"}
    if connection.vendor == "postgresql":
        key, values["parent_id"] = "mine.copy_id", "parent.copy_id"
        copies = """
            WITH copies AS (
                SELECT id, nextval(pg_get_serial_sequence('orgunits_placement', 'id')) AS copy_id
                FROM orgunits_placement WHERE tree_id = %(source)s
            )"""
        joins = "JOIN copies mine ON mine.id = row.id LEFT JOIN copies parent ON parent.id = row.parent_id"
    else:
        # The one writer of the database holds its lock here: keys above all others stay free.
        key, values["parent_id"] = "row.id + above.step", "row.parent_id + above.step"
        copies = """
            WITH above AS (
                SELECT (SELECT MAX(id) FROM orgunits_placement) - MIN(id) + 1 AS step
                FROM orgunits_placement WHERE tree_id = %(source)s
            )"""
        joins = "CROSS JOIN above"
    return f"""
        {copies}
        INSERT INTO orgunits_placement (id, {", ".join(columns)})
        SELECT {key}, {", ".join(values.get(column, f"row.{column}") for column in columns)}
        FROM orgunits_placement row {joins}
        WHERE row.tree_id = %(source)s
    """
