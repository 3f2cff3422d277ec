"""The rule that a unit and the one above it stand in the same tree, kept by the database."""

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint


class ParentInSameTree(BaseConstraint):
    """A foreign key of two columns: (parent_id, tree_id) to (id, tree_id) of the same table.

    Django has none of its own. The columns it points to need a UniqueConstraint, named before it in `Meta`. Looked at
    when the transaction ends, as Django's own foreign keys are.
    """

    def __eq__(self, other):
        return isinstance(other, ParentInSameTree) and self.deconstruct() == other.deconstruct()

    __hash__ = None

    def constraint_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        key, parent, tree = (quote(model._meta.get_field(name).column) for name in ("id", "parent", "tree_id"))
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({parent}, {tree}) "
            f"REFERENCES {quote(model._meta.db_table)} ({key}, {tree}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if instance.parent_id is None or {"parent", "tree_id"} & set(exclude or ()):
            return
        if not model._base_manager.using(using).filter(pk=instance.parent_id, tree_id=instance.tree_id).exists():
            raise ValidationError({"parent": self.get_violation_error_message()}, code=self.violation_error_code)
