"""Themes in the admin: their names, and in which theme one went on."""

import pytest
from django.urls import reverse

from orgunits.models import Theme, ThemeContinuation
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.admin_records import url
from tests.helpers.themes import make_theme

pytestmark = pytest.mark.django_db


def test_a_theme_is_found_without_accents_and_case(admin_client):
    theme = Theme.objects.create(slug="migration", name_en="Migration", name_es="Migración y Niñez")
    Theme.objects.create(slug="trade", name="Trade")

    response = admin_client.get(url("theme"), {"q": "MIGRACION nin"})

    assert list(response.context["cl"].result_list) == [theme]


def test_a_theme_is_written_in_the_languages_one_knows(admin_client):
    save(admin_client, url("theme", "add"), "theme_form", name_en="Trade", name_es="Comercio", slug="trade")

    theme = Theme.objects.get()
    assert (theme.name_en, theme.name_es, theme.name_fr, theme.name_pt) == ("Trade", "Comercio", None, None)


def test_saving_an_untouched_theme_changes_no_language(admin_client):
    theme = Theme.objects.create(slug="trade", name_en="Trade")

    save(admin_client, url("theme", "change", theme.pk), "theme_form", name_es="Comercio")

    new, old = theme.history.all()
    assert [change.field for change in new.diff_against(old).changes] == ["name_es"]


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
