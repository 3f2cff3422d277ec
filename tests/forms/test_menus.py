"""The selects of the forms are Django's, written without a template for each option."""

import pytest
from django.forms import ChoiceField, Form, Select
from django.test.html import parse_html
from django.utils.translation import gettext_lazy

from orgunits.forms.menus import Menu

CHOICES = [("", gettext_lazy("Any kind")), ("a", "Art & culture"), ("b", "<b>"), (3, 1000)]


@pytest.mark.parametrize("data", [{}, {"kind": ""}, {"kind": "a"}, {"kind": "3"}, {"kind": "of no kind"}])
@pytest.mark.parametrize("required", [True, False])
def test_a_menu_is_the_select_that_django_writes(data, required):
    def written(widget):
        field = ChoiceField(choices=CHOICES, widget=widget, required=required, help_text="One of many")
        return str(type("KindForm", (Form,), {"kind": field})(data)["kind"])

    menu = written(Menu(attrs={"data-all": True, "hidden": False}))

    assert parse_html(menu) == parse_html(
        written(Select(attrs={"class": "usa-select", "data-all": True, "hidden": False}))
    )
    assert menu.count("<option") == len(CHOICES)
