"""units/<slug>/: the themes of the unit, what they continue and what continues them."""

from datetime import date

import pytest

from orgunits.models import PlacementTheme, Structure, ThemeContinuation
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, words_of
from tests.helpers.themes import make_theme

pytestmark = pytest.mark.django_db
ADOPTED, DRAFT = Structure.Status.ADOPTED, Structure.Status.DRAFT


def test_the_page_of_a_unit_names_what_its_themes_continue_and_what_they_went_on_in(client):
    before = make_structure("before", "gs\n  sedi", status=ADOPTED, effective_from=date(2008, 1, 1))
    after = make_structure("after", "gs\n  sedi", status=ADOPTED, effective_from=date(2016, 1, 1))
    draft = make_structure("draft", "gs\n  sedi", status=DRAFT)
    for structure, name in ((before, "Culture"), (after, "Travel"), (draft, "Hushed")):
        PlacementTheme.objects.create(placement=place(structure, "sedi"), theme=make_theme(name))
    ThemeContinuation.objects.create(earlier=make_theme("Culture"), later=make_theme("Travel"))
    ThemeContinuation.objects.create(earlier=make_theme("Travel"), later=make_theme("Hushed"))

    today, then = client.get("/en/units/sedi/"), client.get("/en/units/sedi/?on=2010-01-01")

    assert_valid_html(today)
    assert "Travel Continues: Culture (inferred)" in words_of(today)
    assert "Culture Now covered by: Travel (inferred)" in words_of(then)
    assert "Hushed" not in words_of(today)
