"""The inbox of agreements (admin/agreement_stages.py) and the lists of the register: who sees what and may do what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orgunits.models import CooperationAgreement
from tests.helpers.admin_agreements import (
    INBOX,
    REGISTER,
    SIGNATURE,
    logged_in,
    make_move,
    proposed,
    stages_url,
    url_of_move,
)
from tests.helpers.admin_forms import fields_of, messages_in, save
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_unit
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import make_office, make_officer, pdf, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


# == Who may do what


def test_each_person_without_the_right_is_refused(client, django_user_model):
    today()
    agreement = proposed(client, document=pdf())
    fields = {"stage": "proposed", "reason": "Because", "unit": "spa"}
    pages = [
        stages_url(agreement),
        *(f"{INBOX}{agreement.pk}/{page}/" for page in ("move/under_review", "hand-over", "document")),
    ]
    make_officer("officer", "social", email="officer@example.org")
    elsewhere = make_officer("elsewhere", "spa")
    editor = django_user_model.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(editor.user_permissions.model.objects.filter(codename__contains="agreement"))
    editor.user_permissions.remove(editor.user_permissions.get(codename="decide_cooperationagreement"))
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)
    reader = django_user_model.objects.create_user("reader")

    for user, status in [(elsewhere, 404), (editor, 403), (nobody, 403), (reader, 302), (None, 302)]:
        stranger = logged_in(user) if user else Client()
        for page in pages:
            assert stranger.get(page).status_code == status or (page == pages[0] and status == 404), (user, page)
            assert stranger.post(page, fields).status_code in (status, 403, 302), (user, page)
    office = logged_in(make_office())
    assert office.post(url_of_move(agreement, "under_review"), fields).status_code == 403
    assert (
        office.post(url_of_move(agreement, "signed"), {**fields, "signed_on": "2026-01-01", **SIGNATURE}).status_code
        == 200
    )
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.unit.slug, agreement.steps.count()) == ("proposed", "social", 0)


def test_what_is_not_signed_is_in_no_other_page_of_the_admin_but_for_its_officers(client, django_user_model):
    today()
    agreement = proposed(client)
    make_agreement("signed", subject="Ports")
    editor = django_user_model.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(editor.user_permissions.model.objects.filter(codename__contains="agreement"))
    version = agreement.history.first().pk

    def seen(user):
        staff = logged_in(user)
        pages = [f"{REGISTER}{agreement.pk}/{page}/" for page in ("change", "history", f"history/{version}")]
        listed = [each.pk for each in staff.get(REGISTER).context["cl"].result_list]
        return agreement.pk in listed, [staff.get(page).status_code for page in pages]

    assert seen(make_officer("officer", "sedi")) == (True, [200, 200, 200])
    assert seen(editor) == (False, [302, 403, 403])
    office = make_office()
    assert logged_in(office).get(REGISTER).status_code == 403
    assert logged_in(make_officer("elsewhere", "spa")).get(f"{REGISTER}{agreement.pk}/history/").status_code == 403


def test_an_officer_betters_the_texts_and_nothing_else_of_the_way(client):
    today()
    agreement = proposed(client)
    officer = logged_in(make_officer("officer", "social"))
    signed = make_agreement("signed")

    save(
        officer,
        f"{REGISTER}{agreement.pk}/change/",
        "cooperationagreement_form",
        subject_en="Rivers of the Americas",
        stage="signed",
        signed_on="2026-01-01",
        slug="mine",
        proposed_on="2020-01-01",
    )

    now = CooperationAgreement.objects.get(pk=agreement.pk)
    assert (now.subject_en, now.stage, now.signed_on) == ("Rivers of the Americas", "proposed", None)
    assert (now.slug, now.proposed_on) == (agreement.slug, agreement.proposed_on)
    assert officer.get(f"{REGISTER}{signed.pk}/change/").status_code == 403
    assert officer.post(f"{REGISTER}{signed.pk}/change/", {"subject_en": "Mine"}).status_code == 403


def test_an_earlier_version_brings_back_its_texts_and_not_its_stage(client, admin_client):
    today()
    agreement = proposed(client)
    version = agreement.history.first()
    make_move(admin_client, agreement, "under_review")

    page = f"{REGISTER}{agreement.pk}/history/{version.pk}/"
    fields = fields_of(admin_client.get(page), "historicalcooperationagreement_form")
    response = admin_client.post(page, {**fields, "subject_en": "As before"})

    agreement.refresh_from_db()
    assert (response.status_code, agreement.stage, agreement.subject_en) == (302, "under_review", "As before")


def test_what_went_its_way_is_not_deleted(client, admin_client):
    today()
    agreement = proposed(client)

    response = admin_client.post(f"{REGISTER}{agreement.pk}/delete/", {"post": "yes"}, follow=True)

    assert "decline it, don’t delete it" in messages_in(response)[0]
    assert CooperationAgreement.objects.filter(pk=agreement.pk).exists()


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get("/admin/login/").status_code == 200
    assert client.get(INBOX).status_code == 302


def test_only_those_permitted_make_officers(admin_client):
    unit, user = make_unit("sedi"), make_officer("officer")
    page = reverse("admin:orgunits_unitofficer_add")

    assert logged_in(user).get(page).status_code == 403
    save(admin_client, page, "unitofficer_form", unit=unit.pk, user=user.pk)
    again = save(admin_client, page, "unitofficer_form", unit=unit.pk, user=user.pk)

    assert [each.unit for each in user.officer_of.all()] == [unit]
    assert "is already an officer of the unit" in again.content.decode()


# == Lists


def test_the_inbox_shows_mine_the_others_and_the_ended_with_how_long_they_wait(client):
    today()
    mine, other, ended = proposed(client), proposed(client, unit="spa"), proposed(client, title="Gone")
    officer, office = make_officer("officer", "social", email="officer@example.org"), make_office()
    make_move(logged_in(officer), ended, "declined")
    mine.proposal.__class__.objects.update(made_at=timezone.now() - timedelta(days=3))

    def listed(user, query=""):
        return [each.pk for each in logged_in(user).get(f"{INBOX}{query}").context["cl"].result_list]

    assert listed(officer) == [mine.pk]
    assert listed(officer, "?turn=all") == [mine.pk]
    assert listed(officer, "?turn=ended") == [ended.pk]
    assert listed(office) == [other.pk]  # of a unit without an officer
    assert sorted(listed(office, "?turn=all")) == [mine.pk, other.pk]
    assert listed(officer, "?q=friends") == [mine.pk]
    page = logged_in(officer).get(INBOX)
    assert texts(page, ".//td[@class='field-waiting']") == ["3 days"]
    assert_valid_html(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_however_many(client, count, costs):
    today()
    officer = logged_in(make_officer("officer", "gs"))
    for number in range(count):
        proposed(client, title=f"Rivers {number}")

    with costs("admin inbox"):
        response = officer.get(INBOX)

    assert len(response.context["cl"].result_list) == count


def test_the_staff_list_what_ends_soon_what_ended_and_what_has_no_end(admin_client):
    day = timezone.localdate()
    make_agreement("soon", signed_on="2020", ends_on=(day + timedelta(days=30)).isoformat())
    make_agreement("later", signed_on="2020", ends_on=(day + timedelta(days=300)).isoformat())
    make_agreement("ended", signed_on="2020", ends_on="2021")
    make_agreement("terminated", signed_on="2020", terminated_on="2021", open_ended=True)
    make_agreement("endless", signed_on="2020", open_ended=True)
    make_agreement("unknown", signed_on="2020")

    def listed(end):
        return sorted(each.slug for each in admin_client.get(REGISTER, {"end": end}).context["cl"].result_list)

    assert listed("soon") == ["soon"]
    assert listed("ended") == ["ended", "terminated"]
    assert listed("not_recorded") == ["unknown"]
