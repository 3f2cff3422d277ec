"""units/<slug>/: what the page of a unit tells of the shown edition."""

from datetime import date

import pytest

from orgunits.models import (
    Body,
    Discrepancy,
    DiscrepancyClaim,
    OrganizationalUnit,
    PlacementPillar,
    PlacementTheme,
    UnitAlias,
    UnitRelation,
)
from orgunits.tree import trees
from tests.helpers.factories import make_source, make_unit, place
from tests.helpers.html import words_of
from tests.helpers.unit_records import TODAY, edition, html, record, source

pytestmark = pytest.mark.django_db


def test_the_page_tells_name_kind_place_and_units_below(client):
    edition(2016, TODAY)

    response = client.get("/en/units/sare/")

    words = words_of(response)
    assert words.startswith(
        "Secretariat SARE Secretariat for Access to Rights and Equity What it does is not recorded."
    )
    assert (
        "Part of General Secretariat (stated in 2016) Units within 1: Department of Social Inclusion Contact" in words
    )
    assert "Units within 1 no source lists all of them" in words
    assert "Department of Social Inclusion DSI Department · 2 units within" in words
    assert "All 3 units at all levels below it, as a list" in words
    assert response.context["steps"] == [("General Secretariat", "/en/units/gs/")]


def test_the_breadcrumb_leads_through_the_tree_and_keeps_the_moment(client):
    edition(2008, "gs")
    edition(2016, TODAY)

    response = client.get("/en/units/equity/?structure=in-2016&nonsense=1")
    assert [label for label, _url in response.context["steps"]] == [
        "General Secretariat",
        "Secretariat for Access to Rights and Equity",
        "Department of Social Inclusion",
    ]
    steps = client.get("/en/units/gs/?on=2010-01-01").context["steps"]
    assert steps == []


def test_purpose_functions_themes_and_pillars_are_shown_with_their_sources(client):
    structure = edition(2016, TODAY)
    placement = record(
        structure,
        "sare",
        purpose="To give access.",
        functions=["advise", "train"],
        themes=["Youth"],
        pillars=["Democracy"],
    )
    first, second = source(1), source(2)
    trees.change(placement, purpose_source=first, purpose_wording="quoted")
    trees.change(placement, functions_source=second, functions_complete=False, functions_note_en="From the mission.")
    PlacementTheme.objects.update(words="young people", note="With all departments.", inferred=True)
    PlacementPillar.objects.update(basis="inferred", note="By its name.")

    response = client.get("/en/units/sare/")

    words = words_of(response)
    assert "“To give access.” (quoted; a text of this edition) source 1 Head" in words
    said = (
        "recorded in this edition From the mission. the source’s list is cut: there may be more source 2 advise train"
    )
    assert f"Functions 2 {said}" in words
    assert "Themes recorded in this edition inferred Youth in the source: “young people” With all departments." in words
    assert (
        "Pillars Aligned with Democracy recorded in this edition inferred Aligned with Democracy By its name." in words
    )
    assert words.startswith("Secretariat SARE Democracy (inferred) Secretariat for Access")
    assert [each.title for each in response.context["sources"]] == ["Document 1", "Document 2"]
    assert '<a href="/en/themes/youth/">' in html(response)
    assert 'class="page-head pillar-democracy"' in html(response)


def test_what_no_edition_records_is_said_to_be_not_recorded(client):
    edition(2016, TODAY)
    assert "Not recorded: functions, themes, pillars." in words_of(client.get("/en/units/sare/"))


@pytest.mark.parametrize(
    ("complete", "slug", "sentence"),
    [
        (False, "sare", "Units within 1 no source lists all of them"),
        (True, "sare", "Units within 1 the list is complete"),
        (False, "equity", "Units within None recorded Contact"),
        (False, "equity", "Units within none recorded; no source lists them"),
        (True, "equity", "Units within None Contact"),
        (True, "equity", "Units within None: the list is complete."),
    ],
)
def test_absence_below_means_something_only_where_the_record_is_whole(client, complete, slug, sentence):
    structure = edition(2016, TODAY)
    trees.change(place(structure, slug), sub_units_complete=complete)
    assert sentence in words_of(client.get(f"/en/units/{slug}/"))


def test_relations_are_shown_from_both_ends_with_the_source_s_words(client):
    structure = edition(2016, TODAY)
    cidi = Body.objects.create(slug="cidi", kind="organ", name="Council for Integral Development")
    for slug in ("sare", "inclusion"):
        relation = UnitRelation.objects.create(
            structure=structure,
            unit=make_unit(slug),
            kind="reports_to",
            to_unit=make_unit("osg"),
            text="report to the head",
        )
        relation.sources.add(source(slug))
    UnitRelation.objects.create(structure=structure, unit=make_unit("sare"), kind="serves", to_body=cidi)

    seen_from_sare, seen_from_osg = client.get("/en/units/sare/"), client.get("/en/units/osg/")

    assert (
        "Reporting and coordination Reports to Office of the Secretary General OSG Head office"
        " “report to the head” source 1 Serves Council for Integral Development organ"
    ) in words_of(seen_from_sare)
    assert (
        "Units that report to it Secretariat for Access to Rights and Equity SARE Secretariat"
        " Department of Social Inclusion DSI Department “report to the head” source 1–2"
    ) in words_of(seen_from_osg)


def test_aliases_and_disagreements_are_shown(client):
    edition(2016, TODAY)
    UnitAlias.objects.create(unit=make_unit("sare"), kind="acronym", text="SADE", source=source(1))
    discrepancy = Discrepancy.objects.create(slug="name", topic="Name of the secretariat", reading="Both were used.")
    discrepancy.units.add(make_unit("sare"))
    for number, said in enumerate(["Access", "Equity"], start=2):
        DiscrepancyClaim.objects.create(discrepancy=discrepancy, position=number, text=said, source=source(number))

    words = words_of(client.get("/en/units/sare/"))

    assert "Also known as SADE source 1" in words
    assert (
        "Sources disagree Name of the secretariat Name of the secretariat"
        " Access source 2 Equity source 3 Our reading: Both were used."
    ) in words


def test_a_contact_says_as_of_when_it_is_by_its_latest_dated_source(client):
    edition(2008, TODAY)
    unit = OrganizationalUnit.objects.get(slug="sare")
    OrganizationalUnit.objects.filter(pk=unit.pk).update(phone="+1 202 370 5000")
    assert "Contact +1 202 370 5000 (undated source)" in words_of(client.get("/en/units/sare/"))
    assert "Contacto +1 202 370 5000 (fuente sin fecha)" in words_of(client.get("/es/units/sare/"))

    unit.sources.add(make_source("undated"))
    assert "+1 202 370 5000 (undated source) source 1" in words_of(client.get("/en/units/sare/"))

    for slug, year, precision in (("late", 2017, "month"), ("old", 2011, "year")):
        unit.sources.add(make_source(slug, published_on=date(year, 3, 1), published_on_precision=precision))
    assert "Contact +1 202 370 5000 (as of March 2017)" in words_of(client.get("/en/units/sare/"))
    # A unit without a contact has no date of one.
    assert "(as of" not in words_of(client.get("/en/units/osg/"))


def test_contact_is_today_s_and_left_out_on_other_days(client):
    edition(2008, TODAY)
    OrganizationalUnit.objects.filter(slug="sare").update(phone="+1 202 370 5000", email="sare@example.org")

    assert "Contact sare@example.org +1 202 370 5000" in words_of(client.get("/en/units/sare/"))
    assert "Contact Not recorded" in words_of(client.get("/en/units/osg/"))
    then = client.get("/en/units/sare/?on=2010-01-01")
    assert "(as of" not in words_of(then)
    assert "370 5000" not in html(then)
    assert "sare@example.org" not in html(then)
    assert "Contact Shown for today only: today’s page" in words_of(then)


def test_a_missing_contact_climbs_to_the_next_unit_that_has_one(client):
    edition(2016, TODAY)
    OrganizationalUnit.objects.filter(slug="gs").update(phone="+1 202 458 3000")
    OrganizationalUnit.objects.filter(slug="gs").get().sources.add(
        make_source("directory", published_on=date(2004, 1, 1), published_on_precision="year")
    )

    words = words_of(client.get("/en/units/equity/"))

    reached = "Contact None of its own. General Secretariat: +1 202 458 3000 (as of 2004) source 1"
    assert reached in words
    OrganizationalUnit.objects.filter(slug="sare").update(email="sare@example.org")
    assert "Contact None of its own. SARE: sare@example.org (undated source)" in words_of(
        client.get("/en/units/equity/")
    )


def test_a_fallback_language_is_marked(client):
    structure = edition(2016, TODAY)
    trees.correct(
        structure, make_unit("osg"), fact="name_es", after="Oficina del Secretario General", reason="Missing."
    )
    record(structure, "sare", purpose="To give access.")

    assert '<h1><span lang="en">Secretariat for Access to Rights and Equity</span></h1>' in html(
        client.get("/es/units/sare/")
    )
    assert '<p class="panel__does"><span lang="en">To give access.</span>' in html(client.get("/es/units/sare/"))
    assert "<h1>Oficina del Secretario General</h1>" in html(client.get("/es/units/osg/"))
