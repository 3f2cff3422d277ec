"""Refuses writes to a tree that go around trees.py."""

from contextvars import ContextVar

from mptt.querysets import TreeQuerySet

# The structures whose trees the running code has locked; set by trees.edit() and by nothing else.
open_structures = ContextVar("open_structures", default=frozenset())


class TreeWriteError(RuntimeError):
    """A write to a tree that did not go through orgunits.tree.trees."""


class GuardedTree(TreeQuerySet):
    """The part of PlacementQuerySet that writes, only while trees.edit() has a structure locked."""

    def _guard(self):
        if not open_structures.get():
            message = "Placements are written through orgunits.tree.trees only."
            raise TreeWriteError(message)

    def update(self, **kwargs):
        self._guard()
        return super().update(**kwargs)

    update.alters_data = True

    def delete(self):
        self._guard()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, *args, **kwargs):
        self._guard()
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        self._guard()
        return super().bulk_update(*args, **kwargs)
