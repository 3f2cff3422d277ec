"""instruments/ and instruments/<slug>/: the acts, their revisions, and all that rests on them."""

import pytest

from orgunits.models import Pillar
from tests.helpers.acts_and_posts import make_act, make_mandate
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.mandates import errors, listed, make_before, make_today, page, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return make_today()


@pytest.fixture
def before():
    return make_before()


def test_instruments_are_listed_filtered_and_sorted(client, today):
    make_act("old", kind="charter", title="Carta", adopted="1948-04-30", body="States")
    make_act("new", symbol="AG/RES. 1", title="Visión", adopted="2014-06")
    make_act("undated", kind="executive_order", title="Ámbito")

    response = client.get("/en/instruments/")

    assert rows_of(response) == [
        ["AG/RES. 1 Visión", "Resolution", "June 2014", "Not recorded"],
        ["Carta", "Charter", "30 April 1948", "States"],
        ["Ámbito", "Executive order", "Not recorded", "Not recorded"],
    ]
    assert_valid_html(response)
    for query, found in [
        ("q=vision", ["new"]),
        ("q=res%201", ["new"]),
        ("kind=charter", ["old"]),
        ("year=2014", ["new"]),
        ("sort=oldest", ["old", "new", "undated"]),
        ("sort=title", ["undated", "old", "new"]),
    ]:
        assert listed(client.get(f"/en/instruments/?{query}")) == found, query


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=nonsense", "kind", "There is no kind “nonsense”."),
        ("year=2011", "year", "No act of the year “2011” is on record."),
        ("year=nonsense", "year", "No act of the year “nonsense” is on record."),
        ("sort=nonsense", "sort", "There is no order “nonsense”."),
    ],
)
def test_an_unknown_value_of_the_instruments_shows_its_error_and_no_rows(client, today, query, field, sentence):
    make_act(adopted="2012")

    response = client.get(f"/en/instruments/?{query}")

    assert errors(response) == {field: [sentence]}
    assert listed(response) == []
    assert_valid_html(response)


def test_an_act_adopted_after_the_day_shown_says_so(client, before):
    make_act(adopted="2014-06-30")

    assert rows_of(client.get("/en/instruments/?on=2014-06-29"))[0][2] == "30 June 2014 after the day shown"
    assert rows_of(client.get("/en/instruments/?on=2014-06-30"))[0][2] == "30 June 2014"
    assert "Adopted after the day shown." in page(client.get("/en/instruments/act/?on=2014-06-29"))


def test_an_act_shows_its_revisions_in_order_and_everything_that_rests_on_it(client, today, before):
    first = make_act("order", kind="executive_order", symbol="Order 08-01", adopted="2008")
    second = make_act("order-rev-1", kind="executive_order", symbol="Order 08-01 Rev. 1", revises=first)
    make_act("order-rev-2", kind="executive_order", symbol="Order 08-01 Rev. 2", revises=second, adopted="2015")
    before.authorities.add(second)
    make_mandate("structure", act=second, units=["sla"])
    Pillar.objects.create(slug="democracy", position=1, name="Democracy", act=second)

    response = client.get("/en/instruments/order-rev-1/")

    assert texts(response, ".//h1") == [f"Order 08-01 Rev. 1: {second.title}"]
    assert texts(response, ".//section[@aria-labelledby='revisions']//li") == [
        "Order 08-01 2008",
        "Order 08-01 Rev. 1 Date not recorded",
        "Order 08-01 Rev. 2 2015",
    ]
    assert texts(response, ".//section[@aria-labelledby='structures']//li") == ["Six secretariats 26 March 2008"]
    assert rows_of(response) == [["Structure", "Legal Affairs", "Date not recorded"]]
    assert texts(response, ".//section[@aria-labelledby='pillars']//li") == ["Democracy"]
    assert_valid_html(response)


def test_what_does_not_rest_on_an_act_is_said_once(client, today, before):
    act = make_act("order")
    missing = ".//main/p[@class='not-recorded']"

    words = "None recorded: editions based on it, changes based on it, mandates it gives"
    assert texts(client.get("/en/instruments/order/"), missing) == [words]
    make_mandate("structure", act=act, units=["sla"])
    before.authorities.add(act)
    assert texts(client.get("/en/instruments/order/"), missing) == ["None recorded: changes based on it"]


def test_the_acts_of_a_structure_lead_to_their_pages(client, today):
    today.authorities.add(make_act("order", symbol="Order 08-01", url="https://example.org/order"))

    for address in ("/en/structures/today/", "/en/structures/", "/en/structure/"):
        assert set(texts(client.get(address), ".//a[@href='/en/instruments/order/']")) == {"Order 08-01"}, address


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_instruments_costs_the_same_however_many(client, count, costs):
    for number in range(count):
        make_act(f"act-{number}", adopted=f"200{number}")

    with costs("instruments"):
        response = client.get("/en/instruments/")

    assert len(response.context["page"]) == count
