"""A unit in an edition: changing it, in a draft and in a locked edition."""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from orgunits.models import Placement, Source, Structure
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.admin_placements import FORM, WHOLE, lock, url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.html import texts

pytestmark = pytest.mark.django_db


# --- changing ---


def test_what_an_editor_changes_is_written_and_the_revision_rises(admin_client):
    draft = make_structure()
    sedi = place(draft, "sedi")

    response = save(admin_client, url_of(sedi), FORM, name_en="Integral Development", purpose_en="Develops.")

    assert response.url == tree_of(draft)
    sedi.refresh_from_db()
    assert (sedi.name_en, sedi.purpose_en) == ("Integral Development", "Develops.")
    assert sedi.folded == "integral development"
    assert Structure.objects.get().revision > draft.revision


def test_a_form_saved_untouched_writes_no_history(admin_client):
    sedi = place(make_structure(), "sedi")

    save(admin_client, url_of(sedi), FORM)

    assert sedi.history.count() == 1


def test_the_reason_of_a_change_is_kept_with_it(admin_client, admin_user):
    sedi = place(make_structure(), "sedi")

    save(admin_client, url_of(sedi), FORM, purpose_en="Develops.", change_reason="Order 08-01")

    changed, added = sedi.history.all()
    assert (changed.history_change_reason, changed.history_user) == ("Order 08-01", admin_user)
    assert added.history_change_reason is None


def test_another_parent_moves_the_unit_with_all_below_to_the_end(admin_client):
    draft = make_structure()

    save(admin_client, url_of(place(draft, "sedi")), FORM, parent=place(draft, "sla").pk)

    assert drawn(draft) == "gs\n  osg\n  sla\n    sedi\n      education\n      trade"
    assert faults(draft) == []


def test_a_parent_below_itself_is_refused(admin_client):
    draft = make_structure()

    response = save(admin_client, url_of(place(draft, "sedi")), FORM, parent=place(draft, "trade").pk)

    assert errors_of(response) == ["A unit can't be under itself or under a unit below it."]
    assert drawn(draft) == WHOLE


def test_a_unit_can_not_be_made_a_second_top(admin_client):
    draft = make_structure()

    response = save(admin_client, url_of(place(draft, "sedi")), FORM, parent="")

    assert errors_of(response) == ["An edition has one unit at the top; place this one under another."]


def test_a_page_opened_before_a_move_does_not_move_the_unit_back(admin_client):
    draft = make_structure()
    sedi = place(draft, "sedi")
    opened = fields_of(admin_client.get(url_of(sedi)), FORM)
    trees.move(sedi, place(draft, "sla"))

    save(admin_client, url_of(sedi), FORM, opened=opened, purpose_en="Develops.")

    assert drawn(draft) == "gs\n  osg\n  sla\n    sedi\n      education\n      trade"
    assert place(draft, "sedi").purpose_en == "Develops."


def test_a_page_opened_before_a_renaming_does_not_bring_the_old_name_back(admin_client):
    draft = make_structure()
    sedi = place(draft, "sedi")
    opened = fields_of(admin_client.get(url_of(sedi)), FORM)
    trees.change(sedi, name_en="Integral Development")

    save(admin_client, url_of(sedi), FORM, opened=opened, acronym_en="SEDI")

    sedi.refresh_from_db()
    assert (sedi.name_en, sedi.acronym_en) == ("Integral Development", "SEDI")


def test_a_page_opened_before_somebody_changed_a_function_leaves_it(admin_client):
    sedi = place(make_structure(), "sedi")
    function = sedi.functions.create(position=1, text="First.")
    opened = fields_of(admin_client.get(url_of(sedi)), FORM)
    sedi.functions.update(text_en="Better.")

    save(admin_client, url_of(sedi), FORM, opened=opened, **{"functions-0-title_en": "One"})

    function.refresh_from_db()
    assert (function.title_en, function.text_en) == ("One", "Better.")


def test_a_page_of_a_unit_that_was_taken_out_meanwhile_says_so_with_what_was_typed(admin_client):
    draft = make_structure()
    sla = place(draft, "sla")
    opened = fields_of(admin_client.get(url_of(sla)), FORM)
    trees.remove(sla)

    response = save(admin_client, url_of(sla), FORM, opened=opened, name_en="Legal")

    assert response.status_code == 410
    assert texts(response, ".//h1") == ["Somebody deleted this while you had the page open"]
    assert texts(response, ".//dl/dd") == ["Legal"]


def test_functions_can_change_places(admin_client):
    sedi = place(make_structure(), "sedi")
    for position, text in enumerate(["First.", "Second.", "Third."], start=1):
        sedi.functions.create(position=position, text=text)

    save(
        admin_client,
        url_of(sedi),
        FORM,
        **{"functions-0-position": 2, "functions-1-position": 1, "functions-2-DELETE": "on"},
    )

    assert list(sedi.functions.values_list("position", "text")) == [(1, "Second."), (2, "First.")]


def test_a_new_function_without_a_position_is_the_last(admin_client):
    sedi = place(make_structure(), "sedi")
    for position in (3, 7):
        sedi.functions.create(position=position, text=f"At {position}.")
    changes = {"functions-TOTAL_FORMS": 3, "functions-2-text_en": "New.", "functions-2-position": ""}

    save(admin_client, url_of(sedi), FORM, **changes)

    assert list(sedi.functions.values_list("position", "text")) == [(1, "At 3."), (2, "At 7."), (3, "New.")]


# --- on a locked structure ---


def test_the_shape_of_a_locked_structure_is_shown_with_the_way_to_correct_it(admin_client):
    sedi = place(make_structure("locked", status="adopted"), "sedi")

    response = admin_client.get(url_of(sedi))

    fields = fields_of(response, FORM)
    assert not {"name_en", "acronym_es", "kind", "parent"} & set(fields)
    assert "purpose_en" in fields
    link = f"{reverse('admin:orgunits_correction_add')}?structure={sedi.structure_id}&amp;unit={sedi.unit_id}"
    assert link in response.content.decode()
    assert 'class="deletelink"' not in response.content.decode()


def test_the_content_of_a_locked_structure_can_be_bettered(admin_client):
    locked = make_structure("locked", status="adopted")
    sedi = place(locked, "sedi")

    save(
        admin_client,
        url_of(sedi),
        FORM,
        summary_en="Serves CIDI.",
        summary_source=Source.objects.create(slug="order", kind="document", title="The order").pk,
        summary_year=2012,
        purpose_en="Develops.",
        sub_units_complete="on",
        **{"functions-TOTAL_FORMS": 1, "functions-0-text_en": "Plans."},
    )

    sedi.refresh_from_db()
    assert (sedi.purpose_en, sedi.sub_units_complete, sedi.functions.get().text_en) == ("Develops.", True, "Plans.")
    assert (sedi.summary_en, sedi.summary_source.slug, sedi.summary_year) == ("Serves CIDI.", "order", 2012)
    assert Structure.objects.get().revision > locked.revision


def test_what_a_unit_does_is_one_sentence_of_160_characters_at_most(admin_client):
    sedi = place(make_structure(), "sedi")

    response = save(admin_client, url_of(sedi), FORM, summary_es="a" * 161)

    assert errors_of(response) == ["Shorten this to 160 characters; it has 161."]


def test_what_a_unit_does_has_a_source_a_year_that_has_begun_and_english_words(admin_client):
    sedi = place(make_structure(), "sedi")
    source = Source.objects.create(slug="order", kind="document", title="The order").pk
    given = {"summary_en": "Serves.", "summary_es": "Sirve.", "summary_source": source, "summary_year": 2012}

    def refused(**wrong):
        return errors_of(save(admin_client, url_of(sedi), FORM, **{**given, **wrong}))

    assert refused(summary_source="") == ["Choose the text that the sentence sums up."]
    assert refused(summary_year=timezone.localdate().year + 1) == ["This year is still to come."]
    assert refused(summary_en="") == ["Write the sentence in English, or clear it in the other languages."]
    sedi.refresh_from_db()
    assert not sedi.summary_en
    save(admin_client, url_of(sedi), FORM, **{**given, "summary_year": ""})
    sedi.refresh_from_db()
    assert (sedi.summary_en, sedi.summary_year) == ("Serves.", None)


@pytest.mark.parametrize("change", [{"name_en": "Other"}, {"kind": "office"}, {"acronym_es": "XX"}])
def test_a_changed_shape_sent_after_the_adoption_is_refused_with_all_that_was_typed(admin_client, change):
    draft = make_structure("draft")
    sedi = place(draft, "sedi")
    opened = fields_of(admin_client.get(url_of(sedi)), FORM)
    lock(draft)

    response = save(admin_client, url_of(sedi), FORM, opened=opened, purpose_en="Develops.", **change)

    [error] = errors_of(response)
    assert error.startswith("The edition “Structure draft” is adopted: this can only be changed by a correction.")
    assert f"{reverse('admin:orgunits_correction_add')}?structure={draft.pk}&amp;unit={sedi.unit_id}" in error
    sent_again = fields_of(response, FORM)
    assert sent_again["purpose_en"] == ["Develops."]
    assert {name: sent_again[name] for name in change} == {name: [value] for name, value in change.items()}
    sedi.refresh_from_db()
    assert (sedi.name_en, sedi.purpose_en) == ("Sedi", None)


def test_a_move_sent_after_the_adoption_is_refused(admin_client):
    draft = make_structure("draft")
    opened = fields_of(admin_client.get(url_of(place(draft, "sedi"))), FORM)
    lock(draft)

    response = save(admin_client, url_of(place(draft, "sedi")), FORM, opened=opened, parent=place(draft, "sla").pk)

    assert "its tree is locked" in errors_of(response)[0]
    assert drawn(draft) == WHOLE


# --- autocomplete ---


def offered(client, field, term, **within):
    names = {"app_label": "orgunits", "model_name": "placement", "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), {**names, **within}).json()["results"]]


def test_parents_are_offered_from_the_structure_at_hand(admin_client):
    draft = make_structure("one", "gs\n  legal | department | Asuntos Jurídicos")
    make_structure("two", "gs\n  legal | department | Asuntos Jurídicos")

    assert offered(admin_client, "parent", "juridicos", in_structure=draft.pk) == ["Asuntos Jurídicos: under Gs"]
    assert offered(admin_client, "parent", "juridicos", in_structure="x") == []
    page = admin_client.get(url_of(place(draft, "legal"))).content.decode()
    assert f'data-ajax--url="/admin/autocomplete/?in_structure={draft.pk}"' in page


def test_units_are_offered_that_do_not_stand_in_the_structure_yet(admin_client):
    draft = make_structure("one", "gs\n  sedi")
    make_structure("two", "gs\n  sedi\n  sla | department | Asuntos Jurídicos")

    assert offered(admin_client, "unit", "", not_standing_in=draft.pk) == ["SLA: under Gs, Structure two, sla"]
    assert offered(admin_client, "unit", "juridicos", not_standing_in=draft.pk) == ["SLA: under Gs, Structure two, sla"]
    assert offered(admin_client, "unit", "", standing_in=draft.pk) == [
        "GS: Structure two, gs",
        "SEDI: under Gs, Structure two, sedi",
    ]
    assert offered(admin_client, "unit", "sla") == ["SLA: under Gs, Structure two, sla"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_however_many_units_there_are(admin_client, count, costs):
    ContentType.objects.get_for_model(Placement)  # kept by Django after the first time
    structure = make_structure("one", "gs\n" + "".join(f"  unit-{number}\n" for number in range(count)))
    url = url_of(place(structure, "unit-0"))

    with costs("admin unit in an edition"):
        response = admin_client.get(url)

    assert response.context["original"].name == "Unit 0"


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_however_many_functions(admin_client, count, costs):
    ContentType.objects.get_for_model(Placement)
    sedi = place(make_structure(), "sedi")
    for number in range(count):
        sedi.functions.create(position=number, text=f"Function {number}")

    with costs("admin unit in an edition"):
        response = admin_client.get(url_of(sedi))

    assert len(response.context["inline_admin_formsets"][0].formset.initial_forms) == count


def test_who_would_write_over_somebody_elses_words_is_told_first(admin_client, admin_user):
    draft = make_structure()
    placement = place(draft, "trade")
    opened = fields_of(admin_client.get(url_of(placement)), FORM)
    other = User.objects.create_superuser("colleague")
    trees.change(placement, name_en="Department of Commerce")
    placement.history.update(history_user=other)

    response = save(admin_client, url_of(placement), FORM, opened=opened, name_en="Department of Trade")

    assert errors_of(response) == [
        "colleague changed this while you had the page open. It now says: “Department of Commerce”. Your text is "
        "still in the field: save again to replace theirs."
    ]
    placement.refresh_from_db()
    assert placement.name_en == "Department of Commerce"
    save(admin_client, url_of(placement), FORM, opened=fields_of(response, FORM))
    placement.refresh_from_db()
    assert placement.name_en == "Department of Trade"
