"""units/<slug>/: from which edition each part comes, and what of drafts is kept back."""

from datetime import date

import pytest

from orgunits.models import Discrepancy, DiscrepancyClaim, FormerSlug, Structure, UnitAlias, UnitRelation
from orgunits.models.placements import Placement
from orgunits.tree import trees
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.html import words_of
from tests.helpers.unit_records import PROPOSED, TODAY, edition, html, record, source

pytestmark = pytest.mark.django_db


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
    assert "The second. (from a 2008 text) Part of" in words
    assert "Functions 1 as stated in 2004 from 2004" in words
    assert "Themes as proposed in 2015 Youth" in words
    assert "Not recorded: pillars." in words
    assert '<a href="/en/units/sare/?structure=in-2008">from a 2008 text</a>' in page
    assert '<a href="/en/units/sare/?structure=in-2015">as proposed in 2015</a>' in page
    proposed = words_of(client.get("/en/units/sare/?structure=in-2015"))
    assert "The proposed. (from this edition) Part of General Secretariat (as proposed)" in proposed


def test_its_life_is_told_edition_by_edition_with_the_proposals_marked(client):
    edition(2006, "gs\n  oasg\n    office | office | Coordinating Unit")
    edition(2008, "gs\n  oasg\n    office | office | Coordinating Office")
    edition(2015, "gs\n  osg\n    office | office | Coordinating Office", PROPOSED)
    structure = edition(2016, "gs\n  oasg\n    office | office | Coordinating Office | CO")

    response = client.get("/en/units/office/")

    words, page = words_of(response), html(response)
    assert "History on record since 2006 · formerly Coordinating Unit" in words
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

    assert "Part of General Secretariat (not confirmed since 2016)" in words_of(client.get("/en/units/sare/"))
    assert "Part of General Secretariat (stated in 2016)" in words_of(client.get("/en/units/sare/?on=2017-01-01"))


def test_what_the_edition_to_come_changes_is_said_today_beside_the_place(client):
    edition(2016, TODAY)
    edition(2099, "gs | general_secretariat | General Secretariat\n  osg\n    sare | secretariat | Rights | SR")

    words = words_of(client.get("/en/units/sare/"))

    assert "(stated in 2016) From 2099: part of Osg, called Rights. Compare Units within" in words
    assert "From 2099: not in the edition to come. Compare" in words_of(client.get("/en/units/inclusion/"))
    assert "From 2099" not in words_of(client.get("/en/units/gs/"))
    assert "From 2099" not in words_of(client.get("/en/units/sare/?on=2018-01-01"))


# == Units that are not in the shown structure


def test_a_unit_that_left_the_structure_keeps_its_page_and_says_so(client):
    then = edition(
        2008, "gs\n  ser | secretariat | Secretariat for External Relations | SER\n    press | office | Press"
    )
    record(then, "ser", purpose="To be heard.")
    edition(2016, TODAY)

    response = client.get("/en/units/ser/")

    words, page = words_of(response), html(response)
    assert "Not in the edition shown: Edition of 2016. To be heard. (from a 2008 text; no newer one found)" in words
    assert "Last placed Gs (2008, its page then)" in words
    assert "Units within 1 As recorded in “Edition of 2008”" in words
    assert 'href="/en/units/ser/?structure=in-2008"' in page
    assert "Not in the edition shown" not in words_of(client.get("/en/units/ser/?structure=in-2008"))


def test_before_its_time_the_page_says_when_a_unit_is_first_recorded(client):
    edition(2008, "gs")
    record(edition(2016, TODAY), "sare", purpose="To give access.")

    words = words_of(client.get("/en/units/sare/?on=2010-01-01"))

    assert "Not in the edition shown: Edition of 2008." in words
    assert "First recorded Edition of 2016 (2016, its page then)" in words
    assert "To give access." not in words


def test_between_two_times_the_page_tells_both(client):
    edition(2004, TODAY)
    edition(2008, "gs")
    edition(2016, TODAY)

    words = words_of(client.get("/en/units/sare/?on=2010-01-01"))

    assert "Last placed General Secretariat (2004, its page then)" in words
    assert "Recorded again Edition of 2016 (2016, its page then)" in words


def test_a_unit_that_was_only_proposed_says_so(client):
    edition(2008, "gs")
    edition(2015, TODAY, PROPOSED)

    words = words_of(client.get("/en/units/sare/"))

    assert "Proposed in Edition of 2015 (proposed; see where the proposal placed it)" in words
    assert "on record since" not in words


def test_a_unit_outside_is_named_by_its_latest_edition(client):
    edition(1999, "gs\n  sare | office | Old Name")
    edition(2004, "gs\n  sare | secretariat | New Name")
    edition(2008, "gs")

    words = words_of(client.get("/en/units/sare/"))

    assert words.startswith("Secretariat New Name Not in the edition shown: Edition of 2008.")
    assert "History on record since 1999 · formerly Old Name" in words


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
    assert "Known only from Structure hidden (draft; see it there)" in words_of(admin_client.get("/en/units/secret/"))
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
    discrepancy = Discrepancy.objects.create(slug="whispers", topic="Whispers", reading="Hush.", draft=hidden)
    discrepancy.units.add(make_unit("sare"), make_unit("secret"))
    DiscrepancyClaim.objects.create(discrepancy=discrepancy, position=1, text="A whisper", source=source(1))

    for address in ("/en/units/sare/", "/en/units/sare/?on=2018-01-01", "/en/units/gs/"):
        page = html(client.get(address)).lower()
        leaks = ("whisper", "hidden structure", "newcomer", "secret/", "silence")
        assert [leak for leak in leaks if leak in page] == []
    of_staff = words_of(admin_client.get("/en/units/sare/"))
    assert "Office of Whispers" in of_staff
    assert "Draft. Whispers" in of_staff
    assert structure.slug == "in-2016"
