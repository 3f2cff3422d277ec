"""The tree of one structure in the admin: what it lists, who sees it, and taking units out of it."""

from cProfile import Profile
from datetime import date

import pytest

from orgunits.models import OrganizationalUnit, Placement, Structure
from orgunits.tree import trees
from tests.helpers.admin_tree import TREE, messages_after, tree_of
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db


def test_the_list_shows_exactly_one_structure(admin_client):
    draft, other = make_structure("one", "gs\n  osg"), make_structure("two", "gs\n  sla")

    response = admin_client.get(tree_of(draft))

    assert [placement.unit.slug for placement in response.context["cl"].result_list] == ["gs", "osg"]
    assert [structure.slug for structure in response.context["structures"]] == ["two", "one"]
    assert "Sla" not in response.content.decode()
    assert other.placements.count() == 2


def test_unasked_it_shows_the_structure_in_force_today(admin_client):
    make_structure("old", status="adopted", effective_from=date(1999, 1, 1))
    in_force = make_structure("new", status="adopted", effective_from=date(2020, 1, 1))
    make_structure("next")

    response = admin_client.get(TREE)

    assert response.url == tree_of(in_force)


def test_unasked_and_with_none_in_force_it_shows_the_newest(admin_client):
    make_structure("first")
    newest = make_structure("second")

    assert admin_client.get(TREE).url == tree_of(newest)


@pytest.mark.parametrize("wrong", ["", "0", "x", "9" * 30, "9" * 5000])
def test_a_wrong_structure_leads_to_the_default_one(admin_client, wrong):
    structure = make_structure()

    assert admin_client.get(f"{TREE}?structure__id__exact={wrong}").url == tree_of(structure)


def test_without_any_structure_the_list_is_empty(admin_client):
    response = admin_client.get(TREE)

    assert response.status_code == 200
    assert list(response.context["cl"].result_list) == []


def test_a_search_finds_names_without_accents_and_case_and_offers_no_drag(admin_client):
    structure = make_structure("one", "gs\n  legal | department | Asuntos Jurídicos\n  sla")

    response = admin_client.get(f"{tree_of(structure)}&q=JURIDICOS")

    assert [placement.unit.slug for placement in response.context["cl"].result_list] == ["legal"]
    assert "drag-handle" not in response.content.decode()


@pytest.mark.parametrize("below", [1, 3])
def test_the_list_costs_the_same_however_many(admin_client, below, costs):
    structure = make_structure("one", "gs\n" + "".join(f"  unit-{number}\n" for number in range(below)))

    with costs("admin tree"):
        response = admin_client.get(tree_of(structure))

    assert len(response.context["cl"].result_list) == below + 1


def test_two_thousand_units_open_on_one_page_at_the_same_cost(admin_client, costs):
    """The work does not grow by the square either: ten times the units take less than ten times the calls."""
    calls = []
    for count in (200, 2000):
        structure = make_structure(f"large-{count}", "gs")
        grow(structure, count)

        with costs("admin tree"), Profile() as profile:
            response = admin_client.get(tree_of(structure))

        assert len(response.context["cl"].result_list) == count + 1
        calls.append(sum(entry.callcount for entry in profile.getstats()))

    assert calls[1] < 10 * calls[0]


def grow(structure, count):
    """Hangs `count` units under the root in one go, with the numbers the tree needs."""
    root = Placement.objects.get(structure=structure)
    units = OrganizationalUnit.objects.bulk_create(
        OrganizationalUnit(slug=f"{structure.slug}-{number}", label=f"Unit {number}") for number in range(count)
    )
    with trees.edit(structure):
        Placement.objects.bulk_create(
            Placement(
                structure=structure,
                tree_id=structure.pk,
                unit=unit,
                parent=root,
                lft=2 * number,
                rght=2 * number + 1,
                level=1,
                kind="office",
                name=f"Office {number}",
            )
            for number, unit in enumerate(units, start=1)
        )
        Placement.objects.filter(pk=root.pk).update(rght=2 * count + 2)


def test_who_may_only_look_sees_the_tree_without_handles(client):
    draft = make_structure()
    log_in(client, "view_placement")

    page = client.get(tree_of(draft)).content.decode()

    assert "tree-node" in page
    assert "drag-handle" not in page


def test_without_permission_there_is_no_tree(client):
    draft = make_structure()
    log_in(client, "view_theme")

    assert client.get(tree_of(draft)).status_code == 403
    assert client.get(TREE).status_code == 403


def delete_chosen(client, structure, *slugs, sure=True):
    chosen = [place(structure, slug).pk for slug in slugs]
    data = {"action": "delete_selected", "_selected_action": chosen, **({"post": "yes"} if sure else {"index": "0"})}
    return client.post(tree_of(structure), data)


def test_deleting_chosen_units_takes_each_branch_once(admin_client):
    draft = make_structure()

    delete_chosen(admin_client, draft, "education", "sedi", "osg")

    assert drawn(draft) == "gs\n  sla"
    root = place(draft, "gs")
    assert (root.lft, root.rght) == (1, 4)


def test_before_deleting_chosen_units_all_that_goes_along_is_named(admin_client):
    draft = make_structure()

    response = delete_chosen(admin_client, draft, "sedi", sure=False)

    assert response.context["deletable_objects"] == [["Sedi", ["Education", "Trade"]]]
    assert drawn(draft) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"


@pytest.mark.parametrize("sure", [False, True])
def test_deleting_chosen_units_of_a_locked_shape_is_refused(admin_client, sure):
    locked = make_structure("locked", status=Structure.Status.ADOPTED)

    delete_chosen(admin_client, locked, "sedi", "sla", sure=sure)

    assert drawn(locked) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert messages_after(admin_client, locked) == [
        "The edition “Structure locked” is adopted: units can no longer be removed."
    ]
