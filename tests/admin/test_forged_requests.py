"""Requests that no page of the admin sends: keys that are none, and the history as a back door."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from orgunits.models import OrganizationalUnit, Structure, UnitOfficer
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_structure, make_unit

pytestmark = pytest.mark.django_db

NO_KEYS = ["abc", "9" * 30, "\0", "²"]


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize("model", ["orgunits_organizationalunit", "orgunits_structure", "auth_user"])
def test_an_action_on_what_is_no_record_is_refused(admin_client, model, key):
    make_structure("draft", "gs")

    response = admin_client.post(
        reverse(f"admin:{model}_changelist"), {"action": "delete_selected", "_selected_action": [key], "index": "0"}
    )

    assert response.status_code == 400
    assert response.context["errors"] == ("Choose an item from the list.",)
    assert (Structure.objects.count(), OrganizationalUnit.objects.count(), User.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("address", ["abc/history/", "abc/history/1/", "1/history/abc/", f"{'9' * 30}/history/"])
def test_the_history_of_what_is_no_record_is_not_found(admin_client, address):
    for path in ("organizationalunit", "structure", "placement"):
        assert admin_client.get(f"/admin/orgunits/{path}/{address}").status_code == 404
        assert admin_client.post(f"/admin/orgunits/{path}/{address}").status_code == 404


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_form_with_choices_that_are_none_is_shown_again(admin_client, key):
    unit = make_unit("osg")
    page = reverse("admin:orgunits_organizationalunit_change", args=[unit.pk])
    sent = {**fields_of(admin_client.get(page), "organizationalunit_form"), "label": "Forged", "sources": [key]}

    response = admin_client.post(page, sent)

    assert response.status_code == 200
    assert "sources" in response.context["adminform"].form.errors
    assert OrganizationalUnit.objects.get().label == unit.label


@pytest.mark.parametrize("asked", ["unit__id__exact", "unit__id__in", "p", "e"])
def test_a_list_filtered_by_a_number_beyond_all_keys_is_refused(admin_client, asked):
    response = admin_client.get(reverse("admin:orgunits_post_changelist"), {asked: "1," + "9" * 30})

    assert response.status_code == 400
    assert response.context["errors"] == ("A number in the address is too large.",)


def test_a_long_number_is_a_word_to_search_for(admin_client):
    assert admin_client.get(reverse("admin:orgunits_post_changelist"), {"q": "9" * 30}).status_code == 200


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_structure_is_not_adopted_by_acts_that_are_none(admin_client, key):
    draft = make_structure("draft", "gs")
    page = reverse("admin:orgunits_structure_check", args=[draft.pk])

    response = admin_client.post(page, {"day": "2030-01-01", "acts": [key], "action": "confirm"})

    assert response.status_code in (200, 400)
    draft.refresh_from_db()
    assert draft.status == Structure.Status.DRAFT


def test_an_officer_who_may_look_at_the_register_brings_no_earlier_version_back(client):
    agreement = make_agreement("signed", subject="As it was", unit=make_unit("osg"))
    agreement.subject = agreement.subject_en = "As it is"
    agreement.save()
    officer = User.objects.create_user("officer", is_staff=True)
    officer.user_permissions.add(Permission.objects.get(codename="view_cooperationagreement"))
    UnitOfficer.objects.create(user=officer, unit=make_unit("osg"))
    client.force_login(officer)
    version = agreement.history.last()
    page = reverse("admin:orgunits_cooperationagreement_simple_history", args=[agreement.pk, version.pk])

    assert client.get(page).status_code == 200
    assert client.post(page, {"subject_en": "As it was", "type": "general"}).status_code == 403

    agreement.refresh_from_db()
    assert agreement.subject == "As it is"


def test_a_list_has_no_more_rows_than_were_sent_whatever_their_number_is_said_to_be(admin_client):
    unit = make_unit("osg")
    page = reverse("admin:orgunits_organizationalunit_change", args=[unit.pk])
    sent = fields_of(admin_client.get(page), "organizationalunit_form")
    sent |= {"aliases-0-text": "Office", "aliases-0-kind": "nonsense"}
    huge = {name: "9" * 30 for name in sent if name.endswith(("TOTAL_FORMS", "INITIAL_FORMS"))}

    response = admin_client.post(page, {**sent, **huge})

    assert response.status_code == 200
    assert [len(inline.formset.forms) for inline in response.context["inline_admin_formsets"]] == [1, 0]
    assert OrganizationalUnit.objects.get().aliases.count() == 0


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https:evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_leads_to_no_other_site(client, elsewhere):
    User.objects.create_user("editor", password="words of mine", is_staff=True)

    response = client.post(
        reverse("admin:login"), {"username": "editor", "password": "words of mine", "next": elsewhere}
    )

    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))


@pytest.mark.parametrize("page", ["structure/", "chart.svg"])
def test_a_draft_that_staff_look_at_is_kept_out_of_shared_caches(client, admin_client, page):
    make_structure("draft", "gs")
    make_structure("adopted", "gs", status="adopted", effective_from=date(2020, 1, 1))

    draft, public = admin_client.get(f"/en/{page}?structure=draft"), client.get(f"/en/{page}")

    assert draft.status_code == public.status_code == 200
    assert draft["Cache-Control"] == "private"
    assert "Cookie" in draft["Vary"]
    assert "Cache-Control" not in public
    assert client.get(f"/en/{page}?structure=draft").status_code == 404
