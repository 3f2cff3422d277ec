"""With whom an agreement is before its signature, in words: what responsible.py says of each."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Desk(models.TextChoices):
    """With whom an agreement is before its signature."""

    UNIT = "unit", gettext_lazy("the unit’s officers")
    OFFICE = "office", gettext_lazy("the Secretary General’s office")
    ADMINISTRATORS = "administrators", gettext_lazy("the administrators of the directory")
    NOBODY = "nobody", gettext_lazy("nobody with an e-mail address")


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, by keys: of the users, of those of them with an address, and of the units asked for officers.

    `first` is the desk that is asked first; where nobody there can be reached, `desk` is another one.
    """

    first: Desk
    desk: Desk
    people: frozenset
    with_address: frozenset = frozenset()
    units: tuple = ()

    @property
    def stands_in(self):
        return self.desk != self.first

    @property
    def in_words(self):
        if not self.stands_in:
            return self.desk.label
        return _("%(whose)s (%(reason)s)") % {"whose": self.desk.label, "reason": self._reason}

    @property
    def _reason(self):
        if self.first == Desk.OFFICE:
            return _("nobody in the Secretary General’s office has an e-mail address")
        return _("no officer of the unit has an e-mail address") if self.units else _("no unit is named")
