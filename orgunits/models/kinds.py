"""The kinds of units, and the rank of those a source ranks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    GENERAL_SECRETARIAT = "general_secretariat", _("General Secretariat")
    HEAD_OFFICE = "head_office", _("Head office")
    SECRETARIAT = "secretariat", _("Secretariat")
    EXECUTIVE_SECRETARIAT = "executive_secretariat", _("Executive secretariat")
    COMMISSION_SECRETARIAT = "commission_secretariat", _("Commission secretariat")
    DEPARTMENT = "department", _("Department")
    OFFICE = "office", _("Office")
    SECTION = "section", _("Section")
    PROGRAM = "program", _("Program")
    AREA = "area", _("Area")

    @property
    def rank(self):
        """Its place in the order of units, 1 the highest; None where no source gives it one."""
        return RANKS.get(self)


# The seniority of posts in source document 003: the two heads, secretaries, directors of departments, directors of
# offices, chiefs of sections.
RANKS = {
    Kind.HEAD_OFFICE: 1,
    Kind.SECRETARIAT: 2,
    Kind.EXECUTIVE_SECRETARIAT: 2,
    Kind.DEPARTMENT: 3,
    Kind.OFFICE: 4,
    Kind.SECTION: 5,
}

SECRETARIATS = (Kind.SECRETARIAT, Kind.EXECUTIVE_SECRETARIAT)
