"""What keeps a record from being deleted is named, once, and only to those who may see it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from orgunits.models import LegalInstrument, Mandate, MandateAssignment, OrganizationalUnit, Post
from tests.helpers.acts_and_posts import appoint, make_mandate, make_post
from tests.helpers.admin_records import url
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def page_of(client, record, page="delete"):
    return client.get(reverse(f"admin:orgunits_{record._meta.model_name}_{page}", args=[record.pk]))


def link(record, name):
    page = reverse(f"admin:orgunits_{record._meta.model_name}_change", args=[record.pk])
    return f'<a href="{page}">{name}</a>'


def test_a_line_of_a_form_is_told_as_the_record_it_belongs_to(admin_client):
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", title="Order")
    structure = make_structure(name="Five areas")
    structure.structureauthority_set.create(instrument=act)

    response = page_of(admin_client, act)

    assert response.context["protected"] == ["Editions (1)", [link(structure, "Five areas")]]


@pytest.mark.parametrize("many", [False, True])
def test_what_goes_along_leaves_out_the_rows_that_only_link_two_records(admin_client, many):
    change = make_change("renamed", ["osg"], to=make_structure(), description="The office had another name.")

    if many:
        sent = {"action": "delete_selected", "_selected_action": [change.pk]}
        response = admin_client.post(reverse("admin:orgunits_changeevent_changelist"), sent)
        (listed,) = response.context["deletable_objects"]
    else:
        response = page_of(admin_client, change)
        listed = response.context["deleted_objects"]

    assert listed == [f"Change: {link(change, 'The office had another name.')}"]
    assert dict(response.context["model_count"]) == {"changes": 1}


def test_of_many_records_of_a_kind_the_first_are_named(admin_client):
    for number in range(22):
        make_structure(f"s{number}", "gs")
    unit = make_unit("gs")

    heading, named = page_of(admin_client, unit).context["protected"]

    assert heading == "Units by edition (22)"
    assert len(named) == 21
    assert named[-1] == "and 2 more"


def test_what_somebody_may_not_see_is_counted_and_not_named(client):
    structure = make_structure()
    unit = place(structure, "osg").unit
    editor = User.objects.create_user("editor", is_staff=True)
    names = ["view_organizationalunit", "delete_organizationalunit"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(editor)

    response = page_of(client, unit)

    assert response.context["protected"] == ["Units by edition (1)", ["hidden from you"]]
    assert "Structure draft" not in response.content.decode()
    client.post(reverse("admin:orgunits_organizationalunit_delete", args=[unit.pk]), {"post": "yes"})
    assert OrganizationalUnit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_to_tell_them_costs_the_same_however_many(admin_client, count, costs):
    for number in range(count):
        make_structure(f"s{number}", "gs")
    unit = make_unit("gs")

    with costs("admin refused deletion"):
        response = page_of(admin_client, unit)

    assert len(response.context["protected"][1]) == count


def test_what_something_refers_to_is_not_deleted(admin_client):
    post, mandate = make_post("head", unit="osg"), make_mandate("mandate", units=["sla"])
    appoint(post, "Ada")

    for model, record in [
        ("post", post),
        ("legalinstrument", mandate.instrument),
        ("organizationalunit", make_unit("sla")),
    ]:
        admin_client.post(url(model, "delete", record.pk), {"post": "yes"})

    assert Post.objects.filter(pk=post.pk).exists()
    assert Mandate.objects.get().instrument == mandate.instrument
    assert MandateAssignment.objects.get().unit == make_unit("sla")
