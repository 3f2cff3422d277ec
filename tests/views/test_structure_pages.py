"""structures/<slug>/: all that is recorded of one edition."""

from datetime import date

import pytest

from orgunits.models import Pillar, PlacementPillar, Structure, StructureAuthority, StructureReview
from orgunits.tree import trees
from tests.helpers.changes import make_change
from tests.helpers.editions import ADOPTED, DRAFT, OBSERVED, PROPOSED, TREE, make_act, rows
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, facts, parsed, text_of, texts
from tests.views.test_structure_tree import lines, opened

pytestmark = pytest.mark.django_db


def test_an_edition_tells_all_that_is_recorded_of_it(client):
    origin = make_structure("origin", "gs", status=ADOPTED, effective_from=date(2008, 3, 26), name="Six secretariats")
    structure = make_structure(
        "today",
        TREE,
        status=ADOPTED,
        effective_from=date(2016, 1, 1),
        effective_from_precision="year",
        based_on=origin,
        name="Seven secretariats",
        summary_en="Two more.",
        as_of_note_en="annual report for 2015",
        coverage_en="The sections are missing.",
        rationale_en="One reason.\n\nAnother reason.",
    )
    order = make_act("Order 08-01 Rev. 9", url="https://example.org/order")
    StructureAuthority.objects.create(structure=structure, instrument=order, note_en="Adopted it.")
    StructureReview.objects.create(
        structure=structure, day=date(2017, 6, 1), assessed_en="The results.", decided_en="To go on."
    )
    make_source("report", cited_by=[structure], title="Annual report")

    response = client.get("/en/structures/today/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert texts(response, ".//h1") == ["Seven secretariats"]
    assert texts(response, ".//p[@class='lede']") == ["Two more."]
    assert facts(response, ".//dl[@class='answer']") == {
        "In force": ["since 2016, in force today"],
        "By": ["Order 08-01 Rev. 9"],
        "Units": ["4 (2 secretariats)"],
        "Changes": ["No change that leads to this edition is recorded Compare with Six secretariats"],
    }
    assert texts(response, ".//section[@aria-labelledby='acts']//li") == ["Order 08-01 Rev. 9 – Adopted it."]
    link = parsed(response).find(".//section[@aria-labelledby='acts']//li/a")
    assert link.get("href") == "/en/instruments/order-08-01-rev-9/"
    assert texts(response, ".//section[@aria-labelledby='acts']/p") == ["Based on Six secretariats"]
    assert texts(response, ".//section[@aria-labelledby='coverage']//p") == [
        "The sections are missing.",
        "Rests on: a legal act · Record: annual report for 2015",
    ]
    assert texts(response, ".//section[@aria-labelledby='rationale']//p") == ["One reason.", "Another reason."]
    assert texts(response, ".//section[@aria-labelledby='reviews']//h3") == ["1 June 2017"]
    assert facts(response, ".//section[@aria-labelledby='reviews']//dl") == {
        "Identified": ["Not recorded"],
        "Planned": ["Not recorded"],
        "Implemented": ["Not recorded"],
        "Assessed": ["The results."],
        "Decided": ["To go on."],
    }
    assert texts(response, ".//section[@aria-labelledby='sources']//li") == ["Annual report"]


def test_an_edition_counts_its_units_by_kind_and_folds_them_by_branch(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    pillar = Pillar.objects.create(slug="integral-development", position=3, name="Integral development")
    PlacementPillar.objects.create(placement=place(structure, "sedi"), pillar=pillar)

    response = client.get("/en/structures/today/")

    table = parsed(response).find(".//table[@class='usa-table usa-table--borderless counts']")
    assert [[text_of(cell) for cell in row] for row in table.iter("tr")] == [
        ["Kind", "Number"],
        ["General Secretariat", "1"],
        ["Secretariat", "1"],
        ["Executive secretariat", "1"],
        ["Department", "1"],
        ["All units", "4"],
    ]
    assert opened(response) == ["unit-gs"]
    assert lines(response) == [
        "Gs",
        "Secretariat for Legal Affairs SLA Secretariat",
        "Department of Law Department",
        "Executive Secretariat for Integral Development SEDI Executive secretariat · Integral development",
    ]


def test_a_proposal_says_first_what_of_it_is_on_record_as_made(client):
    before = make_structure("before", TREE, status=ADOPTED, effective_from=date(2013, 1, 1), name="Six")
    wish = make_structure(
        "wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", based_on=before
    )
    after = make_structure("after", TREE, status=ADOPTED, effective_from=date(2016, 1, 1), name="Seven")
    make_structure("later", TREE, status=ADOPTED, effective_from=date(2019, 1, 1), name="Later")
    proposed = {"to": wish, "only_proposed": True}
    make_change("created", [], ["sedi"], **proposed)
    make_change("moved", ["law"], moved_to="sedi", **proposed)
    make_change("renamed", ["sla"], **proposed)
    make_change("created", [], ["gs"], to=wish, slug="done-before")
    make_change("created", [], ["sedi"], to=after, slug="made")
    make_change("moved", ["law"], moved_to="gs", to=after, slug="moved-elsewhere")
    make_change("renamed", ["sla"], to=after, slug="proposed-again", only_proposed=True)

    response = client.get("/en/structures/wish/")

    assert facts(response, ".//dl[@class='answer']") == {
        "Proposed": [
            "2015. Not in force. Adopted in part. 1 of its 3 changes is on record as made in the edition adopted next: "
            "Seven. Compare the two"
        ],
        "Units": ["4 (2 secretariats)"],
        "Changes": [
            "Created: 2 · Moved: 1 · Renamed: 1 1 of these 4 was made already; the others were proposed."
            " Compare with Six"
        ],
    }
    assert texts(response, ".//section[@aria-labelledby='changes']/details/summary") == [
        "Made in the edition adopted next (1)",
        "Not on record as made (2)",
        "Made already (1)",
    ]


def test_an_edition_shows_its_corrections_and_not_who_made_them(client, admin_user):
    structure = make_structure("today", TREE, status=ADOPTED)
    admin_user.username = "secret-name"
    admin_user.save()
    law = make_unit("law")
    trees.correct(structure, law, fact="kind", after="section", reason="Rev. 7 says so.", by=admin_user)
    trees.correct(structure, law, fact="acronym_es", after="DDI", reason="Left out.", by=admin_user)
    trees.correct(structure, law, fact="parent", after=place(structure, "sedi"), reason="Misread.", by=admin_user)

    response = client.get("/en/structures/today/")

    assert_valid_html(response)
    table = parsed(response).find(".//section[@aria-labelledby='corrections']//tbody")
    assert [[text_of(cell) for cell in row][1:] for row in table] == [
        [
            "Department of Law",
            "Place in the tree",
            "Secretariat for Legal Affairs, place 1 → Executive Secretariat for Integral Development, place 1",
            "Misread.",
        ],
        ["Department of Law", "Official acronym (Spanish)", "none → DDI", "Left out."],
        ["Department of Law", "Kind", "Department → Section", "Rev. 7 says so."],
    ]
    assert table.find(".//ins[@lang='es']").text == "DDI"
    assert "secret-name" not in response.content.decode()


def test_the_editions_before_and_after_are_the_visible_ones(client):
    make_structure("first", status=ADOPTED, effective_from=date(2008, 1, 1), name="First")
    make_structure("draft", status=DRAFT, effective_from=date(2010, 1, 1), name="Hidden")
    make_structure("second", status=ADOPTED, effective_from=date(2012, 1, 1), name="Second")
    make_structure("third", status=ADOPTED, effective_from=date(2016, 1, 1), name="Third")

    def around(slug):
        page = parsed(client.get(f"/en/structures/{slug}/"))
        return {link.get("rel"): text_of(link) for link in page.findall(".//aside//a[@rel]")}

    assert around("first") == {"next": "Second"}
    assert around("second") == {"prev": "First", "next": "Third"}
    assert around("third") == {"prev": "Second"}


def test_an_edition_is_the_one_of_its_address_whatever_the_day(client):
    make_structure("old", status=ADOPTED, effective_from=date(2008, 1, 1), name="Old")
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")

    response = client.get("/en/structures/new/?on=2010-01-01")

    assert texts(response, ".//h1") == ["New"]
    assert "You are looking at 1 January 2010 — Old" in texts(response, ".//div[@class='time-bar']//p")
    links = {text_of(link): link.get("href") for link in parsed(response).findall(".//main//a")}
    assert links["The whole tree"] == "/en/structure/?structure=new"
    assert links["All editions"] == "/en/structures/?on=2010-01-01"


@pytest.mark.parametrize(
    ("status", "term", "said"),
    [
        (PROPOSED, "Proposed", "2015. Not in force."),
        (OBSERVED, "Seen", "2015. No act on record adopts it, and it is not taken to be in force."),
    ],
)
def test_what_is_not_in_force_is_marked(client, status, term, said):
    make_structure("it", status=status, as_of=date(2015, 1, 1), as_of_precision="year")

    response = client.get("/en/structures/it/")

    assert_valid_html(response)
    assert facts(response, ".//dl[@class='answer']")[term] == [said]


def test_a_draft_is_shown_to_staff_only(client, admin_client):
    make_structure("draft", status=DRAFT, name="Hidden")

    refused = client.get("/en/structures/draft/")
    shown = admin_client.get("/en/structures/draft/")

    assert refused.status_code == 404
    assert "Hidden" not in refused.content.decode()
    assert_valid_html(shown)
    assert facts(shown, ".//dl[@class='answer']")["Draft"] == ["Only staff can see it. Nothing in it is adopted."]
    assert texts(shown, ".//h1") == ["Hidden"]


def test_that_an_edition_was_made_from_a_draft_is_not_told(client):
    draft = make_structure("draft", status=DRAFT, name="Hidden")
    make_structure("today", status=ADOPTED, based_on=draft)

    assert "Hidden" not in client.get("/en/structures/today/").content.decode()


def test_an_unknown_edition_is_not_found(client):
    response = client.get("/en/structures/nothing/")

    assert response.status_code == 404
    assert "There is no edition “nothing”." in texts(response, ".//main//p")


def test_a_rationale_in_another_language_is_marked(client):
    make_structure("today", status=ADOPTED, rationale_en="A reason.")

    paragraph = parsed(client.get("/es/structures/today/")).find(".//section[@aria-labelledby='rationale']//p")

    assert (paragraph.get("lang"), paragraph.text) == ("en", "A reason.")


@pytest.mark.parametrize("count", [1, 3])
def test_an_edition_costs_the_same_however_much_it_holds(client, count, costs):
    tree = "gs\n" + "\n".join(f"  s{number} | secretariat" for number in range(count))
    structure = make_structure("today", tree, status=ADOPTED)
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    for number in range(count):
        make_structure(f"other-{number}", tree, status=ADOPTED, effective_from=date(2000 + number, 1, 1))
        StructureAuthority.objects.create(structure=structure, instrument=make_act(f"Order {number}"))
        StructureReview.objects.create(structure=structure, day=date(2021, 1, 1 + number), assessed="Results.")
        make_source(f"source-{number}", cited_by=[structure])
        unit = make_unit(f"s{number}")
        trees.correct(structure, unit, fact="name_en", after=f"New {number}", reason="Misread.")
        PlacementPillar.objects.create(placement=place(structure, unit.slug), pillar=pillar)
        make_change("renamed", [unit.slug], to=structure, acts=[make_act(f"Renaming {number}")])

    with costs("edition"):
        response = client.get("/en/structures/today/")

    assert len(response.context["part"].rows) - 1 == len(response.context["corrections"]) == count
    assert len(response.context["changes"]) == count


def test_the_demo_tells_of_every_edition(client, demo):
    assert [row[0] for row in rows(client.get("/en/structures/"))] == [
        "Five principal areas (1999)",
        "Departments instead of secretariats (2004–2005)",
        "Four secretariats (2006–2008)",
        "Six secretariats (2008–c. 2012)",
        "Six secretariats, Executive Order 08-01 Rev. 5 to Rev. 7 (c. 2012–mid 2015)",
        "Restructuring proposal (2015)",
        "Seven secretariats, as adopted (Executive Order 08-01 Rev. 9)",
        "As put together from reports and pages (2019–2024)",
        "A change under way, seen on one page (2025)",
    ]
    for slug in Structure.objects.values_list("slug", flat=True):
        for language in ("en", "es"):
            response = client.get(f"/{language}/structures/{slug}/")
            assert response.status_code == 200
            assert_valid_html(response)
