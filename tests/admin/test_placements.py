"""A unit in an edition: adding it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from orgunits.models import Source, Theme
from orgunits.tree.check import faults
from tests.helpers.admin_forms import errors_of, fields_of, messages_in, save
from tests.helpers.admin_placements import FORM, WHOLE, add_url, lock
from tests.helpers.admin_tree import tree_of
from tests.helpers.factories import drawn, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def test_adding_asks_first_for_a_structure_that_can_be_changed(admin_client):
    draft = make_structure("draft")
    proposal = make_structure("proposal", status="proposed")
    make_structure("adopted", status="adopted")

    response = admin_client.get(reverse("admin:orgunits_placement_add"))

    assert {*response.context["structures"]} == {draft, proposal}


def test_adding_without_a_draft_says_how_to_get_one(admin_client):
    make_structure("adopted", status="adopted")

    response = admin_client.get(reverse("admin:orgunits_placement_add"))

    assert "There is no draft or proposal: clone an edition as a draft first." in response.content.decode()


def test_a_unit_is_added_as_the_last_one_under_its_parent(admin_client, admin_user):
    draft = make_structure()
    unit = make_unit("press")

    response = save(
        admin_client,
        add_url(draft),
        FORM,
        unit=unit.pk,
        parent=place(draft, "osg").pk,
        name_en="Press Office",
        name_es="Oficina de Prensa",
        acronym_en="PO",
        kind="office",
        purpose_en="Tells the press.",
        change_reason="Executive Order 26-01",
    )

    assert response.url == tree_of(draft)
    press = place(draft, "press")
    assert drawn(draft) == "gs\n  osg\n    press\n  sedi\n    education\n    trade\n  sla"
    assert (press.name_en, press.name_es, press.acronym_en, press.acronym_es) == (
        "Press Office",
        "Oficina de Prensa",
        "PO",
        None,
    )
    assert (press.kind, press.purpose_en) == ("office", "Tells the press.")
    added = press.history.get()
    assert (added.history_user, added.history_change_reason) == (admin_user, "Executive Order 26-01")
    assert faults(draft) == []


def test_in_the_spanish_admin_names_stay_in_their_languages(admin_client):
    draft = make_structure()
    unit = make_unit("press")
    admin_client.cookies["django_language"] = "es"
    url, parent = add_url(draft, unit=unit.pk), place(draft, "gs").pk

    with override(None):  # the language of a request stays with its thread
        save(admin_client, url, FORM, parent=parent, name_en="Press", kind="office")

    press = place(draft, "press")
    assert (press.name_en, press.name_es) == ("Press", None)


def test_functions_themes_and_sources_are_added_with_it(admin_client):
    draft = make_structure()
    theme = Theme.objects.create(slug="trade", name="Trade")
    source = Source.objects.create(slug="order", kind="document", title="Order")

    save(
        admin_client,
        add_url(draft, unit=make_unit("press").pk),
        FORM,
        parent=place(draft, "gs").pk,
        name_en="Press",
        kind="office",
        sources=[source.pk],
        **{
            "functions-TOTAL_FORMS": 1,
            "functions-0-text_en": "Speaks.",
            "placement_themes-TOTAL_FORMS": 1,
            "placement_themes-0-theme": theme.pk,
            "placement_themes-0-position": 0,
        },
    )

    press = place(draft, "press")
    assert [(function.position, function.text_en) for function in press.functions.all()] == [(1, "Speaks.")]
    assert list(press.themes.all()) == [theme]
    assert list(press.sources.all()) == [source]


def test_the_first_unit_of_a_structure_is_its_top(admin_client):
    draft = make_structure("empty", "")

    save(admin_client, add_url(draft, unit=make_unit("gs").pk), FORM, name_en="Top", kind="general_secretariat")

    assert drawn(draft) == "gs"


def test_a_second_top_is_refused_and_nothing_typed_is_lost(admin_client):
    draft = make_structure()

    response = save(
        admin_client, add_url(draft, unit=make_unit("press").pk), FORM, name_en="Press", kind="office", note_en="New."
    )

    assert errors_of(response) == ["An edition has one unit at the top; place this one under another."]
    assert fields_of(response, FORM)["note_en"] == ["New."]
    assert drawn(draft) == WHOLE


def test_a_parent_in_another_structure_is_refused(admin_client):
    draft, other = make_structure("one"), make_structure("two")

    response = save(
        admin_client,
        add_url(draft, unit=make_unit("press").pk),
        FORM,
        parent=place(other, "osg").pk,
        name_en="Press",
        kind="office",
    )

    assert errors_of(response) == ["The unit above must be in the same edition."]


def test_a_unit_stands_once_in_a_structure(admin_client):
    draft = make_structure()
    osg = place(draft, "osg")

    response = save(admin_client, add_url(draft), FORM, unit=osg.unit_id, parent=osg.pk, name_en="Again", kind="office")

    assert errors_of(response) == ["This unit is already in the edition."]


def test_adding_to_a_locked_structure_is_refused(admin_client):
    locked = make_structure("locked", status="adopted")

    response = admin_client.get(add_url(locked), follow=True)

    assert messages_in(response) == ["The edition “Structure locked” is adopted: units can no longer be added."]


def test_a_unit_sent_after_the_adoption_is_refused_and_nothing_typed_is_lost(admin_client):
    draft = make_structure("draft")
    opened = fields_of(admin_client.get(add_url(draft, unit=make_unit("press").pk)), FORM)
    lock(draft)

    response = save(
        admin_client, add_url(draft), FORM, opened=opened, parent=place(draft, "gs").pk, name_en="Press", kind="office"
    )

    [error] = errors_of(response)
    assert error.startswith("The edition “Structure draft” is adopted: its tree is locked.")
    assert reverse("admin:orgunits_correction_add") in error
    assert fields_of(response, FORM)["name_en"] == ["Press"]
    assert drawn(draft) == WHOLE


def test_letters_are_stored_in_one_piece_and_a_character_that_no_page_shows_is_refused(admin_client):
    draft = make_structure()
    parent = place(draft, "gs").pk
    url = add_url(draft, unit=make_unit("press").pk)

    refused = save(admin_client, url, FORM, parent=parent, name_en="Press\x07Office", kind="office")
    assert errors_of(refused) == [
        "This contains a control character (U+0007) after “Press”: take it out, or type the words again."
    ]

    save(admin_client, url, FORM, parent=parent, name_en="Cafe\u0301", purpose_en="One.\r\nTwo.", kind="office")
    press = place(draft, "press")
    assert (press.name_en, press.purpose_en) == ("Caf\u00e9", "One.\nTwo.")
