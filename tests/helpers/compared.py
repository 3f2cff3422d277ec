"""Two editions to compare, and how a page of compare/ is read."""

from datetime import date

from orgunits.models import Structure
from tests.helpers.factories import make_structure
from tests.helpers.html import parsed, text_of, texts

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED
FIRST = """
gs
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
    inclusion | department | Department of Social Inclusion | DIS
  ser | secretariat | Secretariat for External Relations | SER
"""
SECOND = """
gs
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
  sare | secretariat | Secretariat for Access to Rights and Equity | SARE
    inclusion | department | Department of Inclusion | DSI
"""
BOTH = {"from": "first", "to": "second"}


def make_pair():
    first = make_structure("first", FIRST, name="First", status=ADOPTED, effective_from=date(2012, 1, 1))
    second = make_structure("second", SECOND, name="Second", status=ADOPTED, effective_from=date(2016, 1, 1))
    return first, second


def labels(response, unit):
    """The words for what is found of the unit of that name."""
    items = parsed(response).findall(".//li[@class='difference']")
    item = next(item for item in items if text_of(item.find("p/a")) == unit)
    return [text_of(span) for span in item.findall("p/span") if (span.get("class") or "").startswith("change ")]


def chips(response):
    return texts(response, ".//ul[@class='chips findings']/li/a")
