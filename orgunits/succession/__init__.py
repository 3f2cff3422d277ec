"""Which units came before and after a unit, read from the recorded changes.

ChangeEvent.links() (from the models) → succession (back and forth through any number of them, to those that stand).
"""
