"""The start page: what one can ask, who leads, what is to come, the secretariats, the editions, the latest changes."""

from datetime import date

import pytest

from orgunits.models import Pillar, PlacementPillar, Structure
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, make_post
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.html import assert_valid_html, classes_of, parsed, text_of, texts

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT

TREE = """
gs | general_secretariat | General Secretariat
  osg | head_office | Office of the Secretary General | OSG
  sms | secretariat | Secretariat for Multidimensional Security | SMS
    security | department | Department of Public Security
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
  counsel | office | Office of the Strategic Counsel
"""


def sum_up(structure, slug, summary, **fields):
    trees.change(place(structure, slug), summary_en=summary, **fields)


def test_an_empty_directory_says_so_and_can_be_searched(client):
    response = client.get("/en/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert "No edition is recorded yet." in texts(response, ".//main//p")
    assert parsed(response).find(".//main//form[@action='/en/search/']//input[@name='q']") is not None


def test_a_directory_of_the_future_only_names_the_day_from_which_it_holds(client):
    make_structure("next", status=ADOPTED, effective_from=date(2999, 1, 1))

    response = client.get("/en/")

    assert response.status_code == 200
    assert "The earliest on record begins on 1 January 2999." in response.content.decode()


def rows_of(response, css_class="secretariats"):
    return texts(response, f".//*[@class='{css_class}']/*")


def test_who_leads_is_said_right_after_the_search_with_the_date_of_what_is_known(client):
    make_structure("today", TREE, status=ADOPTED)
    secretary_general = make_post("secretary-general", heads=["osg"], unit="osg")
    appoint(secretary_general, "Albert Ramdin", "2025-05-26", open_ended=True)
    appoint(secretary_general, "Luis Almagro", "2015-05-26", "2025-05-26")

    now, then = client.get("/en/"), client.get("/en/?on=2024-05-01")

    assert_valid_html(now)
    assert rows_of(now, "leaders") == ["Secretary general Albert Ramdin, from 26 May 2025"]
    assert rows_of(then, "leaders") == ["Secretary general Luis Almagro, from 26 May 2015"]
    assert parsed(now).find(".//section[@class='hero bleed']//dl[@class='leaders']//dt/a").get("href") == (
        "/en/posts/secretary-general/"
    )


def test_an_edition_of_the_past_names_who_led_within_it_and_a_proposal_nobody(client):
    make_structure("first", TREE, status=ADOPTED, effective_from=date(2012, 1, 1), name="First")
    make_structure("plan", TREE, status=PROPOSED, name="A plan (2015)")
    make_structure("today", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    secretary_general = make_post("secretary-general", heads=["osg"], unit="osg")
    appoint(secretary_general, "José Insulza", "2005-05-26", "2015-05-26")
    appoint(secretary_general, "Luis Almagro", "2015-05-26", "2025-05-26")
    executive_secretary = make_post("executive-secretary", heads=["sedi"], unit="sedi")
    appoint(executive_secretary, "Jorge Saggiante", seen_on=date(2012, 7, 1), seen="July 2012")

    then, plan = client.get("/en/?structure=first"), client.get("/en/?structure=plan")

    assert_valid_html(then)
    assert rows_of(then, "leaders") == [
        "Secretary general José Insulza, from 26 May 2005 until 26 May 2015;"
        " Luis Almagro, from 26 May 2015 until 26 May 2025"
    ]
    assert "Head: Jorge Saggiante, in the post in July 2012" in " ".join(rows_of(then))
    assert "desde el 26 de mayo de 2005 hasta el 26 de mayo de 2015" in text_of(
        parsed(client.get("/es/?structure=first")).find(".//dl[@class='leaders']")
    )
    unit = parsed(client.get("/en/units/sedi/?structure=first")).find(".//dl[@class='panel']")
    assert "Head Jorge Saggiante, in the post in July 2012" in text_of(unit)
    asked = parsed(client.get("/en/people/?unit=sedi&structure=first")).find(".//section[@aria-labelledby='answer']")
    assert "Jorge Saggiante, Executive secretary, in the post in July 2012" in text_of(asked)

    assert_valid_html(plan)
    words = text_of(parsed(plan).find(".//body"))
    assert "A plan (2015)" in words
    assert rows_of(plan, "leaders") == []
    assert "Almagro" not in words
    assert "Saggiante" not in words
    assert "not recorded" not in " ".join(rows_of(plan))


def test_a_secretariat_is_a_row_with_what_it_does_and_its_head(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    sum_up(structure, "sms", "Coordinates cooperation against threats.", summary_es="Coordina.", summary_year=2012)
    sum_up(structure, "sedi", "Serves CIDI.")
    long_ago = make_post("executive-secretary", heads=["sedi"], unit="sedi")
    appoint(long_ago, "Kim Osborne", seen_on=date(2021, 6, 1), seen="June 2021")

    response = client.get("/en/")

    assert_valid_html(response)
    assert rows_of(response) == [
        "Secretariat for Multidimensional Security SMS Coordinates cooperation against threats. (2012) "
        "Head not recorded",
        "Executive Secretariat for Integral Development SEDI Serves CIDI. (undated) "
        "Current head not recorded. Kim Osborne was in the post in June 2021.",
    ]
    assert "our summary of a text" in text_of(parsed(response).find(".//main"))
    assert "Coordina. (2012) No consta la jefatura" in rows_of(client.get("/es/"))[0]
    assert texts(response, ".//p[@class='beside']") == [
        "Also directly under the General Secretariat: Office of the Strategic Counsel"
    ]


def test_where_no_secretariat_is_summed_up_nothing_is_said_of_summaries(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    trees.change(place(structure, "sms"), purpose_en="A purpose is on the page of the unit.")

    response = client.get("/en/")

    assert rows_of(response)[0] == "Secretariat for Multidimensional Security SMS Head not recorded"
    assert "our summary" not in response.content.decode()


def test_what_only_a_draft_knows_of_a_head_is_shown_to_staff_alone(client, admin_client):
    make_structure("today", TREE, status=ADOPTED)
    draft = make_structure("draft", status=DRAFT)
    post = make_post("secretary", heads=["sms"], unit="sms")
    appoint(post, "Secret Name", "2020-01-01", open_ended=True, draft=draft)

    assert "Secret Name" not in client.get("/en/").content.decode()
    assert "Secret Name, from 1 January 2020" in rows_of(admin_client.get("/en/"))[0]


def test_a_secretariat_bears_its_pillar_as_an_edge_and_a_word(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    PlacementPillar.objects.create(placement=place(structure, "sms"), pillar=pillar, basis="inferred")
    contributes = PlacementPillar.Role.CONTRIBUTES
    PlacementPillar.objects.create(placement=place(structure, "sedi"), pillar=pillar, role=contributes)

    sms, sedi = parsed(client.get("/en/")).findall(".//ul[@class='secretariats']/li")

    assert sms.get("class") == "pillar-democracy"
    assert "Democracy (inferred)" in text_of(sms)
    assert sedi.get("class") is None
    assert "Democracy" not in text_of(sedi)


def test_an_edition_to_come_is_announced_in_one_line_and_else_newer_evidence(client):
    make_structure("today", TREE, status=ADOPTED)
    make_structure(
        "seen", status=Structure.Status.OBSERVED, as_of=date(2025, 5, 1), as_of_precision="month", name="Seen"
    )

    (line,) = parsed(client.get("/en/")).findall(".//p[@class='coming']")
    assert text_of(line) == "Newer evidence: Seen. See what changes"

    make_structure("later", status=ADOPTED, effective_from=date(2998, 1, 1), name="Later")
    make_structure("next", status=ADOPTED, effective_from=date(2997, 1, 1), name="Next")
    make_structure("draft", status=DRAFT, effective_from=date(2996, 1, 1), name="Hidden")

    response = client.get("/en/")
    assert_valid_html(response)
    (line,) = parsed(response).findall(".//p[@class='coming']")
    assert text_of(line) == "From 1 January 2997: Next. See what changes"
    assert [link.get("href") for link in line.findall("a")] == [
        "/en/structures/next/",
        "/en/compare/?from=today&to=next",
    ]
    assert client.get("/en/compare/?from=today&to=next").status_code == 200
    assert parsed(client.get("/en/?on=2021-01-01")).find(".//p[@class='coming']") is None


def test_the_editions_stand_in_order_marked_and_linked_and_drafts_are_left_out(client):
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old")
    make_structure("wish", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure(
        "seen", status=Structure.Status.OBSERVED, as_of=date(2025, 5, 1), as_of_precision="month", name="Seen"
    )
    make_structure("secret", status=DRAFT, as_of=date(2026, 1, 1), as_of_precision="day", name="Hidden")

    items = parsed(client.get("/en/")).findall(".//ol[@class='timeline']/li")

    assert [(text_of(item), classes_of(item), item.find("a").get("href")) for item in items] == [
        ("2008 Old", "is-adopted", "/en/?structure=old"),
        ("2015 Wish Proposed", "is-proposal", "/en/?structure=wish"),
        ("2016 New in force today", "is-adopted is-shown", "/en/"),
        ("2025 Seen Observed", "is-observed", "/en/?structure=seen"),
    ]


def test_the_last_changes_that_had_happened_are_told_the_newest_first(client):
    old = make_structure("old", TREE, status=ADOPTED, effective_from=date(2008, 3, 26))
    today = make_structure("today", TREE, status=ADOPTED)
    wish = make_structure("wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    draft = make_structure("draft", "gs\n  hidden", as_of=date(2021, 1, 1), as_of_precision="day")
    make_change("created", results=["sms"], to=old)
    make_change("renamed", ["counsel"], when="2012", to=today)
    make_change("moved", ["security"], when="2020-01-01", to=today, moved_from="osg", moved_to="sms")
    make_change("abolished", ["counsel"], to=wish)
    make_change("created", results=["hidden"], to=draft)
    make_change("abolished", ["security"], when="2999", to=today)
    for number in range(4):
        make_change("renamed", ["sedi"], when=f"200{number}", slug=f"renamed-{number}")

    now, then = client.get("/en/"), client.get("/en/?on=2010-01-01")

    assert_valid_html(now)
    assert texts(now, ".//ol[@class='changes']/li") == [
        "moved 1 January 2020 Department of Public Security: from Office of the Secretary General "
        "to Secretariat for Multidimensional Security No act found.",
        "renamed 2012 Office of the Strategic Counsel No act found.",
        "created Date not recorded Secretariat for Multidimensional Security No act found.",
        "renamed 2003 Executive Secretariat for Integral Development No act found.",
        "renamed 2002 Executive Secretariat for Integral Development No act found.",
    ]
    assert texts(then, ".//ol[@class='changes']/li")[0].startswith("created")


def test_of_very_many_units_at_the_top_the_first_are_named(client):
    units = "\n".join(f"  office-{number} | office" for number in range(15))
    make_structure("today", f"gs\n{units}", status=ADOPTED)

    beside = parsed(client.get("/en/")).find(".//p[@class='beside']")

    assert len(beside.findall("a")) == 13
    assert text_of(beside).endswith("Office 11 and 3 more")


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_however_many(client, count, costs):
    tree = "gs\n" + "\n".join(f"  s{number} | secretariat" for number in range(count))
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    for number in range(count):
        structure = make_structure(f"s{number}", tree, status=ADOPTED, effective_from=date(2000 + number, 1, 1))
        make_source(f"source-{number}", cited_by=[structure])
        for row in structure.placements.secretariats():
            PlacementPillar.objects.create(placement=row, pillar=pillar)
            sum_up(structure, row.unit.slug, "Does what it does.")

        make_change("renamed", [f"s{number}"], to=structure)
        appoint(make_post(f"head-{number}", heads=[f"s{number}"], unit=f"s{number}"), f"Person {number}", "2000")

    with costs("home"):
        response = client.get("/en/")

    for noun in ("secretariats", "timeline", "changes"):
        assert len(response.context[noun]) == count
