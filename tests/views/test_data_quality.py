"""data-quality/: what is missing, not confirmed, orphaned, old or contradictory, counted and listed."""

from datetime import date

import pytest
from django.db import connection

from orgunits.data_quality import CHECKS
from orgunits.models import Discrepancy, DiscrepancyClaim, Structure
from tests.budgets import BUDGETS
from tests.helpers.acts_and_posts import make_mandate
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, words_of

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED


def numbers(response):
    return {check.slug: number for _label, checks in response.context["groups"] for check, number in checks}


def make_lacking(count):
    """`count` records for each check."""
    lines = "".join(f"\n  unit-{number}" for number in range(count))
    gone = "".join(f"\n  gone-{number}" for number in range(count))
    make_structure("before", f"gs{gone}", status=ADOPTED, effective_from=date(2000, 1, 1))
    today = make_structure("today", f"gs{lines}", status=ADOPTED, effective_from=date(2016, 1, 1))
    for number in range(count):
        make_change("abolished", [f"gone-{number}"], to=today)
        make_mandate(f"mandate-{number}", units=[f"gone-{number}"])
        make_agreement(f"agreement-{number}", unit=make_unit(f"gone-{number}"), signed_on="2001")
        discrepancy = Discrepancy.objects.create(slug=f"d{number}", topic="Number of units", reading="Count them.")
        discrepancy.units.add(make_unit(f"unit-{number}"))
        for position in (1, 2):
            DiscrepancyClaim.objects.create(
                discrepancy=discrepancy, position=position, text="Six", source=make_source(f"s{number}-{position}")
            )
    return today


@pytest.mark.parametrize("count", [1, 3])
def test_everything_is_counted_at_the_same_cost(client, count, costs):
    make_lacking(count)
    assert connection.features.supports_json_field  # Django asks SQLite for it once a connection

    with costs("data quality"):
        response = client.get("/en/data-quality/")

    assert_valid_html(response)
    assert numbers(response) == {
        "purpose": count + 1,
        "contact": count + 1,
        "source": count + 1,
        "successor": count,
        "act": count,
        "name-es": count + 1,
        "name-fr": count + 1,
        "name-pt": count + 1,
        "purpose-es": 0,
        "purpose-fr": 0,
        "purpose-pt": 0,
        "carried-over": 0,
        "old-purpose": 0,
        "open-agreements": count,
        "mandates": count,
        "agreements": count,
        "contradictions": count,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_each_count_is_the_length_of_its_list_and_lists_cost_the_same(client, count, django_assert_max_num_queries):
    make_lacking(count)

    for slug, number in numbers(client.get("/en/data-quality/")).items():
        with django_assert_max_num_queries(
            BUDGETS["data quality, contradictions" if slug == "contradictions" else "data quality, a list"]
        ):
            response = client.get(f"/en/data-quality/{slug}/")
        assert response.context["page"].paginator.count == number


def test_what_is_recorded_is_not_counted(client):
    today = make_lacking(1)
    make_change("functions_transferred", ["gone-0"], ["unit-0"], acts=[])
    make_source("of-unit", cited_by=[place(today, "unit-0")])

    found = numbers(client.get("/en/data-quality/"))

    assert (found["successor"], found["source"], found["act"]) == (0, 1, 2)


def test_of_an_edition_without_units_what_is_no_units_is_counted(client):
    make_structure("today", "", status=ADOPTED)
    Discrepancy.objects.create(slug="number", topic="Number", reading="Six.")

    found = numbers(client.get("/en/data-quality/"))

    assert {slug: number for slug, number in found.items() if number} == {"contradictions": 1}


def test_a_long_list_is_led_through_in_the_order_of_the_tree(client):
    tree = "\n".join(f"  unit-{number}" for number in reversed(range(50)))
    make_structure("today", f"gs\n{tree}", status=ADOPTED)

    pages = [client.get(f"/en/data-quality/contact/?page={number}").context["page"] for number in (1, 2)]

    assert [row.unit.slug for page in pages for row in page] == [
        "gs",
        *(f"unit-{number}" for number in reversed(range(50))),
    ]


def test_a_list_is_searched_and_led_through_and_unknown_checks_are_not_found(client):
    make_lacking(3)

    found = client.get("/en/data-quality/purpose/?q=UNIT+2")
    none = client.get("/en/data-quality/purpose/?q=nothing+such")

    assert [row.unit.slug for row in found.context["page"]] == ["unit-2"]
    assert "No matching records" in words_of(none)
    assert client.get("/en/data-quality/nonsense/").status_code == 404
    assert client.get("/en/data-quality/?on=1990-01-01").status_code == 404


def test_a_list_is_narrowed_to_a_part_of_the_structure_as_its_units_stand_or_last_stood(client):
    make_structure("before", "gs\n  sedi\n    gone\n  saf\n    lost", status=ADOPTED, effective_from=date(2000, 1, 1))
    today = make_structure(
        "today", "gs\n  sedi\n    trade\n  saf\n    budget", status=ADOPTED, effective_from=date(2016, 1, 1)
    )
    for unit in ("gone", "lost"):
        make_change("abolished", [unit], to=today)
        make_mandate(f"mandate-{unit}", units=[unit])
        make_agreement(f"agreement-{unit}", unit=make_unit(unit), signed_on="2001")
        discrepancy = Discrepancy.objects.create(slug=f"about-{unit}", topic="Staff", reading="Count them.")
        discrepancy.units.add(make_unit(unit))
        for position in (1, 2):
            DiscrepancyClaim.objects.create(
                discrepancy=discrepancy, position=position, text="Six", source=make_source(f"{unit}-{position}")
            )

    def found(check, **query):
        response = client.get(f"/en/data-quality/{check}/", {"branch": "sedi", **query})
        assert_valid_html(response)
        assert response.context["page"].paginator.count == len(response.context["page"])
        return list(response.context["page"])

    assert [row.unit.slug for row in found("purpose")] == ["sedi", "trade"]
    assert [row.unit.slug for row in found("successor")] == ["gone"]
    assert [row.slug for row in found("act")] == ["abolished-gone-to"]
    assert len(found("mandates")) == len(found("agreements")) == len(found("open-agreements")) == 1
    assert len(found("contradictions")) == 1
    assert [row.unit.slug for row in found("purpose", q="trade")] == ["trade"]
    refused = client.get("/en/data-quality/purpose/?branch=castle")
    assert refused.context["page"].paginator.count == 0
    assert "There is no unit “castle” in this edition." in words_of(refused)
    assert '<option value="sedi">Sedi</option>' in client.get("/en/data-quality/purpose/").content.decode()


@pytest.mark.parametrize("check", CHECKS, ids=[check.slug for check in CHECKS])
def test_staff_are_led_to_where_it_is_mended(client, admin_client, check):
    make_lacking(1)
    address = f"/en/data-quality/{check.slug}/"

    response = admin_client.get(address)

    for row in response.context["page"]:
        assert admin_client.get(row.mended_at).status_code == 200
    assert "/admin/" not in client.get(address).content.decode()


def test_the_demo_lists_contradictions_and_what_nobody_saw_again(client, demo):
    found = numbers(client.get("/en/data-quality/"))
    contradictions = client.get("/es/data-quality/contradictions/")

    assert (found["contradictions"], found["carried-over"], found["source"]) == (34, 9, 0)
    assert_valid_html(contradictions)
    assert len(contradictions.context["page"]) == 34
    assert "SADE" in words_of(contradictions)
    assert all(each.claims.all() for each in contradictions.context["page"])
