"""The order of the lists of records, the same on every database."""

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from orgunits.models.languages import fallback_chain, page_language
from orgunits.models.sorting import SortKeyField, sort_column


class SortedList(ChangeList):
    """Texts in the order of the reader's language where the model keeps keys for it, and what is empty last."""

    def get_ordering(self, request, queryset):
        return [self._on_any_database(part) for part in super().get_ordering(request, queryset)]

    def _on_any_database(self, part):
        name = part.removeprefix("-") if isinstance(part, str) else None
        try:
            field = name and self.lookup_opts.get_field(name)
        except FieldDoesNotExist:
            return part
        if not field or field.is_relation or not (column := self._column(field)):
            return part
        return column.desc(nulls_last=True) if part.startswith("-") else column.asc(nulls_last=True)

    def _column(self, field):
        """What sorts by `field`; None where its own column does so without more ado."""
        if any(isinstance(each, SortKeyField) and each.of[0] == field.name for each in self.lookup_opts.fields):
            return F(sort_column())
        if hasattr(self.model, f"{field.name}_{page_language()}"):
            columns = (f"{field.name}_{language}" for language in fallback_chain(page_language()))
            # Each translated column is a kind of field of its own.
            return Coalesce(*(NullIf(column, Value("")) for column in columns), output_field=TextField())
        return F(field.name) if field.null else None
