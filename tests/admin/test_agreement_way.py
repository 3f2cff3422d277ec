"""The inbox, the moves in it, and the whole way of an agreement from find/ to the register."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orgunits.models import AgreementStep, CooperationAgreement, Partner
from tests.admin.forms import fields_of, save, told
from tests.agreement_factories import make_agreement
from tests.factories import make_unit
from tests.html import assert_valid_html, parsed, text_of, texts
from tests.proposals import PROPOSAL, link_in, make_office, make_officer, pdf, send, today

pytestmark = pytest.mark.django_db
INBOX = "/admin/orgunits/agreementonitsway/"
REGISTER = "/admin/orgunits/cooperationagreement/"


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def way(agreement):
    return reverse("admin:orgunits_agreementonitsway_change", args=[agreement.pk])


def url_of_move(agreement, to):
    return reverse("admin:orgunits_agreementonitsway_move", args=[agreement.pk, to])


def proposed(client, **changes):
    """A proposal that came through the form."""
    known = set(CooperationAgreement.objects.values_list("pk", flat=True))
    assert send(client, **changes).status_code == 302
    return CooperationAgreement.objects.exclude(pk__in=known).get()


def make_move(client, agreement, to, **changes):
    """Opens the form behind the button of the move, fills it in and sends it."""
    button = next(
        link for link in parsed(client.get(way(agreement))).iter("a") if link.get("href", "").endswith(f"/{to}/")
    )
    fields = fields_of(client.get(button.get("href")), "move")
    return client.post(button.get("href"), {**fields, **{"reason": f"To {to}", **changes}}, follow=True)


def moves_of(client, agreement):
    response = client.get(way(agreement))
    assert_valid_html(response)
    return [text_of(link) for link in parsed(response).find(".//div[@class='way__moves']").iter("a")]


SIGNATURE = {
    "signatory": "Ana Pérez",
    "signatory_capacity_en": "Assistant Secretary General",
    "subject_en": "Cleaning rivers together",
    "registry_number": "7/2026",
}


# == The whole way


def test_the_whole_way_from_find_to_the_public_register(client):
    today()
    officer, office = logged_in(make_officer("officer", "sedi")), logged_in(make_office())

    # The organization finds the unit and proposes.
    find = client.get("/en/find/?q=social&wish=propose")
    door = next(a.get("href") for a in parsed(find).iter("a") if "propose/?" in a.get("href", ""))
    send(client, door, unit=fields_of(client.get(door), "proposal")["unit"][0], document=pdf())
    agreement = CooperationAgreement.objects.get()
    link = link_in(mail.outbox[0])
    assert agreement.unit.slug == "social"

    # An officer of the secretariat above it finds it in the inbox.
    inbox = officer.get(INBOX)
    assert [each.pk for each in inbox.context["cl"].result_list] == [agreement.pk]
    assert list(office.get(INBOX).context["cl"].result_list) == []
    assert b"".join(officer.get(f"{INBOX}{agreement.pk}/document/").streaming_content).startswith(b"%PDF-")
    assert moves_of(officer, agreement)[:2] == ["Take under review", "Decline"]
    assert moves_of(office, agreement) == ["Hand over to another unit"]

    # It moves on, and at each step the proposer gets a mail whose link leads to the way.
    news = []
    for to in ("under_review", "preliminary", "with_secretary_general"):
        response = make_move(officer, agreement, to)
        assert response.redirect_chain == [(way(agreement), 302)]
        news.append(mail.outbox[-1].subject.partition(": ")[2])
        assert f"To {to}" in mail.outbox[-1].body
        assert client.get(link_in(mail.outbox[-1])).status_code == 200
        assert client.get("/en/agreements/").context["page"].paginator.count == 0
    assert news == [
        "it is under review",
        "a preliminary agreement is reached",
        "it was sent to the Secretary General",
    ]
    client.post(link, {"message": "1", "message-text": "We are glad."})

    # Now it is the office's turn.
    assert list(officer.get(INBOX).context["cl"].result_list) == []
    (row,) = office.get(INBOX).context["cl"].result_list
    assert row.has_news
    assert moves_of(officer, agreement) == ["Edit its texts"]
    assert moves_of(office, agreement) == ["Record approval and signature", "Decline"]
    day = timezone.localdate().isoformat()
    make_move(office, agreement, "signed", signed_on=day, **SIGNATURE)

    # It is public, under its number, with the partner.
    assert mail.outbox[-1].subject.endswith("the agreement is signed")
    response = client.get("/en/agreements/7-2026/")
    assert texts(response, ".//h1") == ["Clean rivers"]
    page = response.content.decode()
    for words in ("Ana Pérez", "Assistant Secretary General", "Cleaning rivers together", "Friends of the Rivers"):
        assert words in page
    for secret in (PROPOSAL["email"], PROPOSAL["text"], "We are glad", "To preliminary", ".pdf"):
        assert secret not in page
    assert [each.slug for each in client.get("/en/agreements/?q=friends").context["page"]] == ["7-2026"]
    assert [each.slug for each in Partner.objects.public()] == ["friends-of-the-rivers"]
    followed = client.get(link)
    assert [text.split()[0] for text in texts(followed, ".//ol[@class='steps']/li/b")] == [
        "Proposed",
        "Under",
        "Preliminary",
        "With",
        "Your",
        "Signed",
    ]
    assert 'href="/en/agreements/7-2026/"' in followed.content.decode()
    steps = AgreementStep.objects.filter(kind="moved").values_list("by__username", "from_stage", "to_stage")
    assert list(steps) == [
        ("officer", "proposed", "under_review"),
        ("officer", "under_review", "preliminary"),
        ("officer", "preliminary", "with_secretary_general"),
        ("office", "with_secretary_general", "signed"),
    ]

    # An amendment later is a step, and public.
    amendment = f"{INBOX}{agreement.pk}/amend/"
    fields = fields_of(officer.get(amendment), "move")
    officer.post(amendment, {**fields, "on": day, "text": "And lakes"})
    assert "And lakes" in texts(client.get("/en/agreements/7-2026/"), ".//ol[@class='steps']")[0]


def test_the_mails_speak_the_language_of_the_proposer(client):
    today()
    officer = logged_in(make_officer("officer", "social"))
    client.post("/es/agreements/propose/", PROPOSAL)
    agreement = CooperationAgreement.objects.get()

    make_move(officer, agreement, "under_review")

    assert mail.outbox[-1].subject.endswith("está en examen")
    assert link_in(mail.outbox[-1]).startswith("/es/")


def test_where_a_mail_fails_the_step_stays_and_the_officer_is_told(client, settings):
    today()
    agreement = proposed(client)
    settings.EMAIL_BACKEND = "orgunits.mail.NoMail"

    response = make_move(logged_in(make_officer("officer", "social")), agreement, "declined")

    assert told(response) == ["Done: it was declined.", "The proposer could not be told by mail; write to them."]
    agreement.refresh_from_db()
    assert agreement.stage == "declined"


# == Who may do what


def test_each_person_without_the_right_is_refused(client, django_user_model):
    today()
    agreement = proposed(client, document=pdf())
    fields = {"stage": "proposed", "reason": "Because", "unit": "spa"}
    pages = [
        way(agreement),
        *(f"{INBOX}{agreement.pk}/{page}/" for page in ("move/under_review", "hand-over", "document")),
    ]
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

    assert "declined, not deleted" in told(response)[0]
    assert CooperationAgreement.objects.filter(pk=agreement.pk).exists()


# == The moves


def test_a_forbidden_arrow_is_refused_with_a_sentence(client, admin_client):
    today()
    agreement = proposed(client)
    fields = {"stage": "proposed", "reason": "Because", "signed_on": "2026-01-01", **SIGNATURE}

    for to in ("preliminary", "with_secretary_general", "signed", "withdrawn", "nonsense"):
        response = admin_client.post(url_of_move(agreement, to), fields)
        assert response.status_code in (200, 403)
        assert "can’t go to" in response.content.decode() or to == "withdrawn"
        assert admin_client.get(url_of_move(agreement, to)).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.steps.count()) == ("proposed", 0)


def test_a_form_that_was_opened_before_somebody_else_moved_is_told(client, admin_client):
    today()
    agreement = proposed(client)
    officer = logged_in(make_officer("officer", "social"))
    late = fields_of(officer.get(url_of_move(agreement, "declined")), "move")
    make_move(admin_client, agreement, "under_review")

    response = officer.post(url_of_move(agreement, "declined"), {**late, "reason": "Too late"})

    assert "It has moved on in the meantime: it stands at “under review” now." in response.content.decode()
    assert "Too late" in response.content.decode()
    assert agreement.steps.count() == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signed_on": "2020-01-01"}, "comes before"),
        ({"signed_on": "2999-01-01"}, "This day is still to come."),
        ({"signed_on": "yesterday"}, "Enter a valid date."),
        ({"signed_on": ""}, "This field is required."),
        ({"signatory": ""}, "This field is required."),
        ({"signatory_capacity_en": " "}, "This field is required."),
        ({"signatory": "A\nB"}, "Write this in one line"),
        ({"subject_en": ""}, "This field is required."),
        ({"approved_on": "2020-01-01"}, "comes before"),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_a_signature_that_can_not_be_is_answered_at_its_field(client, admin_client, changes, sentence):
    today()
    agreement = proposed(client)
    yesterday = timezone.localdate() - timedelta(days=1)
    CooperationAgreement.objects.update(
        stage="with_secretary_general", proposed_on=yesterday, sent_on=yesterday, sent_on_precision="day"
    )
    fields = fields_of(admin_client.get(url_of_move(agreement, "signed")), "move")
    signature = {"reason": "Done", "signed_on": timezone.localdate().isoformat(), **SIGNATURE}

    response = admin_client.post(url_of_move(agreement, "signed"), {**fields, **signature, **changes})

    assert sentence in str(response.context["form"].errors)
    assert_valid_html(response)
    assert not CooperationAgreement.objects.public().exists()
    assert not Partner.objects.exists()


def test_an_officer_hands_over_and_sees_it_no_more(client):
    today()
    agreement = proposed(client)
    officer = logged_in(make_officer("officer", "sedi"))
    page = f"{INBOX}{agreement.pk}/hand-over/"
    fields = fields_of(officer.get(page), "move")

    for unit, sentence in [("nonsense", "no unit “nonsense”"), ("social", "responsible already")]:
        assert sentence in officer.post(page, {**fields, "unit": unit, "reason": "x"}).content.decode()
    response = officer.post(page, {**fields, "unit": "spa", "reason": "It is about politics."}, follow=True)

    assert response.redirect_chain == [(INBOX, 302)]
    assert logged_in(make_officer("elsewhere", "spa")).get(way(agreement)).status_code == 200
    assert "It is about politics." in mail.outbox[-1].body


def test_html_and_breaks_do_nothing_in_the_inbox(client, admin_client):
    today()
    agreement = proposed(
        client, title="<script>alert(1)</script>", organization="<i>Friends</i>", text="<b>Hi</b>\n\nyou"
    )

    for page in (
        INBOX,
        way(agreement),
        url_of_move(agreement, "declined"),
        f"{REGISTER}{agreement.pk}/change/",
        REGISTER,
    ):
        response = admin_client.get(page)
        assert response.status_code == 200
        for tag in ("<script>alert(1)", "<i>Friends", "<b>Hi"):
            assert tag not in response.content.decode()
    make_move(admin_client, agreement, "declined", reason="<u>No</u>\r\nBcc: all@example.org")
    assert "\n" not in mail.outbox[-1].subject
    assert mail.outbox[-1].bcc == []


# == Lists


def test_the_inbox_shows_mine_the_others_and_the_ended_with_how_long_they_wait(client):
    today()
    mine, other, ended = proposed(client), proposed(client, unit="spa"), proposed(client, title="Gone")
    officer, office = make_officer("officer", "social"), make_office()
    make_move(logged_in(officer), ended, "declined")
    mine.proposal.__class__.objects.update(made_at=timezone.now() - timedelta(days=3))

    def listed(user, query=""):
        return [each.pk for each in logged_in(user).get(f"{INBOX}{query}").context["cl"].result_list]

    assert listed(officer) == [mine.pk]
    assert listed(officer, "?turn=all") == [mine.pk]
    assert listed(officer, "?turn=ended") == [ended.pk]
    assert listed(office) == []
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


# == At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_officers_send_their_forms_at_the_same_moment(client):
    today()
    agreement = proposed(client)
    officers = [logged_in(make_officer(name, "social")) for name in ("one", "two")]
    pages = [url_of_move(agreement, to) for to in ("under_review", "declined")]
    opened = [fields_of(officer.get(page), "move") for officer, page in zip(officers, pages, strict=True)]

    def post(officer, page, fields):
        try:
            response = officer.post(page, {**fields, "reason": "Mine"})
            return response.status_code, "It has moved on" in response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(post, officers, pages, opened))

    assert sorted(outcomes) == [(200, True), (302, False)]
    assert agreement.steps.count() == 1
    assert len(mail.outbox) == 2


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
    assert "is an officer of the unit already" in again.content.decode()
