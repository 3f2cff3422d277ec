"""Sources and discrepancies in the admin."""

import pytest

from orgunits.models import Discrepancy, Source
from tests.helpers.admin_forms import save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_a_cited_source_is_not_deleted(admin_client, page):
    source = Source.objects.create(slug="order", kind="document", title="The order")
    osg = place(make_structure(), "osg")
    osg.sources.add(source)
    data = {"post": "yes", "action": "delete_selected", "_selected_action": [source.pk]}

    response = admin_client.post(url("source", page, *([source.pk] if page == "delete" else [])), data, follow=True)

    link = f'<a href="{url("placement", "change", osg.pk)}">Osg in “Structure draft”</a>'
    assert response.context["protected"] == ["Units by edition (1)", [link]]
    assert link in response.content.decode()
    assert Source.objects.get() == source


def test_a_source_that_nothing_cites_can_be_deleted(admin_client):
    source = Source.objects.create(slug="order", kind="document", title="The order")

    admin_client.post(url("source", "delete", source.pk), {"post": "yes"})

    assert Source.objects.count() == 0


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


def test_the_keys_of_other_records_stand_in_one_order_on_every_database(admin_client):
    record = Discrepancy.objects.create(slug="d", others=[{"kind": "post", "id": "sg"}])

    response = admin_client.get(f"/admin/orgunits/discrepancy/{record.pk}/change/")

    assert response.context["adminform"].form["others"].value() == '[{"id": "sg", "kind": "post"}]'
