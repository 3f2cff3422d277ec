"""What the real editions must show when they are compared: source document 003, and care with what isn't recorded."""

from itertools import permutations

import pytest
from django.contrib.auth.models import AnonymousUser

from orgunits.comparison.comparison import compare
from orgunits.comparison.findings import Finding
from orgunits.models import ChangeEvent, Placement, Structure
from orgunits.succession.succession import SAY_CREATED
from tests.helpers.html import parsed, text_of, words_of

pytestmark = pytest.mark.django_db

REV7, PROPOSAL, ADOPTED = "2013-six-secretariats-rev7", "2015-proposal", "2016-adopted"


def differences(response):
    """{unit: its difference as an element}, by the address of the unit."""
    items = parsed(response).findall(".//li[@class='difference']")
    return {item.find("p/a").get("href").split("/units/")[1].split("/")[0]: item for item in items}


def labels(item):
    return [text_of(span) for span in item.findall("p/span") if (span.get("class") or "").startswith("change ")]


def test_the_proposal_of_2015_shows_the_five_points_of_the_document(client, demo):
    response = client.get("/en/compare/", {"from": REV7, "to": PROPOSAL})

    found = differences(response)
    resolution, order = "ag-res-2876-xlv-o-15", "executive-order-08-01-rev-8"
    five = {
        **{"sare": ("Created", resolution), "sha": ("Created", resolution), "ser": ("Abolished", resolution)},
        **{"strategic-counsel": ("Created", order), "ombudsperson": ("Created", resolution)},
    }
    for unit, (label, act) in five.items():
        assert labels(found[unit]) == [label]
        assert text_of(found[unit].find("p")).endswith("proposed")
        assert found[unit].find(f".//a[@href='/en/instruments/{act}/']") is not None
    words = words_of(response)
    assert "“Restructuring proposal (2015)” is not in force. What it would change is proposed, not done." in words


def test_the_functions_of_external_relations_went_to_three_units(client, demo):
    response = client.get("/en/compare/", {"from": REV7, "to": PROPOSAL})

    cells = next(
        [text_of(cell) for cell in row]
        for row in parsed(response).findall(".//tbody/tr")
        if "Functions transferred" in text_of(row)
    )
    assert cells[1] == "Secretariat for External Relations SER"
    assert cells[2] == (
        "Office of the Senior Advisor for Strategy and Organizational Development "
        "Secretariat for Access to Rights and Equity SADE "
        "Secretariat for Hemispheric Affairs SHA"
    )
    ended = differences(response)["ser"]
    assert "sections I, III.A and III.E of the proposal" in text_of(ended)


def test_the_judicial_facilitators_and_social_inclusion_moved_to_access_to_rights(client, demo):
    response = client.get("/en/compare/", {"from": REV7, "to": PROPOSAL})

    found = differences(response)
    for unit, origin in (
        ("judicial-facilitators", "Secretariat for Legal Affairs SLA"),
        ("dept-social-inclusion", "Executive Secretariat for Integral Development SEDI"),
    ):
        assert labels(found[unit]) == ["Moved"]
        assert f"from {origin} to Secretariat for Access to Rights and Equity SADE" in text_of(found[unit])
    # Where they came from names them, too.
    moved_away = [text_of(part) for part in parsed(response).findall(".//div[@class='moved-away']")]
    assert any("Inter-American Judicial Facilitators Program (SADE)" in part for part in moved_away)
    assert any("Department of Social Inclusion" in part for part in moved_away)


def test_what_2016_does_not_record_is_said_to_be_not_recorded(client, demo):
    response = client.get("/en/compare/", {"from": REV7, "to": ADOPTED})

    found = differences(response)
    gone = ("judicial-facilitators", "saf-executive-office", "sla-executive-office", "sla-admin-support")
    for unit in gone:
        assert labels(found[unit]) == ["Not in the later record"]
        assert "the record of that edition is incomplete" in text_of(found[unit])
    assert "On record again in “As put together from reports and pages (2019–2024)”." in text_of(
        found["judicial-facilitators"]
    )
    assert labels(found["ser"]) == ["Abolished"]
    # Themes are recorded for none of the units of 2016, which is not the same as none.
    assert "What only one of the two records has not necessarily begun or ended." in words_of(response)


def test_the_comparisons_of_the_demo_are_whole_in_spanish(client, demo):
    response = client.get("/es/compare/", {"from": REV7, "to": PROPOSAL})

    assert "Programa Interamericano de Facilitadores Judiciales" in words_of(response)
    assert parsed(response).findall(".//main//p[@class='difference__event']//span[@lang='en']") == []


def test_no_pair_of_editions_says_created_or_abolished_without_an_event_or_a_complete_record(demo):
    editions = list(Structure.objects.chronological().without_long_texts().with_successor())
    complete = set(
        Placement.objects.filter(sub_units_complete=True).values_list("structure__slug", "unit__slug", named=False)
    )
    kinds = ChangeEvent.Kind
    begun, ended = set(), set()
    # A founding that a source dates leads to no edition.
    for event in ChangeEvent.objects.exclude(structure=None).for_listing():
        slugs = [{unit.slug for unit in units.all()} for units in (event.originals, event.results)]
        if event.kind in SAY_CREATED:
            begun |= {(unit, event.structure.slug) for unit in slugs[1]}
        if event.kind in (kinds.ABOLISHED, kinds.REORGANIZED):
            ended |= {(unit, event.structure.slug) for unit in slugs[0]}
    said = 0
    for one, other in permutations(editions, 2):
        comparison = compare(one, other, editions=editions, user=AnonymousUser())
        earlier, later = comparison.earlier, comparison.later
        assert (earlier.day, later.day) == tuple(sorted([one.day, other.day]))
        between = {edition.slug for edition in editions if earlier.day < edition.day <= later.day}
        for change in comparison.changes.values():
            for finding in {Finding.CREATED, Finding.ABOLISHED} & set(change.findings):
                events = begun if finding == Finding.CREATED else ended
                side = earlier if finding == Finding.CREATED else later
                by_event = any((change.unit, slug) in events for slug in between)
                assert by_event or (side.slug, change.place.parent) in complete, (one, other, change.unit, finding)
                said += 1
    assert said > 50
