"""offices/ and offices/<slug>/: what is claimed for a day, what is not, and the map."""

from datetime import date

import pytest

from orgunits.maps import AMERICAS, CARIBBEAN, map_of
from orgunits.models import Discrepancy, DiscrepancyClaim, OrganizationalUnit, Standing, Structure
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.offices import TREE, make_barbados, make_nicaragua, make_office, make_offices, make_state

pytestmark = pytest.mark.django_db

ADOPTED = Structure.Status.ADOPTED


def listed(response):
    assert response.status_code == 200
    return {
        standing.value: [office.slug for office in group] for standing, group in response.context["groups"] if group
    }


def links_on_maps(response):
    """{address: name} of the links in the maps."""
    found = {}
    for svg in parsed(response).iter():
        if svg.tag.endswith("}svg") or svg.tag == "svg":
            for link in svg.iter():
                if link.tag.split("}")[-1] == "a":
                    found[link.get("href")] = link.get("aria-label")
    return found


# == The list


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    make_structure("today", TREE, status=ADOPTED)
    make_offices(count)

    with costs("offices"):
        response = client.get("/en/offices/")

    assert len(response.context["offices"]) == count
    assert_valid_html(response)


def test_offices_are_in_the_order_of_their_states_names_in_the_language(client):
    make_office("field", kind="field")
    for iso2, name, in_spanish in [("DE", "Germany", "Alemania"), ("SV", "El Salvador", None), ("AT", "Áustria", None)]:
        make_office(iso2.lower(), member_state=make_state(iso2, name, name_es=in_spanish))
    make_state("ZM", "Zambia", name_es="Ñambia")
    make_state("NL", "Netherlands", name_es="Nube")

    english, spanish = client.get("/en/offices/").context, client.get("/es/offices/").context

    assert [office.slug for office in english["offices"]] == ["at", "sv", "de", "field"]
    assert [office.slug for office in spanish["offices"]] == ["de", "at", "sv", "field"]
    assert [state.iso2 for state in english["without_office"]] == ["NL", "ZM"]
    assert [state.iso2 for state in spanish["without_office"]] == ["NL", "ZM"]


def test_offices_stand_under_what_the_record_says_of_them_on_the_day(client):
    make_barbados()
    make_office("office-pa", member_state=make_state("PA", "Panama"), status="evidenced", status_as_of="2018")
    make_nicaragua()

    assert listed(client.get("/en/offices/?on=2022-04-24")) == {
        "established": ["office-bb"],
        "undated": ["office-ni", "office-pa"],
    }
    assert listed(client.get("/en/offices/?on=2022-04-25")) == {
        "established": ["office-bb"],
        "undated": ["office-pa"],
        "closed": ["office-ni"],
    }
    assert listed(client.get("/en/offices/?on=1969-06-20")) == {
        "undated": ["office-ni", "office-pa"],
        "later": ["office-bb"],
    }


def test_the_numbers_are_counted_for_the_day_and_leave_field_offices_out(client):
    make_barbados()
    make_nicaragua()
    make_office("adjacency-zone", kind="field", status="evidenced")

    numbers = client.get("/en/offices/?on=2023-01-01").context["numbers"]
    assert numbers == {"total": 2, "field": 1, "announced": 0, "established": 1, "undated": 0, "closed": 1, "later": 0}
    numbers = client.get("/en/offices/?on=1950-01-01").context["numbers"]
    assert numbers == {"total": 2, "field": 1, "announced": 0, "established": 0, "undated": 1, "closed": 0, "later": 1}


def test_the_count_stands_beside_the_official_one_with_the_reason_for_the_difference(client):
    make_barbados()
    discrepancy = Discrepancy.objects.create(
        slug="contra-20",
        topic="Number of offices",
        reading="The figure is not kept up.",
        others=[{"kind": "office", "id": "office-bb"}],
    )
    DiscrepancyClaim.objects.create(
        discrepancy=discrepancy, position=1, text="28 offices operate", source=make_source("page")
    )

    response = client.get("/en/offices/")

    assert texts(response, ".//p[@class='lede']") == [
        "The OAS states 28 (why the numbers differ). On record is 1: 1 with an opening date and no closure known."
    ]
    assert "The figure is not kept up." in response.content.decode()
    headings = texts(response, ".//main//h2")
    assert headings.index("Table and map") < headings.index("What an office does")


def test_without_a_claim_on_the_number_the_sentence_counts_the_record_alone(client):
    make_barbados()
    make_nicaragua()
    make_office("office-pa", member_state=make_state("PA", "Panama"))

    assert texts(client.get("/en/offices/?on=2023-01-01"), ".//p[@class='lede']") == [
        "On record are 3: 1 with an opening date and no closure known, 1 with no opening date, 1 closed."
    ]
    assert texts(client.get("/es/offices/?on=1950-01-01"), ".//p[@class='lede']") == [
        "Constan 3: 0 con fecha de apertura y sin cierre conocido, 2 sin fecha de apertura, 1 abierta después."
    ]


def test_the_sentence_of_the_demo_says_how_old_the_number_is_and_whose_closure_was_announced(client, demo):
    assert texts(client.get("/en/offices/"), ".//p[@class='lede']") == [
        "The OAS states 28 (copy of 14 March 2017; why the numbers differ). On record are 29 and 1 field office: "
        "10 with an opening date and no closure known, 18 with no opening date, 1 closed. "
        "The closure of 1 was announced."
    ]


def test_a_day_before_any_structure_answers_and_says_so(client):
    make_structure("today", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    make_offices(1)

    response = client.get("/en/offices/?on=1950-01-01")

    assert listed(response) == {"later": ["office-a0"]}
    assert "no edition is recorded for that day" in text_of(parsed(response).find(".//body"))
    assert "the head office above it on this day" not in response.content.decode()
    assert_valid_html(response)


def test_the_head_office_is_the_one_of_the_day(client):
    make_structure("old", TREE, status=ADOPTED, effective_from=date(2008, 3, 26))
    moved = TREE.replace("        coordinating-office", "      coordinating-office")
    moved = "\n".join([*moved.splitlines()[:3], *moved.splitlines()[4:5], "        coordinating-office"])
    make_structure("new", moved, status=ADOPTED, effective_from=date(2014, 1, 1))
    make_offices(1)

    def above(day):
        (row,) = client.get(f"/en/offices/?on={day}").context["coordinating"]
        return row.parent.unit.slug

    assert above("2010-01-01") == "oasg"
    assert above("2015-01-01") == "osg"


def test_a_coordinating_unit_that_only_drafts_know_is_not_named(client):
    make_structure("today", "gs", status=ADOPTED)
    make_offices(1)
    make_structure("hidden", TREE)
    assert not OrganizationalUnit.objects.public().filter(slug="coordinating-office").exists()

    for address in ("/en/offices/", "/en/offices/office-a0/"):
        assert "coordinating-office/" not in client.get(address).content.decode()


def test_states_without_an_office_are_listed(client):
    make_barbados()
    make_state("CL", "Chile")

    response = client.get("/en/offices/")

    assert [state.iso2 for state in response.context["without_office"]] == ["CL"]


def test_both_lists_that_the_source_cuts_are_named_as_cut(client):
    page = client.get("/en/offices/").content.decode()

    assert "Among the major functions of the Offices are" in page
    assert "Offices main activities and functions can be described as follows" in page
    assert "Both are cut in the copy that was read." in page


def test_the_standings_have_a_heading_each(client):
    make_barbados()
    make_nicaragua()
    make_office("office-pa", member_state=make_state("PA", "Panama"))
    make_office("office-gy", member_state=make_state("GY", "Guyana"), established=date(2030, 1, 1))

    response = client.get("/en/offices/?on=2023-01-01")

    assert list(listed(response)) == Standing.values
    assert texts(response, ".//h3")[:4] == [
        "Established, no closure on record 1",
        "Opening date not recorded 1",
        "Closed 1",
        "Established later 1",
    ]


# == Filters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=closed", ["office-ni"]),
        ("region=caribbean", ["office-bb"]),
        ("q=managua", ["office-ni"]),
        ("q=office&region=central_america", ["office-ni"]),
        ("q=atlantis", []),
    ],
)
def test_filters_narrow_the_tables_and_the_map(client, query, expected):
    make_barbados()
    make_nicaragua()

    response = client.get(f"/en/offices/?{query}")

    assert [office.slug for office in response.context["offices"]] == expected
    assert list(links_on_maps(response)) == [f"/en/offices/{slug}/" for slug in expected]
    assert_valid_html(response)


@pytest.mark.parametrize("name", ["status", "region"])
def test_an_unknown_filter_value_shows_its_error_and_no_rows(client, name):
    make_barbados()

    response = client.get(f"/en/offices/?{name}=zzz")

    assert response.status_code == 200
    assert list(response.context["filters"].form.errors) == [name]
    assert response.context["offices"] == []
    assert_valid_html(response)


def test_the_form_keeps_the_day(client):
    response = client.get("/en/offices/?on=2010-01-01")

    assert '<input type="hidden" name="on" value="2010-01-01">' in response.content.decode()


# == The map


def test_every_office_with_a_place_is_a_link_with_a_name_on_one_map(client):
    make_barbados()
    make_nicaragua()
    make_office(
        "office-ar", member_state=make_state("AR", "Argentina"), city="Buenos Aires", latitude=-34, longitude=-58
    )
    make_office("adjacency-zone", kind="field", name="The field office")

    response = client.get("/en/offices/?on=2010-01-01")

    assert links_on_maps(response) == {
        "/en/offices/office-ni/?on=2010-01-01": "Managua, Nicaragua: Office office-ni",
        "/en/offices/office-bb/?on=2010-01-01": "Bridgetown, Barbados: Office office-bb",
        "/en/offices/office-ar/?on=2010-01-01": "Buenos Aires, Argentina: Office office-ar",
    }
    assert [office.slug for office in response.context["not_on_map"]] == ["adjacency-zone"]


def test_a_closed_office_is_drawn_hollow(client):
    make_nicaragua()

    assert 'class="map__dot map__dot--closed" r="6"' in client.get("/en/offices/?on=2023-01-01").content.decode()
    assert 'class="map__dot map__dot--closed" r="6"' not in client.get("/en/offices/?on=2022-04-24").content.decode()


def test_places_fall_on_the_map_of_the_larger_scale_that_shows_them():
    assert map_of(13.07, -59.6) is CARIBBEAN
    assert map_of(-34.6, -58.38) is AMERICAS
    assert map_of(48.9, 2.4) is None


def test_north_is_up_and_west_is_left():
    nassau, georgetown = CARIBBEAN.place(25.06, -77.35), CARIBBEAN.place(6.8, -58.16)

    assert nassau[0] < georgetown[0]
    assert nassau[1] < georgetown[1]
