"""The answer card of search/: what a clear query gets, with its date. Over 300 lines: a card a kind of record."""

from datetime import date
from urllib.parse import quote

import pytest

from orgunits.models import Body, Person, Structure, UnitRelation
from orgunits.search_index.writing import build
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.find import give_theme
from tests.helpers.html import assert_valid_html, facts, parsed, text_of, words_of
from tests.helpers.offices import make_membership, make_office, make_state
from tests.helpers.themes import make_theme

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED
TREE = (
    "gs | general_secretariat | General Secretariat | GS\n"
    "  sedi | executive_secretariat | Secretariat for Growth | SEDI\n"
    "    new | department | Department of Ports | DP"
)


@pytest.fixture
def today():
    make_structure(
        "before", "gs\n  old | department | Department of Harbours", status=ADOPTED, effective_from=date(2008, 1, 1)
    )
    return make_structure("today", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))


def card(client, words, query="", language="en"):
    """{term: [values]} of the card; None where there is none."""
    build()
    response = client.get(f"/{language}/search/?q={quote(words)}{query}")
    assert response.status_code == 200
    assert_valid_html(response)
    section = parsed(response).find(".//section[@class='answer']")
    return None if section is None else facts(response, ".//section[@class='answer']/dl")


def head(client, query=""):
    return card(client, "department of ports", query)["Head"]


def chief(**fields):
    return make_post("chief", unit="new", heads=["new"], title="Chief of ports", **fields)


# == Units


def test_a_unit_in_the_structure_says_its_head_contact_and_agreements(client, today):
    unit = make_unit("new")
    unit.email, unit.phone = "ports@example.org", "+1 202 555 0100"
    unit.save()
    appoint(chief(), "Ada Pilot", "2018-05-01", open_ended=True)
    make_agreement("one", unit=unit, signed_on="2019")
    make_agreement("two", unit=unit, signed_on="2020")

    assert card(client, "department of ports") == {
        "Head": ["Ada Pilot, from 1 May 2018"],
        "Contact": ["ports@example.org +1 202 555 0100"],
        "Agreements": ["2 agreements"],
    }


def test_without_a_contact_of_its_own_the_next_unit_up_that_has_one_is_named(client, today):
    top = make_unit("gs")
    top.phone = "+1 202 555 0199"
    top.save()

    assert card(client, "department of ports")["Contact"] == ["None of its own. General Secretariat: +1 202 555 0199"]


def test_where_no_unit_above_has_a_contact_either_it_is_not_recorded(client, today):
    assert card(client, "DP") == {"Contact": ["Not recorded"], "Agreements": ["None recorded."]}


@pytest.mark.parametrize(
    ("seen", "on", "expected"),
    [
        (("December 2024", "2024-12-01"), "", "Ada Pilot, in the post in December 2024"),
        (("30 November 2024", "2024-11-30"), "", "Ada Pilot, in the post on 30 November 2024"),
        (
            ("29 November 2024", "2024-11-29"),
            "",
            "Current head not recorded. Ada Pilot was in the post on 29 November 2024.",
        ),
        (("c. 2025", "2025-01-01"), "", "Ada Pilot, in the post (c. 2025)"),
        (("June 2021", "2021-06-01"), "", "Current head not recorded. Ada Pilot was in the post in June 2021."),
        (("June 2021", "2021-06-01"), "&on=2023-06-30", "Ada Pilot, in the post in June 2021"),
        (
            ("June 2021", "2021-06-01"),
            "&on=2023-07-01",
            "Head in July 2023 not recorded. Ada Pilot was in the post in June 2021.",
        ),
        (("June 2021", "2021-06-01"), "&on=2021-05-31", "Head in May 2021 not recorded."),
    ],
)
def test_the_head_is_worded_by_the_age_of_what_is_known(client, today, seen, on, expected):
    appoint(chief(), "Ada Pilot", seen_en=seen[0], seen_on=date.fromisoformat(seen[1]))

    assert head(client, on) == [expected]


def test_who_acts_is_said_to_act_and_two_at_once_are_both_named(client, today):
    post = chief()
    appoint(post, "Ada Pilot", "2018", "2027", acting=True)
    appoint(post, "Bea Buoy", "2019", "2028")

    assert head(client) == ["Ada Pilot (acting), from 2018, Bea Buoy, from 2019"]


def test_a_head_that_only_a_draft_knows_is_not_named(client, today):
    plan = make_structure("plan", TREE)
    appoint(chief(draft=plan), "Zyxomma", "2018", open_ended=True, draft=plan)

    assert "Head" not in card(client, "department of ports")


def test_on_another_day_there_is_no_contact_which_is_todays(client, today):
    unit = make_unit("new")
    unit.email = "ports@example.org"
    unit.save()

    assert card(client, "department of ports", "&on=2017-01-01") == {"Agreements": ["None recorded."]}


def test_a_unit_that_is_gone_leads_to_who_has_its_functions(client, today):
    unit = make_unit("new")
    unit.email = "ports@example.org"
    unit.save()
    make_change("functions_transferred", ["old"], ["new"], when="2012", to=today)

    found = card(client, "department of harbours")

    assert found == {
        "Its functions now": ["Department of Ports DP ports@example.org"],
        "Agreements": ["None recorded."],
    }


def test_a_unit_that_a_source_names_since_is_not_said_to_be_gone(client, today):
    old = make_unit("old")
    old.named_on, old.named_on_precision = date(2025, 1, 1), "year"
    old.save()
    post = make_post("keeper", unit="old", heads=["old"])
    appoint(post, "Ada Pilot", seen_en="2025", seen_on=date(2025, 1, 1))
    build()

    response = client.get("/en/search/?q=department%20of%20harbours")

    words = words_of(response)
    assert "Exists: a source names it in 2025, without its place; last placed in 2008" in words
    assert "successor" not in words
    assert facts(response, ".//section[@class='answer']/dl")["Head"] == ["Ada Pilot, in the post in 2025"]


# == Others


def test_a_member_state_says_office_agreements_and_membership(client, today):
    state = make_state(name="Barbados", capital="Bridgetown")
    make_membership(iso2="BB", starts=date(1967, 10, 9), open_ended=True)
    make_office(
        "office",
        name="Office of the Organization",
        member_state=state,
        city="Bridgetown",
        established=date(1970, 1, 1),
        established_precision="year",
    )
    make_agreement("docks", member_states=[state], signed_on="2019")

    assert card(client, "barbados") == {
        "Membership": ["Member since 9 October 1967"],
        "Office": ["Office of the Organization, Bridgetown (established, no closure on record)"],
        "Agreements": ["1 agreement"],
    }
    page = parsed(client.get("/en/search/?q=barbados"))
    assert page.find(".//section[@class='answer']//a[@href='/en/agreements/?member_state=bb']") is not None


def test_a_person_has_the_posts_with_their_years(client, today):
    ada = Person.objects.create(slug="ada", name="Ada Pilot")
    appoint(chief(), "Ada Pilot", "2018", "2020", person=ada)
    appoint(make_post("aide", unit="sedi", title="Aide"), "Ada Pilot", "2021-05", open_ended=True, person=ada)

    assert card(client, "ada pilot") == {
        "May 2021 – in the post": ["Aide, Secretariat for Growth SEDI"],
        "2018 – 2020": ["Chief of ports, Department of Ports DP"],
    }


def test_a_post_says_who_holds_it(client, today):
    appoint(make_post("keeper", unit="sedi", title="Keeper of the seal"), "Bea Buoy", "2018", open_ended=True)

    assert card(client, "keeper of the seal") == {"Holder": ["Bea Buoy, from 2018"]}


def test_an_act_says_what_rests_on_it(client, today):
    act = make_act(
        "order", kind="executive_order", symbol="Executive Order 16-01", title="Reorganization", adopted="2016-01-01"
    )
    today.authorities.add(act)
    make_mandate("lighthouses", act=act, units=["new", "sedi"])
    make_mandate("secret", act=act, draft=make_structure("plan", "gs"))

    assert card(client, "executive order 16-01") == {
        "Title": ["Reorganization"],
        "Date": ["1 January 2016"],
        "Editions": ["Structure today"],
        "Mandates": ["1 mandate"],
        "Given to": ["Secretariat for Growth SEDI", "Department of Ports DP"],
    }


def test_an_act_that_was_revised_names_its_latest_revision(client, today):
    first = make_act("order", kind="executive_order", symbol="Executive Order 16-01", adopted="2016-01-01")
    revisions = [first]
    for number in (1, 2):
        symbol = f"Executive Order 16-01 Rev. {number}"
        revisions.append(
            make_act(f"rev-{number}", kind="executive_order", symbol=symbol, adopted=None, revises=revisions[-1])
        )

    assert card(client, "executive order 16-01")["Latest revision on record"] == ["Executive Order 16-01 Rev. 2"]
    assert "Latest revision on record" not in card(client, "executive order 16-01 rev. 2")


def test_an_office_says_where_it_is_and_how_to_reach_it(client, today):
    make_office(
        "office",
        name="Office of Bridgetown",
        member_state=make_state(name="Barbados"),
        city="Bridgetown",
        phones=["(246) 555-0100"],
        email="bb@example.org",
        contact_as_of="2016",
        status="operating",
    )

    assert card(client, "office of bridgetown") == {
        "City": ["Bridgetown"],
        "Status": ["Operating"],
        "Telephone": ["(246) 555-0100"],
        "E-mail": ["bb@example.org"],
        "Contact as of": ["2016"],
    }


def test_a_theme_says_which_units_work_on_it_now(client, today):
    for unit in ("sedi", "new"):
        give_theme(place(today, unit), "canals", "Canals and straits")

    units = ["Secretariat for Growth SEDI", "Department of Ports DP"]
    assert card(client, "canals and straits") == {"Units that work on it": units}


def test_a_body_says_which_units_serve_it(client, today):
    body = Body.objects.create(slug="council", name="Council of Ports")
    UnitRelation.objects.create(structure=today, unit=make_unit("sedi"), to_body=body, kind="serves")

    assert card(client, "council of ports") == {"Served by": ["Secretariat for Growth SEDI"]}


def test_a_body_that_only_a_proposal_gives_a_unit_says_so(client, today):
    wish = make_structure("wish", TREE, status=Structure.Status.PROPOSED, as_of=date(2015, 1, 1), as_of_precision="day")
    body = Body.objects.create(slug="council", name="Council of Ports")
    UnitRelation.objects.create(structure=wish, unit=make_unit("sedi"), to_body=body, kind="serves")

    units = ["Secretariat for Growth SEDI"]
    assert card(client, "council of ports") == {"To be served by, as proposed in 2015": units}
    assert card(client, "council of ports", "&on=2010-01-01") is None


def test_kinds_without_an_answer_have_no_card(client, today):
    make_agreement("docks", title="Agreement on docks", signed_on="2019")

    assert card(client, "agreement on docks") is None


def test_the_card_stands_in_the_place_of_the_first_result(client, today):
    give_theme(place(today, "sedi"), "ports", "Department of Ports and more")
    build()

    response = client.get("/en/search/?q=department%20of%20ports")

    listed = parsed(response).find(".//ol[@class='results']")
    assert text_of(parsed(response).find(".//section[@class='answer']/h3")) == "Department of Ports DP"
    assert listed.get("start") == "2"
    assert "Department of Ports DP" not in [text_of(each) for each in listed.iter("h3")]


def test_the_card_in_spanish(client, today):
    appoint(chief(), "Ada Pilot", seen_en="June 2021", seen_es="junio de 2021", seen_on=date(2021, 6, 1))

    assert card(client, "department of ports", language="es")["Jefatura"] == [
        "No consta la jefatura actual. Ada Pilot estuvo en el cargo en junio de 2021."
    ]


# == What a card costs


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_costs_the_same_however_much_it_says(client, today, costs, count):
    ada, act = Person.objects.create(slug="ada", name="Ada Pilot"), make_act("order", symbol="Order 16", title="Reform")
    state, post = make_state(name="Barbados"), chief()
    before = Structure.objects.get(slug="before")
    for number in range(count):
        appoint(post, f"Ada Pilot {number}", f"201{number}", person=ada)
        make_agreement(f"a{number}", unit=make_unit("new"), member_states=[state], signed_on="2019")
        make_office(f"o{number}", name=f"Bureau {number}", member_state=state)
        make_mandate(f"m{number}", act=act, units=["new"] if count == 1 else ["new", "sedi", "gs"])
        make_change("functions_transferred", ["old"], [("new", "sedi", "gs")[number]], slug=f"c{number}", to=today)
    for edition in (today, before)[:count]:
        edition.authorities.add(act)
    build()

    def has_card(words):
        return bool(client.get(f"/en/search/?q={quote(words)}").context["card"])

    with costs("search, a unit"):
        assert has_card("department of ports")
    with costs("search, a unit that is gone"):
        assert has_card("department of harbours")
    with costs("search, a member state"):
        assert has_card("barbados")
    with costs("search, a person"):
        assert has_card("ada pilot")
    with costs("search, an act"):
        assert has_card("order 16")


# == The subject of a unit; how many offices


def test_of_a_theme_with_one_unit_that_unit_answers_and_the_theme_follows(client, today):
    give_theme(place(today, "new"), "canals", "Canals and straits")

    assert card(client, "canals and straits")["Agreements"] == ["None recorded."]
    response = client.get("/en/search/?q=canals+and+straits")
    assert response.context["card"].hit.placement.name == "Department of Ports"
    assert [hit.kind for hit in response.context["hits"]] == ["theme"]


def test_what_only_a_proposal_says_of_a_theme_is_no_answer(client, today):
    wish = make_structure("wish", TREE, status=Structure.Status.PROPOSED, as_of=date(2017, 1, 1), as_of_precision="day")
    give_theme(place(wish, "new"), "canals", "Canals and straits")

    assert card(client, "canals and straits") is None


def test_of_a_theme_without_a_unit_the_one_responsible_for_an_agreement_answers(client, today):
    make_agreement("a", unit=make_unit("new"), signed_on="2019", themes=[make_theme("Canals")], unit_basis="inferred")

    assert card(client, "canals") == {"Responsible for an agreement on it": ["Department of Ports DP inferred"]}


def test_a_unit_of_today_is_known_without_what_kind_of_unit_it_is(client, today):
    card(client, "ports")

    assert client.get("/en/search/?q=ports").context["card"].hit.placement.name == "Department of Ports"
    assert card(client, "harbours") is None  # it is gone


def test_the_page_of_the_offices_says_how_many_there_are(client, today):
    make_office("open", established=date(1970, 1, 1), established_precision="year")
    make_office("shut", status="closed", closed=date(2000, 1, 1), closed_precision="year")

    assert card(client, "country offices") == {"On record": ["Office in a member state: 2"], "Closed": ["1"]}
