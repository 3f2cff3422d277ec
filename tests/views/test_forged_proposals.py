"""What a stranger may send in the place of a proposal, and how often; nothing of a proposal leaks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from orgunits.models import AgreementProposal, Attempt, CooperationAgreement, Partner, Theme
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.proposals import FORM, PROPOSAL, errors, link_in, send, stored, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]


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


def test_a_title_of_two_lines_is_one_line_and_no_header_of_a_mail(client):
    today()

    send(client, title="Rivers\r\nBcc: all@example.org")

    assert AgreementProposal.objects.get().agreement.title == "Rivers Bcc: all@example.org"
    assert [(message.to, message.bcc) for message in mail.outbox] == [(["rivers@example.org"], [])]


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


def test_100_posts_in_a_minute_store_a_few_and_say_why(client):
    today()

    answers = [client.post(FORM, {**PROPOSAL, "email": f"n{number}@example.org"}) for number in range(100)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 95
    assert errors(answers[-1]) == {"__all__": ["Too many submissions. Nothing was stored; try again in an hour."]}
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
    ("proxies", "forwarded", "addresses"),
    [
        (0, "{}", 1),  # what a client writes itself counts for nothing
        (1, "203.0.113.9, {}", 6),
        (1, "{}, 203.0.113.9", 1),
    ],
)
def test_behind_proxies_the_address_is_the_one_they_tell(client, settings, proxies, forwarded, addresses):
    today()
    settings.PROXIES = proxies

    for number in range(6):
        address = forwarded.format(f"198.51.100.{number}")
        client.post(FORM, {**PROPOSAL, "email": f"n{number}@example.org"}, HTTP_X_FORWARDED_FOR=address)

    assert stored() == (6 if addresses == 6 else 5)


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


@pytest.mark.parametrize(
    ("unseen", "name"),
    [
        ("\x01", "a control character (U+0001)"),
        ("\x7f", "a control character (U+007F)"),
        ("\u202a", "a left-to-right embedding (U+202A)"),
        ("\u202e", "a right-to-left override (U+202E)"),
        ("\u2066", "a left-to-right isolate (U+2066)"),
    ],
)
def test_a_text_with_such_a_character_comes_back_with_its_name_at_the_field(client, unseen, name):
    today()

    response = send(client, text=f"We want clean{unseen} rivers.")

    assert errors_of_form(response) == {
        "text": [f"This contains {name} after “We want clean”: take it out, or type the words again."]
    }
    assert response.context["form"]["text"].value() == f"We want clean{unseen} rivers."
    assert response.context["form"]["title"].value() == PROPOSAL["title"]
    assert (stored(), mail.outbox) == (0, [])


def errors_of_form(response):
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


def test_a_letter_typed_in_two_pieces_is_stored_as_one(client):
    today()

    send(client, text="Un ri\u0301o\tpara\r\ntodos.", organization="Amigos del Ri\u0301o")

    proposal = AgreementProposal.objects.get()
    assert (proposal.text, proposal.organization) == ("Un r\u00edo\tpara\ntodos.", "Amigos del R\u00edo")


@pytest.mark.parametrize(("act", "field"), [("message", "text"), ("withdraw", "reason")])
def test_on_the_page_that_follows_the_rule_is_the_same(client, act, field):
    today()
    send(client)
    link = link_in(mail.outbox[0])
    fields = fields_of(client.get(link), "message")

    response = client.post(link, {**fields, act: "1", f"{act}-{field}": "Hello\x07 there"})

    form = response.context["message_form" if act == "message" else "withdrawal_form"]
    assert list(form.errors) == [field]
    assert "This contains a control character (U+0007) after “Hello”" in str(form.errors)
    assert CooperationAgreement.objects.get().stage == CooperationAgreement.Stage.PROPOSED
