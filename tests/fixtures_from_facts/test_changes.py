"""The recorded changes: what the facts say becomes events, neither more nor less."""

import json
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from orgunits.models import ChangeEvent, Placement, Structure
from orgunits.succession.succession import Succession
from tests.helpers.changes import make_change

PROPOSAL, ADOPTED = "2015-proposal", "2016-adopted"


def event(slug):
    return ChangeEvent.objects.get(slug=slug)


def units(queryset):
    return sorted(queryset.values_list("slug", flat=True))


def acts(slug):
    return sorted(event(slug).authorities.values_list("slug", flat=True))


def test_every_item_of_the_facts_is_an_event_but_those_about_offices(demo):
    items = json.loads((settings.BASE_DIR / "fixtures/facts/changes.json").read_text(encoding="utf-8"))["items"]
    of_units = {item["id"] for item in items if item["kind"] != "closed_office"}
    slugs = set(ChangeEvent.objects.values_list("slug", flat=True))

    assert len(items) == 58
    assert len(of_units) == 56
    assert of_units <= slugs
    assert len(slugs) == 76
    assert Counter(ChangeEvent.objects.values_list("kind", flat=True)) == {
        "created": 20,
        "abolished": 5,
        "renamed": 13,
        "moved": 28,
        "seceded": 1,
        "reorganized": 1,
        "functions_transferred": 8,
    }
    assert not ChangeEvent.objects.filter(description_es=None).exists()
    assert not ChangeEvent.objects.filter(sources=None).exists()


def test_what_was_proposed_and_what_was_adopted_are_two_events(demo):
    proposed = ChangeEvent.objects.filter(only_proposed=True)

    assert set(proposed.values_list("structure__slug", flat=True)) == {PROPOSAL}
    assert proposed.count() == 20
    adopted = ChangeEvent.objects.filter(slug__endswith="-adopted")
    assert set(adopted.values_list("structure__slug", flat=True)) == {ADOPTED}
    assert units(adopted.filter(basis="stated")) == [
        f"change-{number}-adopted" for number in (23, 24, 25, 27, 28, 36, 37, 38)
    ]
    assert units(adopted.filter(basis="inferred")) == [
        "change-25-functions-adopted",
        *(f"change-{number}-adopted" for number in (26, 32, 35, 39)),
    ]
    assert acts("change-28") == ["ag-res-2876-xlv-o-15"]
    assert acts("change-28-adopted") == ["executive-order-08-01-rev-9"]


def test_the_functions_of_external_relations_went_to_three(demo):
    functions = event("change-25-functions-adopted")

    assert (units(functions.originals), units(functions.results)) == (["ser"], ["sare", "sha", "strategic-counsel"])
    today = Structure.objects.get(slug="2019-2024-observed")
    secretariat = functions.originals.get().pk
    standing = dict(Placement.objects.of_structure(today).values_list("unit", "unit__slug"))
    happened = Succession(ChangeEvent.objects.filter(only_proposed=False).links())
    heirs = happened.heirs(secretariat, standing.keys())
    assert sorted(standing[heir.unit] for heir in heirs) == ["sare", "sha", "strategic-counsel"]


def test_dates_are_as_precise_as_the_source(demo):
    when = {event.slug: event.when for event in ChangeEvent.objects.all()}

    assert when["change-01"] == "15 September 2004"
    assert when["change-04"] == "after 15 December 2005, by 2006"
    assert when["change-11"] == "2006–2008"
    assert when["change-16"] == "by July 2013"
    assert when["change-30"] == "2015 (proposal)"
    assert "" not in when.values()


def test_the_data_are_sound_and_what_a_raw_load_lets_by_is_found(demo, capsys):
    make_change("merged", ["sla"], ["saf"], slug="half-a-merger", checked=False)
    make_change("created", [], ["sla"], slug="not-done", only_proposed=True, to=Structure.objects.get(slug=ADOPTED))

    with pytest.raises(CommandError, match=r"2 findings\."):
        call_command("check_data")

    assert capsys.readouterr().out.splitlines() == [
        "half-a-merger: merged: A merger has two or more units before it.",
        "not-done: only proposed, but leads to an adopted edition",
    ]
