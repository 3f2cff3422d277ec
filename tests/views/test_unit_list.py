"""units/: what it lists, and its filters."""

from datetime import date

import pytest
from django.utils.html import escape

from orgunits.models import (
    Structure,
)
from orgunits.tree import trees
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html
from tests.helpers.listed_units import (
    ADOPTED,
    PROPOSED,
    before,
    choices,
    errors,
    give_pillar,
    give_theme,
    listed,
    today,
)

pytestmark = pytest.mark.django_db


# == What is listed


def test_the_list_shows_the_shown_structure_in_its_order(client):
    before()
    today()

    response = client.get("/en/units/")

    assert listed(response) == ["gs", "osg", "sla", "law", "sms", "security"]
    assert_valid_html(response)


def test_each_page_of_the_list_is_in_that_order(client):
    units = [f"unit-{number}" for number in reversed(range(61))]
    make_structure("today", "\n  ".join(["gs", *units]), status=ADOPTED)

    first, second = client.get("/en/units/"), client.get("/en/units/?page=2")

    assert listed(first) + listed(second) == ["gs", *units]
    assert listed(client.get("/en/units/?standing=current&page=2")) == listed(second)


def test_the_list_of_another_day_shows_the_structure_of_that_day(client):
    before()
    today()

    assert listed(client.get("/en/units/?on=2010-01-01")) == ["gs", "ser", "law"]
    assert listed(client.get("/en/units/?structure=before")) == ["gs", "ser", "law"]


def test_former_units_are_named_by_their_latest_edition_and_say_which_that_is(client):
    make_structure(
        "oldest", "gs\n  ser | office | Office of External Relations", status=ADOPTED, effective_from=date(1999, 1, 1)
    )
    before(name="Six secretariats")
    today()

    response = client.get("/en/units/?standing=former")

    assert listed(response) == ["ser"]
    assert [row.name for row in response.context["page"]] == ["Secretariat for External Relations"]
    page = " ".join(response.content.decode().split())
    assert '<span class="match">last recorded in <a ' in page
    assert "/en/units/ser/?structure=before" in page
    assert_valid_html(response)


def test_a_unit_that_was_only_proposed_is_not_said_to_be_recorded(client):
    today()
    make_structure("plan", "gs\n  planned", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")

    response = client.get("/en/units/?standing=former")

    assert listed(response) == ["planned"]
    page = " ".join(response.content.decode().split())
    assert '<span class="match">proposed in <a ' in page
    assert "last recorded" not in page


def test_a_unit_of_later_editions_is_said_to_be_recorded_only_later(client):
    before("gs")
    today("gs\n  osg")

    page = " ".join(client.get("/en/units/?standing=former&on=2010-01-01").content.decode().split())

    assert '<span class="match">first recorded in <a ' in page


def test_a_page_holds_fifty_units_and_its_links_keep_the_filters(client):
    today("gs\n" + "\n".join(f"  office-{number:02} | office" for number in range(61)))

    first, second = client.get("/en/units/?kind=office"), client.get("/en/units/?kind=office&page=2")

    assert (len(listed(first)), len(listed(second))) == (50, 11)
    assert "?kind=office&amp;page=2" in first.content.decode()


@pytest.mark.parametrize(
    ("order", "units"),
    [
        ("name", ["ombudsman", "zeal", "area", "gs"]),
        ("kind", ["gs", "ombudsman", "zeal", "area"]),
        ("structure", ["gs", "zeal", "area", "ombudsman"]),
    ],
)
def test_the_list_is_sorted_as_asked_accents_aside(client, order, units):
    today("gs\n  zeal | office | Efforts\n  area | area | Élan\n  ombudsman | office | Art")

    assert listed(client.get(f"/en/units/?sort={order}")) == units


IN_ENGLISH = ["area", "gs", "lima", "lodz", "nandu", "noble", "nube", "obra", "oleo", "zeta"]
IN_SPANISH = ["area", "gs", "lima", "lodz", "noble", "nube", "nandu", "obra", "oleo", "zeta"]


@pytest.mark.parametrize(("language", "units"), [("en", IN_ENGLISH), ("es", IN_SPANISH)])
def test_names_are_in_the_order_of_the_language(client, language, units):
    names = {"zeta": "Zeta", "nube": "Nube", "nandu": "Ñandú", "noble": "Noble"}
    names |= {"oleo": "Óleo", "obra": "“Obra”", "lodz": "Łódź", "lima": "Lima", "area": "Área"}
    lines = [f"  {slug} | office | {name}" for slug, name in names.items()]
    today("\n".join(["gs | general_secretariat | General Secretariat", *lines]))

    assert listed(client.get(f"/{language}/units/?sort=name")) == units


def test_a_unit_that_is_renamed_in_one_language_moves_in_that_order(client):
    structure = today("gs | general_secretariat | General Secretariat\n  area | office | Area\n  lima | office | Lima")

    trees.correct(structure, make_unit("area"), fact="name_es", after="Zona", reason="It was missing.")

    assert listed(client.get("/en/units/?sort=name")) == ["area", "gs", "lima"]
    assert listed(client.get("/es/units/?sort=name")) == ["gs", "lima", "area"]


# == Filters


def test_units_are_filtered_by_kind_and_branch(client):
    today()

    assert listed(client.get("/en/units/?kind=secretariat")) == ["sla", "sms"]
    assert listed(client.get("/en/units/?branch=sla")) == ["sla", "law"]
    assert listed(client.get("/en/units/?branch=law")) == ["law"]
    assert listed(client.get("/en/units/?branch=sla&kind=department")) == ["law"]


def test_the_branches_on_offer_are_those_below_the_top_and_the_chosen_one(client):
    today()

    assert choices(client.get("/en/units/"), "branch") == ["sla", "sms"]
    assert choices(client.get("/en/units/?branch=law"), "branch") == ["sla", "law", "sms"]


def test_themes_and_pillars_are_the_latest_recorded_ones_and_the_page_says_so(client):
    give_theme(place(before(), "law"), "treaties", "Treaties")
    give_pillar(place(Structure.objects.get(slug="before"), "law"))
    structure = today()
    give_theme(place(structure, "security"), "police", "Police")

    by_theme, by_pillar = client.get("/en/units/?theme=treaties"), client.get("/en/units/?pillar=democracy")

    assert (listed(by_theme), listed(by_pillar)) == (["law"], ["law"])
    assert listed(client.get("/en/units/?theme=treaties&pillar=democracy")) == ["law"]
    assert listed(client.get("/en/units/?theme=police&pillar=democracy")) == []
    for response in (by_theme, by_pillar):
        assert "where it records none for a unit, the latest recorded before" in response.content.decode()


def test_what_is_chosen_is_shown_with_links_that_take_it_away(client):
    today()

    response = client.get("/en/units/?q=law&kind=department&page=1&structure=today")

    chips = response.context["filters"].chips
    assert [(str(chip["label"]), str(chip["value"]), chip["query"]) for chip in chips] == [
        ("Name, acronym or theme", "law", "kind=department&structure=today"),
        ("Kind", "Department", "q=law&structure=today"),
    ]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=nonsense", "kind", "There is no kind “nonsense”."),
        ("theme=nonsense", "theme", "There is no theme “nonsense”."),
        ("pillar=nonsense", "pillar", "There is no pillar “nonsense”."),
        ("branch=nonsense", "branch", "There is no unit “nonsense” in this edition."),
        ("branch=ser", "branch", "There is no unit “ser” in this edition."),
        ("standing=nonsense", "standing", "“nonsense” is neither “current” nor “former”."),
        ("sort=nonsense", "sort", "There is no order “nonsense”."),
        ("q=%21%3F", "q", "Write at least one letter or digit."),
        ("q=" + "a" * 10_000, "q", "Shorten this to 200 characters; it has 10000."),
        ("kind=office&kind=nonsense", "kind", "There is no kind “nonsense”."),
    ],
)
def test_an_unknown_value_shows_its_error_and_no_rows(client, query, field, sentence):
    before()
    today()

    response = client.get(f"/en/units/?{query}")

    assert errors(response) == {field: [sentence]}
    assert listed(response) == []
    assert escape(sentence) in response.content.decode()
    assert_valid_html(response)


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=999999999999999999999",
        "page=" + "9" * 5000,
        "page=1&page=2",
        "q=" + "%20".join(str(number) for number in range(70)),
        "q=%25_%5C%27%22",
        "q=%ff%fe",
        "theme=&pillar=&kind=&branch=&standing=&sort=&q=",
        "nonsense=1",
    ],
)
def test_odd_input_is_answered(client, query):
    today()
    response = client.get(f"/en/units/?{query}")
    assert response.status_code == 200
    assert_valid_html(response)


@pytest.mark.parametrize("query", ["q=%00", "theme=a%00b", "on=2010-01-01&structure=today", "on=yesterday"])
def test_what_can_not_be_asked_gets_the_400_page(client, query):
    today()
    assert client.get(f"/en/units/?{query}").status_code == 400


def test_a_day_before_the_first_structure_names_the_earliest_day(client):
    before()
    response = client.get("/en/units/?on=1066-01-01")
    assert response.status_code == 404
    assert "26 March 2008" in response.content.decode()
