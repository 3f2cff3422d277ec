"""What is recorded of a unit, for tests of its page."""

from datetime import date

from orgunits.models import Pillar, PlacementPillar, PlacementTheme, Source, Structure, Theme, UnitFunction
from orgunits.tree import trees
from tests.helpers.factories import make_structure, place

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED
OBSERVED, DRAFT = Structure.Status.OBSERVED, Structure.Status.DRAFT

TODAY = """
    gs | general_secretariat | General Secretariat
      osg | head_office | Office of the Secretary General | OSG
      sare | secretariat | Secretariat for Access to Rights and Equity | SARE
        inclusion | department | Department of Social Inclusion | DSI
          equity | section | Equity Section
          groups | section | Section for Groups
    """


def edition(year, tree, status=ADOPTED, **fields):
    """An edition of a year; `in-2008` by its slug."""
    day = {"effective_from": date(year, 1, 1), "effective_from_precision": "year"}
    if status in (PROPOSED, OBSERVED):
        day = {"as_of": date(year, 1, 1), "as_of_precision": "year"}
    slug = fields.pop("slug", f"in-{year}")
    return make_structure(slug, tree, status=status, **{"name": f"Edition of {year}", **day, **fields})


def record(structure, slug, **content):
    """Gives the placement of a unit purpose, functions, themes or pillars."""
    placement = place(structure, slug)
    if purpose := content.get("purpose"):
        trees.change(placement, purpose_en=purpose)
    for number, text in enumerate(content.get("functions", []), start=1):
        UnitFunction.objects.create(placement=placement, position=number, text=text)
    for name in content.get("themes", []):
        theme = Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
        PlacementTheme.objects.create(placement=placement, theme=theme)
    for name in content.get("pillars", []):
        number = Pillar.objects.count() + 1
        pillar = Pillar.objects.get_or_create(slug=name.lower(), defaults={"name": name, "position": number})[0]
        PlacementPillar.objects.create(placement=placement, pillar=pillar)
    return placement


def source(number):
    return Source.objects.create(slug=f"source-{number}", kind=Source.Kind.DOCUMENT, title=f"Document {number}")


def html(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())
