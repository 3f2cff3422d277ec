"""units/<slug>/: retired addresses, names and acronyms, moments, and what the page costs."""

from datetime import date

import pytest

from orgunits.models import (
    AgreementParty,
    Appointment,
    Body,
    ChangeAuthority,
    CooperationAgreement,
    CountryOffice,
    Discrepancy,
    DiscrepancyClaim,
    FormerSlug,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Partner,
    Post,
    Structure,
    Theme,
    ThemeContinuation,
    UnitAlias,
    UnitRelation,
)
from orgunits.models.placements import Placement
from orgunits.search_index import writing
from orgunits.tree import trees
from tests.budgets import MOST
from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import words_of
from tests.helpers.unit_records import ADOPTED, DRAFT, PROPOSED, TODAY, edition, html, record, source

pytestmark = pytest.mark.django_db


# == Addresses


def test_a_retired_address_redirects_and_keeps_query_and_language(client):
    edition(2008, TODAY)
    FormerSlug.objects.create(slug="sade", unit=make_unit("sare"))

    response = client.get("/es/units/sade/?on=2010-01-01&x=%C3%A1")

    assert response.status_code == 301
    assert response["Location"] == "/es/units/sare/?on=2010-01-01&x=%C3%A1"
    assert client.get("/en/units/sade/")["Location"] == "/en/units/sare/"


def test_an_acronym_leads_to_all_units_that_have_or_had_it(client):
    edition(
        2008,
        "gs\n  security | department | Department of Public Security | DPS\n  special | office | Specials | DPS",
    )
    edition(
        2016, "gs\n  security | department | Department of Public Security | DPS\n  procurement | office | Procurement"
    )
    UnitAlias.objects.create(unit=make_unit("procurement"), kind="acronym", text="D.P.S.")

    response = client.get("/en/units/dps/")

    words = words_of(response)
    assert words.startswith("Name or acronym DPS This is what 3 units are or were called. Each has a page of its own:")
    assert "Department of Public Security DPS Department under Gs “DPS” in 2008, 2016" in words
    assert "Procurement Office under Gs “D.P.S.”: another name that sources use" in words
    assert "Specials DPS Office not in this structure; last recorded in Edition of 2008 “DPS” in 2008" in words
    assert [row.unit.slug for row in response.context["units"]] == ["security", "procurement", "special"]


@pytest.mark.parametrize("is_indexed", [False, True])
@pytest.mark.parametrize(
    "slug",
    [
        "asuntos-juridicos",
        "Asuntos-Juridicos",
        "legal-affairs-office",
        "secretary-generals-lawyers",
        "lawyers-counsel",
        "sla",
    ],
)
def test_a_name_in_any_language_of_any_time_leads_to_its_unit(client, slug, is_indexed):
    edition(1999, "gs\n  legal | office | Legal Affairs Office")
    edition(2008, "gs\n  legal | office | Lawyers/Counsel | SLA")
    edition(2015, "gs\n  legal | office | Secretary General's Lawyers", PROPOSED)
    structure = edition(2016, "gs\n  legal | office | Law")
    trees.correct(structure, make_unit("legal"), fact="name_es", after="Asuntos Jurídicos", reason="Missing.")
    if is_indexed:
        writing.catch_up()

    response = client.get(f"/en/units/{slug}/")

    assert "This is what one unit is or was called." in words_of(response)
    assert [row.unit.slug for row in response.context["units"]] == ["legal"]


@pytest.mark.parametrize("slug", ["nothing", "dp", "-", "_", "d" * 500])
def test_what_no_unit_is_called_is_not_found(client, slug):
    edition(2008, "gs\n  security | department | Department of Public Security | DPS")
    assert client.get(f"/en/units/{slug}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=2010-01-01&structure=in-2008", 400), ("on=yesterday", 400), ("on=%00", 400), ("structure=nonsense", 404)],
)
def test_a_moment_that_can_not_be_shown_is_refused(client, query, status):
    edition(2008, TODAY)
    assert client.get(f"/en/units/sare/?{query}").status_code == status


def test_a_day_before_the_first_structure_names_the_earliest_day(client):
    make_structure("first", TODAY, status=ADOPTED, effective_from=date(2008, 3, 26))
    response = client.get("/en/units/sare/?on=1066-01-01")
    assert response.status_code == 404
    assert "26 March 2008" in response.content.decode()


def test_the_canonical_address_leaves_out_today(client):
    edition(2008, TODAY)
    edition(2016, TODAY)
    canonical = '<link rel="canonical" href="http://testserver/en/units/sare/{}">'
    assert canonical.format("") in html(client.get("/en/units/sare/?structure=in-2016"))
    assert canonical.format("?structure=in-2008") in html(client.get("/en/units/sare/?on=2010-01-01"))


# == Queries


def make_full(count):
    """A unit with `count` of everything a page can show."""
    lines = "\n".join(f"    below-{number}" for number in range(count))
    names = ("before", "further", "further-too", "after")
    around = "\n".join(f"  {name}-{number}" for number in range(count) for name in names)
    for year in range(2016 - count, 2017):
        structure = edition(year, f"gs\n  osg\n  sare\n{lines}\n{around}")
        structure.sources.add(source(f"of-{year}"))
        placement = record(structure, "sare", functions=[f"function {number}" for number in range(count)])
        record(structure, "sare", purpose="To be.", themes=[f"Theme-{n}" for n in range(count)])
        record(structure, "sare", pillars=[f"Pillar-{n}" for n in range(count)])
        placement.sources.add(source(f"of-placement-{year}"))
        for number in range(count):
            body = Body.objects.get_or_create(slug=f"body-{number}", kind="organ", name=f"Body {number}")[0]
            ends = {"structure": structure, "kind": "serves"}
            served = UnitRelation.objects.create(unit=make_unit("sare"), to_body=body, **ends)
            served.sources.add(source(f"of-relation-{year}-{number}"))
            UnitRelation.objects.create(unit=make_unit(f"below-{number}"), to_unit=make_unit("sare"), **ends)
    for number in range(count):
        UnitAlias.objects.create(
            unit=make_unit("sare"), kind="name", text=f"Alias {number}", source=source(f"a{number}")
        )
        discrepancy = Discrepancy.objects.create(slug=f"d{number}", topic="Topic", reading="Reading")
        discrepancy.units.add(make_unit("sare"))
        DiscrepancyClaim.objects.create(discrepancy=discrepancy, position=1, text="Claim", source=source(f"c{number}"))
        hang_records_on("sare", number)
        make_changes_of("sare", number, structure)
    make_unit("sare").sources.add(source("of-the-unit"))


def make_changes_of(slug, number, structure):
    """A change before the unit, one of its own and one after it, each resting on an act of its own and a source."""
    before, further, too, after = (f"{name}-{number}" for name in ("before", "further", "further-too", "after"))
    for event in (
        make_change("merged", [further, too], [before], to=structure),
        make_change("functions_transferred", [before], [slug], to=structure),
        make_change("functions_transferred", [slug], [after], to=structure),
        make_change("moved", [slug], slug=f"move-{number}", moved_to="osg", to=structure),
    ):
        ChangeAuthority.objects.create(event=event, instrument=make_act(f"act-of-{event.slug}"))
        event.sources.add(source(f"of-{event.slug}"))


def hang_records_on(slug, number):
    """A post with its holder, an office, a mandate and an agreement of the unit."""
    unit, key = make_unit(slug), f"of-{slug}-{number}"
    post = Post.objects.create(slug=key, title="Post", unit=unit)
    post.heads.add(unit)
    held = Appointment.objects.create(slug=key, post=post, name=f"Holder {number}", seen="2015")
    held.sources.add(source(f"of-holder-{number}"))
    CountryOffice.objects.create(slug=key, kind="field", name="Office", status="operating", coordinating_unit=unit)
    act = LegalInstrument.objects.create(slug=key, kind="resolution", title="Act")
    mandate = Mandate.objects.create(slug=key, instrument=act, title="Mandate")
    MandateAssignment.objects.create(mandate=mandate, unit=unit)
    agreement = CooperationAgreement.objects.create(
        slug=key, subject="Subject", type="general", stage="signed", unit=unit
    )
    partner = Partner.objects.create(slug=key, name=f"Partner {number}", kind="university")
    AgreementParty.objects.create(agreement=agreement, partner=partner)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "name"),
    [("", "unit"), ("?structure=in-2015", "unit in a proposal"), ("?on=2015-06-01", "unit on another day")],
)
def test_the_page_costs_the_same_however_much_is_recorded(client, costs, count, query, name):
    make_full(count)
    later = Theme.objects.create(slug="later", name="Later")
    for theme in Theme.objects.exclude(pk=later.pk):
        ThemeContinuation.objects.create(earlier=theme, later=later)

    with costs(name):
        response = client.get(f"/en/units/sare/{query}")

    shown = response.context["record"]
    assert (len(shown.life), len(shown.below), len(shown.functions.rows)) == (count + 1, count, count)
    changes = shown.changes
    assert [len(each) for each in (changes.earlier, changes.own, changes.later)] == [count, 3 * count, 0]


def test_the_page_of_a_draft_stays_within_twelve_queries(admin_client, django_assert_max_num_queries):
    make_full(2)
    Structure.objects.filter(slug="in-2015").update(status=DRAFT, based_on=Structure.objects.get(slug="in-2014"))
    with trees.edit(Structure.objects.get(slug="in-2015")) as structure:
        Placement.objects.filter(tree_id=structure.pk).update(basis="carried_over")

    with django_assert_max_num_queries(MOST):
        words = words_of(admin_client.get("/en/units/sare/?structure=in-2015"))

    assert "not confirmed since 2014" in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_acronym_costs_the_same_however_many_it_means(client, costs, count):
    edition(2008, "gs\n" + "\n".join(f"  gone-{n} | office | Gone {n} | DPS" for n in range(count)))
    edition(2016, "gs\n" + "\n".join(f"  unit-{n} | office | Unit {n} | DPS" for n in range(count)))
    for number in range(count):
        UnitAlias.objects.create(unit=make_unit(f"unit-{number}"), kind="acronym", text=f"D-P-S{'.' * number}")

        make_change("functions_transferred", [f"gone-{number}"], [f"unit-{number}"], acts=[make_act(f"a-{number}")])
    writing.catch_up()

    with costs("unit by acronym"):
        response = client.get("/en/units/dps/")

    units = response.context["units"]
    assert len(units) == 2 * count
    assert sum(len(unit.heirs.rows) for unit in units if unit.heirs) == count
