"""Units in the admin: their permanent addresses, other names and places."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from orgunits.models import FormerSlug, OrganizationalUnit, Structure
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db

FORM = "organizationalunit_form"
LIST = reverse("admin:orgunits_organizationalunit_changelist")
ADD = reverse("admin:orgunits_organizationalunit_add")


def url_of(unit, page="change"):
    return reverse(f"admin:orgunits_organizationalunit_{page}", args=[unit.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(admin_client, count, costs):
    for number in range(count):
        make_unit(f"unit-{number}")

    with costs("admin units"):
        response = admin_client.get(LIST)

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("words", ["juridicos", "DEPARTAMENTO", "dai", "asesoria", "press-2"])
def test_a_unit_is_found_by_label_address_names_and_aliases_accents_aside(admin_client, words):
    make_structure("one", "gs\n  legal | department | Asuntos Jurídicos | DAI\n  trade")
    legal = OrganizationalUnit.objects.get(slug="legal")
    legal.aliases.create(kind="name", text="Asesoría")
    OrganizationalUnit.objects.filter(pk=legal.pk).update(label="Departamento Legal", slug="press-2")

    response = admin_client.get(LIST, {"q": words})

    assert list(response.context["cl"].result_list) == [legal]


def test_a_new_address_keeps_the_old_one(admin_client, admin_user):
    unit = make_unit("legal")

    save(admin_client, url_of(unit), FORM, slug="legal-affairs", change_reason="Renamed")

    unit.refresh_from_db()
    assert unit.slug == "legal-affairs"
    assert list(unit.former_slugs.values_list("slug", flat=True)) == ["legal"]
    renamed, _made = unit.history.all()
    assert (renamed.history_user, renamed.history_change_reason) == (admin_user, "Renamed")


def test_address_and_label_can_change_at_once(admin_client):
    unit = make_unit("legal")

    save(admin_client, url_of(unit), FORM, slug="legal-affairs", label="Legal Affairs")

    unit.refresh_from_db()
    assert (unit.slug, unit.label) == ("legal-affairs", "Legal Affairs")


def test_an_old_address_of_its_own_can_be_taken_again(admin_client):
    unit = make_unit("legal")
    save(admin_client, url_of(unit), FORM, slug="legal-affairs")

    save(admin_client, url_of(unit), FORM, slug="legal")

    unit.refresh_from_db()
    assert unit.slug == "legal"
    assert list(unit.former_slugs.values_list("slug", flat=True)) == ["legal-affairs"]


def test_an_older_version_with_another_address_keeps_todays_as_a_former_one(admin_client):
    unit = make_unit("legal")
    save(admin_client, url_of(unit), FORM, slug="legal-affairs")
    url = reverse("admin:orgunits_organizationalunit_simple_history", args=[unit.pk, unit.history.last().pk])

    save(admin_client, url, f"historical{FORM}")

    unit.refresh_from_db()
    assert unit.slug == "legal"
    assert list(unit.former_slugs.values_list("slug", flat=True)) == ["legal-affairs"]


@pytest.mark.parametrize("slug", ["propose", "follow", "2026-11-22"])
def test_reserved_addresses_are_refused(admin_client, slug):
    unit = make_unit("legal")

    assert errors_of(save(admin_client, url_of(unit), FORM, slug=slug)) == [
        f"“{slug}” is reserved; choose another one."
    ]
    assert errors_of(save(admin_client, ADD, FORM, slug=slug, label="New")) == [
        f"“{slug}” is reserved; choose another one."
    ]
    assert OrganizationalUnit.objects.get().slug == "legal"


def test_the_former_address_of_another_unit_is_refused(admin_client):
    legal, press = make_unit("legal"), make_unit("press")
    FormerSlug.objects.create(unit=press, slug="media")
    sentence = "“media” was the address of “PRESS” and redirects to it; choose another one."

    assert errors_of(save(admin_client, url_of(legal), FORM, slug="media")) == [sentence]
    assert errors_of(save(admin_client, ADD, FORM, slug="media", label="New")) == [sentence]


def test_a_former_address_is_nobodys_address_of_today(admin_client):
    legal, _press = make_unit("legal"), make_unit("press")
    changes = {"former_slugs-TOTAL_FORMS": 1, "former_slugs-0-slug": "press"}

    assert errors_of(save(admin_client, url_of(legal), FORM, **changes)) == ["This address now belongs to “PRESS”."]


def test_its_places_are_listed_and_linked_and_only_read(admin_client):
    structure = make_structure()
    osg = place(structure, "osg")

    response = admin_client.get(url_of(osg.unit))

    page = response.content.decode()
    assert f'<a href="{reverse("admin:orgunits_placement_change", args=[osg.pk])}">Osg</a>' in page
    assert "Structure draft (draft)" in page
    assert not [name for name in fields_of(response, FORM) if name.startswith("placements-0-name")]


@pytest.mark.parametrize("count", [1, 3])
def test_its_form_costs_the_same_however_many_places_it_has(admin_client, count, costs):
    ContentType.objects.get_for_model(OrganizationalUnit)  # kept by Django after the first time
    for number in range(count):
        make_structure(f"structure-{number}", "top\n  sla", status=Structure.Status.PROPOSED)
    unit = OrganizationalUnit.objects.get(slug="sla")

    with costs("admin unit"):
        page = admin_client.get(url_of(unit)).content.decode()

    assert page.count(">Sla</a>") == count


def test_aliases_are_kept_with_it(admin_client):
    unit = make_unit("legal")
    changes = {"aliases-TOTAL_FORMS": 1, "aliases-0-kind": "acronym", "aliases-0-text": "DAI"}

    save(admin_client, url_of(unit), FORM, **changes)

    assert unit.aliases.get().folded == "dai"


def test_a_unit_that_stands_somewhere_is_not_deleted(admin_client):
    placement = place(make_structure(), "osg")
    unit = placement.unit

    page = admin_client.get(url_of(unit, "delete")).content.decode()
    admin_client.post(url_of(unit, "delete"), {"post": "yes"})

    assert "“OSG” can’t be deleted while these records refer to it:" in page
    link = reverse("admin:orgunits_placement_change", args=[placement.pk])
    assert f'<a href="{link}">Osg in “Structure draft”</a>' in page
    assert OrganizationalUnit.objects.filter(pk=unit.pk).exists()


def test_a_unit_that_stands_nowhere_can_be_deleted(admin_client):
    unit = make_unit("mistake")

    admin_client.post(url_of(unit, "delete"), {"post": "yes"})

    assert OrganizationalUnit.objects.count() == 0
