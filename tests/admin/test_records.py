"""What all records share in the admin: lists, permissions, history, older versions and links to the public page."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from orgunits.models import Body, Discrepancy, LegalInstrument, Pillar, Source, Theme, UnitRelation
from tests.helpers.acts_and_posts import appoint, make_mandate, make_post
from tests.helpers.admin_forms import fields_of, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db


def make_themes(count):
    for number in range(count):
        Theme.objects.create(slug=f"theme-{number}", name=f"Theme {number}")


def make_pillars(count):
    for number in range(count):
        act = LegalInstrument.objects.create(slug=f"act-{number}", kind="charter", title="Charter")
        Pillar.objects.create(slug=f"pillar-{number}", position=number, name=f"Pillar {number}", act=act)


def make_instruments(count):
    for number in range(count):
        LegalInstrument.objects.create(slug=f"act-{number}", kind="charter", title=f"Act {number}")


def make_bodies(count):
    for number in range(count):
        Body.objects.create(slug=f"body-{number}", kind="organ", name=f"Body {number}")


def make_relations(count):
    for number in range(count):
        structure = make_structure(f"structure-{number}", f"gs\n  unit-{number}")
        body = Body.objects.create(slug=f"body-{number}", kind="organ", name=f"Body {number}")
        UnitRelation.objects.create(structure=structure, unit=make_unit(f"unit-{number}"), kind="serves", to_body=body)


def make_sources(count):
    for number in range(count):
        Source.objects.create(slug=f"source-{number}", kind="document", title=f"Source {number}")


def make_discrepancies(count):
    for number in range(count):
        Discrepancy.objects.create(slug=f"discrepancy-{number}", topic="Names", reading="Ours")


def make_many_posts(count):
    for number in range(count):
        appoint(make_post(f"post-{number}", unit=f"unit-{number}"), "Ada")


def make_many_mandates(count):
    for number in range(count):
        make_mandate(f"mandate-{number}", units=[f"unit-{number}"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("model", "make", "name"),
    [
        ("theme", make_themes, "admin themes"),
        ("pillar", make_pillars, "admin pillars"),
        ("legalinstrument", make_instruments, "admin instruments"),
        ("body", make_bodies, "admin bodies"),
        ("unitrelation", make_relations, "admin relations"),
        ("source", make_sources, "admin sources"),
        ("discrepancy", make_discrepancies, "admin discrepancies"),
        ("post", make_many_posts, "admin posts"),
        ("appointment", make_many_posts, "admin appointments"),
        ("mandate", make_many_mandates, "admin mandates"),
    ],
)
def test_lists_cost_the_same_however_many(admin_client, model, make, name, count, costs):
    make(count)

    with costs(name):
        response = admin_client.get(url(model))

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("model", ["post", "appointment", "mandate"])
def test_the_pages_to_add_one_are_there(admin_client, model):
    assert admin_client.get(url(model, "add")).status_code == 200


@pytest.mark.parametrize(
    "model",
    ["structure", "placement", "organizationalunit", "theme", "pillar", "legalinstrument", "body", "unitrelation"]
    + ["source", "discrepancy", "correction"],
)
def test_staff_without_permission_see_and_change_nothing(client, model):
    structure = make_structure("one", status="adopted")
    log_in(client)

    assert client.get(url(model)).status_code == 403
    assert client.get(f"{url(model, 'add')}?structure={structure.pk}").status_code == 403


def test_every_relation_is_chosen_by_autocomplete():
    """A select of all units of all editions takes seconds."""
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label != "orgunits":
            continue
        for owner in [model_admin, *(inline(model, admin.site) for inline in model_admin.inlines)]:
            relations = {field.name for field in owner.opts.get_fields() if field.is_relation and field.concrete}
            chosen = relations & set(flatten_fieldsets(owner.fieldsets or [(None, {"fields": owner.fields or []})]))
            assert chosen - {*owner.readonly_fields, "structure", "made_by"} <= set(owner.autocomplete_fields), owner


def test_the_history_names_the_editor_and_the_reason(admin_client):
    theme = Theme.objects.create(slug="trade", name="Trade")

    save(admin_client, url("theme", "change", theme.pk), "theme_form", name_en="Commerce", change_reason="As in 08-01")

    latest = theme.history.first()
    assert (latest.history_user, latest.history_change_reason) == (User.objects.get(), "As in 08-01")


def test_who_may_only_look_brings_no_older_version_back(client):
    theme = Theme.objects.create(slug="trade", name="Trade")
    version = theme.history.get()
    theme.name_en = "Commerce"
    theme.save()
    log_in(client, "view_theme")
    page = url("theme", "simple_history", theme.pk, version.pk)

    assert client.get(page).status_code == 200
    assert client.post(page, {"name_en": "Trade", "slug": "trade"}).status_code == 403
    theme.refresh_from_db()
    assert theme.name_en == "Commerce"


def test_who_may_only_look_sees_forms_without_fields(client):
    theme = Theme.objects.create(slug="trade", name="Trade")
    log_in(client, "view_theme")

    response = client.get(url("theme", "change", theme.pk))

    assert fields_of(response, "theme_form").keys() == {"csrfmiddlewaretoken"}
    assert "Reason for the change" not in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "adopted"])
def test_places_and_structures_lead_to_their_public_pages(admin_client, status):
    structure = make_structure("next", status=status)
    for record, address in [
        (structure, "/en/structures/next/"),
        (place(structure, "osg"), "/en/units/osg/?structure=next"),
    ]:
        content_type = ContentType.objects.get_for_model(record)

        response = admin_client.get(reverse("admin:view_on_site", args=[content_type.pk, record.pk]))

        assert response.url == f"http://testserver{address}"


def test_an_older_version_of_a_theme_comes_back(admin_client):
    theme = Theme.objects.create(slug="trade", name="Trade")
    version = theme.history.get()
    save(admin_client, url("theme", "change", theme.pk), "theme_form", name_en="Commerce")

    save(admin_client, url("theme", "simple_history", theme.pk, version.pk), "historicaltheme_form")

    theme.refresh_from_db()
    assert (theme.name, theme.folded) == ("Trade", "trade")
