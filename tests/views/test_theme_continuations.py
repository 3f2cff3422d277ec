"""Which theme went on in which: the rules, through the form an editor uses, and what a unit's page tells."""

from datetime import date

import pytest
from django.urls import reverse

from orgunits.models import PlacementTheme, Structure, Theme, ThemeContinuation
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, words_of

pytestmark = pytest.mark.django_db
ADOPTED, DRAFT = Structure.Status.ADOPTED, Structure.Status.DRAFT


def make_theme(name):
    return Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def say_continued(client, earlier, later):
    url = reverse("admin:orgunits_theme_change", args=[make_theme(earlier).pk])
    row = {"continuations-TOTAL_FORMS": "1", "continuations-0-basis": "inferred"}
    return save(client, url, "theme_form", **row, **{"continuations-0-later": make_theme(later).pk})


def test_an_editor_says_that_a_theme_went_on_in_another(admin_client):
    assert say_continued(admin_client, "Culture", "Travel").status_code == 302

    row = ThemeContinuation.objects.get()
    assert (row.earlier.name, row.later.name, row.is_inferred) == ("Culture", "Travel", True)
    assert row.history.count() == 1


@pytest.mark.parametrize(
    ("later", "sentence"),
    [("Culture", "A theme goes on in another one."), ("Leisure", "This theme went on in the earlier one already.")],
)
def test_a_theme_goes_on_neither_in_itself_nor_in_one_that_it_continues(admin_client, later, sentence):
    ThemeContinuation.objects.create(earlier=make_theme("Leisure"), later=make_theme("Travel"))
    ThemeContinuation.objects.create(earlier=make_theme("Travel"), later=make_theme("Culture"))

    response = say_continued(admin_client, "Culture", later)

    assert response.status_code == 200
    assert sentence in str(errors_of(response))
    assert ThemeContinuation.objects.count() == 2


def test_the_page_of_a_unit_names_what_its_themes_continue_and_what_they_went_on_in(client):
    before = make_structure("before", "gs\n  sedi", status=ADOPTED, effective_from=date(2008, 1, 1))
    after = make_structure("after", "gs\n  sedi", status=ADOPTED, effective_from=date(2016, 1, 1))
    draft = make_structure("draft", "gs\n  sedi", status=DRAFT)
    for structure, name in ((before, "Culture"), (after, "Travel"), (draft, "Secret")):
        PlacementTheme.objects.create(placement=place(structure, "sedi"), theme=make_theme(name))
    ThemeContinuation.objects.create(earlier=make_theme("Culture"), later=make_theme("Travel"))
    ThemeContinuation.objects.create(earlier=make_theme("Travel"), later=make_theme("Secret"))

    today, then = client.get("/en/units/sedi/"), client.get("/en/units/sedi/?on=2010-01-01")

    assert_valid_html(today)
    assert "Travel Continues “Culture” inferred" in words_of(today)
    assert "Culture Went on in “Travel” inferred" in words_of(then)
    assert "Secret" not in words_of(today)
