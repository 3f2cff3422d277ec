"""Editions for the list of units, and how its page is read."""

from datetime import date

from orgunits.models import (
    Pillar,
    PlacementPillar,
    PlacementTheme,
    Structure,
    Theme,
    UnitAlias,
)
from tests.helpers.factories import make_structure, make_unit, place

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
OLD, NEW = date(2008, 3, 26), date(2016, 1, 1)

TODAY = """
    gs | general_secretariat | General Secretariat | GS
      osg | head_office | Office of the Secretary General | OSG
      sla | secretariat | Secretariat for Legal Affairs | SLA
        law | department | Department of International Law | DIL
      sms | secretariat | Secretariat for Multidimensional Security | SMS
        security | department | Department of Public Security | DPS
    """
BEFORE = """
    gs
      ser | secretariat | Secretariat for External Relations | SER
      law | department | Department of Legal Affairs | DLA
    """


def today(tree=TODAY, **fields):
    return make_structure("today", tree, status=ADOPTED, effective_from=NEW, **fields)


def before(tree=BEFORE, **fields):
    return make_structure("before", tree, status=ADOPTED, effective_from=OLD, **fields)


def draft():
    """What only a draft knows: a unit, its names, an alias of it and a theme."""
    structure = make_structure("hidden", "gs\n  secret | department | Department of Secrets | DOSE")
    UnitAlias.objects.create(unit=make_unit("secret"), kind="name", text="The Hush Office")
    give_theme(place(structure, "secret"), "whispering", "Whispering")
    return structure


def give_theme(placement, slug, name, **fields):
    theme = Theme.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]
    return PlacementTheme.objects.create(placement=placement, theme=theme)


def give_pillar(placement, slug="democracy", position=1):
    pillar = Pillar.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), "position": position})[0]
    return PlacementPillar.objects.create(placement=placement, pillar=pillar)


def listed(response):
    assert response.status_code == 200
    return [row.unit.slug for row in response.context["page"]]


def choices(response, name):
    return [value for value, _label in response.context["filters"].form.fields[name].choices if value]


def errors(response):
    assert response.status_code == 200
    return response.context["filters"].form.errors
