"""A search that names one record, and no other, is answered by its card."""

from datetime import date

import pytest

from orgunits.models import Person, Structure
from orgunits.search_index import writing
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.factories import make_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    tree = "gs | general_secretariat | General Secretariat\n  piers | department | Department of Piers"
    today = make_structure("today", tree, status=Structure.Status.ADOPTED, effective_from=date(2016, 1, 1))
    post = make_post("director", unit="piers", heads=["piers"])
    names = ["Ada B. Pilot", "Eva Mora Mora", "José Antonio Mora", "Ines Piers"]
    for number, name in enumerate(names):
        person = Person.objects.create(slug=f"person-{number}", name=name)
        appoint(post, name, f"{2010 + number}", f"{2011 + number}", person=person)
    for symbol in ("AG/RES. 2814 (XLIV-O/14)", "AG/RES. 2900 (XLV-O/15)", "CP/RES. 2900 (1/15)"):
        act = make_act(f"act-{symbol[:2].lower()}-{symbol[8:12]}", symbol=symbol)
        make_mandate(f"mandate-{act.slug}", act=act, units=["piers"], title=f"Mandate of {symbol}")
    make_act("titled", symbol="AG/RES. 7 (I-O/08)", title="Honour to Ada Pilot and 2814 others")
    today.authorities.add(act)
    writing.build()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("pilot", "Ada B. Pilot"),
        ("ada pilot", "Ada B. Pilot"),
        ("Who is Pilot?", "Ada B. Pilot"),
        ("mora mora", "Eva Mora Mora"),
        ("antonio", "José Antonio Mora"),
        ("2814", "AG/RES. 2814 (XLIV-O/14)"),
        ("res 2814", "AG/RES. 2814 (XLIV-O/14)"),
        ("ag res 2900", "AG/RES. 2900 (XLV-O/15)"),
    ],
)
def test_one_person_by_a_surname_and_one_act_by_a_number_get_the_card(client, record, typed, name):
    response = client.get("/en/search/", {"q": typed})

    assert response.context["card"].hit.name == name


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mora", ["Eva Mora Mora", "José Antonio Mora"]),
        ("2900", ["AG/RES. 2900 (XLV-O/15)", "CP/RES. 2900 (1/15)"]),
        ("piers", ["Department of Piers", "Ines Piers"]),
        ("honour", ["AG/RES. 7 (I-O/08)"]),
        ("b", ["Ada B. Pilot"]),
    ],
)
def test_of_two_bearers_both_are_listed_and_a_word_of_a_title_is_no_name(client, record, typed, first):
    response = client.get("/en/search/", {"q": typed})

    names = [hit.name or hit.placement.name for hit in response.context["hits"]]
    assert response.context.get("card") is None
    assert [name for name in names if name in first] == first
