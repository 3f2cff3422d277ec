"""The selects of the forms: the same as Django's, without a template for each of their options."""

from django.forms import Select
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

SELECTED = mark_safe(" selected")


class Menu(Select):
    """A select of one choice out of many, without groups."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "usa-select", **(attrs or {})}, choices)

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)[:1]
        options = [("" if key is None else str(key), label) for key, label in self.choices]
        attributes = {"name": name, **self.build_attrs(self.attrs, attrs)}
        return format_html(
            "<select{}>{}</select>",
            format_html_join("", "{}", ((_attribute(key, text),) for key, text in attributes.items())),
            format_html_join(
                "\n",
                '<option value="{}"{}>{}</option>',
                ((key, SELECTED if key in chosen else "", label) for key, label in options),
            ),
        )


def _attribute(name, value):
    if value is False:
        return ""
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
