"""Fields in which one types to find records."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from orgunits.keys import number


class KeysOnly:
    """Shows again what was chosen before; what is no key never was a choice, and no database is asked for it."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if number(str(key)) is not None], attr)


class Choice(KeysOnly, AutocompleteSelect):
    """One record."""


class Choices(KeysOnly, AutocompleteSelectMultiple):
    """Any number of records."""
