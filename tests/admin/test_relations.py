"""Relations of units in the admin."""

import pytest

from orgunits.models import Body, Structure, UnitRelation
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.admin_records import url
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def make_relations(count):
    for number in range(count):
        structure = make_structure(f"structure-{number}", f"gs\n  unit-{number}")
        body = Body.objects.create(slug=f"body-{number}", kind="organ", name=f"Body {number}")
        UnitRelation.objects.create(structure=structure, unit=make_unit(f"unit-{number}"), kind="serves", to_body=body)


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

    assert errors_of(refused) == ["This unit is not in the edition."]
    assert list(UnitRelation.objects.values_list("structure", "unit", "to_unit")) == [(draft.pk, unit, inside)]
    assert Structure.objects.get(pk=draft.pk).revision > draft.revision


def test_a_relation_to_nothing_is_refused(admin_client):
    draft = make_structure()
    add = f"{url('unitrelation', 'add')}?structure={draft.pk}"

    response = save(admin_client, add, "unitrelation_form", unit=place(draft, "osg").unit_id, kind="reports_to")

    assert errors_of(response) == ["A relation leads to one unit or to one body."]


def test_taking_relations_away_raises_the_revision_of_their_structures(admin_client):
    make_relations(2)
    before = dict(Structure.objects.values_list("pk", "revision"))
    chosen = list(UnitRelation.objects.values_list("pk", flat=True))

    admin_client.post(url("unitrelation"), {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

    assert UnitRelation.objects.count() == 0
    assert all(structure.revision > before[structure.pk] for structure in Structure.objects.all())
