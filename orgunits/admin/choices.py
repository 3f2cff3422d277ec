"""Fields in which one types to find records."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper

from orgunits.keys import number


class KeysOnly:
    """Shows again what was chosen before; what is no key never was a choice, and no database is asked for it."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if number(str(key)) is not None], attr)


class RecordsField(forms.ModelMultipleChoiceField):
    """Any number of records by their keys; what is no key is refused before the database is asked for it."""

    def _check_values(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if number(str(key)) is None:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super()._check_values(value)


class Choice(KeysOnly, AutocompleteSelect):
    """One record."""


class Choices(KeysOnly, AutocompleteSelectMultiple):
    """Any number of records."""


class AddInDraft(RelatedFieldWidgetWrapper):
    """With a “+” whose new record belongs to the draft that the page is about."""

    draft = None

    @classmethod
    def around(cls, wrapper, draft):
        may = {name: getattr(wrapper, name) for name in vars(wrapper) if name.startswith("can_")}
        made = cls(wrapper.widget, wrapper.rel, wrapper.admin_site, **may)
        made.draft = draft
        return made

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["url_params"] += f"&draft={self.draft}"
        return context
