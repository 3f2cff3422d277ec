"""Names made of other records' names."""

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _


def name_of(record, field):
    """The record that the foreign key `field` leads to, by its name; a word for one that only histories still know."""
    try:
        return str(getattr(record, field))
    except ObjectDoesNotExist:
        return _("(deleted)")
