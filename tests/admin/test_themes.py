"""Themes in the admin: their names and labels, and in which theme one went on."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from orgunits.models import Theme, ThemeContinuation, ThemeLabel
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_source
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.people import log_in
from tests.helpers.themes import make_label, make_theme

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


# --- labels ---


def add_labels(client, theme, *labels, **changes):
    """Opens the theme's form and adds `labels`, (language, text) each, below those that are there."""
    page = url("theme", "change", theme.pk)
    opened = fields_of(client.get(page), "theme_form")
    first = int(opened["labels-TOTAL_FORMS"][0])
    rows = {"labels-TOTAL_FORMS": str(first + len(labels))}
    for number, (language, text) in enumerate(labels, start=first):
        rows |= {f"labels-{number}-language": language, f"labels-{number}-text": text}
    return save(client, page, "theme_form", opened=opened, **rows, **changes)


def labels_of(theme):
    return list(theme.labels.values_list("language", "text", "folded"))


def test_an_editor_gives_a_theme_labels_and_each_is_ours(admin_client, admin_user):
    theme = make_theme("Migration")

    saved = add_labels(admin_client, theme, ("es", "Migración"), ("pt", "imigração"), change_reason="As people say")

    assert saved.status_code == 302
    assert labels_of(theme) == [("es", "Migración", "migracion"), ("pt", "imigração", "imigracao")]
    for label in theme.labels.all():
        (made,) = label.history.all()
        assert (label.basis, made.history_user, made.text) == ("ours", admin_user, label.text)


def test_a_pasted_label_is_tidied(admin_client):
    theme = make_theme("Scholarships")

    add_labels(admin_client, theme, ("fr", " bourses\u00a0d\u2019e\u0301tudes\u200b\n"))

    assert labels_of(theme) == [("fr", "bourses d\u2019\u00e9tudes", "bourses d etudes")]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("en", "The theme already has this label, as “migración”; accents and capitals don’t count."),
        ("es", "El tema ya tiene esta etiqueta, como «migración»; los acentos y las mayúsculas no cuentan."),
    ],
)
@pytest.mark.parametrize("is_stored", [True, False])
def test_a_label_twice_is_refused_in_words(admin_client, page, sentence, is_stored):
    admin_client.cookies["django_language"] = page
    theme = make_theme("Migration")
    typed = [("es", "migración"), ("es", "Migracion")]
    if is_stored:
        make_label(theme, *typed.pop(0))
    before = labels_of(theme)

    response = add_labels(admin_client, theme, *typed)

    assert response.status_code == 200
    assert errors_of(response) == [sentence]
    assert labels_of(theme) == before


def test_a_label_of_another_language_or_theme_is_another_one(admin_client):
    theme, other = make_theme("Migration"), make_theme("Travel")
    make_label(theme, "en", "migrants")
    make_label(other, "fr", "migrants")

    assert add_labels(admin_client, theme, ("fr", "migrants")).status_code == 302

    assert labels_of(theme) == [("en", "migrants", "migrants"), ("fr", "migrants", "migrants")]


def test_the_accent_of_a_label_is_corrected_in_its_place(admin_client):
    theme = make_theme("Migration")
    make_label(theme, "es", "migracion")

    add_labels(admin_client, theme, **{"labels-0-text": "migración"})

    assert labels_of(theme) == [("es", "migración", "migracion")]


def test_a_label_without_a_letter_is_refused(admin_client):
    theme = make_theme("Migration")

    response = add_labels(admin_client, theme, ("en", "¿…? 🌎"))

    assert errors_of(response) == ["Type a word with letters or digits."]
    assert labels_of(theme) == []


def test_the_form_says_which_labels_are_ours_and_which_a_source_has(admin_client):
    theme = make_theme("Migration")
    make_label(theme, "en", "migrants")
    make_label(theme, "es", "personas migrantes", source=make_source("report"))

    response = admin_client.get(url("theme", "change", theme.pk))

    assert_valid_html(response)
    shown = texts(response, ".//td[@class='field-basis']/p")
    assert shown == ["our term", "recorded in a source", "our term"]  # the last: the row for a new one


@pytest.mark.parametrize("count", [1, 3])
def test_a_theme_costs_the_same_however_many_labels_it_has(admin_client, count, costs):
    theme = make_theme("Migration")
    for number in range(count):
        make_label(theme, "en", f"migrants {number}")
    ContentType.objects.get_for_model(Theme)  # kept by Django after the first time

    with costs("admin theme"):
        response = admin_client.get(url("theme", "change", theme.pk))

    assert texts(response, ".//td[@class='field-basis']/p") == ["our term"] * (count + 1)  # and the row for a new one


@pytest.mark.parametrize("count", [1, 3])
def test_so_it_does_for_who_may_only_look_whatever_the_labels_rest_on(client, count, costs):
    theme = make_theme("Migration")
    for number in range(count):
        make_label(theme, "en", f"migrants {number}", source=make_source(f"report-{number}"))
    log_in(client, "view_theme", "view_themelabel")
    ContentType.objects.get_for_model(Theme)

    with costs("admin theme, to look at"):
        response = client.get(url("theme", "change", theme.pk))

    assert texts(response, ".//td[@class='field-basis']/p") == ["recorded in a source"] * count


def test_only_who_may_edit_labels_adds_one(client):
    theme = make_theme("Migration")
    user = log_in(client, "view_theme", "change_theme", "view_themelabel")
    row = {"labels-TOTAL_FORMS": "1", "labels-INITIAL_FORMS": "0", "labels-0-language": "es", "labels-0-text": "becas"}

    save(client, url("theme", "change", theme.pk), "theme_form", **row)
    assert labels_of(theme) == []

    user.user_permissions.add(Permission.objects.get(codename="add_themelabel"))
    save(client, url("theme", "change", theme.pk), "theme_form", **row)
    assert labels_of(theme) == [("es", "becas", "becas")]


def test_a_stranger_adds_no_label(client):
    theme = make_theme("Migration")

    response = client.post(url("theme", "change", theme.pk), {"labels-TOTAL_FORMS": "1", "labels-0-text": "becas"})

    assert response.status_code == 403
    assert labels_of(theme) == []


def test_the_history_of_a_theme_names_its_labels_and_an_older_version_keeps_them(admin_client):
    theme = make_theme("Migration")
    version = theme.history.get()
    add_labels(admin_client, theme, ("es", "migrantes"), name_en="Migrations")
    add_labels(admin_client, theme, **{"labels-0-text": "personas migrantes"})

    save(admin_client, url("theme", "simple_history", theme.pk, version.pk), "historicaltheme_form")

    theme.refresh_from_db()
    assert (theme.name, labels_of(theme)) == ("Migration", [("es", "personas migrantes", "personas migrantes")])
    rows = admin_client.get(url("theme", "history", theme.pk)).context["rows"]
    assert [row["what"] for row in rows].count("Label of a theme") == 2
    assert list(theme.labels.get().history.values_list("text", flat=True)) == ["personas migrantes", "migrantes"]


def test_a_source_that_a_label_rests_on_stays(admin_client):
    source, theme = make_source("report"), make_theme("Migration")
    make_label(theme, "es", "migrantes", source=source)

    response = admin_client.get(url("source", "delete", source.pk))

    page = url("theme", "change", theme.pk)
    assert response.context["protected"] == ["Themes (1)", [f'<a href="{page}">Migration</a>']]


def test_a_theme_takes_its_labels_along(admin_client):
    theme = make_theme("Migration")
    make_label(theme, "es", "migrantes")

    admin_client.post(url("theme", "delete", theme.pk), {"post": "yes"})

    assert not ThemeLabel.objects.exists()
    assert ThemeLabel.history.filter(history_type="-").count() == 1


# --- continuations ---


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
    [("Culture", "A theme can't continue in itself."), ("Leisure", "The earlier theme already continues this one.")],
)
def test_a_theme_goes_on_neither_in_itself_nor_in_one_that_it_continues(admin_client, later, sentence):
    ThemeContinuation.objects.create(earlier=make_theme("Leisure"), later=make_theme("Travel"))
    ThemeContinuation.objects.create(earlier=make_theme("Travel"), later=make_theme("Culture"))

    response = say_continued(admin_client, "Culture", later)

    assert response.status_code == 200
    assert sentence in str(errors_of(response))
    assert ThemeContinuation.objects.count() == 2
