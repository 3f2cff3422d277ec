"""An edition with an act, and how the list of them is read."""

from django.utils.text import slugify

from orgunits.models import (
    LegalInstrument,
    Structure,
)
from tests.helpers.html import parsed, text_of

ADOPTED, PROPOSED, OBSERVED, DRAFT = (
    Structure.Status.ADOPTED,
    Structure.Status.PROPOSED,
    Structure.Status.OBSERVED,
    Structure.Status.DRAFT,
)

TREE = """
gs | general_secretariat
  sla | secretariat | Secretariat for Legal Affairs | SLA
    law | department | Department of Law
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
"""


def make_act(symbol, **fields):
    slug = slugify(symbol)
    return LegalInstrument.objects.create(slug=slug, kind="executive_order", symbol=symbol, title=symbol, **fields)


def rows(response):
    return [[text_of(cell) for cell in row] for row in parsed(response).findall(".//tbody/tr")]
