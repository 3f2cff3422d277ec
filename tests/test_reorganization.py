"""A drill on the demo's data, through the pages an editor uses: docs/reorganization.md tells the same story."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from orgunits.models import (
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    MandateAssignment,
    OrganizationalUnit,
    Structure,
    UnitOfficer,
)
from orgunits.tree.check import faults
from tests.helpers.acts_and_posts import make_act
from tests.helpers.admin_adoption import acknowledge_all, send
from tests.helpers.admin_agreements import INBOX, logged_in, proposed
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.admin_structures import url_of
from tests.helpers.admin_tree import tree_of
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import drawn, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import PROPOSAL, link_in, make_office, make_officer

pytestmark = pytest.mark.django_db

TODAY = localdate()
TOMORROW = TODAY + timedelta(days=1)
ENDED, HEIR = "dept-electoral", "dept-sustainable-democracy"
MERGED, INTO = "dept-dtoc", "dept-public-security"


def unit(slug):
    return OrganizationalUnit.objects.get(slug=slug)


def place_url(placement, page="change"):
    return reverse(f"admin:orgunits_placement_{page}", args=[placement.pk])


def words(response, path=".//main"):
    return " ".join(texts(response, path))


def record_change(client, draft, kind, originals, results, **query):
    """Through the form that the check leads to."""
    url = query.pop("url", f"{reverse('admin:orgunits_changeevent_add')}?structure={draft.pk}")
    data = {"kind": kind, "slug": f"{draft.slug}-{kind}".replace("_", "-"), "description_en": "", **query}
    data |= {"originals": [unit(slug).pk for slug in originals], "results": [unit(slug).pk for slug in results]}
    response = save(client, url, "changeevent_form", **data)
    assert response.status_code == 302, errors_of(response)


@pytest.mark.usefixtures("documents")
def test_a_merger_leaves_no_open_work_without_an_owner_who_was_notified(admin_client, client, demo):
    """A unit with an officer, a proposal, offices, mandates and a signed agreement is merged into another one."""
    gone, heir = "coordinating-office", "international-affairs"
    officer = make_officer("officer-there", gone, email="there@example.org")
    make_office(email="office@example.org")
    agreement = proposed(client, unit=gone)
    make_agreement("drill", unit=unit(gone), signed_on="2024", open_ended=True)
    offices = CountryOffice.objects.filter(coordinating_unit__slug=gone)
    mandates = MandateAssignment.objects.filter(unit__slug=gone)
    number = offices.exclude(status="closed").count(), mandates.filter(ends=None).count()
    assert min(number) > 0
    act = make_act("drill-order", kind="executive_order", symbol="Executive Order 26-99")
    in_force = Structure.objects.in_force_on(TODAY)
    admin_client.post(url_of(in_force, "clone"), {"slug": "drill", "name_en": "The next structure"})
    draft = Structure.objects.get(slug="drill")
    admin_client.post(place_url(place(draft, gone), "delete"), {"post": "yes"})

    # Before anybody says what became of it nothing can be adopted; then each item has its successor.
    page = admin_client.get(url_of(draft, "check"), {"day": TODAY.isoformat()})
    assert {row.obstacle.kind for row in page.context["errors"]} == {"act", "ends", "work"}
    assert {row.to for row in page.context["work"] if row.item.kind != "agreements"} <= {
        "",
        "nobody: it ends with its unit",
    }
    record_change(admin_client, draft, "merged", [gone, heir], [heir])
    page = admin_client.get(url_of(draft, "check"), {"day": TODAY.isoformat()})
    assert_valid_html(page)
    assert {row.to for row in page.context["work"]} == {place(draft, heir).name}
    kinds = [row.item.kind for row in page.context["work"]]
    assert [kinds.count(kind) for kind in ("officer", "proposal", "office", "mandate", "agreements")] == [
        1,
        1,
        *number,
        1,
    ]
    before = len(mail.outbox)
    acknowledge_all(admin_client, draft, acts=[act], day=TODAY)
    send(admin_client, draft, "confirm", acts=[act], day=TODAY)

    # All of it is the successor's, whose people were notified: nothing open is left with the unit that ended.
    draft.refresh_from_db()
    assert (draft.status, Structure.objects.in_force_on(TODAY)) == ("adopted", draft)
    assert not offices.exclude(status="closed").exists()
    assert not mandates.filter(ends=None).exists()
    assert not UnitOfficer.objects.filter(unit__slug=gone).exists()
    agreement.refresh_from_db()
    assert agreement.unit.slug == heir
    inbox = logged_in(officer).get(INBOX)
    assert [each.pk for each in inbox.context["cl"].result_list] == [agreement.pk]
    notified = {(each.to[0], each.subject.partition(": ")[2]) for each in mail.outbox[before:]}
    assert notified == {
        (PROPOSAL["email"], "handed over"),
        ("there@example.org", "handed over"),
        ("there@example.org", "The next structure"),
    }
    link = link_in(next(each for each in mail.outbox if each.to == [PROPOSAL["email"]]))
    assert texts(client.get(link), ".//p[@class='whose-turn']") == [
        f"Your proposal is with: {place(draft, heir).name}."
    ]
    assert client.get(f"/en/agreements/drill/?on={TODAY}").status_code == 200


def test_a_reorganization_from_draft_to_history(admin_client, client, demo):
    in_force = Structure.objects.in_force_on(TODAY)
    before = drawn(in_force)
    act = make_act("drill-order", kind="executive_order", symbol="Executive Order 26-99")

    # A draft of today's structure.
    admin_client.post(url_of(in_force, "clone"), {"slug": "drill", "name_en": "The next structure"})
    draft = Structure.objects.get(slug="drill")

    # A department moves, two become one under another name, one ends.
    moved = {"cmd": "move_node", "position": "last-child", "cut_item": place(draft, "press-communication").pk}
    admin_client.post(tree_of(draft), {**moved, "pasted_on": place(draft, "osg").pk})
    for gone in (MERGED, ENDED):
        admin_client.post(place_url(place(draft, gone), "delete"), {"post": "yes"})
    name = {"name_en": "Department of Public Safety", "name_es": "Departamento de Seguridad Ciudadana"}
    save(admin_client, place_url(place(draft, INTO)), "placement_form", **name)
    record_change(admin_client, draft, "merged", [MERGED, INTO], [INTO])

    # The check finds what the ended one leaves behind, and that no act is named.
    page = admin_client.get(url_of(draft, "check"), {"day": TOMORROW.isoformat()})
    assert_valid_html(page)
    errors = {row.obstacle.kind: row for row in page.context["errors"]}
    assert sorted(errors) == ["act", "ends"]
    assert "nobody is named who takes over from it: 2 agreements, the theme" in errors["ends"].obstacle.text
    take_over, _put_back = errors["ends"].links
    record_change(admin_client, draft, "functions_transferred", [ENDED], [HEIR], url=take_over[0])
    page = acknowledge_all(admin_client, draft, acts=[act])
    assert (page.context["errors"], page.context["open_warnings"]) == ([], [])

    # Proposed, then adopted for tomorrow.
    client.logout()
    assert client.get("/en/structure/?structure=drill").status_code == 404
    admin_client.post(url_of(draft, "propose"))
    client.logout()
    assert "proposed structure, which is not in force" in client.get("/en/structure/?structure=drill").content.decode()
    assert {event.only_proposed for event in draft.changes.all()} == {True}
    send(admin_client, draft, "confirm", acts=[act])
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, faults(draft)) == ("adopted", TOMORROW, [])
    assert sorted(draft.changes.values_list("kind", "originals__slug")) == [
        ("abolished", ENDED),
        ("functions_transferred", ENDED),
        ("merged", MERGED),
        ("merged", INTO),
        ("moved", "press-communication"),
        ("renamed", INTO),
    ]
    assert {act for event in draft.changes.all() for act in event.authorities.all()} == {act}

    # Today nothing changed; tomorrow all of it has.
    client.logout()
    today, tomorrow = (client.get(f"/en/structure/?on={day}") for day in (TODAY, TOMORROW))
    assert drawn(Structure.objects.in_force_on(TODAY)) == before
    assert "Department of Electoral" in words(today)
    assert "Department of Public Safety" not in words(today)
    assert "Department of Electoral" not in words(tomorrow)
    assert "Department of Public Safety" in words(tomorrow)
    spanish = client.get(f"/es/units/{INTO}/?on={TOMORROW}")
    assert "Departamento de Seguridad Ciudadana" in words(spanish, ".//h1")
    assert "Department of Public Security" in words(client.get(f"/en/units/{INTO}/"), ".//h1")

    # The page of the ended one explains, and its agreements name who has them now.
    explained = client.get(f"/en/units/{ENDED}/?on={TOMORROW}")
    assert "functions went to Department for Sustainable Democracy" in words(explained)
    for agreement in CooperationAgreement.objects.filter(unit__slug=ENDED):
        page = client.get(f"/en/agreements/{agreement.slug}/?on={TOMORROW}")
        assert "Its functions went to Department for Sustainable Democracy" in words(page)

    # A second draft, made from the old edition, is stopped until somebody has seen what it doesn't know of.
    admin_client.post(url_of(in_force, "clone"), {"slug": "late", "name_en": "The late structure"})
    late, day = Structure.objects.get(slug="late"), TOMORROW + timedelta(days=30)
    answer = send(admin_client, late, "confirm", day=day, acts=[act])
    assert any("What changed between the two may be lost." in sentence for sentence in answer.context["refusals"])
    late.refresh_from_db()
    assert late.status == "draft"
    links = [link for row in answer.context["open_warnings"] for link in row.links]
    assert admin_client.get(links[0][0]).status_code == 200
    assert ChangeEvent.objects.filter(structure=late).count() == 0
