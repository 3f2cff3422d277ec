"""Units to be found by what they do, and how the answers of find/ are read."""

from datetime import date

from orgunits.models import PlacementTheme, Structure, Theme, UnitFunction
from tests.helpers.factories import make_structure

ADOPTED = Structure.Status.ADOPTED


def before():
    return make_structure(
        "before", "gs\n  sea | office | Office of Ports\n  law", status=ADOPTED, effective_from=date(2008, 1, 1)
    )


def today():
    tree = "gs\n  law | department | Department of International Law\n  social | department | Department of Inclusion"
    return make_structure("today", tree, status=ADOPTED, effective_from=date(2016, 1, 1))


def give_theme(placement, slug, name):
    theme = Theme.objects.get_or_create(slug=slug, defaults={"name": name})[0]
    PlacementTheme.objects.create(placement=placement, theme=theme, position=1)
    return theme


def give_function(placement, text, title=""):
    UnitFunction.objects.create(placement=placement, position=1, text=text, title=title)


def found(response):
    assert response.status_code == 200
    return [each.placement.unit.slug for each in response.context["units"]]


def reasons(response):
    return [
        [(reason.what.value, reason.structure and reason.structure.slug) for reason in each.shown_reasons]
        for each in response.context["units"]
    ]


def page_of(response):
    return " ".join(response.content.decode().split())
