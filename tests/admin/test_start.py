"""The start of the admin, and what all its lists share."""

import re

import pytest
from django.urls import reverse

from oasdir.admin import SECTIONS
from orgunits.models import ChangeEvent, CooperationAgreement
from tests.helpers.proposals import make_officer

pytestmark = pytest.mark.django_db


def headings(response):
    return re.findall(r'class="section"[^>]*>([^<]+)<', response.content.decode())


def test_the_start_shows_the_records_in_sections_and_the_accounts_last(admin_client):
    found = headings(admin_client.get("/admin/"))

    assert found == [*(str(name) for name, _models in SECTIONS), "User accounts", "Sign-ins and failed attempts"]


def test_every_record_of_the_admin_is_in_a_section(admin_client):
    """One that is in none would be under “Directory”."""
    assert "Directory" not in headings(admin_client.get("/admin/"))


def test_an_officer_sees_no_empty_section(client):
    client.force_login(make_officer("officer", "social"))

    assert headings(client.get("/admin/")) == ["Agreements"]


def test_a_list_has_the_name_of_what_it_lists(admin_client):
    page = admin_client.get(reverse("admin:orgunits_changeevent_changelist")).content.decode()

    assert "<h1>Changes</h1>" in page


def test_filters_are_shut_and_say_what_is_chosen(admin_client):
    address = reverse("admin:orgunits_changeevent_changelist")
    page = " ".join(admin_client.get(address, {"kind__exact": ChangeEvent.Kind.MOVED}).content.decode().split())

    assert '<details class="filter" name="filter">' in page
    assert "<summary> Kind: <b>moved</b> </summary>" in page
    assert "<summary> Basis: <b>All</b> </summary>" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "No records here yet."),
        ({"q": "zeppelin"}, "Nothing matches your search."),
        ({"stage__exact": CooperationAgreement.Stage.SIGNED}, "Nothing matches your search."),
    ],
)
def test_an_empty_list_says_so_in_words(admin_client, query, sentence):
    page = admin_client.get(reverse("admin:orgunits_cooperationagreement_changelist"), query).content.decode()

    assert sentence in page


def test_an_empty_inbox_says_that_nothing_waits(admin_client):
    page = admin_client.get(reverse("admin:orgunits_agreementonitsway_changelist")).content.decode()

    assert "Nothing needs your action now." in page
    assert "0 agreements" in page
