"""Units found by words: names, acronyms, aliases and themes, in any language."""

import pytest

from orgunits.models import OrganizationalUnit, PlacementTheme, Structure, Theme, UnitAlias
from orgunits.search.units import matching
from orgunits.tree import trees
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    ["juridicos", "ASUNTOS JURÍDICOS", "Legal Affairs", "saj", "legal SLA", "sri legal", "arbitration"],
)
def test_units_are_found_in_any_language_by_name_acronym_alias_and_theme(words):
    structure = make_structure(tree="gs\n  sla | secretariat | Secretariat for Legal Affairs | SLA\n  osg")
    trees.change(place(structure, "sla"), name_es="Secretaría de Asuntos Jurídicos", acronym_es="SAJ")
    UnitAlias.objects.create(unit=make_unit("sla"), kind="acronym", text="SRI")
    theme = Theme.objects.create(slug="arbitration", name="Commercial arbitration")
    PlacementTheme.objects.create(placement=place(structure, "sla"), theme=theme)

    found = matching(OrganizationalUnit.objects.all(), words, structures=Structure.objects.all())

    assert [unit.slug for unit in found] == ["sla"]


def test_a_search_of_the_public_finds_nothing_that_only_drafts_say():
    make_structure("draft", "gs\n  osg | head_office | Hidden name")
    make_structure("open", "gs\n  osg | head_office | Open name", status=Structure.Status.PROPOSED)
    units = OrganizationalUnit.objects.public()
    assert not matching(units, "hidden", structures=Structure.objects.public())
    assert matching(units, "open", structures=Structure.objects.public()).get().slug == "osg"
