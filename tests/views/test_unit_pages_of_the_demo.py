"""The pages of units with the real data: what they must tell."""

import re

import pytest

from orgunits.models import OrganizationalUnit
from tests.budgets import MOST
from tests.helpers.html import assert_valid_html, texts, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

SLA, SARE = "Secretariat for Legal Affairs", "Secretariat for Access to Rights and Equity"
SUSTAINABLE = "Department for Sustainable Democracy and Special Missions"
OSG, OASG = "Office of the Secretary General", "Office of the Assistant Secretary General"
LINES_OF_ACTION = [
    "Political dialogue for the consolidation of hemispheric consensus",
    "Cooperation networks and information systems for the strengthening of institutional capacity",
    "Promote the compliance with hemispheric legal frameworks",
    "Promote cooperation programs and projects",
]


def page(client, slug, query=""):
    return words_of(client.get(f"/en/units/{slug}/{query}"))


def test_the_judicial_facilitators_tell_every_unit_they_are_recorded_under(client):
    words = page(client, "judicial-facilitators")

    assert f"Recorded under {SLA} (2012), then {SARE} (2015, proposed), then {SUSTAINABLE} (2019)." in words
    assert f"Part of {SUSTAINABLE} (undated page; no act found)" in words
    (event,) = (row for row in texts(client.get("/en/"), ".//ol[@class='changes']/li") if "Judicial" in row)
    assert f"No act found. Date and instrument not found. It is recorded in the {SARE} only in the proposal." in event


def test_the_coordinating_office_tells_of_its_way_there_and_back(client):
    words = page(client, "coordinating-office")

    assert f"Recorded under {OASG} (2006; 2008; 2012), then {OSG} (2015, proposed), then {OASG} (2016; 2019)." in words
    assert "formerly Coordinating Office for the Offices and Units of the General Secretariat" in words


def test_social_inclusion_tells_its_four_lines_of_action_and_both_its_secretariats(client):
    words = page(client, "dept-social-inclusion")

    assert f"Functions {' · '.join(LINES_OF_ACTION)} as stated in 2012" in words
    places = [words.index(title) for title in LINES_OF_ACTION]
    assert places == sorted(places)
    assert f"Executive Secretariat for Integral Development (2012), then {SARE} (2015, proposed; 2016; 2019)" in words


def test_dps_means_two_departments(client, indexed_demo):
    response = client.get("/en/units/dps/")

    assert [row.unit.slug for row in response.context["units"]] == ["dept-public-security", "dept-procurement"]
    assert "This is what 2 units are or were called." in words_of(response)


def test_today_s_page_of_a_secretariat_is_not_empty_and_says_how_old_its_statements_are(client):
    words = page(client, "sedi")

    assert re.search(r"our summary of a \d{4} text; no newer one found", words)
    assert re.search(r"Functions 3 as stated in \d{4}", words)
    assert "carried over" not in words


def test_a_secretariat_that_is_gone_keeps_its_page(client):
    words = page(client, "ser")

    assert "Not in the edition shown" in words
    assert "The mission of the Secretariat for External Relations (SER) is to disseminate" in words


def test_the_proposal_tells_who_reports_to_whom(client):
    words = page(client, "osg", "?structure=2015-proposal")

    assert words.partition("Units that report to it")[2].partition("Agreements")[0].count("Secretariat for") == 7


def test_asuntos_juridicos_is_found_in_english(client, indexed_demo):
    response = client.get("/en/units/?q=asuntos+juridicos")

    assert [row.unit.slug for row in response.context["page"]][0] == "sla"


def test_every_unit_has_a_page_in_every_language_and_at_every_time(client):
    slugs = list(OrganizationalUnit.objects.order_by("slug").values_list("slug", flat=True))
    assert len(slugs) == 101
    for number, slug in enumerate(slugs):
        query = ["", "?on=2007-06-30", "?structure=2015-proposal"][number % 3]
        response = client.get(f"/{'es' if number % 2 else 'en'}/units/{slug}/{query}")
        assert response.status_code == 200
        if number % 7 == 0:
            assert_valid_html(response)


def test_the_page_of_sedi_in_2010_tells_what_hangs_on_it_in_twelve_queries(client, demo, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        response = client.get("/en/units/sedi/?on=2010-06-01")

    # Counted by hand in fixtures/facts: nothing hangs on the six departments below it, and it coordinates no office.
    mandates, agreements, offices = (response.context[name] for name in ("mandates", "agreements", "offices"))
    assert (mandates.own_count, mandates.within_count) == (4, 4)
    assert [each.slug for each in agreements.rows] == ["agr-40", "agr-28", "agr-33"]
    assert (agreements.number, agreements.number_below) == (3, 3)
    assert (offices.number, offices.number_below) == (0, 0)
    assert [held.post.slug for held in response.context["posts"]] == ["executive-secretary-sedi"]


def test_what_hangs_on_the_units_below_is_counted_on_the_page_of_the_unit_above(client):
    response = client.get("/en/units/oasg/?on=2010-06-01")

    offices = response.context["offices"]
    # The Coordinating Office below it has the 29; those established later than 2010 would be left out, none is.
    assert (offices.number, offices.number_below) == (0, 29)


def test_who_was_in_the_post_long_ago_is_not_named_as_head(client):
    assert "Head Current head not recorded. Kim Osborne was in the post in June 2021." in page(client, "sedi")
    assert "Head Current head not recorded. Part of" in page(client, "dept-social-inclusion")
    then = page(client, "sla", "?on=2010-01-01")
    assert "Head Head in January 2010 not recorded. Part of General Secretariat (stated in 2008)" in then


def test_those_in_a_post_are_in_the_order_of_time_with_when_they_were_last_seen(client):
    words = page(client, "sedi")

    assert "Kim Osborne, 12 January 2017 – end not recorded; in the post: June 2021" in words
    people = ("Kim Osborne, 12 January", "Neil Parsan, in the post", "Sherry Tross, in", "Jorge Saggiante, in")
    places = [words.index(name) for name in people]
    assert places == sorted(places)


def test_a_unit_without_a_place_today_says_that_it_exists_and_where_it_was(client):
    words = page(client, "cim")

    assert "Exists; no source gives its place today. Named in 2025: " in words
    assert "Head Alejandra Mora Mora, in the post in 2025" in words
    assert f"Last placed {OASG} (c. 2006, its page then) Contact Website (undated source)" in words


def test_newer_evidence_stands_beside_the_place_that_it_would_change(client):
    newer = (
        f"Part of {SARE} (undated page) Newer evidence (after 26 May 2025) puts it in the Secretariat for"
        " Strengthening Democracy (inferred); no act found. Compare"
    )

    assert newer in page(client, "dept-social-inclusion")
    assert "Newer evidence" not in page(client, "dept-social-inclusion", "?on=2020-01-01")
    assert "Newer evidence" not in page(client, "dept-electoral")


def test_what_sources_disagree_on_stands_beside_the_answer_it_would_change(client):
    place = "Place of the Art Museum of the Americas and the Columbus Memorial Library: sources disagree."

    museum, office = page(client, "art-museum"), page(client, "oasg")

    assert museum.partition("Units within")[0].count(place) == 1
    assert f"Units within 4 {place}" in office
    assert "First day of Assistant Secretary General Laura Gil: sources disagree." in office.partition("Part of")[0]
    assert "sources disagree" not in page(client, "oasg", "?on=2020-01-01").partition("Contact")[0]


def test_the_list_of_units_has_no_last_page_of_a_few(client):
    first = client.get("/en/units/").context["page"]

    assert first.paginator.count > first.paginator.per_page
    assert len(first.object_list) == first.paginator.count, "the few more stand on the page before"
