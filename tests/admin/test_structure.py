"""Structures in the admin: their status, their acts, and the draft of the next one."""

from datetime import date

import pytest
from django.urls import reverse

from orgunits.models import LegalInstrument, OrganizationalUnit, Structure, StructureAuthority
from orgunits.tree import trees
from tests.helpers.admin_forms import errors_of, fields_of, messages_in, save
from tests.helpers.admin_structures import url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import drawn, make_structure, make_unit, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db

FORM = "structure_form"
LIST = reverse("admin:orgunits_structure_changelist")
DAY = {"effective_from": "2026-12-01", "effective_from_precision": "day"}


@pytest.fixture
def order():
    return LegalInstrument.objects.create(slug="order", kind="executive_order", symbol="EO 26-01", title="Order")


def naming(instrument):
    return {"structureauthority_set-TOTAL_FORMS": 1, "structureauthority_set-0-instrument": instrument.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(admin_client, count, costs):
    for number in range(count):
        make_structure(f"number-{number}")

    with costs("admin structures"):
        response = admin_client.get(LIST)

    assert [structure.unit_count for structure in response.context["cl"].result_list] == [6] * count


def test_the_list_shows_what_is_being_worked_on_first_then_the_latest(admin_client):
    make_structure("old", status="adopted", effective_from=date(1999, 1, 1))
    make_structure("observed", status="observed", as_of=date(2025, 1, 1), as_of_precision="year")
    make_structure("draft", "")

    response = admin_client.get(LIST)

    assert [structure.slug for structure in response.context["cl"].result_list] == ["draft", "observed", "old"]
    assert f'<a href="{tree_of(Structure.objects.get(slug="draft"))}">0</a>' in response.content.decode()


def test_a_new_structure_is_a_draft(admin_client):
    save(admin_client, reverse("admin:orgunits_structure_add"), FORM, name_en="Next", slug="next")

    structure = Structure.objects.get()
    assert (structure.slug, structure.name, structure.status) == ("next", "Next", "draft")


def test_the_form_of_a_draft_offers_no_status_that_has_a_page_of_its_own(admin_client):
    form = admin_client.get(url_of(make_structure())).context["adminform"].form

    assert [value for value, _label in form.fields["status"].widget.choices] == ["draft", "observed"]


@pytest.mark.parametrize("status", ["proposed", "adopted", "withdrawn"])
def test_a_status_that_has_a_page_of_its_own_is_refused_by_the_form(admin_client, order, status):
    draft = make_structure()

    response = save(admin_client, url_of(draft), FORM, status=status, **DAY, **naming(order))

    assert errors_of(response) == [
        "A structure is proposed, adopted or withdrawn on a page of its own: see the links above."
    ]
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_draft_may_turn_out_to_be_an_observation(admin_client):
    draft = make_structure()

    save(admin_client, url_of(draft), FORM, status="observed")

    draft.refresh_from_db()
    assert draft.status == "observed"


def test_the_last_act_of_an_adopted_structure_is_not_taken_away(admin_client, order):
    adopted = make_structure(status="adopted")
    StructureAuthority.objects.create(structure=adopted, instrument=order)

    response = save(admin_client, url_of(adopted), FORM, **{"structureauthority_set-0-DELETE": "on"})

    assert errors_of(response) == ["An adopted structure rests on an act: name another one before you take it away."]
    assert adopted.authorities.get() == order


def test_an_adopted_structure_does_not_become_a_draft_again(admin_client):
    adopted = make_structure(status="adopted")

    response = save(admin_client, url_of(adopted), FORM, status="draft")

    assert errors_of(response) == ["The structure is adopted: this stays as it is."]


def test_a_page_opened_before_the_adoption_leaves_the_structure_adopted(admin_client):
    draft = make_structure()
    opened = fields_of(admin_client.get(url_of(draft)), FORM)
    Structure.objects.filter(pk=draft.pk).update(status="adopted", **DAY)

    save(admin_client, url_of(draft), FORM, opened=opened, summary_en="Better.")

    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, draft.summary_en) == ("adopted", date(2026, 12, 1), "Better.")


def test_the_day_of_an_adopted_structure_stays(admin_client):
    draft = make_structure()
    opened = fields_of(admin_client.get(url_of(draft)), FORM)
    Structure.objects.filter(pk=draft.pk).update(status="adopted", **DAY)

    response = save(admin_client, url_of(draft), FORM, opened=opened, effective_from="2027-01-01")

    assert errors_of(response) == ["The structure is adopted: this stays as it is."]
    assert "effective_from" not in fields_of(admin_client.get(url_of(draft)), FORM)


def test_the_address_of_a_public_structure_stays(admin_client):
    proposal = make_structure(status="proposed")

    assert "slug" not in fields_of(admin_client.get(url_of(proposal)), FORM)
    assert "slug" in fields_of(admin_client.get(url_of(make_structure("other"))), FORM)


def test_a_version_of_the_draft_does_not_come_back_after_the_adoption(admin_client):
    draft = make_structure()
    version = draft.history.last()
    Structure.objects.filter(pk=draft.pk).update(status="adopted", **DAY)
    url = reverse("admin:orgunits_structure_simple_history", args=[draft.pk, version.pk])

    response = save(admin_client, url, "historicalstructure_form")

    form = response.context["adminform"].form
    assert form.errors["status"] == ["A structure that is adopted can't become draft."]
    draft.refresh_from_db()
    assert draft.status == "adopted"


def test_a_page_of_a_structure_leads_to_its_tree_and_to_a_clone(admin_client):
    adopted = make_structure(status="adopted")

    page = admin_client.get(url_of(adopted)).content.decode()

    assert tree_of(adopted) in page
    assert url_of(adopted, "clone") in page
    assert f"{reverse('admin:orgunits_correction_add')}?structure={adopted.pk}" in page


def test_a_clone_is_a_draft_with_the_whole_tree(admin_client, admin_user):
    adopted = make_structure("adopted", status="adopted")

    response = admin_client.post(url_of(adopted, "clone"), {"slug": "next", "name_en": "Next"}, follow=True)

    draft = Structure.objects.get(slug="next")
    assert (draft.status, draft.name_en, draft.based_on) == ("draft", "Next", adopted)
    assert drawn(draft) == drawn(adopted)
    assert place(draft, "sedi").history.get().history_user == admin_user
    assert response.redirect_chain == [(tree_of(draft), 302)]
    assert messages_in(response) == ["“Next” is a draft with the whole tree of “Structure adopted”; only staff see it."]


def test_a_clone_needs_an_address_of_its_own(admin_client):
    adopted = make_structure("adopted", status="adopted")

    response = admin_client.post(url_of(adopted, "clone"), {"slug": "adopted", "name_en": "Next"})

    assert response.context["form"].errors == {"slug": ["Structure with this Slug already exists."]}
    assert Structure.objects.count() == 1


@pytest.mark.parametrize("permissions", [["view_structure"], ["change_structure"], ["add_structure"]])
def test_cloning_needs_the_permissions_to_add_and_to_change(client, permissions):
    adopted = make_structure("adopted", status="adopted")
    log_in(client, *permissions)

    assert client.post(url_of(adopted, "clone"), {"slug": "next", "name_en": "Next"}).status_code == 403
    assert Structure.objects.count() == 1


def test_an_unknown_structure_can_not_be_cloned(admin_client):
    assert admin_client.get(reverse("admin:orgunits_structure_clone", args=["0"])).status_code == 404


def test_deleting_a_draft_takes_along_the_units_that_only_it_knew(admin_client):
    make_structure("in-force", "gs\n  osg", status="adopted")
    make_agreement("agr-1", unit=make_unit("responsible"))
    draft = make_structure("draft", "gs\n  osg\n  new\n    taken-out\n  responsible")
    trees.remove(place(draft, "taken-out"))

    page = admin_client.get(url_of(draft, "delete")).content.decode()
    admin_client.post(url_of(draft, "delete"), {"post": "yes"})

    assert "the places of 4 units" in page
    assert "2 records that only this draft knows go too:" in page
    assert "<li>NEW</li>" in page
    assert "<li>TAKEN-OUT</li>" in page
    assert [structure.slug for structure in Structure.objects.all()] == ["in-force"]
    assert sorted(unit.slug for unit in OrganizationalUnit.objects.all()) == ["gs", "osg", "responsible"]


def test_deleting_a_draft_without_units_of_its_own_says_that_all_stay(admin_client):
    make_structure("in-force", status="adopted")
    draft = make_structure()

    page = admin_client.get(url_of(draft, "delete")).content.decode()
    admin_client.post(url_of(draft, "delete"), {"post": "yes"})

    assert "the units themselves stay" in page
    assert OrganizationalUnit.objects.count() == 6


@pytest.mark.parametrize("status", ["proposed", "adopted", "observed", "withdrawn"])
def test_only_drafts_can_be_deleted(admin_client, status):
    structure = make_structure(status=status)

    one = admin_client.post(url_of(structure, "delete"), {"post": "yes"}, follow=True)
    chosen = {"action": "delete_selected", "_selected_action": [structure.pk], "post": "yes"}
    many = admin_client.post(LIST, chosen, follow=True)

    sentence = f"The structure “Structure draft” is {status}: only drafts can be deleted."
    assert messages_in(one) == [sentence]
    assert messages_in(many) == [sentence]
    assert Structure.objects.count() == 1
