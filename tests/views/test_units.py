"""units/<slug>/: what the page of a unit tells, from which edition, and what it keeps to itself."""

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
    OrganizationalUnit,
    Partner,
    Pillar,
    PlacementPillar,
    PlacementTheme,
    Post,
    Source,
    Structure,
    Theme,
    UnitAlias,
    UnitFunction,
    UnitRelation,
    trees,
)
from orgunits.models.placements import Placement
from tests.acts_and_posts import make_act
from tests.budgets import MOST_OF_A_UNIT
from tests.change_factories import make_change
from tests.factories import make_structure, make_unit, place
from tests.html import words_of

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED
OBSERVED, DRAFT = Structure.Status.OBSERVED, Structure.Status.DRAFT

TODAY = """
    gs | general_secretariat | General Secretariat
      osg | head_office | Office of the Secretary General | OSG
      sare | secretariat | Secretariat for Access to Rights and Equity | SARE
        inclusion | department | Department of Social Inclusion | DSI
          equity | section | Equity Section
          groups | section | Section for Groups
    """


def edition(year, tree, status=ADOPTED, **fields):
    """An edition of a year; `in-2008` by its slug."""
    day = {"effective_from": date(year, 1, 1), "effective_from_precision": "year"}
    if status in (PROPOSED, OBSERVED):
        day = {"as_of": date(year, 1, 1), "as_of_precision": "year"}
    slug = fields.pop("slug", f"in-{year}")
    return make_structure(slug, tree, status=status, **{"name": f"Edition of {year}", **day, **fields})


def record(structure, slug, **content):
    """Gives the placement of a unit purpose, functions, themes or pillars."""
    placement = place(structure, slug)
    if purpose := content.get("purpose"):
        trees.change(placement, purpose_en=purpose)
    for number, text in enumerate(content.get("functions", []), start=1):
        UnitFunction.objects.create(placement=placement, position=number, text=text)
    for name in content.get("themes", []):
        theme = Theme.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]
        PlacementTheme.objects.create(placement=placement, theme=theme)
    for name in content.get("pillars", []):
        number = Pillar.objects.count() + 1
        pillar = Pillar.objects.get_or_create(slug=name.lower(), defaults={"name": name, "position": number})[0]
        PlacementPillar.objects.create(placement=placement, pillar=pillar)
    return placement


def source(number):
    return Source.objects.create(slug=f"source-{number}", kind=Source.Kind.DOCUMENT, title=f"Document {number}")


def html(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# == What is recorded in the shown edition


def test_the_page_tells_name_kind_place_and_units_below(client):
    edition(2016, TODAY)

    response = client.get("/en/units/sare/")

    words = words_of(response)
    assert words.startswith("Secretariat SARE Secretariat for Access to Rights and Equity on record since 2016")
    assert "1 unit directly below it Unit Kind Units below Department of Social Inclusion DSI Department 2" in words
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
    assert "Purpose recorded in this edition Quoted word for word source 1 To give access." in words
    assert "Functions recorded in this edition From the mission. source 2 advise train" in words
    assert "The list is cut in the source: there may be more." in words
    assert "Youth inferred in the source: “young people” With all departments." in words
    assert "Aligned with Democracy inferred By its name." in words
    assert [each.title for each in response.context["sources"]] == ["Document 1", "Document 2"]
    assert '<a href="/en/units/?theme=youth">' in html(response)
    assert 'class="page-head pillar-democracy"' in html(response)


def test_what_no_edition_records_is_said_to_be_not_recorded(client):
    edition(2016, TODAY)
    assert "Not recorded: purpose, functions, themes, pillars." in words_of(client.get("/en/units/sare/"))


@pytest.mark.parametrize(
    ("complete", "slug", "sentence"),
    [
        (False, "sare", "The record may lack some: no source lists all the units below it."),
        (False, "equity", "None is recorded, which does not mean that there was none."),
        (True, "equity", "No unit stands below it."),
    ],
)
def test_absence_below_means_something_only_where_the_record_is_whole(client, complete, slug, sentence):
    structure = edition(2016, TODAY)
    trees.change(place(structure, slug), sub_units_complete=complete)
    assert sentence in words_of(client.get(f"/en/units/{slug}/"))


def test_a_whole_list_of_sub_units_has_no_caveat(client):
    structure = edition(2016, TODAY)
    trees.change(place(structure, "sare"), sub_units_complete=True)
    assert "record may lack" not in words_of(client.get("/en/units/sare/"))


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
        "Relations Reports to Office of the Secretary General OSG Head office “report to the head” source 1"
        " Serves Council for Integral Development organ"
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
        "Sources disagree Name of the secretariat Access source 2 Equity source 3 Our reading: Both were used."
    ) in words


def test_contact_is_today_s_and_left_out_on_other_days(client):
    edition(2008, TODAY)
    OrganizationalUnit.objects.filter(slug="sare").update(phone="+1 202 370 5000", email="sare@example.org")

    assert "Telephone +1 202 370 5000" in words_of(client.get("/en/units/sare/"))
    assert "Contact Not recorded" in words_of(client.get("/en/units/osg/"))
    then = client.get("/en/units/sare/?on=2010-01-01")
    assert "370 5000" not in html(then)
    assert "sare@example.org" not in html(then)
    assert "Addresses and telephones are today’s and left out here." in words_of(then)


def test_a_fallback_language_is_marked(client):
    structure = edition(2016, TODAY)
    trees.correct(
        structure, make_unit("osg"), fact="name_es", after="Oficina del Secretario General", reason="Missing."
    )
    record(structure, "sare", purpose="To give access.")

    assert '<h1><span lang="en">Secretariat for Access to Rights and Equity</span></h1>' in html(
        client.get("/es/units/sare/")
    )
    assert '<p lang="en">To give access.</p>' in html(client.get("/es/units/sare/"))
    assert "<h1>Oficina del Secretario General</h1>" in html(client.get("/es/units/osg/"))


# == What comes from other editions


def test_each_part_comes_from_the_latest_edition_that_records_it_then_from_a_proposal(client):
    record(edition(2004, TODAY), "sare", purpose="The first.", functions=["from 2004"])
    record(edition(2008, TODAY), "sare", purpose="The second.")
    proposal = edition(2015, TODAY, PROPOSED)
    record(proposal, "sare", purpose="The proposed.", themes=["Youth"])
    edition(2016, TODAY)
    edition(2030, TODAY)
    record(Structure.objects.get(slug="in-2030"), "sare", purpose="The coming.", pillars=["Democracy"])

    response = client.get("/en/units/sare/?on=2020-01-01")

    words, page = words_of(response), html(response)
    assert "Purpose as stated in 2008 The second." in words
    assert "Functions as stated in 2004 from 2004" in words
    assert "Themes as proposed in 2015 Youth" in words
    assert "Not recorded: pillars." in words
    assert '<a href="/en/units/sare/?structure=in-2008">as stated in 2008</a>' in page
    assert '<a href="/en/units/sare/?structure=in-2015">as proposed in 2015</a>' in page
    proposed = words_of(client.get("/en/units/sare/?structure=in-2015"))
    assert "Purpose recorded in this edition The proposed." in proposed


def test_its_life_is_told_edition_by_edition_with_the_proposals_marked(client):
    edition(2006, "gs\n  oasg\n    office | office | Coordinating Unit")
    edition(2008, "gs\n  oasg\n    office | office | Coordinating Office")
    edition(2015, "gs\n  osg\n    office | office | Coordinating Office", PROPOSED)
    structure = edition(2016, "gs\n  oasg\n    office | office | Coordinating Office | CO")

    response = client.get("/en/units/office/")

    words, page = words_of(response), html(response)
    assert "on record since 2006 formerly Coordinating Unit" in words
    assert "Recorded under Oasg (2006; 2008), then Osg (2015, proposed), then Oasg (2016)." in words
    assert [row.structure.slug for row in response.context["record"].life] == [
        "in-2006",
        "in-2008",
        "in-2015",
        "in-2016",
    ]
    assert "2006 Edition of 2006 Coordinating Unit Office Oasg Stated" in words
    assert "2015 Edition of 2015 Proposed Coordinating Office Office Osg Stated" in words
    assert "2016 Edition of 2016 shown here Coordinating Office CO Office Oasg Stated" in words
    assert page.count('<tr class="is-proposal"') == 1
    assert page.count('class="is-shown"') == 1
    assert structure.slug == "in-2016"


def test_a_place_that_was_carried_over_says_since_when_it_was_not_seen(client):
    edition(2008, TODAY)
    based_on = edition(2016, TODAY)
    structure = edition(2019, TODAY, based_on=based_on)
    with trees.edit(structure):
        Placement.objects.filter(tree_id=structure.pk).update(basis="carried_over")

    assert "carried over, not seen since 2016" in words_of(client.get("/en/units/sare/"))
    assert "carried over" not in words_of(client.get("/en/units/sare/?on=2017-01-01")).partition("Life through")[0]


# == Units that are not in the shown structure


def test_a_unit_that_left_the_structure_keeps_its_page_and_says_so(client):
    then = edition(
        2008, "gs\n  ser | secretariat | Secretariat for External Relations | SER\n    press | office | Press"
    )
    record(then, "ser", purpose="To be heard.")
    edition(2016, TODAY)

    response = client.get("/en/units/ser/")

    words, page = words_of(response), html(response)
    assert "This unit is not in the structure that is shown: Edition of 2016." in words
    assert "It is last recorded in Edition of 2008 (2008), under Gs. See it as it stood there" in words
    assert "Purpose as stated in 2008 To be heard." in words
    assert "1 unit directly below it As recorded in “Edition of 2008”" in words
    assert 'href="/en/units/ser/?structure=in-2008"' in page
    assert "not in the structure that is shown" not in words_of(client.get("/en/units/ser/?structure=in-2008"))


def test_before_its_time_the_page_says_when_a_unit_is_first_recorded(client):
    edition(2008, "gs")
    record(edition(2016, TODAY), "sare", purpose="To give access.")

    words = words_of(client.get("/en/units/sare/?on=2010-01-01"))

    assert "This unit is not in the structure that is shown: Edition of 2008." in words
    assert "It is first recorded in Edition of 2016 (2016)." in words
    assert "To give access." not in words


def test_between_two_times_the_page_tells_both(client):
    edition(2004, TODAY)
    edition(2008, "gs")
    edition(2016, TODAY)

    words = words_of(client.get("/en/units/sare/?on=2010-01-01"))

    assert "It is last recorded in Edition of 2004 (2004), under General Secretariat." in words
    assert "It is recorded again in Edition of 2016 (2016)." in words


def test_a_unit_that_was_only_proposed_says_so(client):
    edition(2008, "gs")
    edition(2015, TODAY, PROPOSED)

    words = words_of(client.get("/en/units/sare/"))

    assert "Up to this day it is known only from Edition of 2015 (proposed)." in words
    assert "on record since" not in words


def test_a_unit_outside_is_named_by_its_latest_edition(client):
    edition(1999, "gs\n  sare | office | Old Name")
    edition(2004, "gs\n  sare | secretariat | New Name")
    edition(2008, "gs")

    words = words_of(client.get("/en/units/sare/"))

    assert words.startswith("Secretariat New Name on record since 1999 formerly Old Name")


# == What the public may not see


def test_a_unit_of_a_draft_is_not_there_for_the_public_and_is_for_staff(client, admin_client):
    edition(2016, TODAY)
    hidden = make_structure("hidden", "gs\n  secret | department | Department of Secrets | DOSE")
    record(hidden, "secret", purpose="To whisper.")
    FormerSlug.objects.create(slug="old-secret", unit=make_unit("secret"))
    UnitAlias.objects.create(unit=make_unit("secret"), kind="acronym", text="HUSH")

    for slug in ("secret", "old-secret", "dose", "hush", "department-of-secrets"):
        assert client.get(f"/en/units/{slug}/").status_code == 404
    assert client.get("/en/units/secret/?structure=hidden").status_code == 404
    assert "To whisper." in words_of(admin_client.get("/en/units/secret/?structure=hidden"))
    assert "It is known only from Structure hidden (draft)." in words_of(admin_client.get("/en/units/secret/"))
    assert "Department of Secrets" in words_of(admin_client.get("/en/units/dose/"))


def test_a_draft_adds_nothing_to_the_public_page_of_a_unit(client, admin_client):
    structure = edition(2016, TODAY)
    hidden = make_structure(
        "hidden",
        "gs\n  newcomer\n    sare | office | Office of Whispers | OW\n      secret",
        name="Hidden structure",
        effective_from=date(2017, 1, 1),
    )
    record(hidden, "sare", purpose="To whisper.", functions=["whisper"], themes=["Whispering"], pillars=["Silence"])
    UnitRelation.objects.create(
        structure=hidden, unit=make_unit("secret"), kind="reports_to", to_unit=make_unit("sare")
    )
    discrepancy = Discrepancy.objects.create(slug="whispers", topic="Whispers", reading="Hush.")
    discrepancy.units.add(make_unit("sare"), make_unit("secret"))
    DiscrepancyClaim.objects.create(discrepancy=discrepancy, position=1, text="A whisper", source=source(1))

    for address in ("/en/units/sare/", "/en/units/sare/?on=2018-01-01", "/en/units/gs/"):
        page = html(client.get(address)).lower()
        leaks = ("whisper", "hidden structure", "newcomer", "secret/", "silence")
        assert [leak for leak in leaks if leak in page] == []
    assert "Office of Whispers" in words_of(admin_client.get("/en/units/sare/"))
    assert structure.slug == "in-2016"


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
def test_a_name_in_any_language_of_any_time_leads_to_its_unit(client, slug):
    edition(1999, "gs\n  legal | office | Legal Affairs Office")
    edition(2008, "gs\n  legal | office | Lawyers/Counsel | SLA")
    edition(2015, "gs\n  legal | office | Secretary General's Lawyers", PROPOSED)
    structure = edition(2016, "gs\n  legal | office | Law")
    trees.correct(structure, make_unit("legal"), fact="name_es", after="Asuntos Jurídicos", reason="Missing.")

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
    assert canonical.format("?on=2010-01-01") in html(client.get("/en/units/sare/?on=2010-01-01"))


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

    with costs(name):
        response = client.get(f"/en/units/sare/{query}")

    shown = response.context["record"]
    assert (len(shown.life), len(shown.below), len(shown.functions.rows)) == (count + 1, count, count)
    changes = shown.changes
    assert [len(each) for each in (changes.earlier, changes.own, changes.later)] == [count, 3 * count, 0]


def test_the_page_of_a_draft_stays_within_twenty_queries(admin_client, django_assert_max_num_queries):
    make_full(2)
    Structure.objects.filter(slug="in-2015").update(status=DRAFT, based_on=Structure.objects.get(slug="in-2014"))
    with trees.edit(Structure.objects.get(slug="in-2015")) as structure:
        Placement.objects.filter(tree_id=structure.pk).update(basis="carried_over")

    with django_assert_max_num_queries(MOST_OF_A_UNIT):
        words = words_of(admin_client.get("/en/units/sare/?structure=in-2015"))

    assert "carried over, not seen since 2014" in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_acronym_costs_the_same_however_many_it_means(client, costs, count):
    edition(2008, "gs\n" + "\n".join(f"  gone-{n} | office | Gone {n} | DPS" for n in range(count)))
    edition(2016, "gs\n" + "\n".join(f"  unit-{n} | office | Unit {n} | DPS" for n in range(count)))
    for number in range(count):
        UnitAlias.objects.create(unit=make_unit(f"unit-{number}"), kind="acronym", text=f"D-P-S{'.' * number}")

        make_change("functions_transferred", [f"gone-{number}"], [f"unit-{number}"], acts=[make_act(f"a-{number}")])

    with costs("unit by acronym"):
        response = client.get("/en/units/dps/")

    units = response.context["units"]
    assert len(units) == 2 * count
    assert sum(len(unit.heirs.rows) for unit in units if unit.heirs) == count
