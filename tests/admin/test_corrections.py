"""The correction form: the only way to change the shape of a locked structure."""

import pytest
from django.urls import reverse

from orgunits.models import Correction
from orgunits.tree.check import faults
from tests.helpers.admin_forms import errors_of, fields_of, messages_in, save
from tests.helpers.admin_tree import tree_of
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db

FORM = "correction_form"
ADD = reverse("admin:orgunits_correction_add")
LIST = reverse("admin:orgunits_correction_changelist")


def add_url(structure, unit="sedi"):
    return f"{ADD}?structure={structure.pk}&unit={place(structure, unit).unit_id}"


@pytest.fixture
def locked():
    return make_structure("locked", status="adopted")


def recorded():
    return list(Correction.objects.values_list("unit__slug", "fact", "before", "after", "reason"))


def test_a_correction_asks_first_for_a_locked_structure(admin_client, locked):
    make_structure("draft")
    observed = make_structure("observed", status="observed")

    response = admin_client.get(ADD)

    assert {*response.context["structures"]} == {locked, observed}


def test_the_form_shows_what_is_recorded_of_the_unit(admin_client, locked):
    page = admin_client.get(add_url(locked)).content.decode()

    assert "<dt>Official name (English)</dt><dd>Sedi</dd>" in page
    assert "<dt>Under</dt><dd>Gs</dd>" in page


def test_a_name_is_corrected_with_a_reason_and_recorded(admin_client, admin_user, locked):
    response = save(
        admin_client, add_url(locked), FORM, fact="name_en", new_text="Development", reason="Typing error.", follow=True
    )

    assert response.redirect_chain == [(tree_of(locked), 302)]
    assert place(locked, "sedi").name_en == "Development"
    assert recorded() == [("sedi", "name_en", "Sedi", "Development", "Typing error.")]
    assert Correction.objects.get().made_by == admin_user


def test_a_kind_is_corrected(admin_client, locked):
    save(admin_client, add_url(locked), FORM, fact="kind", new_kind="secretariat", reason="Order 99-1.")

    assert place(locked, "sedi").kind == "secretariat"
    assert recorded() == [("sedi", "kind", "department", "secretariat", "Order 99-1.")]
    assert '<td class="field-shown_after">Secretariat</td>' in admin_client.get(LIST).content.decode()


def test_a_place_is_corrected_to_its_very_position(admin_client, locked):
    save(
        admin_client,
        add_url(locked, "sla"),
        FORM,
        fact="parent",
        target=place(locked, "trade").pk,
        position="left",
        reason="Order 99-1.",
    )

    assert drawn(locked) == "gs\n  osg\n  sedi\n    education\n    sla\n    trade"
    assert recorded() == [("sla", "parent", "Gs · 3", "Sedi · 2", "Order 99-1.")]
    assert faults(locked) == []


def test_an_acronym_is_taken_away_by_an_empty_one(admin_client):
    locked = make_structure("locked", "gs | general_secretariat | Top | GS", status="adopted")

    save(admin_client, add_url(locked, "gs"), FORM, fact="acronym_en", new_text="", reason="It has none.")

    assert recorded() == [("gs", "acronym_en", "GS", "", "It has none.")]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_needs_its_reason(admin_client, locked, reason):
    response = save(admin_client, add_url(locked), FORM, fact="name_en", new_text="Development", reason=reason)

    assert errors_of(response) == ["This field is required."]
    assert place(locked, "sedi").name_en == "Sedi"
    assert recorded() == []


@pytest.mark.parametrize("fact", ["parent", "kind"])
def test_a_correction_says_what_is_right(admin_client, locked, fact):
    response = save(admin_client, add_url(locked), FORM, fact=fact, reason="Order 99-1.")

    assert errors_of(response) == ["Say what is right."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fact": "name_en", "new_text": "Sedi"}, "Nothing would change."),
        ({"fact": "name_en", "new_text": ""}, "This field cannot be blank."),
        ({"fact": "kind", "new_kind": "department"}, "Nothing would change."),
    ],
)
def test_what_the_models_refuse_is_shown_in_the_form(admin_client, locked, change, sentence):
    response = save(admin_client, add_url(locked), FORM, reason="Order 99-1.", **change)

    assert errors_of(response) == [sentence]
    assert fields_of(response, FORM)["reason"] == ["Order 99-1."]
    assert recorded() == []


def test_a_place_below_itself_is_refused(admin_client, locked):
    target = place(locked, "trade").pk

    response = save(admin_client, add_url(locked), FORM, fact="parent", target=target, reason="Order 99-1.")

    assert errors_of(response) == ["A unit can't stand under itself or under a unit below it."]
    assert list(response.context["adminform"].form.errors) == ["target"]


def test_a_place_in_another_structure_is_refused(admin_client, locked):
    other = make_structure("other", status="adopted", effective_from="2021-01-01")

    response = save(
        admin_client, add_url(locked), FORM, fact="parent", target=place(other, "sla").pk, reason="Order 99-1."
    )

    assert errors_of(response) == [
        "Select a valid choice. That choice is not one of the available choices.",
    ]


def test_a_structure_that_is_still_editable_is_not_corrected(admin_client):
    draft = make_structure("draft")

    response = save(admin_client, add_url(draft), FORM, fact="name_en", new_text="Development", reason="Order 99-1.")

    assert errors_of(response) == ["This structure is still editable: change it directly."]


def test_a_correction_is_never_changed_or_deleted(admin_client, locked):
    save(admin_client, add_url(locked), FORM, fact="name_en", new_text="Development", reason="Typing error.")
    correction = Correction.objects.get()
    change = reverse("admin:orgunits_correction_change", args=[correction.pk])

    assert fields_of(admin_client.get(change), FORM).keys() == {"csrfmiddlewaretoken"}
    assert admin_client.post(change, {"reason": "Other"}).status_code == 403
    delete = reverse("admin:orgunits_correction_delete", args=[correction.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert recorded() == [("sedi", "name_en", "Sedi", "Development", "Typing error.")]


@pytest.mark.parametrize("permissions", [["add_correction"], ["change_placement"], ["view_correction"]])
def test_correcting_needs_the_permission_to_change_places_too(client, locked, permissions):
    log_in(client, *permissions)

    response = client.post(add_url(locked), {"fact": "name_en", "new_text": "Other", "reason": "Because."})

    assert response.status_code == 403
    assert place(locked, "sedi").name_en == "Sedi"


def test_who_may_correct_is_enough_with_both_permissions(client, locked):
    log_in(client, "add_correction", "change_placement", "view_organizationalunit")

    save(client, add_url(locked), FORM, fact="name_en", new_text="Development", reason="Typing error.")

    assert place(locked, "sedi").name_en == "Development"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(admin_client, locked, count, costs):
    for unit in ["sedi", "sla", "osg"][:count]:
        save(admin_client, add_url(locked, unit), FORM, fact="name_en", new_text=f"Other {unit}", reason="Error.")

    with costs("admin corrections"):
        response = admin_client.get(LIST)

    assert len(response.context["cl"].result_list) == count


def test_a_correction_of_a_unit_that_does_not_stand_there_is_refused(admin_client, locked):
    other = make_structure("other", "gs\n  press")

    response = save(
        admin_client,
        f"{ADD}?structure={locked.pk}",
        FORM,
        unit=place(other, "press").unit_id,
        fact="name_en",
        new_text="Press",
        reason="Error.",
    )

    assert errors_of(response) == ["This unit does not stand in the structure."]


def test_a_refused_drag_leads_to_the_form_with_the_unit_filled_in(admin_client, locked):
    sla = place(locked, "sla")
    data = {"cmd": "move_node", "position": "left", "cut_item": sla.pk, "pasted_on": place(locked, "osg").pk}
    admin_client.post(tree_of(locked), data)
    [message] = messages_in(admin_client.get(tree_of(locked)))
    link = message.split('href="')[1].split('"')[0].replace("&amp;", "&")

    fields = fields_of(admin_client.get(link), FORM)

    assert (fields["unit"], fields["fact"]) == ([str(sla.unit_id)], ["parent"])
