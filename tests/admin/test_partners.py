"""Partners in the admin: their country."""

import pytest

from orgunits.models import Partner
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_agreement, make_partner, make_state
from tests.helpers.html import parsed, texts, words_of

pytestmark = pytest.mark.django_db
FORM = "partner_form"


def change(client, partner, **fields):
    return save(client, url("partner", "change", partner.pk), FORM, **fields)


def options(response):
    menu = parsed(response).find(".//select[@name='country']")
    return {option.get("value"): option.text for option in menu.iter("option")}


def test_a_country_is_chosen_by_its_name_and_stored_by_its_code(admin_client):
    partner = make_partner()
    offered = options(admin_client.get(url("partner", "change", partner.pk)))
    assert (offered["CL"], offered["CH"]) == ("Chile", "Switzerland")

    change(admin_client, partner, country=next(code for code, name in offered.items() if name == "Chile"))

    assert Partner.objects.get().country == "CL"
    assert texts(admin_client.get(url("partner")), ".//td[@class='field-country']") == ["Chile"]


@pytest.mark.parametrize("typed", ["Chile", "Ch", "cl", "XX"])
def test_what_is_no_code_of_a_country_is_refused(admin_client, typed):
    partner = make_partner(country="PE")

    response = change(admin_client, partner, country=typed)

    assert len(errors_of(response)) == 1
    assert Partner.objects.get().country == "PE"


def test_the_countries_are_named_and_in_order_in_spanish_too(admin_client):
    admin_client.cookies["django_language"] = "es"

    names = [*options(admin_client.get(url("partner", "add"))).values()][1:]

    assert len(names) == 249
    assert (names[0], names[-1]) == ("Afganistán", "Zimbabue")
    assert names.index("España") == names.index("Eslovenia") + 1


def test_a_partner_without_a_country_keeps_none(admin_client):
    partner = make_partner()

    change(admin_client, partner, website="https://example.org/")

    assert Partner.objects.get().country == ""
    assert fields_of(admin_client.get(url("partner", "change", partner.pk)), FORM)["country"] == [""]


def test_the_page_of_the_country_then_lists_its_agreements(admin_client, client):
    make_state("CL", "Chile")
    partner = make_partner("University of the Sea")
    make_agreement("one", title="On the sea", partners=[partner], signed_on="2010")

    change(admin_client, partner, country="CL")

    assert "On the sea" in words_of(client.get("/en/member-states/cl/"))


def test_every_partner_of_the_demo_has_a_country_of_the_list(demo):
    codes = dict(Partner._meta.get_field("country").flatchoices)

    assert {*Partner.objects.exclude(country="").values_list("country", flat=True)} <= codes.keys()
