"""The language switch on a page with a form: a button of the form, by which it comes back with what was typed."""

from django import forms

# The button's name; what comes with it is shown again and neither checked nor stored.
IN_THIS_LANGUAGE = "in_this_language"


def as_typed(form, data, *, prefix=""):
    """The initial values of a form of this class that shows again what was typed in another one; but for files."""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}-{name}" if prefix else name)
        for name, field in form.base_fields.items()
        if not isinstance(field, forms.FileField)
    }
