"""Proposing an agreement, and all that a stranger may send in its place."""

import os
import re
import stat
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from orgunits.documents import BoundedUploadHandler
from orgunits.models import AgreementProposal, Attempt, CooperationAgreement, Partner, Theme
from tests.admin.forms import fields_of
from tests.agreement_factories import make_state
from tests.factories import make_structure, make_unit
from tests.html import assert_valid_html, parsed, text_of, texts
from tests.proposals import FORM, PROPOSAL, SENT, link_in, pdf, send, stored, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR


def errors(response):
    assert response.status_code in (200, 429)
    assert_valid_html(response)
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


# == The form


def test_a_proposal_is_stored_with_all_that_was_said_and_confirmed_by_mail(client, documents):
    today()
    make_state("BB", "Barbados")
    make_agreement_theme()

    response = send(
        client, type="program", countries=["bb"], themes=["water"], document=pdf(), organization="Amigos de los Ríos"
    )

    assert (response.status_code, response.headers["Location"]) == (302, SENT)
    proposal = AgreementProposal.objects.get()
    agreement = proposal.agreement
    assert (proposal.organization, proposal.email, proposal.language) == (
        "Amigos de los Ríos",
        "rivers@example.org",
        "en",
    )
    assert (agreement.stage, agreement.type, agreement.special_type, agreement.title, agreement.unit.slug) == (
        "proposed",
        "special",
        "program",
        "Clean rivers",
        "social",
    )
    assert (agreement.proposed_on, agreement.proposed_on_precision) == (timezone.localdate(), "day")
    assert [state.iso2 for state in agreement.member_states.all()] == ["BB"]
    assert [theme.slug for theme in agreement.themes.all()] == ["water"]
    (message,) = mail.outbox
    assert message.to == ["rivers@example.org"]
    assert message.subject == f"Your proposal {proposal.number} to the General Secretariat"
    assert "Clean rivers" in message.body
    assert client.get(link_in(message)).status_code == 200
    assert_valid_html(client.get(SENT))


def make_agreement_theme():
    from tests.agreement_factories import make_agreement

    theme = Theme.objects.create(slug="water", name="Water")
    make_agreement("old", themes=[theme])
    return theme


def test_the_form_is_filled_by_what_a_link_says_of_it(client):
    today()
    make_state("BB", "Barbados")
    make_agreement_theme()

    response = client.get(f"{FORM}?unit=social&country=bb&theme=water&q=clean%20rivers")

    fields = fields_of(response, "proposal")
    assert (fields["unit"], fields["title"], fields["countries"], fields["themes"]) == (
        ["social"],
        ["clean rivers"],
        ["bb"],
        ["water"],
    )
    assert_valid_html(response)


@pytest.mark.parametrize("slug", ["gone", "secret", "nonsense", "%27%22"])
def test_a_unit_outside_of_todays_structure_is_not_offered(client, slug):
    make_structure("before", "gs\n  gone", status="adopted", effective_from=timezone.localdate() - timedelta(days=9999))
    today()
    make_structure("hidden", "gs\n  secret")

    response = client.get(f"{FORM}?unit={slug}")

    assert fields_of(response, "proposal")["unit"] == [""]
    page = response.content.decode()
    assert ("does not stand in today’s structure" in page) == (slug == "gone")
    assert "ecret |" not in page
    assert_valid_html(response)


def test_who_does_not_know_the_unit_or_the_type_need_not_choose(client):
    today()

    send(client, unit="", type="unsure")

    agreement = CooperationAgreement.objects.get()
    assert (agreement.unit.slug, agreement.type, agreement.type_basis) == ("gs", "general", "inferred")


def test_without_a_structure_a_proposal_still_arrives(client):
    send(client, unit="")

    assert CooperationAgreement.objects.get().unit is None


def test_a_proposal_in_spanish_is_kept_and_answered_in_spanish(client):
    today()

    response = client.post("/es/agreements/propose/", {**PROPOSAL, "title": "Ríos limpios"})

    agreement = CooperationAgreement.objects.get()
    assert response.headers["Location"] == "/es/agreements/propose/sent/"
    assert (agreement.title_es, agreement.title_en, agreement.proposal.language) == ("Ríos limpios", None, "es")
    assert mail.outbox[0].subject.startswith("Su propuesta")
    assert link_in(mail.outbox[0]).startswith("/es/")


def test_errors_are_at_the_fields_and_nothing_typed_is_lost(client):
    today()

    response = send(client, organization="", email="no address", title="  ", type=None, document=pdf())

    assert errors(response) == {
        "organization": ["This field is required."],
        "email": ["Enter a valid email address."],
        "title": ["This field is required."],
        "type": ["Choose a type, or that you don’t know yet."],
    }
    fields = fields_of(response, "proposal")
    assert (fields["email"], fields["text"], fields["unit"]) == (["no address"], [PROPOSAL["text"]], ["social"])
    assert "Choose your file again" in response.content.decode()
    summary = parsed(response).find(".//div[@class='error-summary']")
    targets = [link.get("href").removeprefix("#") for link in summary.iter("a")]
    assert len(targets) == 4
    assert all(parsed(response).find(f".//*[@id='{target}']") is not None for target in targets)
    assert (stored(), mail.outbox) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_however_much_it_offers(client, costs, count):
    today("gs\n" + "\n".join(f"  u{number}" for number in range(count)))
    for number in range(count):
        make_state(f"A{number}", f"State {number}")

    with costs("propose an agreement"):
        response = client.get(FORM)

    assert len(fields_of(response, "proposal")) > 5


def test_the_same_form_sent_twice_is_stored_once(client):
    today()
    fields = {**fields_of(client.get(FORM), "proposal"), **PROPOSAL}

    answers = [client.post(FORM, fields).headers["Location"] for _again in range(2)]

    assert answers == [SENT, SENT]
    assert (stored(), len(mail.outbox)) == (1, 1)


def test_two_tabs_make_two_proposals(client):
    today()
    first, second = (fields_of(client.get(FORM), "proposal") for _tab in range(2))

    client.post(FORM, {**first, **PROPOSAL})
    client.post(FORM, {**second, **PROPOSAL, "title": "Clean lakes"})

    assert stored() == 2


def test_where_the_mail_fails_the_proposal_is_kept_and_the_link_is_shown(client, settings):
    today()
    settings.EMAIL_BACKEND = "orgunits.mail.NoMail"

    response = send(client, follow=True)

    assert stored() == 1
    page = response.content.decode()
    assert "the mail could not be sent" in page
    address = texts(response, ".//code[@class='secret']")[0]
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert_valid_html(response)


def test_it_needs_the_cookie_of_the_form(client):
    today()
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(FORM, PROPOSAL)

    assert (response.status_code, stored()) == (403, 0)
    assert "This form could not be taken" in response.content.decode()
    fields = fields_of(strict.get(FORM), "proposal")
    assert strict.post(FORM, {**fields, **PROPOSAL}).status_code == 302


# == What a stranger may send


def test_a_file_of_50_mb_is_answered_at_its_field_and_never_kept_whole(client, documents, settings):
    today()
    settings.DOCUMENT_MAX_SIZE = 10 * 1024 * 1024
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.4\n" + bytes(50 * 1024 * 1024), content_type="application/pdf")

    response = send(client, document=large)

    assert errors(response) == {"document": ["The file has 50.0\xa0MB; it may have at most 10.0\xa0MB."]}
    assert fields_of(response, "proposal")["title"] == ["Clean rivers"]
    assert (stored(), documents.exists()) == (0, False)


def test_of_a_large_file_no_more_is_kept_than_a_document_may_have(settings):
    settings.DOCUMENT_MAX_SIZE = 1000
    handler = BoundedUploadHandler()
    handler.new_file("document", "large.pdf", "application/pdf", None)

    for start in range(0, 3000, 300):
        handler.receive_data_chunk(b"x" * 300, start)

    file = handler.file_complete(3000)
    assert (file.size, os.path.getsize(file.temporary_file_path())) == (3000, 1000)


def test_a_request_beyond_all_bounds_is_not_read(client, settings):
    today()
    settings.DOCUMENT_MAX_SIZE = 1024

    response = send(client, document=pdf(64 * 1024))

    assert (response.status_code, stored()) == (413, 0)
    assert_valid_html(response)


NO_PDF = "This file is not a PDF. Save or print your document as PDF, and choose that file."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(200), NO_PDF),
        (b"<!doctype html><script>alert(1)</script>", NO_PDF),
        (b"%PDF-1.4\n<!doctype html><script>alert(1)</script>\nstartxref\n0\n%%EOF", NO_PDF),
        (b"%PDF-1.4\nstartxref\n99999\n%%EOF", NO_PDF),
        (b" %PDF-1.4\n", NO_PDF),
        (b"%PDF-1.4", NO_PDF),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_pdf_is_refused_whatever_its_name_says(client, documents, content, sentence):
    today()

    response = send(client, document=SimpleUploadedFile("plan.pdf", content, content_type="application/pdf"))

    assert errors(response) == {"document": [sentence]}
    assert (stored(), documents.exists()) == (0, False)


def test_a_document_is_kept_under_a_name_of_ours_and_given_out_as_an_attachment(client, documents):
    today()

    send(client, document=pdf(name="../../etc/passwd<script>.exe"))

    (path,) = documents.iterdir()
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    link = link_in(mail.outbox[0])
    response = client.get(f"{link}document/")
    assert b"".join(response.streaming_content) == path.read_bytes()
    number = AgreementProposal.objects.get().number
    assert response.headers["Content-Disposition"] == f'attachment; filename="proposal-{number}.pdf"'
    assert (response.headers["Content-Type"], response.headers["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store, private"
    assert client.get(f"/en/agreements/follow/{'x' * 43}/document/").status_code == 404
    for public in (f"/{path.name}", f"/static/{path.name}", f"/media/{path.name}"):
        assert client.get(public).status_code == 404
    path.unlink()
    assert client.get(f"{link}document/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"unit": "gone"}, "unit"),
        ({"unit": "secret"}, "unit"),
        ({"type": "signed"}, "type"),
        ({"countries": ["zz"]}, "countries"),
        ({"themes": ["nonsense"]}, "themes"),
        ({"organization_kind": "nonsense"}, "organization_kind"),
        ({"organization": "x" * 301}, "organization"),
        ({"title": "x" * 201}, "title"),
        ({"title": "Rivers\r\nBcc: all@example.org"}, "title"),
        ({"title": "…"}, "title"),
        ({"text": "x" * 20_001}, "text"),
        ({"email": "rivers@example.org\nBcc: all@example.org"}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"fax": "+1 202"}, "fax"),
    ],
)
def test_a_forged_value_is_answered_at_its_field_and_stores_nothing(client, changes, name):
    make_structure("before", "gs\n  gone", status="adopted", effective_from=timezone.localdate() - timedelta(days=9999))
    today()
    make_structure("hidden", "gs\n  secret")

    response = send(client, **changes)

    assert list(errors(response)) == [name]
    assert (stored(), mail.outbox) == (0, [])


@pytest.mark.parametrize("changes", [{"title": "Clean\0rivers"}, {"unit": "social\0"}, {"a\0b": "x"}])
def test_a_nul_is_refused(client, changes):
    today()

    response = send(client, **changes)

    assert (response.status_code, stored()) == (400, 0)
    assert "no text can hold (NUL)" in response.content.decode()
    assert_valid_html(response)


def test_a_forged_stage_slug_number_or_date_changes_nothing(client):
    today()

    send(client, stage="signed", slug="mine", registry_number="1/2020", signed_on="2020-01-01", key="nonsense")

    agreement = CooperationAgreement.objects.get()
    assert (agreement.stage, agreement.registry_number, agreement.signed_on) == ("proposed", "", None)
    assert agreement.slug.startswith("proposal-")


def test_html_is_shown_as_text_in_the_page_and_in_the_mail(client):
    today()

    send(client, title="<script>alert(1)</script> rivers", organization="<b>Friends</b>")

    (message,) = mail.outbox
    assert (message.content_subtype, message.alternatives if hasattr(message, "alternatives") else []) == ("plain", [])
    response = client.get(link_in(message))
    assert "<script>alert(1)" not in response.content.decode()
    assert texts(response, ".//h1") == ["<script>alert(1)</script> rivers"]
    assert_valid_html(response)


def test_a_bomb_of_100_files_is_refused(client):
    today()
    files = {f"file{number}": pdf() for number in range(100)}

    response = client.post(FORM, {**PROPOSAL, **files})

    assert (response.status_code, stored()) == (413, 0)
    assert texts(response, ".//p[@class='lede']") == ["A form takes one file of at most 10.0 MB. Nothing was stored."]


def test_100_posts_in_a_minute_store_a_few_and_say_why(client):
    today()

    answers = [client.post(FORM, {**PROPOSAL, "email": f"n{number}@example.org"}) for number in range(100)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 95
    assert errors(answers[-1]) == {
        "__all__": ["Too much has come from you within this hour. Nothing was stored; try again in an hour."]
    }
    assert fields_of(answers[-1], "proposal")["title"] == ["Clean rivers"]
    assert (stored(), len(mail.outbox)) == (5, 5)
    assert "127.0.0.1" not in str(list(Attempt.objects.values()))


def test_the_limit_counts_a_mail_address_too_and_forgets_after_a_day(client, monkeypatch):
    today()
    answers = [client.post(FORM, PROPOSAL, REMOTE_ADDR=f"198.51.100.{number}").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]
    tomorrow = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert client.post(FORM, PROPOSAL).status_code == 302
    assert not Attempt.objects.filter(hour__lt=tomorrow - timedelta(days=1)).exists()


@pytest.mark.parametrize(
    ("proxies", "told", "addresses"),
    [
        (0, "{}", 1),  # what a client writes itself counts for nothing
        (1, "203.0.113.9, {}", 6),
        (1, "{}, 203.0.113.9", 1),
    ],
)
def test_behind_proxies_the_address_is_the_one_they_tell(client, settings, proxies, told, addresses):
    today()
    settings.PROXIES = proxies

    for number in range(6):
        address = told.format(f"198.51.100.{number}")
        client.post(FORM, {**PROPOSAL, "email": f"n{number}@example.org"}, HTTP_X_FORWARDED_FOR=address)

    assert stored() == (6 if addresses == 6 else 5)


# == Nothing leaks


PUBLIC = [
    "",
    "agreements/",
    "agreements/?q=rivers",
    "agreements/?unit=social",
    "agreements/?member_state=bb",
    "agreements/types/",
    "find/?q=rivers",
    "find/?country=bb",
    "search/?q=rivers",
    "units/",
    "units/social/",
    "units/gs/",
    "member-states/bb/",
    "sources/",
    "about/",
    "data/",
    "data-quality/",
]


def test_a_proposal_and_its_partner_are_nowhere_in_public(client):
    """Also one that staff gave a partner, a theme and a source before the signature."""
    from tests.agreement_factories import make_agreement

    today()
    state = make_state("BB", "Barbados")
    before = {page: client.get(f"/en/{page}").content for page in PUBLIC}
    send(client, countries=["bb"])
    theme = Theme.objects.create(slug="riverine", name="Riverine matters")
    make_agreement(
        "hidden",
        title="Rivers",
        stage="preliminary",
        partners=["Riverine Trust"],
        themes=[theme],
        member_states=[state],
    )
    slugs = CooperationAgreement.objects.values_list("slug", flat=True)

    for page in PUBLIC:
        content = client.get(f"/en/{page}").content
        assert b"iverine" not in content, page
        assert b"Friends of the Rivers" not in content, page
        assert len(content) == len(before[page]), page
    assert [client.get(f"/en/agreements/{slug}/").status_code for slug in slugs] == [404, 404]
    assert list(Partner.objects.public()) == []
    assert "There is no theme" in client.get("/en/find/?theme=riverine").content.decode()


def test_doors_lead_to_the_form(client):
    today()
    make_unit("social")

    find = client.get("/en/find/?q=social&wish=propose")
    unit = client.get("/en/units/social/")

    for response in (find, unit):
        links = [link for link in parsed(response).iter("a") if "/agreements/propose/?" in link.get("href", "")]
        assert [text_of(link) for link in links] != []
        assert "unit=social" in links[0].get("href")
        assert client.get(links[0].get("href")).status_code == 200
