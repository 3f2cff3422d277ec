"""How the staff move agreements on, as a browser does it."""

from django.test import Client
from django.urls import reverse

from orgunits.models import CooperationAgreement
from tests.helpers.admin_forms import fields_of
from tests.helpers.html import assert_valid_html, parsed, text_of
from tests.helpers.proposals import send

INBOX = "/admin/orgunits/agreementonitsway/"
REGISTER = "/admin/orgunits/cooperationagreement/"


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def stages_url(agreement):
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
        link for link in parsed(client.get(stages_url(agreement))).iter("a") if link.get("href", "").endswith(f"/{to}/")
    )
    fields = fields_of(client.get(button.get("href")), "move")
    return client.post(button.get("href"), {**fields, **{"reason": f"To {to}", **changes}}, follow=True)


def moves_of(client, agreement):
    response = client.get(stages_url(agreement))
    assert_valid_html(response)
    return [text_of(link) for link in parsed(response).find(".//div[@class='stages__moves']").iter("a")]


SIGNATURE = {
    "signatory": "Ana Pérez",
    "signatory_capacity_en": "Assistant Secretary General",
    "subject_en": "Cleaning rivers together",
    "registry_number": "7/2026",
    "ends_on": "2031-12-31",
}
