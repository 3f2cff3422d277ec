"""Themes, acts, bodies, relations and sources in the admin."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from orgunits.models import Body, Discrepancy, LegalInstrument, Pillar, Source, Structure, Theme, UnitRelation
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db


def url(model, page="changelist", *args):
    return reverse(f"admin:orgunits_{model}_{page}", args=args)


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
    ],
)
def test_lists_cost_the_same_however_many(admin_client, model, make, name, count, costs):
    make(count)

    with costs(name):
        response = admin_client.get(url(model))

    assert len(response.context["cl"].result_list) == count


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


def test_a_relation_asks_first_for_its_structure(admin_client):
    draft = make_structure()

    assert list(admin_client.get(url("unitrelation", "add")).context["structures"]) == [draft]


def test_a_relation_leads_to_a_unit_of_the_same_structure(admin_client):
    draft, other = make_structure("one"), make_structure("two", "gs\n  press")
    add = f"{url('unitrelation', 'add')}?structure={draft.pk}"
    unit = place(draft, "osg").unit_id
    outside = place(other, "press").unit_id
    inside = place(draft, "sla").unit_id

    refused = save(admin_client, add, "unitrelation_form", unit=unit, kind="reports_to", to_unit=outside)
    save(admin_client, add, "unitrelation_form", unit=unit, kind="reports_to", to_unit=inside)

    assert errors_of(refused) == ["This unit does not stand in the structure."]
    assert list(UnitRelation.objects.values_list("structure", "unit", "to_unit")) == [(draft.pk, unit, inside)]
    assert Structure.objects.get(pk=draft.pk).revision > draft.revision


def test_a_relation_to_nothing_is_refused(admin_client):
    draft = make_structure()
    add = f"{url('unitrelation', 'add')}?structure={draft.pk}"

    response = save(admin_client, add, "unitrelation_form", unit=place(draft, "osg").unit_id, kind="reports_to")

    assert errors_of(response) == ["A relation leads to one unit or to one body."]


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_a_cited_source_is_not_deleted(admin_client, page):
    source = Source.objects.create(slug="order", kind="document", title="The order")
    osg = place(make_structure(), "osg")
    osg.sources.add(source)
    data = {"post": "yes", "action": "delete_selected", "_selected_action": [source.pk]}

    response = admin_client.post(url("source", page, *([source.pk] if page == "delete" else [])), data, follow=True)

    link = f'<a href="{url("placement", "change", osg.pk)}">Osg in “Structure draft”</a>'
    assert response.context["protected"] == ["Places in a structure (1)", [link]]
    assert link in response.content.decode()
    assert Source.objects.get() == source


def test_a_source_that_nothing_cites_can_be_deleted(admin_client):
    source = Source.objects.create(slug="order", kind="document", title="The order")

    admin_client.post(url("source", "delete", source.pk), {"post": "yes"})

    assert Source.objects.count() == 0


def test_an_act_that_a_structure_rests_on_is_not_deleted(admin_client):
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", title="Order")
    make_structure().structureauthority_set.create(instrument=act)

    admin_client.post(url("legalinstrument", "delete", act.pk), {"post": "yes"})

    assert LegalInstrument.objects.get() == act


def test_the_precision_of_a_date_is_the_day_unless_said(admin_client):
    add = url("source", "add")
    fields = {"title": "Order", "slug": "order", "kind": "document", "published_on": "2026-01-01"}

    save(admin_client, add, "source_form", **fields)
    save(admin_client, add, "source_form", **{**fields, "slug": "year", "published_on_precision": "year"})

    assert list(Source.objects.order_by("pk").values_list("published_on_precision", flat=True)) == ["day", "year"]


def test_claims_of_a_discrepancy_change_places(admin_client):
    discrepancy = Discrepancy.objects.create(slug="names", topic="Names", reading="Ours")
    source = Source.objects.create(slug="order", kind="document", title="Order")
    for position in (1, 2):
        discrepancy.claims.create(position=position, text=f"Claim {position}", source=source)
    changes = {"claims-0-position": 2, "claims-1-position": 1}

    save(admin_client, url("discrepancy", "change", discrepancy.pk), "discrepancy_form", **changes)

    assert list(discrepancy.claims.values_list("position", "text")) == [(1, "Claim 2"), (2, "Claim 1")]


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
    assert "Reason of the change" not in response.content.decode()


def test_taking_relations_away_raises_the_revision_of_their_structures(admin_client):
    make_relations(2)
    before = dict(Structure.objects.values_list("pk", "revision"))
    chosen = list(UnitRelation.objects.values_list("pk", flat=True))

    admin_client.post(url("unitrelation"), {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert UnitRelation.objects.count() == 0
    assert all(structure.revision > before[structure.pk] for structure in Structure.objects.all())


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
