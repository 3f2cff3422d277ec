"""structure/: the tree of a structure as a nested list."""

from datetime import date

import pytest

from orgunits.models import Pillar, Placement, PlacementPillar, Structure
from orgunits.tree import trees
from tests.helpers.factories import drawn, make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
TREE = """
gs | general_secretariat | General Secretariat | GS
  osg | head_office | Office of the Secretary General | OSG
    protocol | office | Office of Protocol
  sms | secretariat | Secretariat for Multidimensional Security | SMS
    security | department | Department of Public Security | DPS
      statistics | section | Section of Statistics
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
"""


def tree_of(response):
    """The nested list drawn as the factories draw a tree, by the units its links lead to."""

    def draw(items, level):
        for item in items.findall("li"):
            yield "  " * level + item.find("a").get("href").split("/")[-2]
            for below in item.findall("details/ul"):
                yield from draw(below, level + 1)

    return "\n".join(draw(parsed(response).find(".//ul[@class='tree']"), 0))


def lines(response):
    """What stands in the line of each unit, without those below it and their number."""
    items = parsed(response).findall(".//ul[@class='tree']//li")
    return [" ".join(text_of(part) for part in item if not is_below(part)) for item in items]


def is_below(part):
    return part.tag == "details" or part.get("class", "").startswith("below")


def opened(response, *, on_phones=False):
    """The units that show what is below them when the page opens, on a wide window or on a phone."""
    shown = []
    for item in parsed(response).findall(".//ul[@class='tree']//li"):
        fold = item.find("details")
        if fold is not None and (fold.get("open") is not None or (fold.get("class") == "on-phones" and not on_phones)):
            shown.append(item.get("id"))
    return shown


def adopt(structure):
    Structure.objects.filter(pk=structure.pk).update(
        status=ADOPTED, effective_from=date(2020, 1, 1), effective_from_precision="day"
    )


def test_the_list_nests_as_the_tree_does(client):
    structure = make_structure("today", TREE, status=ADOPTED)

    response = client.get("/en/structure/")

    assert response.status_code == 200
    assert_valid_html(response)
    assert tree_of(response) == drawn(structure)


def test_a_line_holds_name_acronym_and_kind(client):
    make_structure("today", TREE, status=ADOPTED)

    assert lines(client.get("/en/structure/")) == [
        "General Secretariat GS",
        "Office of the Secretary General OSG Head office",
        "Office of Protocol Office",
        "Secretariat for Multidimensional Security SMS Secretariat",
        "Department of Public Security DPS Department",
        "Section of Statistics Section",
        "Executive Secretariat for Integral Development SEDI Executive secretariat",
    ]


def test_an_aligned_unit_bears_its_pillar_and_says_where_that_is_inferred(client):
    structure = make_structure("today", TREE, status=ADOPTED)
    security = Pillar.objects.create(slug="multidimensional-security", position=4, name="Multidimensional security")
    development = Pillar.objects.create(slug="integral-development", position=3, name="Integral development")
    PlacementPillar.objects.create(placement=place(structure, "sms"), pillar=security)
    PlacementPillar.objects.create(placement=place(structure, "sedi"), pillar=development, basis="inferred")
    PlacementPillar.objects.create(placement=place(structure, "osg"), pillar=security, role="contributes")

    response = client.get("/en/structure/")

    edges = {item.get("id"): item.get("class") for item in parsed(response).findall(".//ul[@class='tree']//li")}
    assert {unit: edge for unit, edge in edges.items() if edge} == {
        "unit-sms": "pillar-multidimensional-security",
        "unit-sedi": "pillar-integral-development",
    }
    assert lines(response)[3].endswith("Secretariat · Multidimensional security")
    assert lines(response)[6].endswith("Executive secretariat · Integral development (inferred)")
    assert texts(response, ".//aside//span[@class='pillar-label pillar-integral-development']") == [
        "Integral development"
    ]


def test_a_pillar_that_an_earlier_edition_records_marks_a_unit_everywhere_as_inferred(client):
    before = make_structure("before", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    make_structure("today", TREE, status=ADOPTED)
    democracy = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    Pillar.objects.create(slug="human-rights", position=2, name="Human rights")
    PlacementPillar.objects.create(placement=place(before, "sms"), pillar=democracy)

    tree, chart = client.get("/en/structure/"), client.get("/en/chart/")
    home, unit = client.get("/en/"), client.get("/en/units/sms/")

    assert lines(tree)[3].endswith("Secretariat · Democracy (inferred)")
    assert "Secretariat · Democracy (inferred)" in chart.content.decode()
    for page in (tree, chart, home, unit):
        assert "pillar-democracy" in page.content.decode()
    assert lines(client.get("/en/structure/?structure=before"))[3].endswith("Secretariat · Democracy")
    assert texts(tree, ".//ul[@class='pillar-legend']/li") == ["Democracy", "Not assigned to a pillar"]
    assert "Pillar: Democracy (inferred)" in words_of(chart)
    assert "Not assigned to a pillar" in words_of(chart)
    assert "Human rights" not in words_of(chart)


def test_how_a_place_is_known_is_said_unless_a_source_states_it(client):
    make_structure("before", TREE, status=ADOPTED, effective_from=date(2016, 1, 1))
    structure = make_structure("today", TREE, status=ADOPTED)
    trees.change(place(structure, "protocol"), basis=Placement.Basis.INFERRED)
    trees.change(place(structure, "security"), basis=Placement.Basis.CARRIED_OVER)
    trees.change(place(structure, "statistics"), basis=Placement.Basis.OBSERVED)

    marked = [
        line for line in lines(client.get("/en/structure/")) if line.split()[-1] in ("inferred", "observed", "2016")
    ]

    assert marked == [
        "Office of Protocol Office inferred",
        "Department of Public Security DPS Department not confirmed since 2016",
        "Section of Statistics Section observed",
    ]


def test_a_unit_that_was_only_proposed_was_not_seen(client):
    make_structure("wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    structure = make_structure("today", TREE, status=ADOPTED)
    trees.change(place(structure, "security"), basis=Placement.Basis.CARRIED_OVER)

    assert "Department of Public Security DPS Department carried over" in lines(client.get("/en/structure/"))


def test_where_all_was_observed_a_place_that_was_observed_bears_no_mark(client):
    structure = make_structure("today", TREE, status=ADOPTED, basis=Structure.Basis.OBSERVED)
    trees.change(place(structure, "protocol"), basis=Placement.Basis.OBSERVED)

    assert "Office of Protocol Office" in lines(client.get("/en/structure/"))


def test_a_name_in_another_language_is_marked(client):
    structure = make_structure("today", TREE)
    trees.change(place(structure, "protocol"), name_es="Oficina de Protocolo")
    adopt(structure)

    links = parsed(client.get("/es/structure/")).findall(".//ul[@class='tree']//li/a")

    languages = {link.get("href"): link.get("lang") for link in links}
    assert languages["/es/units/protocol/"] is None
    assert languages["/es/units/osg/"] == "en"


def test_markup_in_a_name_is_shown_and_not_obeyed(client):
    make_structure("today", 'gs\n  osg | office | <script>"&</script> | <i>', status=ADOPTED)

    response = client.get("/en/structure/")

    assert_valid_html(response)
    assert lines(response)[1] == '<script>"&</script> <i> Office'


def test_two_levels_are_open_where_the_tree_is_small(client):
    make_structure("today", TREE, status=ADOPTED)
    assert opened(client.get("/en/structure/")) == ["unit-gs", "unit-osg", "unit-sms"]


def test_one_level_is_open_where_the_tree_is_large(client, monkeypatch):
    monkeypatch.setattr("orgunits.views.structure.LARGE", 6)
    make_structure("today", TREE, status=ADOPTED)
    assert opened(client.get("/en/structure/")) == ["unit-gs"]


def test_an_edition_without_units_says_so(client):
    make_structure("today", "", status=ADOPTED)

    response = client.get("/en/structure/")

    assert_valid_html(response)
    assert "No unit is recorded in this structure yet" in texts(response, ".//main//h2")


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_costs_the_same_however_many(client, count, costs):
    tree = "gs\n" + "\n".join(f"  s{number} | secretariat" for number in range(count))
    make_structure("before", tree, status=ADOPTED, effective_from=date(2016, 1, 1))
    structure = make_structure("today", tree, status=ADOPTED)
    pillar = Pillar.objects.create(slug="democracy", position=1, name="Democracy")
    for number in range(count):
        trees.change(place(structure, f"s{number}"), basis=Placement.Basis.CARRIED_OVER)
        PlacementPillar.objects.create(placement=place(structure, f"s{number}"), pillar=pillar)

    with costs("structure"):
        response = client.get("/en/structure/")

    assert len(lines(response)) == count + 1
