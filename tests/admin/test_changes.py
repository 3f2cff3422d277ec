"""Recorded changes in the admin."""

import pytest
from django.urls import reverse

from orgunits.models import ChangeEvent, OrganizationalUnit, Structure
from tests.helpers.acts_and_posts import make_act, make_mandate
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit

pytestmark = pytest.mark.django_db
FORM = "changeevent_form"


def url(page="changelist", *args):
    return reverse(f"admin:orgunits_changeevent_{page}", args=args)


def keys(*slugs):
    return [str(make_unit(slug).pk) for slug in slugs]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(admin_client, count, costs):
    for number in range(count):
        structure = make_structure(f"s{number}", f"gs\n  u{number}")
        make_change("created", [], [f"u{number}"], to=structure, when=f"201{number}", description=f"U{number} begins")

    with costs("admin changes"):
        response = admin_client.get(url())

    assert len(response.context["cl"].result_list) == count


def test_a_merger_is_recorded_with_its_act_and_its_history(admin_client):
    act = make_act("order")

    save(
        admin_client,
        url("add"),
        FORM,
        kind=["merged"],
        slug=["merger"],
        description_en=["Two become one"],
        originals=keys("a", "b"),
        results=keys("c"),
        earliest=["2020-01-01"],
        latest=["2020-12-31"],
        change_reason=["Order seen"],
        **{"change_authorities-TOTAL_FORMS": ["1"], "change_authorities-0-instrument": [str(act.pk)]},
    )

    event = ChangeEvent.objects.get()
    assert [unit.slug for unit in event.originals.order_by("slug")] == ["a", "b"]
    assert event.when == "2020"
    assert list(event.authorities.all()) == [act]
    last = event.history.latest()
    assert last.history_change_reason == "Order seen"
    assert last.originals.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ["merged"], "originals": ["a"]}, "A merger has two or more units before it."),
        (
            {"kind": ["created"], "originals": ["a"]},
            "A creation has no unit before it; record a transfer of functions as a separate change.",
        ),
        ({"kind": ["split"], "originals": ["a"]}, "A split has two or more units after it."),
        (
            {"kind": ["functions_transferred"], "originals": ["a"], "earliest": ["2020-01-01"]},
            "Give both days or neither: the first and the last it may have happened.",
        ),
        (
            {
                "kind": ["functions_transferred"],
                "originals": ["a"],
                "earliest": ["2020-02-01"],
                "latest": ["2020-01-01"],
            },
            "The first day it may have happened is after the last.",
        ),
        (
            {"kind": ["functions_transferred"], "originals": ["a"], "moved_to": ["b"]},
            "Only a move leads from one unit to another.",
        ),
    ],
)
def test_what_no_change_can_be_is_refused_with_a_sentence(admin_client, wrong, sentence):
    wrong = {name: keys(*values) if name in ("originals", "moved_to") else values for name, values in wrong.items()}

    response = save(admin_client, url("add"), FORM, slug=["change"], results=keys("c"), **wrong)

    assert errors_of(response) == [sentence]
    assert not ChangeEvent.objects.exists()


def test_a_saved_change_keeps_to_its_rules_whatever_one_edits(admin_client):
    event = make_change("merged", ["a", "b"], ["c"])

    fewer = save(admin_client, url("change", event.pk), FORM, originals=keys("a"))
    other_kind = save(admin_client, url("change", event.pk), FORM, kind=["abolished"])
    save(admin_client, url("change", event.pk), FORM, note_en=["Seen in a report"])

    assert errors_of(fewer) == ["A merger has two or more units before it."]
    assert errors_of(other_kind) == [
        "An abolition has no unit after it; record who received its functions as a separate change."
    ]
    event.refresh_from_db()
    assert (event.kind, event.note, event.originals.count()) == ("merged", "Seen in a report", 2)


def test_a_unit_that_a_change_names_stays(admin_client):
    make_change("renamed", ["gone"], ["gone"])  # named before and after: one change all the same
    make_unit("idle")
    units = {unit.slug: unit.pk for unit in OrganizationalUnit.objects.all()}

    def delete(slug):
        page = reverse("admin:orgunits_organizationalunit_delete", args=[units[slug]])
        return admin_client.post(page, {"post": "yes"}, follow=True)

    refused = delete("gone")
    delete("idle")

    event = ChangeEvent.objects.get()
    link = f'<a href="{reverse("admin:orgunits_changeevent_change", args=[event.pk])}">{event}</a>'
    assert refused.context["protected"] == ["Changes (1)", [link]]
    assert [unit.slug for unit in OrganizationalUnit.objects.all()] == ["gone"]


def test_an_act_that_a_change_rests_on_stays(admin_client):
    act = make_mandate("m").instrument
    make_change("abolished", ["gone"], acts=[act])

    response = admin_client.post(reverse("admin:orgunits_legalinstrument_delete", args=[act.pk]), {"post": "yes"})

    assert response.status_code == 200
    assert Structure.objects.count() == 0
    assert ChangeEvent.objects.get().authorities.get() == act


def test_a_change_of_a_draft_needs_no_name_and_leads_back_to_its_check(admin_client):
    draft = make_structure()

    response = save(
        admin_client,
        f"{url('add')}?structure={draft.pk}",
        FORM,
        kind=["functions_transferred"],
        originals=keys("sla"),
        results=keys("sedi"),
    )

    assert response.url == reverse("admin:orgunits_structure_check", args=[draft.pk])
    assert ChangeEvent.objects.get().slug == "draft-functions-transferred-sla"
